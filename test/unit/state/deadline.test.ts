import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { deadline } from "../../../src/state/index.ts";

test("a deadline comes although nobody keeps its signal, and garbage is collected meanwhile", async () => {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  const { signal } = new AbortController();
  const come = Array.from({ length: 20 }, () => {
    const aborted = Promise.withResolvers<void>();
    deadline(40, signal).addEventListener("abort", () => aborted.resolve());
    return aborted.promise;
  });
  const collecting = setInterval(collect, 5);
  await Promise.all(come);
  clearInterval(collecting);
  expect(come).toHaveLength(20);
});

test("a deadline comes early with the signal that it was given", () => {
  const ended = new AbortController();
  const signal = deadline(60_000, ended.signal);
  ended.abort();
  expect(signal.aborted).toBe(true);
  expect(deadline(60_000, ended.signal).aborted).toBe(true);
});
