import { isDeepStrictEqual } from "node:util";
import { deployments, replicaSets } from "../data/kinds.ts";
import { compact, withMetadata } from "../storage/object.ts";
import { nameHash } from "../world/random.ts";
import type { Context } from "./context.ts";
import { progressOf, statusOf } from "./deployment-status.ts";
import { type RolloutSize, sizesOf } from "./rollout.ts";
import { controllerOf, type Deployment, ownedBy, type ReplicaSet } from "./types.ts";
import { WorkQueue } from "./work-queue.ts";

const component = "deployment-controller";
const revisionKey = "deployment.kubernetes.io/revision";

/** Deployment → ReplicaSets: one for each pod template, the newest growing as the older ones shrink. */
export function runDeployments(context: Context): void {
  const { store, registry, events, clock } = context;
  const queue = new WorkQueue(context.clock, 20, reconcile);
  store.onChange(({ kind, object, type }) => {
    if (kind === deployments && type !== "DELETED") queue.add(object);
    const owner = kind === replicaSets ? controllerOf(object) : undefined;
    if (owner?.kind === "Deployment") queue.addName(object.metadata.namespace ?? "", owner.name);
  });

  function reconcile(namespace: string, name: string): void {
    const deployment = store.get<Deployment>(deployments, namespace, name);
    if (!deployment || deployment.metadata.deletionTimestamp !== undefined) return;
    const owned = store
      .all<ReplicaSet>(replicaSets)
      .filter((set) => controllerOf(set)?.uid === deployment.metadata.uid)
      .sort((a, b) => revisionOf(a) - revisionOf(b));
    const current = currentOf(deployment, owned);
    const older = owned.filter((set) => set.metadata.uid !== current?.metadata.uid);
    for (const { set, replicas } of sizesOf(deployment, current, older)) resize(deployment, set, replicas);
    removeOld(deployment, older);
    report(namespace, name, current, owned);
  }

  /** The set of the deployment's template, made where there is none. A paused deployment waits with a new one. */
  function currentOf(deployment: Deployment, owned: readonly ReplicaSet[]): ReplicaSet | undefined {
    const { template, paused, selector } = deployment.spec;
    const hash = nameHash(JSON.stringify(template));
    const { name, namespace = "", annotations } = deployment.metadata;
    const newest = Math.max(0, ...owned.map(revisionOf));
    const held = owned.find((set) => set.metadata.labels?.["pod-template-hash"] === hash);
    if (held) {
      const revision = String(revisionOf(held) === newest ? newest : newest + 1);
      if (annotations?.[revisionKey] !== revision) annotate(deployment, revision);
      if (held.metadata.annotations?.[revisionKey] === revision) return held;
      // A rollback: an old template has become the newest one again.
      return registry.update<ReplicaSet>(replicaSets, namespace, held.metadata.name, (set) =>
        withMetadata(set, { annotations: { ...set.metadata.annotations, [revisionKey]: revision } }),
      );
    }
    if (paused) return undefined;
    const hashed = { "pod-template-hash": hash };
    const labels = { ...template.metadata?.labels, ...hashed };
    const revision = String(newest + 1);
    annotate(deployment, revision);
    return registry.create<ReplicaSet>(replicaSets, namespace, {
      metadata: {
        name: `${name}-${hash}`,
        labels,
        annotations: { [revisionKey]: revision },
        ownerReferences: [ownedBy(deployment)],
      },
      spec: {
        replicas: 0,
        selector: { ...selector, matchLabels: { ...selector.matchLabels, ...hashed } },
        template: { ...template, metadata: { ...template.metadata, labels } },
      },
    });
  }

  function annotate({ metadata: { namespace = "", name } }: Deployment, revision: string): void {
    registry.update<Deployment>(deployments, namespace, name, (each) =>
      withMetadata(each, { annotations: { ...each.metadata.annotations, [revisionKey]: revision } }),
    );
  }

  function resize(deployment: Deployment, set: ReplicaSet, replicas: RolloutSize["replicas"]): void {
    const { namespace = "", name } = set.metadata;
    const before = set.spec.replicas;
    if (before === replicas) return;
    registry.update<ReplicaSet>(replicaSets, namespace, name, (each) => ({
      ...each,
      spec: { ...each.spec, replicas },
    }));
    const way = replicas > before ? "up" : "down";
    const message = `Scaled ${way} replica set ${name} from ${before} to ${replicas}`;
    events.record(deployment, "Normal", "ScalingReplicaSet", message, component);
  }

  function removeOld({ spec }: Deployment, older: readonly ReplicaSet[]): void {
    const idle = older.filter((set) => set.spec.replicas === 0 && (set.status?.replicas ?? 0) === 0);
    const excess = Math.max(0, idle.length - (spec.revisionHistoryLimit ?? 10));
    for (const { metadata } of idle.slice(0, excess)) {
      registry.delete(replicaSets, metadata.namespace ?? "", metadata.name);
    }
  }

  function report(
    namespace: string,
    name: string,
    current: ReplicaSet | undefined,
    owned: readonly ReplicaSet[],
  ): void {
    // The sets as they are after all this.
    const sets = owned.flatMap(({ metadata }) => store.get<ReplicaSet>(replicaSets, namespace, metadata.name) ?? []);
    const newest = current && store.get<ReplicaSet>(replicaSets, namespace, current.metadata.name);
    if (newest && !sets.some(({ metadata }) => metadata.uid === newest.metadata.uid)) sets.push(newest);
    const deployment = registry.update<Deployment>(
      deployments,
      namespace,
      name,
      (each) => {
        const status = statusOf(each, newest, sets, clock.timestamp);
        return isDeepStrictEqual(each.status, status) ? each : { ...each, status };
      },
      { subresource: "status" },
    );
    // Nothing changes any more when a rollout hangs; that it does is only found by looking again.
    const waitMs = progressOf(deployment, clock.now).deadlineInMs;
    if (waitMs !== undefined && waitMs > 0) clock.after(waitMs + 1_000, () => queue.addName(namespace, name));
  }
}

export function revisionOf({ metadata }: ReplicaSet): number {
  return Number(compact({ ...metadata.annotations })[revisionKey] ?? 0);
}
