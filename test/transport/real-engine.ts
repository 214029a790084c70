import { type DocumentLimits, Engine, type Environment, type QuotaLimits, type Quotas } from "../../src/api/index.ts";
import { defaults } from "../../src/config/index.ts";
import { buildSchema, indexDefinitions } from "../../src/domains/index.ts";
import { Seal } from "../../src/graphql/index.ts";
import type { ServerOptions } from "../../src/server/index.ts";
import { Cell, Stores } from "../../src/state/index.ts";
import { systemClock } from "../../src/telemetry/index.ts";
import { answers } from "../support/answers.ts";
import { SwitchableCaller } from "../support/callers.ts";
import { executor } from "../support/executor.ts";
import { Origin } from "../support/origin.ts";
import { quotas } from "../support/quotas.ts";
import { RecordedAudit } from "../support/recorded-audit.ts";
import { type Served, serve } from "./served.ts";

const schema = buildSchema();

export interface RealEngine extends AsyncDisposable {
  readonly served: Served;
  readonly engine: Engine;
  readonly quotas: Quotas;
  /** What the one cluster, alpha, holds of a resource: the test says. */
  origin(resource: string): Origin<unknown>;
}

export interface RealEngineOptions {
  readonly limits?: Partial<QuotaLimits & DocumentLimits>;
  readonly introspection?: boolean;
  /** Default: plenty. */
  readonly keptAnswersBytes?: number;
  readonly callerOf?: ServerOptions["callerOf"];
  readonly authenticator?: ServerOptions["authenticator"];
  readonly onRefused?: ServerOptions["onRefused"];
}

/** A real server over the real engine and the real schema; only the cluster behind them is made up. */
export async function serveRealEngine(options: RealEngineOptions = {}): Promise<RealEngine> {
  const { limits = {}, introspection = true, keptAnswersBytes, ...transport } = options;
  const origins = new Map<string, Origin<unknown>>();
  const origin = (resource: string) => {
    const found = origins.get(resource) ?? new Origin<unknown>();
    origins.set(resource, found);
    return found;
  };
  const defects: unknown[] = [];
  const stores = new Stores({
    sourceFor: ({ resource }) => origin(resource),
    indexes: indexDefinitions,
    idleMs: 60_000,
    now: systemClock.now,
    onSourceFailure: (_scope, error) => defects.push(error),
  });
  const clusters = {
    has: (name: string) => name === "alpha",
    get: (name: string) => {
      throw new Error(`nothing is known of ${name} but its objects`);
    },
  };
  const audit = new RecordedAudit();
  const environment: Environment = {
    schema,
    executor,
    generation: 1,
    stores,
    clusters: { names: () => ["alpha"], cell: new Cell(), isPolled: () => false },
    resourceOf: (_cluster, kind) => (kind === "pods" ? "pods" : undefined),
    answers: answers(keptAnswersBytes === undefined ? {} : { maxBytes: keptAnswersBytes }),
    quotas: quotas(limits, systemClock.monotonic),
    seal: new Seal(Buffer.alloc(32, "transport")),
    clusterDeadlineMs: () => 2_000,
    extend: (pass) => ({
      ...pass,
      clusters,
      readOnly: () => "no writes here",
      rulesOf: () => ({ readOnly: true, protected: false }),
      audit: audit.trail.of({ requestId: pass.requestId, transport: "http" }),
    }),
    onDenied: () => {},
    onInternalError: (error) => defects.push(error),
  };
  const engine = new Engine(environment, { ...defaults.limits, introspection, ...limits }, systemClock.now);
  await engine.start();
  const caller = new SwitchableCaller();
  const served = await serve({ api: engine, callerOf: () => caller, ...transport });
  return {
    served,
    engine,
    quotas: environment.quotas,
    origin,
    async [Symbol.asyncDispose]() {
      await served[Symbol.asyncDispose]();
      await engine.stop();
      stores[Symbol.dispose]();
      if (defects.length > 0) throw new AggregateError(defects, "the engine met defects");
    },
  };
}
