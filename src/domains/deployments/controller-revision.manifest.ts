import type { Manifest } from "../context.ts";
import type { PodTemplateManifest } from "./pod-template.manifest.ts";

/** What is read of the manifest of a ControllerRevision: a template that a stateful set or a daemon set had. */
export interface ControllerRevisionManifest extends Manifest {
  readonly revision?: number;
  readonly data?: { readonly spec?: { readonly template?: PodTemplateManifest & { readonly $patch?: string } } };
}
