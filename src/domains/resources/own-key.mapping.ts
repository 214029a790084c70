import { createHash } from "node:crypto";
import type { DomainContext } from "../context.ts";

/** Of who asks, too: two who happen to choose the same key mean two things, and one must not be given the other's. */
export function ownDigest({ viewer }: Pick<DomainContext, "viewer">, ...texts: readonly string[]): string {
  const { issuer, username, uid = null, cluster = null } = viewer.principal;
  const print = JSON.stringify([issuer, username, uid, cluster, ...texts]);
  return createHash("sha256").update(print).digest("hex");
}

/** Names consist of parts that begin and end with a letter or a digit, so that is where one is cut. */
export function cutName(name: string, length: number): string {
  return name.slice(0, length).replace(/[-.]+$/, "");
}
