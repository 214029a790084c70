import { expect, test } from "vitest";
import { SandboxClock } from "../../../src/sandbox/world/clock.ts";

const fail = (error: unknown) => {
  throw error;
};

test("a step runs what is due, in its order, each at its own time", () => {
  const clock = new SandboxClock(1_000, fail);
  const seen: string[] = [];
  const at = (name: string) => () => seen.push(`${name} ${clock.now}`);
  clock.after(300, at("c"));
  clock.after(100, at("a"));
  clock.after(100, at("b"));
  clock.after(301, at("late"));
  clock.advance(300);
  expect(seen).toEqual(["a 1100", "b 1100", "c 1300"]);
  expect(clock.now).toBe(1_300);
});

test("what a timer begins within a step belongs to the step", () => {
  const clock = new SandboxClock(0, fail);
  const seen: number[] = [];
  const again = () => {
    seen.push(clock.now);
    clock.after(40, again);
  };
  clock.after(10, again);
  clock.advance(100);
  expect(seen).toEqual([10, 50, 90]);
});

test("a timer that is disposed of does not run, nor does one from before a restart", () => {
  const clock = new SandboxClock(0, fail);
  const seen: string[] = [];
  clock.after(10, () => seen.push("disposed"))[Symbol.dispose]();
  clock.after(20, () => seen.push("forgotten"));
  clock.restart(500);
  clock.advance(100);
  expect(seen).toEqual([]);
  expect(clock.now).toBe(600);
});

test("a paused clock stands still, a live one goes on from where it stood", async () => {
  const clock = new SandboxClock(1_000, fail);
  expect(clock.paused).toBe(true);
  const ran = new Promise<number>((resolve) => clock.after(20, () => resolve(clock.now)));
  clock.resume();
  expect(await ran).toBe(1_020);
  clock.pause();
  const stood = clock.now;
  expect(stood).toBeGreaterThanOrEqual(1_020);
  await new Promise((resolve) => setTimeout(resolve, 15));
  expect(clock.now).toBe(stood);
});

test("a live clock that is stepped goes on from there", () => {
  const clock = new SandboxClock(1_000, fail);
  clock.resume();
  clock.advance(60_000);
  expect(clock.now).toBeGreaterThanOrEqual(61_000);
  expect(clock.now).toBeLessThan(120_000);
  clock.pause();
});

test("times are written as the API writes them", () => {
  expect(new SandboxClock(Date.parse("2026-09-01T09:00:00.789Z"), fail).timestamp).toBe("2026-09-01T09:00:00Z");
});

test("a timer that throws is told of, and keeps no other from running", () => {
  const told: unknown[] = [];
  const clock = new SandboxClock(0, (error) => told.push(error));
  clock.after(10, () => {
    throw new Error("a defect");
  });
  clock.after(20, () => told.push("the next"));
  clock.advance(30);
  expect(told).toEqual([new Error("a defect"), "the next"]);
});
