import type { Deployment, ReplicaSet } from "./types.ts";

export interface RolloutSize {
  readonly set: ReplicaSet;
  readonly replicas: number;
}

/** How large the sets of a deployment should be next, by what is available now. */
export function sizesOf(
  { spec }: Deployment,
  current: ReplicaSet | undefined,
  older: readonly ReplicaSet[],
): RolloutSize[] {
  const active = older.filter((set) => set.spec.replicas > 0);
  if (!current || spec.paused) {
    // While paused, scaling goes on: of the set that has the pods.
    const [only] = [...(current ? [current] : []), ...active].filter((set) => set.spec.replicas > 0).slice(-1);
    const target = only ?? current;
    return target ? [{ set: target, replicas: spec.replicas }] : [];
  }
  if (spec.strategy?.type === "Recreate") return recreate(spec.replicas, current, active);
  return roll(spec, current, active);
}

function recreate(desired: number, current: ReplicaSet, active: readonly ReplicaSet[]): RolloutSize[] {
  if (active.length > 0) return active.map((set) => ({ set, replicas: 0 }));
  return [{ set: current, replicas: desired }];
}

function roll(spec: Deployment["spec"], current: ReplicaSet, active: readonly ReplicaSet[]): RolloutSize[] {
  const desired = spec.replicas;
  const { maxSurge = "25%", maxUnavailable = "25%" } = spec.strategy?.rollingUpdate ?? {};
  const surge = resolve(maxSurge, desired, Math.ceil);
  const missing = resolve(maxUnavailable, desired, Math.floor) || (surge === 0 ? 1 : 0);
  const sum = (sets: readonly ReplicaSet[]) => sets.reduce((total, set) => total + set.spec.replicas, 0);

  const total = sum(active) + current.spec.replicas;
  const room = Math.max(0, desired + surge - total);
  const grown = current.spec.replicas + Math.min(room, desired - current.spec.replicas);
  const sizes: RolloutSize[] = [{ set: current, replicas: Math.min(desired, Math.max(grown, 0)) }];

  // What may go without falling below what has to be available, new pods that are not up yet not counted.
  const starting = Math.max(0, current.spec.replicas - available(current));
  let removable = total - (desired - missing) - starting;
  let healthy = active.reduce((count, set) => count + available(set), 0) + available(current) - (desired - missing);
  for (const set of active) {
    // Pods that do not work go first: nobody misses them.
    const broken = Math.min(Math.max(0, removable), set.spec.replicas - Math.min(set.spec.replicas, available(set)));
    removable -= broken;
    const working = Math.max(0, Math.min(removable, healthy, set.spec.replicas - broken));
    removable -= working;
    healthy -= working;
    sizes.push({ set, replicas: set.spec.replicas - broken - working });
  }
  return sizes;
}

function available({ status }: ReplicaSet): number {
  return status?.availableReplicas ?? 0;
}

function resolve(value: number | string, of: number, round: (value: number) => number): number {
  if (typeof value === "number") return value;
  const part = Number.parseFloat(value);
  return round(value.endsWith("%") ? (part * of) / 100 : part) || 0;
}
