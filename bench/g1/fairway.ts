import { answer, cpuMicroseconds } from "../support/answering.ts";
import { createMemory, type Memory, startMemoryGateway } from "../support/memory-gateway.ts";
import { busyPod, quietPods } from "./operation.ts";

let memory: Memory | undefined;

function put(version: number): void {
  if (!memory) throw new Error("nothing was started");
  memory.sources.get("pods")?.put(busyPod(version));
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

const answers = {
  async start(pods: number): Promise<string> {
    memory = await createMemory(new Map([["pods", quietPods(pods)]]));
    return (await startMemoryGateway(memory)).replace("http:", "ws:");
  },

  change(version: number): void {
    put(version);
  },

  /**
   * So many changes, each in turns of its own, so that none is merged with the next. Resolves with the CPU time of one in
   * microseconds: of the change and of what it brings about, without a question for each from outside.
   */
  async changes(version: number, count: number): Promise<number> {
    const before = cpuMicroseconds();
    for (let index = 0; index < count; index += 1) {
      put(version + index);
      for (let turns = 0; turns < 4; turns += 1) await turn();
    }
    return (cpuMicroseconds() - before) / count;
  },
};
export type BusyServer = Pick<typeof answers, keyof typeof answers>;
answer(answers);
