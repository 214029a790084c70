import { describe, expect, test } from "vitest";
import { Backoff } from "../../../src/kubernetes/backoff.ts";

describe("a backoff", () => {
  test("doubles from 0.2 s and is never longer than 30 s", () => {
    const backoff = new Backoff(() => 1);
    const delays = Array.from({ length: 10 }, () => backoff.next());
    expect(delays).toEqual([200, 400, 800, 1600, 3200, 6400, 12800, 25600, 30000, 30000]);
  });

  test("draws each delay from the upper half of its range", () => {
    const backoff = new Backoff(() => 0);
    expect([backoff.next(), backoff.next()]).toEqual([100, 200]);
  });

  test("begins anew after a success", () => {
    const backoff = new Backoff(() => 1);
    backoff.next();
    backoff.next();
    expect(backoff.failures).toBe(2);
    backoff.reset();
    expect(backoff.failures).toBe(0);
    expect(backoff.next()).toBe(200);
  });

  test("stays finite however long an outage lasts", () => {
    const backoff = new Backoff(() => 1);
    for (let i = 0; i < 5_000; i++) backoff.next();
    expect(backoff.next()).toBe(30_000);
  });
});
