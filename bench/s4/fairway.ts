import { setTimeout as delay } from "node:timers/promises";
import { answer } from "../support/answering.ts";
import { createMemory, startMemoryGateway } from "../support/memory-gateway.ts";
import { FIRST_VERSION, now, podAt } from "./operation.ts";

const PODS = 1_000;
/** The changes of one tick come together, as those in one piece of a watch's stream do. */
const TICK_MS = 5;

const pods = Array.from({ length: PODS }, (_, index) => podAt(index, FIRST_VERSION + index, 0));
const memory = await createMemory(new Map([["pods", pods]]));
const url = await startMemoryGateway(memory);
let version = FIRST_VERSION + PODS;

const answers = {
  url: () => url.replace("http:", "ws:"),
  /** Changes one pod after another, so often in a second, for so long. Resolves with how many changes that were. */
  async change(perSecond: number, milliseconds: number): Promise<number> {
    const source = memory.sources.get("pods");
    const startedAt = performance.now();
    let changed = 0;
    while (performance.now() - startedAt < milliseconds) {
      const due = ((performance.now() - startedAt) * perSecond) / 1_000;
      for (; changed < due; changed += 1) {
        source?.put(podAt(version % PODS, version, now()));
        version += 1;
      }
      await delay(TICK_MS);
    }
    return changed;
  },
  /** In bytes, with nothing in it that nobody holds. */
  memory(): { rss: number; held: number } {
    for (let time = 0; time < 3; time += 1) globalThis.gc?.();
    const { rss, heapUsed, external } = process.memoryUsage();
    return { rss, held: heapUsed + external };
  },
};
export type FlowingServer = Pick<typeof answers, keyof typeof answers>;
answer(answers);
