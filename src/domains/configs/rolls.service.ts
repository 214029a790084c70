import { FairwayError } from "../../errors/index.ts";
import { OPERATIONS, type OperationManifest } from "../../operations/index.ts";
import type { DomainContext } from "../context.ts";
import { rolloutWavesOrder } from "../deployments/index.ts";
import { operationsOf } from "../operations/index.ts";
import { type Attempt, objectFor, resultOfError } from "../resources/index.ts";
import type { ConfigMapManifest } from "./config-map.manifest.ts";
import type { Consumer } from "./consumers.service.ts";
import type { EntryChange } from "./content.mapping.ts";
import { followsConfigs } from "./following.mapping.ts";
import { type RollPlan, rollPlanOf } from "./roll-plan.mapping.ts";
import type { ConfigRoll, ConfigRollout } from "./update.input.ts";

/** What rolls a workload: a template that differs in an annotation is another template. One config in one version rolls it once. */
const ROLLED_FOR = "fairway.dev/rolled-for-config";

/** A quarter of them at a time, and one at least. */
const wavePercent = 25;

export interface RolledConsumers {
  readonly rolls: readonly ConfigRoll[];
  /** What rolls them, where that was asked for and there is anybody to be rolled. */
  readonly operation: OperationManifest | null;
}

export interface RollOptions {
  /** The config as it is now. */
  readonly object: ConfigMapManifest;
  readonly changes: readonly EntryChange[];
  readonly dryRun: boolean;
}

/** Gives new pods to those consumers of a changed config that cannot see the change, as the caller. */
export class ConfigRolls {
  readonly #ctx: DomainContext;
  readonly #tried: Attempt;
  readonly #options: RollOptions;

  constructor(ctx: DomainContext, tried: Attempt, options: RollOptions) {
    this.#ctx = ctx;
    this.#tried = tried;
    this.#options = options;
  }

  async run(consumers: readonly Consumer[], rollout: ConfigRollout, signal: AbortSignal): Promise<RolledConsumers> {
    const planned = consumers.map((consumer) => ({ consumer, plan: this.#plan(consumer) }));
    if (rollout === "WAVES") return this.#inWaves(planned, signal);
    const rolls: ConfigRoll[] = [];
    for (const { consumer, plan } of planned) rolls.push(await this.#roll(consumer, plan, signal));
    return { rolls, operation: null };
  }

  #plan({ row, uses }: Consumer): RollPlan {
    const plan = rollPlanOf(row.object, uses, this.#options.changes);
    // Else it would be rolled twice for one change.
    if (plan.outcome === "ROLLED" && this.#ctx.gateway.rollOnConfigChange && followsConfigs(row.object)) {
      return { outcome: "NOT_NEEDED", reason: "It follows its configs: the gateway replaces its pods by itself" };
    }
    return plan;
  }

  /** The API server decides about each by itself: one that refuses leaves the others theirs. */
  async #roll({ row }: Consumer, plan: RollPlan, signal: AbortSignal): Promise<ConfigRoll> {
    const shown = objectFor(row);
    if (plan.outcome !== "ROLLED") return { object: shown, ...plan };
    const { dryRun, object } = this.#options;
    const { cluster, resource } = row.scope;
    const ref = this.#tried.at({ cluster, resource, namespace: row.namespace, name: row.name });
    const { name, resourceVersion } = object.metadata;
    const annotations = { [ROLLED_FOR]: `${name}/${resourceVersion}` };
    const body = { metadata: { uid: row.uid }, spec: { template: { metadata: { annotations } } } };
    try {
      // The config is changed by then: that this cannot be recorded, and so is not done, is what became of this one.
      await this.#tried.received();
      await this.#ctx.clusters.get(cluster).writer.patch(ref, body, { type: "strategic", dryRun, signal });
      await this.#tried.completed({ outcome: "ok" });
      return { object: shown, ...plan };
    } catch (error) {
      return { object: shown, ...(await this.#failed(error)) };
    }
  }

  /** One operation for all of them. The config is changed by then: that it cannot be begun is what became of each of them. */
  async #inWaves(
    planned: readonly { readonly consumer: Consumer; readonly plan: RollPlan }[],
    signal: AbortSignal,
  ): Promise<RolledConsumers> {
    const targets = planned.flatMap(({ consumer: { row }, plan }) => {
      const { scope, namespace, name } = row;
      return plan.outcome === "ROLLED" ? [{ cluster: scope.cluster, resource: scope.resource, namespace, name }] : [];
    });
    const told = (instead?: Pick<ConfigRoll, "outcome" | "reason">): readonly ConfigRoll[] =>
      planned.map(({ consumer: { row }, plan }) => {
        return { object: objectFor(row), ...(plan.outcome === "ROLLED" && instead ? instead : plan) };
      });
    if (targets.length === 0) return { rolls: told(), operation: null };
    const { home, begin } = operationsOf(this.#ctx);
    try {
      this.#tried.at({ ...home, resource: OPERATIONS });
      await this.#tried.received();
      const order = rolloutWavesOrder(targets, { do: "restart" }, { waveSize: { percent: wavePercent } });
      const { object } = await begin(order, { dryRun: this.#options.dryRun, signal });
      await this.#tried.completed({ outcome: "ok" });
      return { rolls: told(), operation: object as OperationManifest };
    } catch (error) {
      return { rolls: told(await this.#failed(error)), operation: null };
    }
  }

  async #failed(error: unknown): Promise<Pick<ConfigRoll, "outcome" | "reason">> {
    if (!(error instanceof FairwayError)) throw error;
    await this.#tried.completed(resultOfError(error));
    return { outcome: "FAILED", reason: `${error.code}: ${error.message}` };
  }
}
