import { describe, expect, test } from "vitest";
import { FairwayError } from "../../../src/errors/index.ts";
import { Misses } from "../../../src/state/index.ts";
import { quiet } from "../../support/facts.ts";
import { property } from "../../support/seeded.ts";

function made(deadlineMs = 5_000) {
  const ended = new AbortController();
  return { misses: new Misses(() => deadlineMs, ended.signal), ended };
}

async function passes<T>(misses: Misses, pass: () => T): Promise<T> {
  for (let count = 0; count < 100; count += 1) {
    misses.begin();
    const result = pass();
    if (!misses.any) return result;
    await misses.settle();
  }
  throw new Error("a hundred passes were not enough");
}

const value = <T>(outcome: { state: string; value?: T }) => outcome.value;

describe("misses", () => {
  test("are loaded once each, together, however many passes ask", async () => {
    const { misses } = made();
    const loads: string[] = [];
    let passed = 0;
    const load = (key: string) => async () => {
      loads.push(key);
      await quiet(2);
      return key.toUpperCase();
    };
    const result = await passes(misses, () => {
      passed += 1;
      const a = misses.ask("a", "alpha", load("a"));
      misses.ask("a", "alpha", load("a"));
      const b = misses.ask("b", "beta", load("b"));
      const c = a.state === "done" ? misses.ask(`c of ${a.value}`, "alpha", load("c")) : a;
      return [value(a), value(b), value(c)];
    });
    expect(result).toEqual(["A", "B", "C"]);
    expect(loads).toEqual(["a", "b", "c"]);
    expect(passed).toBe(3);
  });

  test("that fail are failures, also when the load throws at once or throws something odd", async () => {
    const { misses } = made();
    const outcomes = await passes(misses, () => [
      misses.ask("coded", "alpha", () => Promise.reject(new FairwayError("NOT_FOUND", "no"))),
      misses.ask("sync", "alpha", () => {
        throw new Error("canary");
      }),
      misses.ask("odd", "alpha", () => Promise.reject("canary")),
    ]);
    expect(outcomes.map((outcome) => outcome.state === "failed" && outcome.error.code)).toEqual([
      "NOT_FOUND",
      "INTERNAL",
      "INTERNAL",
    ]);
  });

  test("of one cluster share one deadline over the whole operation, and others are not held up by it", async () => {
    const { misses } = made(300);
    const never = () => new Promise<never>(() => {});
    const began = performance.now();
    let fast = 0;
    const outcomes = await passes(misses, () => {
      const one = misses.ask("one", "slow", never);
      // Asked for when the cluster's time is up already.
      const two = one.state === "pending" ? one : misses.ask("two", "slow", never);
      const three = two.state === "pending" ? two : misses.ask("three", "slow", never);
      misses.ask("other", "alpha", async () => {
        fast = performance.now() - began;
      });
      return [one, two, three];
    });
    expect(outcomes.map((each) => each.state === "failed" && each.error.code)).toEqual(
      Array(3).fill("CLUSTER_TIMEOUT"),
    );
    expect(outcomes.map((each) => each.state === "failed" && each.error.cluster)).toEqual(Array(3).fill("slow"));
    // Each by itself they would take three times as long.
    expect(performance.now() - began).toBeLessThan(550);
    expect(fast).toBeLessThan(250);
  });

  test("end when the caller has gone, whether or not the work heeds the signal", async () => {
    const { misses, ended } = made();
    const signals: AbortSignal[] = [];
    const running = passes(misses, () =>
      misses.ask("a", "alpha", (signal) => {
        signals.push(signal);
        return new Promise<never>(() => {});
      }),
    );
    await quiet();
    ended.abort();
    expect((await running).state).toBe("failed");
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
  });

  test("with effects run them one after another in the order of the document, and go on after one that fails", async () => {
    const { misses } = made();
    const log: string[] = [];
    const effect = (name: string, fails = false) =>
      misses.effect(name, async () => {
        log.push(`begin ${name}`);
        await quiet(3);
        log.push(`end ${name}`);
        if (fails) throw new FairwayError("CONFLICT", "no");
      });
    const outcomes = await passes(misses, () => [effect("one"), effect("two", true), effect("three")]);
    expect(log).toEqual(["begin one", "end one", "begin two", "end two", "begin three", "end three"]);
    expect(outcomes.map(({ state }) => state)).toEqual(["done", "failed", "done"]);
  });

  test("do not let an effect overtake one before it in the document that still misses something", async () => {
    const { misses } = made();
    const log: string[] = [];
    await passes(misses, () => {
      const visibility = misses.ask("visibility", "alpha", async () => {
        await quiet(2);
      });
      if (visibility.state === "done") misses.effect("first", async () => log.push("first"));
      misses.effect("second", async () => log.push("second"));
    });
    expect(log).toEqual(["first", "second"]);
  });

  test("give an effect no deadline of a cluster", async () => {
    const { misses } = made(20);
    const outcome = await passes(misses, () =>
      misses.effect("write", async () => {
        await new Promise((resolve) => setTimeout(resolve, 50));
        return "written";
      }),
    );
    expect(outcome).toEqual({ state: "done", value: "written" });
  });

  property("of any shape load each key once and run each effect once, in order", 200, async (random) => {
    const { misses } = made();
    const log: string[] = [];
    let running = 0;
    const fields = Array.from({ length: random.int(6) + 1 }, (_, index) => ({
      name: `f${index}`,
      reads: Array.from({ length: random.int(3) }, () => `r${random.int(5)}`),
      writes: random.chance(0.7),
      fails: random.chance(0.2),
      readsAfter: random.chance(0.5),
    }));
    const read = (key: string) =>
      misses.ask(key, random.pick(["alpha", "beta"]), async () => {
        log.push(key);
        await quiet(random.int(3));
      });
    await passes(misses, () => {
      for (const { name, reads, writes, fails, readsAfter } of fields) {
        if (reads.map(read).some(({ state }) => state === "pending")) continue;
        if (!writes) continue;
        const outcome = misses.effect(`w ${name}`, async () => {
          running += 1;
          if (running > 1) throw new Error("two effects at a time");
          await quiet(random.int(3));
          running -= 1;
          log.push(`w ${name}`);
          if (fails) throw new Error("no");
        });
        if (outcome.state !== "pending" && readsAfter) read(`after ${name}`);
      }
    });
    expect(new Set(log).size).toBe(log.length);
    expect(log.filter((each) => each.startsWith("w "))).toEqual(
      fields.filter(({ writes }) => writes).map(({ name }) => `w ${name}`),
    );
  });
});
