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

/**
 * The conditions that tell of trouble: `Ready` that does not hold, and any other that does, or of which nobody can say. That is how the kubelet and
 * node-problem-detector word them: `MemoryPressure`, `KernelDeadlock`.
 */
export function nodeProblems({ status }: NodeManifest): readonly ConditionManifest[] {
  return (status?.conditions ?? []).filter(({ type, status: value }) =>
    type === "Ready" ? value !== "True" : value !== "False",
  );
}

/** The first of a type: a node with two address families has two of each. */
export function addressOf({ status }: NodeManifest, wanted: string): string | null {
  return status?.addresses?.find(({ type }) => type === wanted)?.address || null;
}
