import type {
  ContainerManifest,
  ContainerStateManifest,
  ContainerStatusManifest,
  PodManifest,
} from "./pod.manifest.ts";

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
}

/** In the order of their start: init containers first. */
export function containersOf({ spec, status }: PodManifest): readonly ContainerParts[] {
  const join = (
    containers: readonly ContainerManifest[] = [],
    statuses: readonly ContainerStatusManifest[] = [],
    init: boolean,
  ) => containers.map((each) => ({ spec: each, status: statuses.find(({ name }) => name === each.name), init }));
  return [
    ...join(spec?.initContainers, status?.initContainerStatuses, true),
    ...join(spec?.containers, status?.containerStatuses, false),
  ];
}

/** Init containers with `restartPolicy: Always` run beside the others: they are sidecars. */
function isSidecar({ spec, init }: ContainerParts): boolean {
  return init && spec.restartPolicy === "Always";
}

export function restartCountOf(pod: PodManifest): number {
  return containersOf(pod)
    .filter((container) => !container.init || isSidecar(container))
    .reduce((sum, { status }) => sum + (status?.restartCount ?? 0), 0);
}

export function isReady({ status }: PodManifest): boolean {
  return status?.conditions?.some(({ type, status: value }) => type === "Ready" && value === "True") ?? false;
}

/**
 * Why the pod is as it is, in one word, as kubectl's STATUS column finds it: its deletion, the first container that
 * waits or failed, its own reason, its phase.
 */
export function reasonOf(pod: PodManifest): string {
  const { metadata, status } = pod;
  const containers = containersOf(pod);
  const own = status?.reason ?? phaseOf(pod);
  const isLost = status?.reason === "NodeLost";
  if (metadata.deletionTimestamp && isLost) return "Unknown";
  if (metadata.deletionTimestamp && !isFinished(pod)) return "Terminating";
  const starting = initReasonOf(containers.filter(({ init }) => init));
  if (starting !== undefined) return starting;
  return (
    mainReasonOf(
      containers.filter(({ init }) => !init),
      isReady(pod),
    ) ?? own
  );
}

function isFinished(pod: PodManifest): boolean {
  const phase = phaseOf(pod);
  return phase === PodPhase.SUCCEEDED || phase === PodPhase.FAILED;
}

/** `Init:…` while an init container keeps the pod from starting. */
function initReasonOf(containers: readonly ContainerParts[]): string | undefined {
  for (const [index, container] of containers.entries()) {
    const state = container.status?.state;
    if (state?.terminated?.exitCode === 0) continue;
    if (isSidecar(container) && container.status?.started) continue;
    if (state?.terminated) return `Init:${terminationOf(state.terminated)}`;
    const waiting = state?.waiting?.reason;
    if (waiting && waiting !== "PodInitializing") return `Init:${waiting}`;
    // Not even looked at by a kubelet: the pod is pending for another reason, which says more.
    if (!container.status) return undefined;
    return `Init:${index}/${containers.length}`;
  }
  return undefined;
}

function mainReasonOf(containers: readonly ContainerParts[], ready: boolean): string | undefined {
  let completed: string | undefined;
  let isRunning = false;
  for (const { status } of containers) {
    const state: ContainerStateManifest = status?.state ?? {};
    if (state.waiting?.reason) return state.waiting.reason;
    if (state.terminated) {
      const reason = terminationOf(state.terminated);
      if (reason !== "Completed") return reason;
      completed = reason;
    } else if (state.running && status?.ready) isRunning = true;
  }
  if (completed !== undefined && isRunning) return ready ? "Running" : "NotReady";
  return completed;
}

function terminationOf({ reason, signal, exitCode }: NonNullable<ContainerStateManifest["terminated"]>): string {
  if (reason) return reason;
  return signal ? `Signal:${signal}` : `ExitCode:${exitCode ?? "unknown"}`;
}
