import type { EventStream, Feed } from "../../graphql/index.ts";
import type { Caller, ClusterName, Visibility } from "../../state/index.ts";
import type { Variables } from "../operations.ts";
import type { Plan } from "../plan.ts";

/** A subscription as it was asked for: the plan with its one root field, evaluated. */
export interface Stream<Source extends EventStream<unknown> | Feed = EventStream<unknown>> {
  readonly plan: Plan;
  /** As the first subscriber sent them. */
  readonly variables: Variables;
  /** Those of them that frames depend on: only `after` and `initial` use the others, which say where a member begins. */
  readonly distinguishing: Variables;
  readonly fieldName: string;
  readonly source: Source;
  /** The arguments less `after` and `initial`, as canonical JSON. */
  readonly filter: string;
}

/** What a caller may list and watch of the stream's resource, by cluster; a cluster without an entry shows nothing. */
export type Visibilities = ReadonlyMap<ClusterName, Visibility>;

export interface Audience {
  readonly caller: Caller;
  readonly visibilities: Visibilities;
}

/** Equal for audiences that are shown the same, on every replica. */
export function fingerprintOf({ visibilities }: Audience): [ClusterName, string][] {
  const seen = [...visibilities].map(([cluster, { fingerprint }]): [ClusterName, string] => [cluster, fingerprint]);
  return seen.sort(([a], [b]) => (a < b ? -1 : 1));
}
