import { compareVersions, type GroupResource, type Position } from "../state/index.ts";
import { type ApiResource, groupResourceOf } from "./api-resource.ts";
import type { ClusterConnection } from "./connection.ts";
import type { ClusterIdentity } from "./identity.ts";

/**
 * The history that versions of a resource are of, in the cluster with this UID. Under another group its objects may have
 * other uids: whoever was told of them under one can be told under the other of none that is gone.
 */
export function historyOf(uid: string, resource: GroupResource, served: ApiResource | null): string {
  return !served || groupResourceOf(served) === resource ? uid : `${uid}~${served.group}`;
}

/** Whether positions of this epoch are of this history, restored or not. */
export function isEpochOf(epoch: string, history: string): boolean {
  return epoch === history || epoch.startsWith(`${history}.`);
}

/** An epoch for a history that has gone back: etcd was restored from a backup. */
export function epochAfterRestore(history: string, random: () => number): string {
  return `${history}.${Math.floor(random() * 2 ** 32).toString(36)}`;
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
  historyIn: (uid: string) => string,
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
  if (!isEpochOf(held.epoch, historyIn(uid))) return "another cluster's";
  const version = body?.metadata?.resourceVersion;
  return version && compareVersions(version, held.rv) < 0 ? "went back" : "same";
}
