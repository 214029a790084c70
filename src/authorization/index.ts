export { Callers, type CallersOptions } from "./callers.ts";
export type { Candidate, CandidateSource, Candidates } from "./candidates.ts";
export type { DecisionTimes } from "./decision.ts";
export { FixedCandidates } from "./fixed-candidates.ts";
export { RbacCandidates, type RbacCandidatesOptions } from "./rbac/rbac-candidates.ts";
export { rbacIndexes } from "./rbac/rbac-objects.ts";
export type { ReviewAttributes, ReviewPort, ReviewSubject } from "./review-port.ts";
export { ReviewedCaller, type ReviewedCallerOptions } from "./reviewed-caller.ts";
export { type Grant, seesAll, seesBoth, seesNamespaces, seesNothing, seesOnly } from "./visibility.ts";
