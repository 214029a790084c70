import { compareVersions, type Position } from "../state/index.ts";
import type { ClusterConnection } from "./connection.ts";
import type { ClusterIdentity } from "./identity.ts";

/** Whether positions of this epoch are of the history of the cluster with this UID, restored or not. */
export function isEpochOf(epoch: string, uid: string): boolean {
  return epoch === uid || epoch.startsWith(`${uid}.`);
}

/** An epoch for the history of a cluster that has gone back: etcd was restored from a backup. */
export function epochAfterRestore(uid: string, random: () => number): string {
  return `${uid}.${Math.floor(random() * 2 ** 32).toString(36)}`;
}

/**
 * Whether the server at the other end still has the history that `held` is a position of. A watch from a version that
 * the server has not reached yet is accepted, and silent until it is reached: after a restore of etcd it would miss
 * everything in between, and nobody would notice. So after each break the server is asked where it stands.
 */
export async function askHistory(
  parts: { readonly connection: ClusterConnection; readonly identity: ClusterIdentity },
  path: string,
  held: Position,
  signal: AbortSignal,
): Promise<"same" | "went back" | "another cluster's"> {
  const [uid, { body }] = await Promise.all([
    parts.identity.refresh(),
    parts.connection.request<{ metadata?: { resourceVersion?: string } } | null>({
      path,
      query: { limit: 1 },
      accept: "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json",
      signal,
    }),
  ]);
  if (!isEpochOf(held.epoch, uid)) return "another cluster's";
  const version = body?.metadata?.resourceVersion;
  return version && compareVersions(version, held.rv) < 0 ? "went back" : "same";
}
