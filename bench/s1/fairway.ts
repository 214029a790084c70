import { answer } from "../support/answering.ts";
import { createMemory, startMemoryGateway } from "../support/memory-gateway.ts";
import { podAt } from "./operation.ts";

const pods = 10;
const memory = await createMemory(
  new Map([["pods", Array.from({ length: pods }, (_, index) => podAt(index, 1_000 + index))]]),
);
const url = await startMemoryGateway(memory);

const answers = {
  url: () => `${url.replace("http:", "ws:")}`,
  /** Changes that arrive together, as those in one piece of a watch's stream do, each of another pod. */
  change(version: number, count: number): void {
    const source = memory.sources.get("pods");
    for (let index = 0; index < count; index += 1) source?.put(podAt((version + index) % pods, version + index));
  },
};
export type ChangingServer = Pick<typeof answers, keyof typeof answers>;
answer(answers);
