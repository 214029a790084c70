import { afterEach, describe, expect, test } from "vitest";
import { LeaderElection } from "../../../src/leadership/index.ts";
import { ManualClock } from "../authorization/manual-clock.ts";
import { MemoryApi, refusal } from "../operations/memory-api.ts";

const lease = { cluster: "home", namespace: "fairway", name: "work" };
const ref = { resource: "coordination.k8s.io/leases", namespace: "fairway", name: "work" };
const times = { leaseMs: 15_000, renewDeadlineMs: 10_000, retryMs: 2_000 };
const log = { info: () => {}, warn: () => {} };

const started: LeaderElection[] = [];
afterEach(async () => {
  for (const each of started.splice(0)) await each[Symbol.asyncDispose]();
});

/** A replica whose wall clock may be as wrong as it likes. */
function replica(api: MemoryApi, clock: ManualClock, identity: string, wrongBy = 0) {
  const led: AbortSignal[] = [];
  const network = { isUp: true };
  const writer: typeof api.writer = {
    get: async (...args) => (network.isUp ? api.writer.get(...args) : Promise.reject(new Error("no network"))),
    create: async (...args) => (network.isUp ? api.writer.create(...args) : Promise.reject(new Error("no network"))),
    patch: async (...args) => (network.isUp ? api.writer.patch(...args) : Promise.reject(new Error("no network"))),
  };
  const election = new LeaderElection({
    lease,
    identity,
    writer: () => writer,
    onLead: (signal) => led.push(signal),
    clock: {
      now: () => clock.now() + wrongBy,
      monotonic: () => clock.now(),
      after: (ms, run) => clock.after(ms, run),
    },
    random: () => 0,
    log,
    times,
  });
  started.push(election);
  election.start();
  return { election, led, network };
}

const holder = (api: MemoryApi) => api.get<{ spec: { holderIdentity: string } }>(ref).spec.holderIdentity;

describe("leader election", () => {
  test("one of two leads, and goes on leading as long as it renews", async () => {
    const [api, clock] = [new MemoryApi(), new ManualClock()];
    const one = replica(api, clock, "one");
    await clock.advance(0);
    const two = replica(api, clock, "two");
    await clock.advance(60_000);
    expect([one.election.leads, two.election.leads]).toEqual([true, false]);
    expect(one.led.map(({ aborted }) => aborted)).toEqual([false]);
    expect(two.led).toEqual([]);
  });

  test("of one that is cut off the lead ends before another takes it, at no time do two lead", async () => {
    const [api, clock] = [new MemoryApi(), new ManualClock()];
    const one = replica(api, clock, "one");
    await clock.advance(0);
    const two = replica(api, clock, "two");
    await clock.advance(4_000);
    one.network.isUp = false;
    const leaders: string[] = [];
    for (let ms = 0; ms < 30_000; ms += 500) {
      await clock.advance(500);
      leaders.push([one.election.leads && "one", two.election.leads && "two"].filter(Boolean).join());
    }
    expect(leaders).not.toContain("one,two");
    expect(one.led[0]?.aborted).toBe(true);
    expect(leaders.at(-1)).toBe("two");
    // Between them, for a while, nobody.
    expect(leaders).toContain("");
  });

  test("clocks that are hours apart change nothing", async () => {
    const [api, clock] = [new MemoryApi(), new ManualClock()];
    const one = replica(api, clock, "one", -7_200_000);
    await clock.advance(0);
    const two = replica(api, clock, "two", 7_200_000);
    await clock.advance(60_000);
    expect([one.election.leads, two.election.leads]).toEqual([true, false]);
  });

  test("who ends in order gives the lease back, so that nobody waits for its end", async () => {
    const [api, clock] = [new MemoryApi(), new ManualClock()];
    const one = replica(api, clock, "one");
    await clock.advance(0);
    const two = replica(api, clock, "two");
    await clock.advance(2_000);
    await one.election[Symbol.asyncDispose]();
    expect(holder(api)).toBe("");
    await clock.advance(4_000);
    expect(two.election.leads).toBe(true);
  });

  test("a failure in between does not end the lead before its deadline", async () => {
    const [api, clock] = [new MemoryApi(), new ManualClock()];
    const one = replica(api, clock, "one");
    await clock.advance(4_000);
    one.network.isUp = false;
    await clock.advance(6_000);
    one.network.isUp = true;
    await clock.advance(4_000);
    expect(one.led.map(({ aborted }) => aborted)).toEqual([false]);
  });

  test("a lead that was lost is had again as a new one", async () => {
    const [api, clock] = [new MemoryApi(), new ManualClock()];
    const one = replica(api, clock, "one");
    await clock.advance(0);
    one.network.isUp = false;
    await clock.advance(30_000);
    expect(one.election.leads).toBe(false);
    one.network.isUp = true;
    await clock.advance(4_000);
    expect(one.led.map(({ aborted }) => aborted)).toEqual([true, false]);
  });

  test("whoever may not have the lease does not lead, and tries again", async () => {
    const [api, clock] = [new MemoryApi(), new ManualClock()];
    api.before = () => {
      throw refusal("FORBIDDEN", 403);
    };
    const one = replica(api, clock, "one");
    await clock.advance(10_000);
    expect(one.election.leads).toBe(false);
    api.before = () => {};
    await clock.advance(4_000);
    expect(one.election.leads).toBe(true);
  });
});
