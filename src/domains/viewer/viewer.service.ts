import { FairwayError } from "../../errors/index.ts";
import type { DomainContext } from "../context.ts";
import type { GatewayStatus, Viewer, ViewerLimits } from "./viewer.type.ts";

/** Somebody else is another caller, whose answers are others. */
export function viewerOf({ viewer, reads }: DomainContext): Viewer {
  const { username, groups, issuer, uid, extra, cluster } = viewer.principal;
  reads.forbid("It is about the caller himself");
  return {
    username,
    groups,
    issuer,
    uid: uid ?? null,
    extra: Object.entries(extra).map(([name, values]) => ({ name, values })),
    cluster: cluster ?? null,
  };
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
