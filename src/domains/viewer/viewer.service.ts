import { FairwayError } from "../../errors/index.ts";
import type { DomainContext } from "../context.ts";
import { unknownCluster } from "../resources/index.ts";
import type { GatewayStatus, Viewer, ViewerExtra, ViewerIdentity, ViewerLimits } from "./viewer.type.ts";

/** Somebody else is another caller, whose answers are others. */
export function viewerOf({ viewer, reads }: DomainContext): Viewer {
  const { username, groups, issuer, uid, extra, cluster } = viewer.principal;
  reads.forbid("It is about the caller himself");
  return {
    username,
    groups,
    issuer,
    uid: uid ?? null,
    extra: extraOf(extra),
    cluster: cluster ?? null,
  };
}

/** Null in a pass that has to ask the cluster first. */
export function identityIn(ctx: DomainContext, cluster: string): ViewerIdentity | null {
  if (!ctx.reader.clusters().includes(cluster)) throw unknownCluster(cluster, "cluster");
  ctx.reads.forbid("A cluster was asked who the caller is");
  const outcome = ctx.misses.ask(`identity ${cluster}`, cluster, (signal) => ctx.clusters.get(cluster).whoAmI(signal));
  if (outcome.state === "pending") return null;
  if (outcome.state === "failed") throw outcome.error;
  const { username, groups = [], uid, extra = {} } = outcome.value;
  return { cluster, username, groups, uid: uid || null, extra: extraOf(extra) };
}

function extraOf(extra: Readonly<Record<string, readonly string[]>>): readonly ViewerExtra[] {
  return Object.entries(extra).map(([name, values]) => ({ name, values }));
}

export function limitsOf({ viewer, reads }: DomainContext): ViewerLimits {
  reads.forbid("It changes with each operation");
  return viewer.limits();
}

const PERMISSION = { verb: "get", group: "fairway.dev", resource: "gateways" } as const;

/** Null in a pass that has to ask first whether the caller may see it. */
export function gatewayStatus(ctx: DomainContext): GatewayStatus | null {
  const { home, status } = ctx.gateway;
  ctx.reads.forbid("It changes all the time");
  const asked = home === null ? ctx.reader.clusters() : [home];
  let isPending = false;
  for (const cluster of asked) {
    const { allows } = ctx.clusters.get(cluster);
    const outcome = ctx.misses.ask(`gateway status ${cluster}`, cluster, (signal) => allows(PERMISSION, signal));
    if (outcome.state === "failed") throw outcome.error;
    if (outcome.state === "pending") isPending = true;
    else if (!outcome.value) {
      throw new FairwayError("FORBIDDEN", "Not allowed to get gateways.fairway.dev", { cluster });
    }
  }
  return isPending ? null : status();
}
