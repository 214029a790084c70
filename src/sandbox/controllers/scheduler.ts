import { nodes, pods } from "../data/kinds.ts";
import type { Context } from "./context.ts";
import { isReady, type Node, type Pod, withCondition } from "./types.ts";
import { WorkQueue } from "./work-queue.ts";

const component = "default-scheduler";
const retryMs = 5_000;

/** Gives each pod a node: of those that take pods the one with the fewest. */
export function runScheduler(context: Context): void {
  const { store, events, clock } = context;
  const queue = new WorkQueue(context.clock, 100, schedule);
  store.onChange(({ kind, object, type }) => {
    if (kind === pods && type === "ADDED" && !(object as Pod).spec.nodeName) queue.add(object);
  });

  function schedule(namespace: string, name: string): void {
    const pod = store.get<Pod>(pods, namespace, name);
    if (!pod || pod.spec.nodeName || pod.metadata.deletionTimestamp !== undefined) return;
    const node = chooseNode(store.all<Node>(nodes), store.all<Pod>(pods));
    const now = clock.timestamp;
    const scheduled = { type: "PodScheduled", lastTransitionTime: now } as const;
    if (!node) {
      const message = `0/${store.all(nodes).length} nodes are available.`;
      const condition = { ...scheduled, status: "False", reason: "Unschedulable", message } as const;
      const conditions = withCondition(pod.status.conditions, condition);
      if (pod.status.conditions === undefined) store.put(pods, { ...pod, status: { ...pod.status, conditions } });
      events.record(pod, "Warning", "FailedScheduling", message, component);
      queue.addName(namespace, name, retryMs);
      return;
    }
    const nodeName = node.metadata.name;
    const conditions = withCondition(pod.status.conditions, { ...scheduled, status: "True" });
    // Past the rules of writing: a binding is no change of what the pod's author wants.
    store.put(pods, { ...pod, spec: { ...pod.spec, nodeName }, status: { ...pod.status, conditions } });
    const message = `Successfully assigned ${namespace}/${name} to ${nodeName}`;
    events.record(pod, "Normal", "Scheduled", message, component);
  }
}

function chooseNode(all: readonly Node[], placed: readonly Pod[]): Node | undefined {
  const counts = Map.groupBy(placed, ({ spec }) => spec.nodeName);
  const load = ({ metadata }: Node) => counts.get(metadata.name)?.length ?? 0;
  return all
    .filter((node) => isReady(node) && !node.spec.unschedulable)
    .sort((a, b) => load(a) - load(b) || (a.metadata.name < b.metadata.name ? -1 : 1))[0];
}
