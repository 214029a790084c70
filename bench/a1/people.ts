import { answer } from "../support/answering.ts";
import { built } from "../support/built.ts";
import { createRuntime } from "../support/runtime.ts";

const { Stores } = await built<typeof import("../../src/state/index.ts")>("state/index");
const { Clusters, loadKubeconfig } = await built<typeof import("../../src/kubernetes/index.ts")>("kubernetes/index");
const { rbacIndexes } = await built<typeof import("../../src/authorization/index.ts")>("authorization/index");
const { everybody } = await built<typeof import("../../src/callers/index.ts")>("callers/index");
const { defaults } = await built<typeof import("../../src/config/index.ts")>("config/index");
const { indexDefinitions } = await built<typeof import("../../src/domains/index.ts")>("domains/index");
const { systemClock } = await built<typeof import("../../src/telemetry/index.ts")>("telemetry/index");

/** What a caller was found to see. */
export interface Sight {
  readonly milliseconds: number;
  readonly namespaces: number;
}

let people: ReturnType<typeof everybody> | undefined;
let cluster = "";

const answers = {
  async start(kubeconfig: string): Promise<void> {
    const clusters = new Clusters(loadKubeconfig(kubeconfig), {}, await createRuntime());
    [cluster = ""] = clusters.names();
    clusters.start();
    const stores = new Stores({
      sourceFor: (scope) => clusters.sourceFor(scope),
      indexes: [...indexDefinitions, ...rbacIndexes],
      idleMs: defaults.storeIdleMs,
      now: systemClock.now,
      onSourceFailure: (_scope, error) => {
        throw error;
      },
    });
    people = everybody(clusters, stores, {
      clock: systemClock,
      times: defaults.authorization,
      countsIn: () => true,
    });
  },

  /** Finds out what somebody may list of the config maps; as he has never been asked about, the cluster has to be. */
  async look(username: string): Promise<Sight> {
    if (!people) throw new Error("not started");
    const principal = { issuer: "bench", username, groups: [], extra: {} };
    const caller = people.callerOf({ principal });
    const question = { cluster, resource: "configmaps" };
    const began = performance.now();
    await caller.resolve(question, "list", AbortSignal.timeout(60_000));
    const milliseconds = performance.now() - began;
    const visibility = caller.visibility(question, "list");
    if (visibility === "unknown") throw new Error(`the cluster did not say what ${username} may see`);
    return { milliseconds, namespaces: visibility.all ? Number.POSITIVE_INFINITY : visibility.namespaces.size };
  },
};
export type Looking = Pick<typeof answers, keyof typeof answers>;
answer(answers);
