import { expect, test } from "vitest";
import { Deadline } from "../../../src/kubernetes/deadline.ts";
import { ClusterConnection } from "../../../src/kubernetes/index.ts";
import { FakeApiServer } from "./fake-api-server.ts";
import { realRuntime } from "./runtime.ts";

const reasonOf = (signal: AbortSignal) =>
  new Promise((resolve) => signal.addEventListener("abort", () => resolve(signal.reason)));

test("a deadline passes after its time", async () => {
  using deadline = new Deadline(10);
  expect(deadline.passed).toBe(false);
  await reasonOf(deadline.signal);
  expect(deadline.passed).toBe(true);
});

test("a deadline follows the caller's signal, which is not its own passing", async () => {
  const outer = new AbortController();
  using deadline = new Deadline(60_000, outer.signal);
  const reason = new Error("enough");
  outer.abort(reason);
  expect(deadline.signal.reason).toBe(reason);
  expect(deadline.passed).toBe(false);
  using late = new Deadline(60_000, outer.signal);
  expect(late.signal.reason).toBe(reason);
});

test("a deadline that is lifted still follows the caller's signal", async () => {
  const outer = new AbortController();
  using deadline = new Deadline(5, outer.signal);
  deadline.lift();
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(deadline.signal.aborted).toBe(false);
  outer.abort();
  expect(deadline.signal.aborted).toBe(true);
});

test("a deadline that is disposed of lets go of the caller's signal", async () => {
  const outer = new AbortController();
  const deadline = new Deadline(5, outer.signal);
  deadline[Symbol.dispose]();
  outer.abort();
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(deadline.signal.aborted).toBe(false);
});

test("work is raced against the deadline, and its own outcome comes through", async () => {
  using deadline = new Deadline(20);
  expect(await deadline.race(Promise.resolve(7))).toBe(7);
  await expect(deadline.race(Promise.reject(new Error("own")))).rejects.toThrow("own");
  await expect(deadline.race(new Promise(() => {}))).rejects.toThrow("deadline");
  await expect(deadline.race(Promise.resolve(7))).rejects.toThrow("deadline");
});

test("an answer that came while the event loop was held up beats the deadline", async () => {
  await using server = await FakeApiServer.start();
  await using connection = new ClusterConnection(server.config(), {}, realRuntime);
  await connection.request({ path: "/version" });
  // The server answers in this very process, so it gets its turn before the loop is held up.
  server.intercept = (_, response) => {
    response.end("in time");
    const end = performance.now() + 550;
    while (performance.now() < end);
    return true;
  };
  const answer = await connection.request({ path: "/x", deadlineMs: 500 });
  expect(answer.body).toBe("in time");
});
