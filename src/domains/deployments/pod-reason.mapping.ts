import type { ContainerStateManifest, ContainerStatusManifest, PodManifest } from "./pod.manifest.ts";
import { hasCondition, isReady, PodPhase, phaseOf } from "./pod.mapping.ts";

/**
 * Why a pod is as it is, in one word: what kubectl shows as its STATUS, found by the same rules, as people compare the
 * two. From the strongest: its deletion, a start that hangs, a container that waits or ended, its own reason, its phase.
 */
export function reasonOf(pod: PodManifest): string {
  const { metadata, status } = pod;
  if (metadata.deletionTimestamp !== undefined) {
    // The node controller's word for a pod whose node went away: nobody can say what became of it.
    if (status?.reason === "NodeLost") return "Unknown";
    if (!isFinished(pod)) return "Terminating";
  }
  const starting = startingReasonOf(pod);
  const hasStarted = starting === undefined || hasCondition(pod, "Initialized");
  const running = hasStarted ? runningReasonOf(pod) : undefined;
  return running ?? starting ?? ownReasonOf(pod);
}

function isFinished(pod: PodManifest): boolean {
  const phase = phaseOf(pod);
  return phase === PodPhase.SUCCEEDED || phase === PodPhase.FAILED;
}

function ownReasonOf(pod: PodManifest): string {
  const isGated = pod.status?.conditions?.some(
    ({ type, reason }) => type === "PodScheduled" && reason === "SchedulingGated",
  );
  return isGated ? "SchedulingGated" : pod.status?.reason || phaseOf(pod);
}

/** `Init:…` for the first init container that has neither succeeded nor, as a sidecar, started. */
function startingReasonOf({ spec, status }: PodManifest): string | undefined {
  const containers = spec?.initContainers ?? [];
  for (const [index, { name, state, started }] of (status?.initContainerStatuses ?? []).entries()) {
    if (state?.terminated?.exitCode === 0) continue;
    const isSidecar = containers.find((each) => each.name === name)?.restartPolicy === "Always";
    if (isSidecar && started) continue;
    if (state?.terminated) return `Init:${terminationOf(state.terminated)}`;
    const waiting = state?.waiting?.reason;
    return waiting && waiting !== "PodInitializing" ? `Init:${waiting}` : `Init:${index}/${containers.length}`;
  }
  return undefined;
}

/** The first container that waits or ended; one that is done says nothing while another still runs. */
function runningReasonOf(pod: PodManifest): string | undefined {
  const statuses = pod.status?.containerStatuses ?? [];
  const reason = statuses.map(stoppedReasonOf).find((each) => each !== undefined);
  if (reason !== "Completed" || !statuses.some(isRunning)) return reason;
  return isReady(pod) ? "Running" : "NotReady";
}

function stoppedReasonOf({ state }: ContainerStatusManifest): string | undefined {
  if (state?.waiting?.reason) return state.waiting.reason;
  return state?.terminated && terminationOf(state.terminated);
}

function isRunning({ state, ready }: ContainerStatusManifest): boolean {
  return state?.running !== undefined && ready === true;
}

function terminationOf({ reason, signal, exitCode }: NonNullable<ContainerStateManifest["terminated"]>): string {
  if (reason) return reason;
  return signal ? `Signal:${signal}` : `ExitCode:${exitCode ?? 0}`;
}
