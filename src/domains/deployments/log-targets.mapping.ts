import type { PodManifest } from "./pod.manifest.ts";
import { type ContainerParts, containersOf, isSidecar } from "./pod.mapping.ts";

/** One container, as far as its log is concerned. */
export interface LoggedContainer {
  readonly name: string;
  /** Tells its present run (or its last one) from others; null before it has started at all. */
  readonly run: string | null;
  /** That run has ended. */
  readonly ended: boolean;
}

/**
 * The containers whose logs are wanted: those that are named, else all but init containers that only prepare a start. They may be
 * none of the pod's.
 */
export function loggedContainersOf(pod: PodManifest, names: readonly string[] | null): readonly LoggedContainer[] {
  return containersOf(pod)
    .filter((parts) => (names ? names.includes(parts.spec.name) : !parts.init || isSidecar(parts)))
    .map((parts) => ({ name: parts.spec.name, ...runOf(parts, pod) }));
}

function runOf({ status }: ContainerParts, pod: PodManifest): Pick<LoggedContainer, "run" | "ended"> {
  // Some virtual kubelets report no containers.
  if (!status?.state) return { run: pod.status?.phase === "Pending" ? null : "", ended: false };
  const { state, lastState, restartCount = 0 } = status;
  // Of one that waits to be started again, the log is that of its last run.
  const run = state.running ?? state.terminated ?? lastState?.terminated;
  if (!run) return { run: null, ended: false };
  return { run: `${restartCount} ${run.startedAt ?? ""}`, ended: state.running === undefined };
}
