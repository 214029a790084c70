import type { Manifest } from "../context.ts";

/** What is read of the manifest of a ConfigMap. */
export interface ConfigMapManifest extends Manifest, ConfigContent {
  readonly immutable?: boolean;
}

/** What a config says: texts, and bytes as base64, each under a key. A key stands in one of the two. */
export interface ConfigContent {
  readonly data?: Readonly<Record<string, string>>;
  readonly binaryData?: Readonly<Record<string, string>>;
}

/** A former content, as a ControllerRevision that belongs to the config. */
export interface ConfigRevisionManifest extends Manifest {
  readonly data?: ConfigContent;
  readonly revision?: number;
}
