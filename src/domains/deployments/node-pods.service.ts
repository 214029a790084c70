import type { ClusterName } from "../../state/index.ts";
import { nodesOf } from "../clusters/index.ts";
import type { DomainContext } from "../context.ts";
import { type AmountsManifest, addTotals, amountsOf } from "../resources/index.ts";
import { podsByNode } from "./pod.kind.ts";
import type { PodManifest } from "./pod.manifest.ts";
import { phaseOf } from "./pod.mapping.ts";
import { PODS } from "./pod.type.ts";
import { podLimits, podRequests } from "./pod-requests.mapping.ts";

/** Of what pods take of a node: what is set aside for them, or what they may not exceed. */
export type Taken = "requests" | "limits";

/**
 * What the pods of a node take of it, as `kubectl describe node` counts it: those that have ended take nothing. Beside the amounts,
 * how many they are, since a node takes so many of them.
 */
export function takenOfNode(ctx: DomainContext, cluster: ClusterName, node: string, taken: Taken): AmountsManifest {
  return takenBy(podsOf(ctx, cluster, node), taken);
}

/** Of all nodes of a cluster together. A pod whose node is gone takes nothing. */
export function takenOfCluster(ctx: DomainContext, cluster: ClusterName, taken: Taken): AmountsManifest {
  return takenBy(
    nodesOf(ctx, cluster).flatMap(({ name }) => podsOf(ctx, cluster, name)),
    taken,
  );
}

function podsOf({ reader }: DomainContext, cluster: ClusterName, node: string): readonly PodManifest[] {
  return reader.related<PodManifest>(cluster, PODS, podsByNode.name, node).map(({ object }) => object);
}

/** A node takes so many pods, whatever they ask for. */
const one: ReadonlyMap<string, number> = new Map([["pods", 1]]);

const totals = {
  requests: perPod(podRequests),
  limits: perPod(podLimits),
};

function takenBy(pods: readonly PodManifest[], taken: Taken): AmountsManifest {
  const sum = new Map<string, number>([["pods", 0]]);
  for (const pod of pods) {
    const phase = phaseOf(pod);
    if (phase === "Succeeded" || phase === "Failed") continue;
    addTotals(sum, one);
    addTotals(sum, totals[taken](pod));
  }
  return amountsOf(sum);
}

/** Kept as long as the pod is as it is: a cluster's sum is made of thousands, of which one has changed. */
function perPod(of: (spec: PodManifest["spec"]) => ReadonlyMap<string, number>) {
  const known = new WeakMap<PodManifest, ReadonlyMap<string, number>>();
  return (pod: PodManifest) => {
    let total = known.get(pod);
    if (!total) {
      total = of(pod.spec);
      known.set(pod, total);
    }
    return total;
  };
}
