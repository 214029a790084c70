import type { GraphQLResolveInfo } from "graphql";
import { FairwayError } from "../../errors/index.ts";
import { closeRevision, UserError } from "../../graphql/index.ts";
import { OPERATIONS } from "../../operations/index.ts";
import type { DomainContext } from "../context.ts";
import { Operation, operationsOf } from "../operations/index.ts";
import {
  type Attempt,
  attempt,
  isReachable,
  notFound,
  resultOfErrors,
  rowOf,
  type Target,
  targetOf,
  userErrorsOf,
} from "../resources/index.ts";
import type { ConfigContent, ConfigMapManifest } from "./config-map.manifest.ts";
import { CONFIG_MAPS, ConfigMap } from "./config-map.type.ts";
import { type Consumer, consumersOf } from "./consumers.service.ts";
import { changesOf, type EntryChange, numbered, patchOf, revisionOf } from "./content.mapping.ts";
import { ConfigHistory } from "./history.ts";
import { ConfigRolls, type RolledConsumers } from "./rolls.service.ts";
import type { ConfigMapUpdatePayload, ConfigRollout } from "./update.input.ts";

/** What a config is to say, of what it says; or why it cannot. `history` gives former contents. */
export type ContentChange = (
  current: ConfigMapManifest,
  history: ConfigHistory,
) => Promise<ConfigContent | { readonly refusals: readonly UserError[] }>;

interface ChangeInput {
  readonly by: Parameters<typeof targetOf>[2];
  readonly rollout: ConfigRollout;
  readonly expectedResourceVersion?: string | null;
  readonly dryRun: boolean;
}

/** How often a change is tried again that somebody else's came before. */
const MAX_ATTEMPTS = 6;

type Done = {
  readonly object: ConfigMapManifest;
  readonly changes: readonly EntryChange[];
  readonly written: boolean;
} & RolledConsumers;

/**
 * Changes a config as the caller, once; null in a pass before it is done. What it said before is kept first, so that no content is lost
 * that was there; then those of its consumers are rolled that cannot see the change.
 */
export function changeConfigMap(
  ctx: DomainContext,
  info: GraphQLResolveInfo,
  { by, rollout, expectedResourceVersion, dryRun }: ChangeInput,
  faults: readonly UserError[],
  change: ContentChange,
): ConfigMapUpdatePayload | null {
  return attempt(ctx, info, { verb: "patch", dryRun }, (tried) => {
    const target = tried.at(targetOf(ctx, CONFIG_MAPS, by, "input.by"));
    if (faults.length > 0) return refused(...faults);
    if (!isReachable(ctx, target)) return refused(notFound(target));
    // Of what memory has: who uses a config is an edge like any other, and shows what the caller may see.
    const consumers = rollout === "NONE" ? [] : consumersOf(ctx, target, CONFIG_MAPS);
    // Before anything is changed: without a home cluster there are no operations.
    if (rollout === "WAVES") operationsOf(ctx);
    const run = new ConfigChange(ctx, tried, target, { expectedResourceVersion, dryRun, rollout });
    const outcome = tried.effects((signal) => run.run(change, consumers, signal));
    if (outcome.state === "pending") return null;
    if (outcome.state === "failed") throw outcome.error;
    if ("refusals" in outcome.value) return refused(...outcome.value.refusals);
    const { object, changes, rolls, operation, written } = outcome.value;
    const scope = { cluster: target.cluster, resource: CONFIG_MAPS };
    return {
      configMap: new ConfigMap(rowOf(scope, object)),
      changes,
      rolls,
      operation: operation && new Operation(rowOf({ ...operationsOf(ctx).home, resource: OPERATIONS }, operation)),
      userErrors: [],
      revision: written ? closeRevision(ctx, [{ scope, rv: object.metadata.resourceVersion }]) : null,
    };
  });
}

function refused(...userErrors: readonly UserError[]): ConfigMapUpdatePayload {
  return { configMap: null, changes: [], rolls: [], operation: null, userErrors, revision: null };
}

interface ChangeOptions {
  readonly expectedResourceVersion: string | null | undefined;
  readonly dryRun: boolean;
  readonly rollout: ConfigRollout;
}

class ConfigChange {
  readonly #ctx: DomainContext;
  readonly #tried: Attempt;
  readonly #target: Target;
  readonly #options: ChangeOptions;

  constructor(ctx: DomainContext, tried: Attempt, target: Target, options: ChangeOptions) {
    this.#ctx = ctx;
    this.#tried = tried;
    this.#target = target;
    this.#options = options;
  }

  async run(
    change: ContentChange,
    consumers: readonly Consumer[],
    signal: AbortSignal,
  ): Promise<Done | { readonly refusals: readonly UserError[] }> {
    await this.#tried.received();
    const changed = await this.#change(change, signal);
    if ("refusals" in changed) {
      await this.#tried.completed(resultOfErrors(changed.refusals, changed.cause));
      return changed;
    }
    await this.#tried.completed({ outcome: "ok" });
    const { dryRun, rollout } = this.#options;
    const rolls = new ConfigRolls(this.#ctx, this.#tried, { dryRun, ...changed });
    return { ...changed, ...(await rolls.run(consumers, rollout, signal)) };
  }

  async #change(
    change: ContentChange,
    signal: AbortSignal,
  ): Promise<
    Omit<Done, keyof RolledConsumers> | { readonly refusals: readonly UserError[]; readonly cause?: FairwayError }
  > {
    const { expectedResourceVersion, dryRun } = this.#options;
    const { cluster, namespace, name, uid } = this.#target;
    const ref = { cluster, resource: CONFIG_MAPS, namespace, name };
    const { writer } = this.#ctx.clusters.get(cluster);
    const history = new ConfigHistory(writer, ref, signal);
    for (let attempts = 1; ; attempts += 1) {
      try {
        const { object, resourceVersion } = await writer.get(ref, { signal });
        const current = object as ConfigMapManifest;
        if (uid !== undefined && current.metadata.uid !== uid) return { refusals: [notFound(this.#target)] };
        if (expectedResourceVersion != null && expectedResourceVersion !== resourceVersion) {
          const message = `It has the resourceVersion ${resourceVersion} by now`;
          return { refusals: [new UserError("CONFLICT", message, "input.expectedResourceVersion")] };
        }
        const wanted = await change(current, history);
        if ("refusals" in wanted) return wanted;
        const changes = changesOf(current, wanted);
        if (changes.length === 0) return { object: current, changes, written: false };
        const numberOf = revisionOf(current);
        const revision = dryRun ? numberOf : await history.keep(current, numberOf);
        const metadata = { ...numbered(revision + 1), uid: current.metadata.uid, resourceVersion };
        const body = { ...patchOf(current, wanted), metadata };
        const written = await writer.patch(ref, body, { type: "merge", dryRun, signal });
        if (!dryRun) await history.forget(current, revision);
        return { object: written.object as ConfigMapManifest, changes, written: !dryRun };
      } catch (error) {
        if (!(error instanceof FairwayError)) throw error;
        if (error.code === "CONFLICT" && expectedResourceVersion == null && attempts < MAX_ATTEMPTS) continue;
        const refusals = userErrorsOf(error, this.#target, {}, expectedResourceVersion != null);
        return { refusals, cause: error };
      }
    }
  }
}
