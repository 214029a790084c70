import type { Environment } from "../../src/api/index.ts";
import type { KubernetesObject } from "../../src/kubernetes/index.ts";
import type { Caller, GroupResource, ReadVerb } from "../../src/state/index.ts";
import { built } from "./built.ts";
import { MemorySource } from "./memory-source.ts";

export const cluster = "alpha";

export interface Memory {
  readonly environment: Environment;
  readonly caller: Caller;
  readonly sources: ReadonlyMap<GroupResource, MemorySource>;
}

/** All of the gateway between a cluster and a transport, over objects that are in memory already. */
export async function createMemory(objects: ReadonlyMap<GroupResource, readonly KubernetesObject[]>): Promise<Memory> {
  const { Cell, Stores } = await built<typeof import("../../src/state/index.ts")>("state/index");
  const { buildSchema, indexDefinitions } = await built<typeof import("../../src/domains/index.ts")>("domains/index");
  const { Seal } = await built<typeof import("../../src/graphql/index.ts")>("graphql/index");
  const { FixedCandidates, ReviewedCaller } =
    await built<typeof import("../../src/authorization/index.ts")>("authorization/index");
  const { loopbackPrincipal } = await built<typeof import("../../src/identity/index.ts")>("identity/index");
  const { systemClock } = await built<typeof import("../../src/telemetry/index.ts")>("telemetry/index");

  const { Answers, Quotas } = await built<typeof import("../../src/api/index.ts")>("api/index");
  const { defaults, quotaLimits } = await built<typeof import("../../src/config/index.ts")>("config/index");

  const sources = new Map([...objects].map(([resource, each]) => [resource, new MemorySource(each)]));
  const stores = new Stores({
    sourceFor: ({ resource }) => sources.get(resource) ?? new MemorySource([]),
    indexes: indexDefinitions,
    idleMs: 600_000,
    now: systemClock.now,
    onSourceFailure: (_scope, error) => {
      throw error;
    },
  });
  const caller = new ReviewedCaller({
    principal: loopbackPrincipal,
    subject: undefined,
    review: async () => true,
    candidates: new FixedCandidates(() => []),
    countsIn: () => true,
    servedAs: (_cluster, resource) => resource,
    clock: systemClock,
    times: defaults.authorization,
  });
  // Known and synced beforehand: what is measured is a gateway that has been running for a while.
  const verbs: readonly ReadVerb[] = ["list", "watch"];
  for (const resource of objects.keys()) {
    const scope = { cluster, resource };
    for (const verb of verbs) await caller.resolve(scope, verb, AbortSignal.timeout(5_000));
    const store = stores.open(scope);
    store.lease();
    await store.settled(AbortSignal.timeout(5_000));
  }
  const clusters = {
    has: (name: string) => name === cluster,
    get: (name: string) => {
      throw new Error(`what is measured does not look past the Reader, as at ${name}`);
    },
  };
  const environment: Environment = {
    schema: buildSchema(),
    executor: "compiled",
    generation: 1,
    stores,
    clusters: { names: () => [cluster], cell: new Cell(), isPolled: () => false },
    resourceOf: () => undefined,
    // What is measured is what the defaults let pass.
    answers: new Answers({ maxBytes: defaults.keptAnswersBytes, idleMs: 15_000, monotonic: systemClock.monotonic }),
    quotas: new Quotas(quotaLimits(defaults), systemClock.monotonic),
    seal: new Seal(Buffer.alloc(32, "bench")),
    clusterDeadlineMs: () => 5_000,
    extend: (pass) => ({ ...pass, clusters }),
    onDenied: () => {},
    onInternalError: (error) => console.error(error),
  };
  return { environment, caller, sources };
}

/** The gateway's own engine and server on a free port, over such a memory. Resolves with where GraphQL is served. */
export async function startMemoryGateway({ environment, caller }: Memory): Promise<string> {
  const { Engine } = await built<typeof import("../../src/api/index.ts")>("api/index");
  const { defaults } = await built<typeof import("../../src/config/index.ts")>("config/index");
  const { noAuthentication } = await built<typeof import("../../src/identity/index.ts")>("identity/index");
  const { Server } = await built<typeof import("../../src/server/index.ts")>("server/index");
  const { createLogger, Metrics, systemClock } =
    await built<typeof import("../../src/telemetry/index.ts")>("telemetry/index");

  const engine = new Engine(environment, { ...defaults.limits, introspection: true }, systemClock.now);
  await engine.start();
  const server = new Server({
    api: engine,
    config: { ...defaults, port: 0 },
    authenticator: noAuthentication,
    callerOf: () => caller,
    readiness: () => ({ ready: true }),
    onRefused: () => {},
    log: createLogger({ level: "error" }),
    metrics: new Metrics(),
    clock: systemClock,
    // The heartbeat's share depends on how long a run happens to take, and the server it is compared with has none.
    sockets: { heartbeatMs: 600_000 },
  });
  await server.start();
  return server.url;
}
