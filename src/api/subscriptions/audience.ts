import { seesBoth } from "../../authorization/index.ts";
import type { Caller, ClusterName, ReadVerb, Scope, Visibility } from "../../state/index.ts";
import type { Environment } from "../environment.ts";
import type { Execution } from "../passes.ts";
import type { Stream, Visibilities } from "./stream.ts";

/** The clusters that a stream is about. */
export function clustersOf({ clusters }: Environment, { source }: Stream): readonly ClusterName[] {
  const registered = clusters.names();
  return source.clusters ? registered.filter((name) => source.clusters?.includes(name)) : registered;
}

/** What deltas need: `list` and `watch`, or `list` alone of what nobody can watch. */
export function verbsOf({ clusters }: Environment, { cluster, resource }: Scope): readonly ReadVerb[] {
  return clusters.isPolled(cluster, resource) ? ["list"] : ["list", "watch"];
}

/** What a caller is sent of a stream, as far as it is known now. */
export function visibilitiesOf(environment: Environment, stream: Stream, caller: Caller): Visibilities {
  const visibilities = new Map<ClusterName, Visibility>();
  for (const cluster of clustersOf(environment, stream)) {
    const visibility = visibilityOf(environment, { cluster, resource: stream.source.resource }, caller);
    if (visibility && !visibility.nothing) visibilities.set(cluster, visibility);
  }
  return visibilities;
}

function visibilityOf(environment: Environment, scope: Scope, caller: Caller): Visibility | undefined {
  const list = caller.visibility(scope, "list");
  const watch = verbsOf(environment, scope).includes("watch") ? caller.visibility(scope, "watch") : list;
  if (list === "unknown" || watch === "unknown") return undefined;
  return seesBoth(list, watch);
}

/** The cluster is one of the stream's, and it is not known what the caller may see of it. */
export function isUndecided(environment: Environment, stream: Stream, caller: Caller, cluster: ClusterName): boolean {
  const scope = { cluster, resource: stream.source.resource };
  return clustersOf(environment, stream).includes(cluster) && visibilityOf(environment, scope, caller) === undefined;
}

/**
 * Asks what `visibilitiesOf` does not know yet. A cluster that does not say within its deadline is left out, and joins
 * later. What came of it is to be looked at by whoever listens for changes from then on.
 */
export async function askVisibilities(
  environment: Environment,
  stream: Stream,
  { caller, misses }: Pick<Execution, "caller" | "misses">,
): Promise<void> {
  misses.begin();
  for (const cluster of clustersOf(environment, stream)) {
    const scope = { cluster, resource: stream.source.resource };
    for (const verb of verbsOf(environment, scope)) {
      if (caller.visibility(scope, verb) !== "unknown") continue;
      misses.ask(`visibility ${verb} ${cluster} ${scope.resource}`, cluster, (signal) =>
        caller.resolve(scope, verb, signal),
      );
    }
  }
  if (misses.any) await misses.settle();
}

export function same(a: Visibility | undefined, b: Visibility | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && a.fingerprint === b.fingerprint);
}
