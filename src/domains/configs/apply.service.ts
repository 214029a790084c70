import type { GraphQLResolveInfo } from "graphql";
import { FairwayError } from "../../errors/index.ts";
import { closeRevision, UserError } from "../../graphql/index.ts";
import type { DomainContext } from "../context.ts";
import { Attempt, attempt, isPathSegment, resultOfError, rowOf, unknownCluster } from "../resources/index.ts";
import type { ConfigMapApplyInput, ConfigMapApplyPayload, ConfigMapApplyResult } from "./apply.input.ts";
import type { ConfigMapManifest } from "./config-map.manifest.ts";
import { CONFIG_MAPS, ConfigMap } from "./config-map.type.ts";
import { changesOf } from "./content.mapping.ts";
import { contentOf, entryFaults } from "./entries.mapping.ts";

interface AppliedTo {
  readonly result: ConfigMapApplyResult;
  readonly written: ConfigMapManifest | null;
}

/**
 * Server-side apply of one config to each cluster, as the caller; null in a pass before it is done. A cluster that refuses or does not answer leaves
 * the others theirs, and sent again it changes nothing where it was done.
 */
export function applyConfigMap(
  ctx: DomainContext,
  info: GraphQLResolveInfo,
  input: ConfigMapApplyInput,
): ConfigMapApplyPayload | null {
  const { namespace, name, entries, dryRun } = input;
  const clusters = [...new Set(input.clusters)];
  return attempt(ctx, info, { verb: "patch", dryRun }, (tried) => {
    const place = { resource: CONFIG_MAPS, namespace, name };
    tried.at({ ...place, cluster: clusters[0] ?? "" });
    const unknown = clusters.find((cluster) => !ctx.reader.clusters().includes(cluster));
    if (unknown !== undefined) throw unknownCluster(unknown, "input.clusters");
    const faults = [...entryFaults(entries, "input.entries")];
    if (clusters.length === 0)
      faults.push(new UserError("INVALID", "There must be one cluster at least", "input.clusters"));
    for (const [field, value] of Object.entries({ namespace, name })) {
      if (!isPathSegment(value)) faults.push(new UserError("INVALID", "It cannot be a name", `input.${field}`));
    }
    if (faults.length > 0) return { results: [], userErrors: faults, revision: null };
    // Each asks another cluster: together, with a record for each.
    const outcome = tried.effects((signal) =>
      Promise.all(
        clusters.map((cluster) =>
          applyTo(ctx, new Attempt(ctx, info, { verb: "patch", dryRun }), cluster, input, signal),
        ),
      ),
    );
    if (outcome.state === "pending") return null;
    if (outcome.state === "failed") throw outcome.error;
    const changed = outcome.value.flatMap(({ result: { cluster, outcome: what }, written }) =>
      written && what !== "UNCHANGED" && !dryRun
        ? [{ scope: { cluster, resource: CONFIG_MAPS }, rv: written.metadata.resourceVersion }]
        : [],
    );
    const results = outcome.value.map(({ result }) => result);
    return {
      results,
      userErrors: results.flatMap(({ userErrors }) => userErrors),
      revision: changed.length > 0 ? closeRevision(ctx, changed) : null,
    };
  });
}

async function applyTo(
  ctx: DomainContext,
  tried: Attempt,
  cluster: string,
  { namespace, name, entries, force, dryRun }: ConfigMapApplyInput,
  signal: AbortSignal,
): Promise<AppliedTo> {
  const ref = { cluster, resource: CONFIG_MAPS, namespace, name };
  try {
    tried.at(ref);
    await tried.received();
    const { writer } = ctx.clusters.get(cluster);
    const before = await writer.get(ref, { signal }).then(
      ({ object }) => object as ConfigMapManifest,
      (error: unknown) => {
        if (error instanceof FairwayError && error.code === "NOT_FOUND") return null;
        throw error;
      },
    );
    const body = { apiVersion: "v1", kind: "ConfigMap", metadata: { name, namespace }, ...contentOf(entries) };
    const { object } = await writer.patch(ref, body, { type: "apply", force, dryRun, signal });
    await tried.completed({ outcome: "ok" });
    const written = object as ConfigMapManifest;
    // By what it says: a dry run gives the version of before, and who comes to hold what it says already gives another one.
    const outcome = before === null ? "CREATED" : changesOf(before, written).length === 0 ? "UNCHANGED" : "CHANGED";
    const configMap = new ConfigMap(rowOf({ cluster, resource: CONFIG_MAPS }, written));
    return { result: { cluster, outcome, configMap, userErrors: [] }, written };
  } catch (error) {
    if (!(error instanceof FairwayError)) throw error;
    await tried.completed(resultOfError(error));
    const userErrors = [new UserError(error.code, `${cluster}: ${error.message}`)];
    return { result: { cluster, outcome: "FAILED", configMap: null, userErrors }, written: null };
  }
}
