export { actingHeaders } from "./acting-headers.ts";
export { CallersClusters, type UpstreamHeaders } from "./callers-clusters.ts";
export { everybody, kubeconfigUser, type People, type PeopleOptions } from "./people.ts";
export type { Person } from "./person.ts";
export { principalOf } from "./principal-of.ts";
export { Session } from "./session.ts";
export { readOnlyReason } from "./write-rules.ts";
