import { FairwayError } from "../../errors/index.ts";
import type { ResourceAttributes } from "../../kubernetes/index.ts";
import type { ClusterName } from "../../state/index.ts";
import type { DomainContext } from "../context.ts";
import type { Subject } from "./subject.ts";

const group = "metrics.k8s.io";

/**
 * What whoever may see figures of a subject may do in its cluster: get from `metrics.k8s.io` what of it `kubectl top` shows. It is asked for
 * whether the cluster serves that or not: rules alone speak of it.
 */
function neededFor(subject: Subject): readonly ResourceAttributes[] {
  switch (subject.kind) {
    case "PODS":
      return [...new Set(subject.pods.map(({ namespace }) => namespace))].map((namespace) => {
        return { verb: "get", group, resource: "pods", namespace };
      });
    case "NAMESPACE":
      return [{ verb: "list", group, resource: "pods", namespace: subject.namespace }];
    case "NODE":
      return [{ verb: "get", group, resource: "nodes", name: subject.node }];
    case "CONTROL_PLANE":
      return [{ verb: "list", group, resource: "nodes" }];
  }
}

/** False in a pass that has to ask first. Throws FORBIDDEN. */
export function assertMayMeasure(ctx: DomainContext, subject: Subject): boolean {
  return neededFor(subject)
    .map((attributes) => assertAllowed(ctx, subject.cluster, attributes))
    .every((allowed) => allowed);
}

/** The same of any right: the gateway shows with its own credential what the caller has no credential for. */
export function assertAllowed(ctx: DomainContext, cluster: ClusterName, attributes: ResourceAttributes): boolean {
  const { verb, group, resource, namespace, name } = attributes;
  const access = ctx.clusters.get(cluster);
  const key = `metrics right ${cluster} ${JSON.stringify(attributes)}`;
  const outcome = ctx.misses.ask(key, cluster, (signal) => access.allows(attributes, signal));
  // A cluster tells nobody when it would decide otherwise.
  ctx.reads.forbid("A cluster was asked what the caller may do");
  if (outcome.state === "pending") return false;
  if (outcome.state === "failed") throw outcome.error;
  if (outcome.value) return true;
  const what = name === undefined ? `${resource}.${group}` : `${resource}.${group} ${JSON.stringify(name)}`;
  const place = namespace === undefined ? "" : ` in namespace ${JSON.stringify(namespace)}`;
  throw new FairwayError("FORBIDDEN", `${what} is forbidden${place}: this caller cannot ${verb} it`, { cluster });
}
