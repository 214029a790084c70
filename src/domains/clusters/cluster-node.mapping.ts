import type { ConditionManifest } from "../resources/index.ts";
import type { NodeManifest } from "./cluster-node.manifest.ts";

const ROLE = "node-role.kubernetes.io/";

/** Of the labels that kubectl takes for roles; sorted. */
export function rolesOf({ metadata }: NodeManifest): readonly string[] {
  const roles = new Set<string>();
  for (const [key, value] of Object.entries(metadata.labels ?? {})) {
    if (key.startsWith(ROLE)) roles.add(key.slice(ROLE.length));
    else if (key === "kubernetes.io/role") roles.add(value);
  }
  roles.delete("");
  return [...roles].sort();
}

export function isNodeReady({ status }: NodeManifest): boolean {
  return status?.conditions?.some(({ type, status: value }) => type === "Ready" && value === "True") ?? false;
}

export function isUnschedulable({ spec }: NodeManifest): boolean {
  return spec?.unschedulable ?? false;
}

/** Of what holds while all is well: the kubelet's `Ready`, as others call theirs (`KernelReady`), and what K3s says of its etcd. */
const wellWhileTrue = /(?<!Not)Ready$|^EtcdIsVoter$/;

/**
 * The conditions that tell of trouble: `Ready` and its like that do not hold, and any other that does; and those of which nobody can say. The others are
 * worded as the kubelet and node-problem-detector do it: `MemoryPressure`, `KernelDeadlock`.
 */
export function nodeProblems({ status }: NodeManifest): readonly ConditionManifest[] {
  return (status?.conditions ?? []).filter(({ type, status: value }) =>
    wellWhileTrue.test(type) ? value !== "True" : value !== "False",
  );
}

/** What a condition that tells of trouble says, in one word: `NotReady`, `KernelDeadlock`. */
export function troubleOf(type: string): string {
  return type.replace(/(?<!Not)Ready$/, "NotReady").replace(/^EtcdIsVoter$/, "EtcdIsNotVoter");
}

/** The first of a type: a node with two address families has two of each. */
export function addressOf({ status }: NodeManifest, wanted: string): string | null {
  return status?.addresses?.find(({ type }) => type === wanted)?.address || null;
}
