import { createHash } from "node:crypto";
import type { Manifest } from "../context.ts";
import type { ConfigContent } from "./config-map.manifest.ts";
import { podSpecOf } from "./templates.mapping.ts";
import { seesChanges, usesOf } from "./uses.mapping.ts";

/** On a workload: its pods are replaced when a config changes that they cannot see change. */
const FOLLOWS = "fairway.dev/roll-on-config-change";

/** On a workload, and on its template: what its configs said when its pods were replaced last. */
const HASH = "fairway.dev/config-hash";

/** The kinds whose pods somebody replaces. */
export const FOLLOWING = ["apps/deployments", "apps/statefulsets", "apps/daemonsets"] as const;

export function followsConfigs({ metadata }: Manifest): boolean {
  return metadata.annotations?.[FOLLOWS] === "true" && metadata.deletionTimestamp === undefined;
}

/**
 * What the configs of a workload say, as far as its pods cannot see it change, as one value. Null where it uses none in such a way,
 * and while one that it needs is absent: what it had then is what it keeps.
 */
export function configHashOf(object: Manifest, contentOf: (name: string) => object | null): string | null {
  const parts = new Map<string, unknown>();
  for (const use of usesOf(podSpecOf(object))) {
    if (use.source !== "configmaps" || seesChanges(use)) continue;
    const content = contentOf(use.name);
    if (!content && !use.optional) return null;
    const { data = {}, binaryData = {} } = (content ?? {}) as ConfigContent;
    const keys = use.keys ?? [...Object.keys(data), ...Object.keys(binaryData)].sort();
    for (const key of keys) {
      const value = Object.hasOwn(data, key) ? data[key] : Object.hasOwn(binaryData, key) ? binaryData[key] : null;
      parts.set(`${use.name}/${key}`, value ?? null);
    }
    if (use.keys === null) parts.set(`${use.name}/`, keys);
  }
  if (parts.size === 0) return null;
  const sorted = [...parts].sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash("sha256").update(JSON.stringify(sorted)).digest("hex").slice(0, 32);
}

/** The patch that a workload needs for what its configs say now; null when it needs none. A first look is no reason to replace pods. */
export function followingPatch({ metadata }: Manifest, hash: string): object | null {
  const recorded = metadata.annotations?.[HASH];
  if (recorded === hash) return null;
  const annotations = { [HASH]: hash };
  // For this very version alone: two that think they lead roll it once.
  const own = { uid: metadata.uid, resourceVersion: metadata.resourceVersion, annotations };
  if (recorded === undefined) return { metadata: own };
  return { metadata: own, spec: { template: { metadata: { annotations } } } };
}
