import type { GroupResource } from "../../state/index.ts";
import type { AlertManifest } from "./alert.manifest.ts";

export const AlertState = { FIRING: "active", SUPPRESSED: "suppressed", UNPROCESSED: "unprocessed" } as const;
export type AlertState = (typeof AlertState)[keyof typeof AlertState];

/** An object that an alert names by its labels. */
export interface Concerned {
  readonly resource: GroupResource;
  /** "" for what lives in none. */
  readonly namespace: string;
  readonly name: string;
}

/** Labels that name an object, as kube-state-metrics gives them. `job` is not among them: in Prometheus it is what was scraped. */
const namespaced: readonly (readonly [label: string, resource: GroupResource])[] = [
  ["pod", "pods"],
  ["deployment", "apps/deployments"],
  ["statefulset", "apps/statefulsets"],
  ["daemonset", "apps/daemonsets"],
  ["replicaset", "apps/replicasets"],
  ["job_name", "batch/jobs"],
  ["cronjob", "batch/cronjobs"],
  ["persistentvolumeclaim", "persistentvolumeclaims"],
];

/** The resources that alerts may be about. */
export const concernedResources: readonly GroupResource[] = [...namespaced.map(([, resource]) => resource), "nodes"];

/** What an alert is about, most particular first. */
export function concernedBy({ metadata: { labels = {}, namespace } }: AlertManifest): readonly Concerned[] {
  const found: Concerned[] = [];
  for (const [label, resource] of namespaced) {
    const name = labels[label];
    if (name && namespace) found.push({ resource, namespace, name });
  }
  if (labels.node) found.push({ resource: "nodes", namespace: "", name: labels.node });
  return found;
}

export function concernedValue({ resource, namespace, name }: Concerned): string {
  return `${resource}/${namespace}/${name}`;
}
