import { FairwayError } from "../errors/index.ts";
import type { ClusterName, GroupResource } from "../state/index.ts";

/** What an id stands for. The uid is part of it: a re-created object of the same name is another object. */
export interface ObjectId {
  readonly cluster: ClusterName;
  readonly resource: GroupResource;
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
}

const VERSION = "1";

/** Opaque to callers; equal on every replica. The leading version lets the form change without a clash. */
export function encodeId({ cluster, resource, namespace, name, uid }: ObjectId): string {
  return Buffer.from([VERSION, cluster, resource, namespace, name, uid].join("\0")).toString("base64url");
}

/** Throws INVALID_ID for anything that `encodeId` did not make. */
export function decodeId(id: string): ObjectId {
  const text = Buffer.from(id, "base64url").toString();
  const [version, cluster, resource, namespace, name, uid, ...rest] = text.split("\0");
  const whole = version === VERSION && cluster && resource && namespace !== undefined && name && uid !== undefined;
  if (!whole || rest.length > 0 || encodeId({ cluster, resource, namespace, name, uid }) !== id) {
    throw new FairwayError("INVALID_ID", "The id was not made by this gateway");
  }
  return { cluster, resource, namespace, name, uid };
}
