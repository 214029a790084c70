export { LeaderElection, type LeaderElectionOptions, type LeaseTimes } from "./leader-election.ts";
