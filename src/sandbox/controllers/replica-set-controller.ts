import { isDeepStrictEqual } from "node:util";
import { pods, replicaSets } from "../data/kinds.ts";
import { compact } from "../storage/object.ts";
import type { Context } from "./context.ts";
import { controllerOf, isActive, isReady, ownedBy, type Pod, type ReplicaSet } from "./types.ts";
import { WorkQueue } from "./work-queue.ts";

const component = "replicaset-controller";

/** ReplicaSet → Pods: as many as it says. */
export function runReplicaSets(context: Context): void {
  const { store, registry, events } = context;
  const queue = new WorkQueue(context.clock, 20, reconcile);
  store.onChange(({ kind, object, type }) => {
    if (kind === replicaSets && type !== "DELETED") queue.add(object);
    const owner = kind === pods ? controllerOf(object) : undefined;
    if (owner?.kind === "ReplicaSet") queue.addName(object.metadata.namespace ?? "", owner.name);
  });

  function reconcile(namespace: string, name: string): void {
    const set = store.get<ReplicaSet>(replicaSets, namespace, name);
    if (!set || set.metadata.deletionTimestamp !== undefined) return;
    const mine = () =>
      store.all<Pod>(pods).filter((pod) => controllerOf(pod)?.uid === set.metadata.uid && isActive(pod));
    const active = mine();
    for (let missing = set.spec.replicas - active.length; missing > 0; missing -= 1) create(set);
    const excess = active.length - set.spec.replicas;
    if (excess > 0) for (const pod of active.sort(byWorth).slice(0, excess)) remove(set, pod);
    report(set, mine());
  }

  function create(set: ReplicaSet): void {
    const { template } = set.spec;
    const { name, namespace = "" } = set.metadata;
    const pod = registry.create(pods, namespace, {
      metadata: { ...template.metadata, generateName: `${name}-`, ownerReferences: [ownedBy(set)] },
      spec: { serviceAccountName: "default", ...template.spec },
    });
    events.record(set, "Normal", "SuccessfulCreate", `Created pod: ${pod.metadata.name}`, component);
  }

  function remove(set: ReplicaSet, { metadata }: Pod): void {
    registry.delete(pods, metadata.namespace ?? "", metadata.name);
    events.record(set, "Normal", "SuccessfulDelete", `Deleted pod: ${metadata.name}`, component);
  }

  function report({ metadata, status }: ReplicaSet, active: readonly Pod[]): void {
    const ready = active.filter(isReady).length || undefined;
    const next = compact({
      replicas: active.length,
      fullyLabeledReplicas: active.length || undefined,
      readyReplicas: ready,
      availableReplicas: ready,
      observedGeneration: metadata.generation ?? 1,
    });
    if (isDeepStrictEqual(status, next)) return;
    const { namespace = "", name } = metadata;
    registry.update(replicaSets, namespace, name, (each) => ({ ...each, status: next }), { subresource: "status" });
  }
}

/** Which to do without first: what does not run, then what came last. */
function byWorth(a: Pod, b: Pod): number {
  const worth = (pod: Pod) => Number(pod.spec.nodeName !== undefined) + Number(isReady(pod));
  const younger = a.metadata.creationTimestamp < b.metadata.creationTimestamp ? 1 : -1;
  return worth(a) - worth(b) || younger;
}
