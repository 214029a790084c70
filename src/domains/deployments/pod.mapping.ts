import type { ContainerManifest, ContainerStatusManifest, PodManifest } from "./pod.manifest.ts";

export const PodPhase = {
  PENDING: "Pending",
  RUNNING: "Running",
  SUCCEEDED: "Succeeded",
  FAILED: "Failed",
  UNKNOWN: "Unknown",
} as const;
export type PodPhase = (typeof PodPhase)[keyof typeof PodPhase];

const phases = new Set<string>(Object.values(PodPhase));

export function phaseOf({ status }: PodManifest): PodPhase {
  const phase = status?.phase;
  return phase !== undefined && phases.has(phase) ? (phase as PodPhase) : PodPhase.UNKNOWN;
}

/** A container as it was ordered, with what the kubelet says of it. */
export interface ContainerParts {
  readonly spec: ContainerManifest;
  readonly status: ContainerStatusManifest | undefined;
  readonly init: boolean;
  /** Added to the pod while it ran, to look into it. */
  readonly ephemeral: boolean;
}

/** In the order of their start: init containers first, ephemeral ones last. */
export function containersOf({ spec, status }: PodManifest): readonly ContainerParts[] {
  const join = (
    containers: readonly ContainerManifest[] | null | undefined,
    statuses: readonly ContainerStatusManifest[] | null | undefined,
    sort: Pick<ContainerParts, "init" | "ephemeral">,
  ) =>
    (containers ?? []).map((each) => ({
      spec: each,
      status: statuses?.find(({ name }) => name === each.name),
      ...sort,
    }));
  return [
    ...join(spec?.initContainers, status?.initContainerStatuses, { init: true, ephemeral: false }),
    ...join(spec?.containers, status?.containerStatuses, { init: false, ephemeral: false }),
    ...join(spec?.ephemeralContainers, status?.ephemeralContainerStatuses, { init: false, ephemeral: true }),
  ];
}

/** Init containers with `restartPolicy: Always` run beside the others: they are sidecars. */
export function isSidecar({ spec, init }: Pick<ContainerParts, "spec" | "init">): boolean {
  return init && spec.restartPolicy === "Always";
}

/** Restarts of init containers tell of a start that is over. Of the statuses alone, as it orders whole clusters. */
export function restartCountOf({ spec, status }: PodManifest): number {
  const sum = (statuses: readonly ContainerStatusManifest[] = []) =>
    statuses.reduce((restarts, { restartCount }) => restarts + (restartCount ?? 0), 0);
  const sidecars = spec?.initContainers?.filter((container) => isSidecar({ spec: container, init: true })) ?? [];
  const ofSidecars = status?.initContainerStatuses?.filter(({ name }) => sidecars.some((each) => each.name === name));
  return sum(status?.containerStatuses) + sum(ofSidecars);
}

export function isReady(pod: PodManifest): boolean {
  return hasCondition(pod, "Ready");
}

export function hasCondition({ status }: PodManifest, wanted: string): boolean {
  return status?.conditions?.some(({ type, status: value }) => type === wanted && value === "True") ?? false;
}
