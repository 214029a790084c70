import { FairwayError } from "../../errors/index.ts";
import type { PrometheusEntry } from "../../integrations/prometheus/index.ts";
import type { ResourceAttributes } from "../../kubernetes/index.ts";
import type { DomainContext } from "../context.ts";
import { assertAllowed } from "./rights.service.ts";

/**
 * A Prometheus that the caller may use as a whole; null in a pass that has to ask first. What it has is about all clusters that it speaks
 * for, so it takes the right in each of them. One that is not registered cannot say, and is no reason to refuse.
 */
export function prometheusFor(
  ctx: DomainContext,
  name: string,
  right: Pick<ResourceAttributes, "verb" | "resource">,
): PrometheusEntry["prometheus"] | null {
  const entry = ctx.prometheuses.named(name);
  // Whoever may not use it may know its name: each cluster says which one speaks for it.
  if (!entry) {
    const message = `No Prometheus ${JSON.stringify(name)} is configured`;
    throw new FairwayError("BAD_USER_INPUT", message, { field: "prometheus" });
  }
  ctx.reads.forbid("What a Prometheus says has no cell");
  const asked = ctx.reader.clusters().filter((cluster) => entry.clusters?.includes(cluster) ?? true);
  if (asked.length === 0) {
    throw new FairwayError("FORBIDDEN", "No cluster is registered that could say who may use this Prometheus");
  }
  const attributes = { ...right, group: "fairway.dev", name };
  const allowed = asked.map((cluster) => assertAllowed(ctx, cluster, attributes));
  return allowed.includes(false) ? null : entry.prometheus;
}
