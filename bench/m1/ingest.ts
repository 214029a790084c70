import { createReadStream } from "node:fs";
import type { ClusterConnection } from "../../src/kubernetes/index.ts";
import type { ReflectedCluster } from "../../src/kubernetes/reflector.ts";
import { answer } from "../support/answering.ts";
import { built } from "../support/built.ts";
import { createRuntime } from "../support/runtime.ts";

const { Cell, Store } = await built<typeof import("../../src/state/index.ts")>("state/index");
const { Reflector } = await built<typeof import("../../src/kubernetes/index.ts")>("kubernetes/index");
const { indexDefinitions } = await built<typeof import("../../src/domains/index.ts")>("domains/index");
const runtime = await createRuntime();

/** A cluster whose every watch is the content of a file, after which it is silent. */
function replay(file: string): ReflectedCluster {
  const pods = { group: "", version: "v1", resource: "pods", kind: "Pod", namespaced: true, verbs: ["list", "watch"] };
  const connection = {
    name: "alpha",
    // In pieces of a socket's size.
    stream: async () => {
      const stream = createReadStream(file, { highWaterMark: 64 * 1024 });
      return (async function* () {
        yield* stream;
        await new Promise(() => {});
      })();
    },
  };
  const parts = {
    connection: connection as unknown as ClusterConnection,
    health: { cell: new Cell(), reachable: true, silent: false, error: undefined, staleSince: null },
    discovery: { cell: new Cell(), find: () => pods },
    identity: { uid: async () => "bench" },
    watchListRefused: new Set<string>(),
  };
  return parts as unknown as ReflectedCluster;
}

function memory(): number {
  if (!globalThis.gc) throw new Error("needs --expose-gc");
  // Once is not enough: what finalizers let go of is garbage only afterwards.
  for (let time = 0; time < 4; time += 1) globalThis.gc();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

const answers = {
  /** Takes the file in through the reflector, and tells by how much the memory that is held has grown. */
  async ingest(file: string): Promise<{ objects: number; heldBytes: number; rss: number }> {
    const store = new Store({
      scope: { cluster: "alpha", resource: "pods" },
      source: new Reflector(replay(file), { resource: "pods" }, {}, runtime),
      indexes: indexDefinitions.filter(({ resource }) => resource === undefined || resource === "pods"),
      idleMs: 600_000,
      now: Date.now,
      onSourceFailure: (_scope, error) => {
        throw error;
      },
    });
    const before = memory();
    store.lease();
    await store.settled(AbortSignal.timeout(120_000));
    if (!store.at) throw new Error("the store was not synced");
    // The stream's own buffers go with its end.
    await new Promise((resolve) => setTimeout(resolve, 500));
    const heldBytes = memory() - before;
    return { objects: store.size, heldBytes, rss: process.memoryUsage().rss };
  },
};
export type Ingesting = Pick<typeof answers, keyof typeof answers>;
answer(answers);
