import { nodes, pods } from "../data/kinds.ts";
import type { Fields } from "../storage/object.ts";
import type { Context } from "./context.ts";
import * as podStatus from "./pod-status.ts";
import { isReady, type Node, type Pod, withCondition } from "./types.ts";

const component = "node-controller";
/** Shorter than the five minutes of a real cluster: nobody watches a sandbox for so long. */
const evictionMs = 45_000;
const taintKeys = ["node.kubernetes.io/unreachable"];

/** What a cluster makes of a node whose kubelet has fallen silent, and of one that is heard of again. */
export class NodeLifecycle {
  readonly #context: Context;

  constructor(context: Context) {
    this.#context = context;
  }

  /** The kubelet stops reporting. Its pods are not ready any more, and after a while they are to go elsewhere. */
  lose(name: string): void {
    const { store, events, clock } = this.#context;
    const node = store.get<Node>(nodes, "", name);
    if (!node || !isReady(node)) return;
    const message = "Kubelet stopped posting node status.";
    const taints = ["NoSchedule", "NoExecute"].map((effect) => ({
      key: "node.kubernetes.io/unreachable",
      effect,
      timeAdded: clock.timestamp,
    }));
    this.#set(node, "Unknown", "NodeStatusUnknown", message, [...otherTaints(node), ...taints]);
    events.record(node, "Normal", "NodeNotReady", `Node ${name} status is now: NodeNotReady`, component);
    for (const pod of this.#podsOn(name)) {
      this.#setStatus(pod, podStatus.unreachable(pod.status, clock.timestamp));
      events.record(pod, "Warning", "NodeNotReady", "Node is not ready", component);
    }
    clock.after(evictionMs, () => this.#evict(name));
  }

  /** The kubelet reports again: the kubelets' own part brings back or ends what it holds. */
  find(name: string): void {
    const { store, events } = this.#context;
    const node = store.get<Node>(nodes, "", name);
    if (!node || isReady(node)) return;
    this.#set(node, "True", "KubeletReady", "kubelet is posting ready status", otherTaints(node));
    events.record(node, "Normal", "NodeReady", `Node ${name} status is now: NodeReady`, "kubelet");
  }

  #evict(name: string): void {
    const { store, registry, events } = this.#context;
    const node = store.get<Node>(nodes, "", name);
    if (!node || isReady(node)) return;
    for (const pod of this.#podsOn(name)) {
      const { namespace = "", name: podName } = pod.metadata;
      const message = `Marking for deletion Pod ${namespace}/${podName}`;
      events.record(pod, "Normal", "TaintManagerEviction", message, "taint-eviction-controller");
      this.#setStatus(pod, podStatus.lost(pod.status, name));
      // Nobody is there to end it: it stays as it is until the node is back.
      registry.delete(pods, namespace, podName);
    }
  }

  #podsOn(name: string): Pod[] {
    const placed = this.#context.store.all<Pod>(pods).filter(({ spec }) => spec.nodeName === name);
    return placed.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  }

  #set(node: Node, status: "True" | "Unknown", reason: string, message: string, taints: readonly Fields[]): void {
    const now = this.#context.clock.timestamp;
    const condition = { type: "Ready", status, reason, message, lastTransitionTime: now, lastHeartbeatTime: now };
    const conditions = withCondition(node.status.conditions, condition);
    const { taints: _, ...spec } = node.spec;
    // As one change, and past the rules of writing, which would take spec and status apart.
    this.#context.store.put(nodes, {
      ...node,
      spec: { ...spec, ...(taints.length > 0 && { taints }) },
      status: { ...node.status, conditions },
    });
  }

  #setStatus({ metadata }: Pod, status: Pod["status"]): void {
    const { namespace = "", name } = metadata;
    const change = (pod: Pod) => ({ ...pod, status });
    this.#context.registry.update<Pod>(pods, namespace, name, change, { subresource: "status" });
  }
}

function otherTaints({ spec }: Node): readonly Fields[] {
  return (spec.taints ?? []).filter(({ key }) => !taintKeys.includes(String(key)));
}
