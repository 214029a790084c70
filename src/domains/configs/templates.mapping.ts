import type { IndexDefinition } from "../../state/index.ts";
import type { Manifest } from "../context.ts";
import type { PodSpecManifest } from "./pod-spec.manifest.ts";
import { type Source, usesOf } from "./uses.mapping.ts";

interface Templated extends Manifest {
  readonly spec?: PodSpecManifest & {
    readonly template?: { readonly spec?: PodSpecManifest };
    readonly jobTemplate?: { readonly spec?: { readonly template?: { readonly spec?: PodSpecManifest } } };
  };
}

/** The kinds that say what pods are like. Those that others of them own say the same again, and are left out there. */
export const TEMPLATED = [
  "apps/deployments",
  "apps/statefulsets",
  "apps/daemonsets",
  "batch/cronjobs",
  "batch/jobs",
  "apps/replicasets",
  "pods",
] as const;
export type Templating = (typeof TEMPLATED)[number];

/** The pod's spec that an object of one of these kinds says. */
export function podSpecOf(object: Manifest): PodSpecManifest | undefined {
  const { spec } = object as Templated;
  if (object.kind === "Pod") return spec;
  return (spec?.jobTemplate?.spec ?? spec)?.template?.spec;
}

const templatingKinds = new Set(["Deployment", "StatefulSet", "DaemonSet", "CronJob", "Job", "ReplicaSet"]);

/** Whether another object of these kinds made it, and says the same. What an operator made says it first. */
export function isControlled({ metadata }: Manifest): boolean {
  return metadata.ownerReferences?.some(({ controller, kind }) => controller && templatingKinds.has(kind)) ?? false;
}

/** Indexes of all kinds with templates, by what they take from configs or secrets: `namespace/name`. */
export function indexesByUse(source: Source): readonly IndexDefinition[] {
  return TEMPLATED.map((resource) => ({
    name: `use of ${source}`,
    resource,
    values: ({ object, namespace }) => {
      const manifest = object as Manifest;
      // What its owner says as well is found there.
      if (isControlled(manifest)) return [];
      const names = new Set<string>();
      for (const use of usesOf(podSpecOf(manifest))) if (use.source === source) names.add(`${namespace}/${use.name}`);
      return [...names];
    },
  }));
}
