import type { Manifest } from "../context.ts";

const PART_OF = "app.kubernetes.io/part-of";
const NAME = "app.kubernetes.io/name";
const VERSION = "app.kubernetes.io/version";

/** The application that an object is a part of; what is named alone is an application by itself. Null for neither. */
export function applicationOf({ metadata }: Manifest): string | null {
  return metadata.labels?.[PART_OF] || metadata.labels?.[NAME] || null;
}

/** What an object is within its application; null for what has no name there. */
export function componentOf({ metadata }: Manifest): string | null {
  return metadata.labels?.[NAME] || null;
}

export function versionOf({ metadata }: Manifest): string | null {
  return metadata.labels?.[VERSION] || null;
}

/** Annotations take what a label may not have: spaces, an address. */
export function teamOf({ metadata }: Manifest, key: string): string | null {
  return metadata.labels?.[key] || metadata.annotations?.[key] || null;
}
