import { type PodSpecManifest, podSpecOf, usesOf } from "../configs/index.ts";
import type { Manifest } from "../context.ts";

/** What is read of the spec of pods beyond what they take from configs and secrets. */
interface NeedingSpec extends PodSpecManifest {
  readonly serviceAccountName?: string;
  readonly priorityClassName?: string;
  readonly imagePullSecrets?: readonly { readonly name?: string }[];
}

/** Names of what pods need beside their images. What is optional is not among them. */
export interface PodNeeds {
  readonly configMaps: readonly string[];
  readonly secrets: readonly string[];
  readonly imagePullSecrets: readonly string[];
  readonly serviceAccount: string | null;
  readonly priorityClass: string | null;
}

/** Null for kinds that make no pods. */
export function podNeedsOf(object: Manifest): PodNeeds | null {
  const spec = podSpecOf(object) as NeedingSpec | undefined;
  if (!spec) return null;
  // A volume that no container mounts holds its pod back all the same.
  const mounting = { name: "", volumeMounts: (spec.volumes ?? []).map(({ name }) => ({ name })) };
  const uses = usesOf({ ...spec, containers: [...(spec.containers ?? []), mounting] }).filter(
    ({ optional }) => !optional,
  );
  const named = (source: string) => [...new Set(uses.flatMap((use) => (use.source === source ? [use.name] : [])))];
  return {
    configMaps: named("configmaps"),
    secrets: named("secrets"),
    imagePullSecrets: (spec.imagePullSecrets ?? []).flatMap(({ name }) => name || []),
    serviceAccount: spec.serviceAccountName || null,
    priorityClass: spec.priorityClassName || null,
  };
}
