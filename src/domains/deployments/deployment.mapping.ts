import type { Manifest } from "../context.ts";
import { isInt } from "../resources/index.ts";
import type { PodTemplateManifest } from "./pod-template.manifest.ts";

const REVISION = "deployment.kubernetes.io/revision";

/** The images of the main containers, in their order. */
export function imagesOf(template: PodTemplateManifest | undefined): readonly string[] {
  return (template?.spec?.containers ?? []).flatMap(({ image }) => (image ? [image] : []));
}

/** The number under which the deployment controller counts a template; on a replica set, that of its own template. */
export function revisionOf({ metadata }: Manifest): number | null {
  const revision = Number(metadata.annotations?.[REVISION] ?? Number.NaN);
  return isInt(revision) ? revision : null;
}
