import { describe, expect, test } from "vitest";
import { FairwayError } from "../../../src/errors/index.ts";
import { quotas } from "../../support/quotas.ts";

function refusal(run: () => unknown): Pick<FairwayError, "code" | "retryAfterMs"> | undefined {
  try {
    run();
    return undefined;
  } catch (error) {
    if (!(error instanceof FairwayError)) throw error;
    const { code, retryAfterMs } = error;
    return { code, retryAfterMs };
  }
}

describe("a bucket of points", () => {
  test("is full at first, empties, and fills up again with time", () => {
    let now = 0;
    const each = quotas({ costBurst: 100, costPerSecond: 10 }, () => now);
    each.pay("a", 100);
    expect(refusal(() => each.pay("a", 5))).toEqual({ code: "TOO_MANY_REQUESTS", retryAfterMs: 500 });
    now = 499;
    expect(refusal(() => each.pay("a", 5))).toEqual({ code: "TOO_MANY_REQUESTS", retryAfterMs: 1 });
    now = 500;
    each.pay("a", 5);
    now = 1_000_000;
    each.pay("a", 100);
    expect(refusal(() => each.pay("a", 1))?.retryAfterMs).toBe(100);
  });

  test("gives what it has to a cheap operation while a dear one must wait", () => {
    const each = quotas({ costBurst: 100, costPerSecond: 10 });
    each.pay("a", 60);
    expect(refusal(() => each.pay("a", 50))?.retryAfterMs).toBe(1_000);
    each.pay("a", 40);
  });

  test("never holds more than it can, so what is dearer is refused for good", () => {
    const each = quotas({ costBurst: 100, costPerSecond: 10 });
    expect(refusal(() => each.pay("a", 101))).toEqual({ code: "LIMIT_EXCEEDED", retryAfterMs: undefined });
    expect(refusal(() => each.pay("a", Number.POSITIVE_INFINITY))?.code).toBe("LIMIT_EXCEEDED");
    each.pay("a", 100);
  });

  test("pays for what is done little by little as much as it can hold", () => {
    const each = quotas({ costBurst: 100, costPerSecond: 10 });
    each.payInPart("a", 5_000);
    expect(refusal(() => each.payInPart("a", 5_000))).toEqual({ code: "TOO_MANY_REQUESTS", retryAfterMs: 10_000 });
  });

  test("keeps its lower half from what can wait, and says when the upper half will have enough", () => {
    let now = 0;
    const each = quotas({ costBurst: 100, costPerSecond: 10 }, () => now);
    expect([each.paySpare("a", 30), each.paySpare("a", 30)]).toEqual([0, 1_000]);
    now = 1_000;
    expect(each.paySpare("a", 30)).toBe(0);
    each.pay("a", 50);
    // What costs more than half a bucket is done when that half is full.
    expect(each.paySpare("a", 1_000)).toBe(10_000);
    now = 11_000;
    expect(each.paySpare("a", 1_000)).toBe(0);
  });

  test("is each caller's own", () => {
    const each = quotas({ costBurst: 100, costPerSecond: 10 });
    each.pay("a", 100);
    each.pay("b", 100);
    expect(refusal(() => each.pay("a", 1))?.code).toBe("TOO_MANY_REQUESTS");
  });
});

describe("places", () => {
  test("are so many for each caller, and so many in all", () => {
    const each = quotas({ operationsPerCaller: 2, operations: 3 });
    const first = each.enter("a", "operations");
    each.enter("a", "operations");
    expect(refusal(() => each.enter("a", "operations"))).toEqual({ code: "TOO_MANY_REQUESTS", retryAfterMs: 1_000 });
    each.enter("b", "operations");
    expect(refusal(() => each.enter("b", "operations"))?.code).toBe("TOO_MANY_REQUESTS");
    expect(refusal(() => each.enter("c", "operations"))?.code).toBe("TOO_MANY_REQUESTS");
    // Of another kind there are others.
    each.enter("a", "subscriptions");
    first[Symbol.dispose]();
    // Given back once, however often it is said.
    first[Symbol.dispose]();
    expect(each.taken("operations")).toBe(2);
    each.enter("a", "operations");
    expect(refusal(() => each.enter("a", "operations"))?.code).toBe("TOO_MANY_REQUESTS");
  });
});

describe("accounts", () => {
  test("that say nothing any more are dropped, and others are not", () => {
    let now = 0;
    const each = quotas({ costBurst: 100, costPerSecond: 10 }, () => now);
    each.enter("runs", "subscriptions");
    for (let n = 0; n < 1_000; n += 1) each.pay(`past ${n}`, 100);
    now = 10_000;
    each.pay("owes", 50);
    for (let n = 0; n < 100; n += 1) each.pay(`new ${n}`, 100);
    expect(each.accounts).toBeLessThan(200);
    expect(refusal(() => each.pay("owes", 51))?.code).toBe("TOO_MANY_REQUESTS");
    expect(each.taken("subscriptions")).toBe(1);
  });

  test("are bounded in number, though not for long", () => {
    let now = 0;
    const each = quotas({ costBurst: 100, costPerSecond: 10 }, () => now);
    for (let n = 0; n < 100_000; n += 1) each.pay(`caller ${n}`, 50);
    expect(refusal(() => each.pay("another", 1))?.code).toBe("TOO_MANY_REQUESTS");
    each.pay("caller 5", 50);
    now = 6_000;
    each.pay("another", 1);
    expect(each.accounts).toBeLessThan(10);
  });
});
