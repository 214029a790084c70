import { expect, test } from "vitest";
import { ingest } from "../../../src/kubernetes/ingest.ts";
import { Turns } from "../../../src/kubernetes/turns.ts";
import { realRuntime } from "./runtime.ts";

const iteration = () => new Promise<void>((resolve) => setImmediate(resolve));

test("a budget is used up by the work of one iteration, and is there again in the next", async () => {
  const turns = new Turns(4);
  turns.charge(3);
  expect(turns.exhausted).toBe(false);
  turns.charge(1);
  expect(turns.exhausted).toBe(true);
  await iteration();
  expect(turns.exhausted).toBe(false);
});

test("those who wait go on one by one, a turn of the event loop each, in the order of asking", async () => {
  const turns = new Turns(4);
  const order: string[] = [];
  let iterations = 0;
  const count = () => {
    iterations += 1;
    if (order.length < 3) setImmediate(count);
  };
  setImmediate(count);
  const worker = async (name: string) => {
    await turns.next();
    order.push(`${name} in ${iterations}`);
    turns.charge(10);
  };
  await Promise.all([worker("a"), worker("b"), worker("c")]);
  expect(order.map((entry) => entry[0])).toEqual(["a", "b", "c"]);
  expect(new Set(order.map((entry) => entry.slice(5))).size).toBe(3);
});

test("ten ingests at once leave the event loop to others every few milliseconds", async () => {
  const turns = new Turns(4);
  const busy = (milliseconds: number) => {
    const end = performance.now() + milliseconds;
    while (performance.now() < end);
  };
  async function* chunks() {
    for (let i = 0; i < 10; i++) yield Buffer.alloc(1);
  }
  let between = 0;
  let worked = 0;
  let running = true;
  const watch = () => {
    between = Math.max(between, worked);
    worked = 0;
    if (running) setImmediate(watch);
  };
  setImmediate(watch);
  await Promise.all(
    Array.from({ length: 10 }, () =>
      ingest(chunks(), { ...realRuntime, turns }, () => {
        busy(1);
        worked += 1;
      }),
    ),
  );
  running = false;
  // 4 ms of budget, and the chunk that overruns it; far from the 10 of ten budgets.
  expect(between).toBeLessThanOrEqual(6);
});
