import { nodes, pods } from "../data/kinds.ts";
import { fieldsOf, type KubeObject } from "../storage/object.ts";
import type { Context } from "./context.ts";
import * as podStatus from "./pod-status.ts";
import { isReady, type Node, type Pod, type PodStatus } from "./types.ts";
import { WorkQueue } from "./work-queue.ts";

const component = "kubelet";
/** How long a pod takes to end once it is told to; its grace period is the longest. */
const endMs = 1_500;
const retryMs = { first: 2_000, longest: 300_000 };

/** Images whose tag says so cannot be pulled. */
export const missingImage = /:.*(does-not-exist|missing|broken)/;

/** The kubelets of all nodes: what is placed on them runs, what is deleted ends. A node that is not ready does nothing. */
export function runKubelets(context: Context): void {
  const { store, registry, events, clock, random } = context;
  const started = new Set<string>();
  const ending = new Set<string>();
  const queue = new WorkQueue(context.clock, 50, sync);
  store.onChange(({ kind, object, type }) => {
    if (kind === pods && type !== "DELETED") queue.add(object);
    if (kind === pods && type === "DELETED") for (const set of [started, ending]) set.delete(object.metadata.uid);
    if (kind === nodes && type === "MODIFIED" && isReady(object as Node)) resync(object.metadata.name);
  });

  function resync(nodeName: string): void {
    for (const pod of store.all<Pod>(pods)) if (pod.spec.nodeName === nodeName) queue.add(pod);
  }

  /** Undefined: nobody is there to do it. */
  function nodeOf({ spec }: Pod): Node | undefined {
    const node = spec.nodeName === undefined ? undefined : store.get<Node>(nodes, "", spec.nodeName);
    return node && isReady(node) ? node : undefined;
  }

  function sync(namespace: string, name: string): void {
    const pod = store.get<Pod>(pods, namespace, name);
    const node = pod && nodeOf(pod);
    if (!pod || !node) return;
    const { uid } = pod.metadata;
    if (pod.metadata.deletionTimestamp !== undefined) {
      if (!ending.has(uid)) end(pod);
    } else if (!started.has(uid) && pod.status.phase === "Pending") start(pod, node);
    else if (pod.status.reason === "NodeLost" || (pod.status.phase === "Running" && !isReady(pod))) {
      setStatus(pod, podStatus.running(pod.status, clock.timestamp));
    }
  }

  function start(pod: Pod, node: Node): void {
    started.add(pod.metadata.uid);
    const hostIP = String(node.status.addresses?.find(({ type }) => type === "InternalIP")?.address ?? "");
    setStatus(pod, podStatus.creating(pod, hostIP, clock.timestamp));
    clock.after(random.between(600, 2_400), () => pull(pod, retryMs.first));
  }

  function pull(known: Pod, waitMs: number): void {
    const pod = current(known);
    if (!pod || pod.metadata.deletionTimestamp !== undefined) return;
    if (!nodeOf(pod)) {
      // The node went away meanwhile; it begins again when it is back.
      started.delete(pod.metadata.uid);
      return;
    }
    const failing = pod.spec.containers.find(({ image }) => missingImage.test(image));
    if (failing) {
      const { image } = failing;
      const why = `failed to pull and unpack image "${image}": not found`;
      events.record(pod, "Normal", "Pulling", `Pulling image "${image}"`, component);
      events.record(pod, "Warning", "Failed", `Failed to pull image "${image}": ${why}`, component);
      setStatus(pod, podStatus.waiting(pod.status, failing.name, "ErrImagePull", why));
      clock.after(1_000, () => backOff(pod, failing.name, image, waitMs));
      return;
    }
    for (const { name, image } of pod.spec.containers) {
      const said = `Successfully pulled image "${image}" in ${random.between(120, 900)}ms.`;
      events.record(pod, "Normal", "Pulled", said, component);
      events.record(pod, "Normal", "Created", `Container created: ${name}`, component);
      events.record(pod, "Normal", "Started", `Container started: ${name}`, component);
    }
    const podIP = `10.${random.between(64, 127)}.${random.between(0, 255)}.${random.between(2, 254)}`;
    setStatus(pod, podStatus.running({ ...pod.status, podIP, podIPs: [{ ip: podIP }] }, clock.timestamp, random));
  }

  function backOff(known: Pod, container: string, image: string, waitMs: number): void {
    const pod = current(known);
    if (!pod || pod.metadata.deletionTimestamp !== undefined) return;
    const why = `Back-off pulling image "${image}"`;
    events.record(pod, "Warning", "BackOff", why, component);
    setStatus(pod, podStatus.waiting(pod.status, container, "ImagePullBackOff", why));
    clock.after(waitMs, () => pull(pod, Math.min(2 * waitMs, retryMs.longest)));
  }

  function end(pod: Pod): void {
    ending.add(pod.metadata.uid);
    const graceMs = (pod.metadata.deletionGracePeriodSeconds ?? 0) * 1_000;
    for (const { name } of pod.spec.containers) {
      if (podStatus.runs(pod.status, name)) {
        events.record(pod, "Normal", "Killing", `Stopping container ${name}`, component);
      }
    }
    clock.after(Math.min(endMs, graceMs), () => {
      ending.delete(pod.metadata.uid);
      const last = current(pod);
      if (!last || !nodeOf(last)) return;
      // Somebody's finalizer outlives the containers.
      if (last.metadata.finalizers?.length) return;
      store.remove(pods, last);
    });
  }

  function setStatus({ metadata }: Pod, status: PodStatus): void {
    const { namespace = "", name } = metadata;
    registry.update<Pod>(pods, namespace, name, (each) => ({ ...each, status }), { subresource: "status" });
  }

  function current({ metadata }: KubeObject): Pod | undefined {
    const pod = store.get<Pod>(pods, metadata.namespace ?? "", metadata.name);
    return pod?.metadata.uid === metadata.uid ? pod : undefined;
  }
}

/** Lets a container of a running pod die and come back, as one does that has asked for too much memory. */
export function restartContainer({ registry, events, clock }: Context, pod: Pod): void {
  const { namespace = "", name } = pod.metadata;
  const container = String(fieldsOf(pod.spec.containers[0]).name);
  const status = podStatus.restarted(pod.status, clock.timestamp);
  registry.update<Pod>(pods, namespace, name, (each) => ({ ...each, status }), { subresource: "status" });
  const said = `Container ${container} was killed: out of memory`;
  events.record(pod, "Warning", "OOMKilling", said, component);
  events.record(pod, "Normal", "Started", `Container started: ${container}`, component);
}
