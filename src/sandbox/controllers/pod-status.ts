import type { Random } from "../world/random.ts";
import { type Condition, type ContainerStatus, type Pod, type PodStatus, withCondition } from "./types.ts";

// What a kubelet reports of a pod, from one step of its life to the next.

function conditions(status: PodStatus, now: string, states: Readonly<Record<string, Condition["status"]>>) {
  return Object.entries(states).reduce<readonly Condition[] | undefined>(
    (list, [type, value]) => withCondition(list, { type, status: value, lastTransitionTime: now }),
    status.conditions,
  );
}

export function creating({ spec, status }: Pod, hostIP: string, now: string): PodStatus {
  const containerStatuses = spec.containers.map(({ name, image }): ContainerStatus => {
    const state = { waiting: { reason: "ContainerCreating" } };
    return { name, image, imageID: "", ready: false, started: false, restartCount: 0, state, lastState: {} };
  });
  const list = conditions(status, now, { Initialized: "True", Ready: "False", ContainersReady: "False" });
  return { ...status, conditions: list ?? [], hostIP, startTime: now, containerStatuses };
}

export function running(status: PodStatus, now: string, random?: Random): PodStatus {
  const containerStatuses = (status.containerStatuses ?? []).map((each): ContainerStatus => {
    if (each.state.running) return { ...each, ready: true, started: true };
    const imageID = `${each.image.split(":")[0]}@sha256:${random?.hex(64) ?? ""}`;
    const containerID = `containerd://${random?.hex(64) ?? ""}`;
    const state = { running: { startedAt: now } };
    return { ...each, imageID, containerID, ready: true, started: true, state };
  });
  const list = conditions(status, now, { Initialized: "True", Ready: "True", ContainersReady: "True" });
  const { reason: _reason, message: _message, ...rest } = status;
  return { ...rest, phase: "Running", conditions: list ?? [], containerStatuses };
}

export function waiting(status: PodStatus, container: string, reason: string, message: string): PodStatus {
  const containerStatuses = (status.containerStatuses ?? []).map((each) =>
    each.name === container ? { ...each, state: { waiting: { reason, message } } } : each,
  );
  return { ...status, containerStatuses };
}

export function restarted(status: PodStatus, now: string): PodStatus {
  const containerStatuses = (status.containerStatuses ?? []).map((each, index) => {
    if (index > 0) return each;
    const terminated = { exitCode: 137, reason: "OOMKilled", finishedAt: now };
    const state = { running: { startedAt: now } };
    return { ...each, restartCount: each.restartCount + 1, lastState: { terminated }, state };
  });
  return { ...status, containerStatuses };
}

/** Nobody reports of it any more. */
export function unreachable(status: PodStatus, now: string): PodStatus {
  const condition = { type: "Ready", status: "False", reason: "NodeNotReady", lastTransitionTime: now } as const;
  return { ...status, conditions: withCondition(status.conditions, condition) };
}

export function lost(status: PodStatus, node: string): PodStatus {
  const message = `Node ${node} which was running pod is unresponsive`;
  return { ...status, phase: "Unknown", reason: "NodeLost", message };
}

export function runs({ containerStatuses }: PodStatus, container: string): boolean {
  return containerStatuses?.find(({ name }) => name === container)?.state.running !== undefined;
}
