import type { IndexDefinition } from "../../src/state/index.ts";
import { answer, cpuMicroseconds } from "../support/answering.ts";
import { built } from "../support/built.ts";
import { createRuntime } from "../support/runtime.ts";
import type { ColdStart, PodSource } from "./source.ts";

const { Store } = await built<typeof import("../../src/state/index.ts")>("state/index");
const { Clusters, loadKubeconfig } = await built<typeof import("../../src/kubernetes/index.ts")>("kubernetes/index");
// Not all of the domains: the schema has nothing to do with how objects come in, and T2 is about its start.
const { byOwner } = await built<typeof import("../../src/domains/resources/indexes.ts")>("domains/resources/indexes");
const byNode: IndexDefinition = {
  name: "node",
  values: ({ object }) => [(object as { readonly spec?: { readonly nodeName?: string } }).spec?.nodeName ?? ""],
};

const answers = {
  async start({ kubeconfig }: PodSource): Promise<ColdStart> {
    const began = performance.now();
    const clusters = new Clusters(loadKubeconfig(kubeconfig), {}, await createRuntime());
    const [cluster] = clusters.names();
    if (cluster === undefined) throw new Error("the kubeconfig names no cluster");
    clusters.start();
    const scope = { cluster, resource: "pods" };
    const store = new Store({
      scope,
      source: clusters.sourceFor(scope),
      indexes: [byOwner, byNode],
      idleMs: 600_000,
      now: Date.now,
      onSourceFailure: (_scope, error) => {
        throw error;
      },
    });
    store.lease();
    await store.settled(AbortSignal.timeout(120_000));
    if (!store.at) throw new Error("the store was not synced", { cause: store.health });
    const milliseconds = performance.now();
    return {
      objects: store.size,
      milliseconds,
      loadMilliseconds: milliseconds - began,
      cpuMicroseconds: cpuMicroseconds(),
    };
  },
};
export type Starting = Pick<typeof answers, keyof typeof answers>;
answer(answers);
