import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { CallerRealms } from "../../src/caller-realms.ts";
import { defaults } from "../../src/config/index.ts";
import { buildSchema } from "../../src/domains/index.ts";
import { Seal } from "../../src/graphql/index.ts";
import type { Principal } from "../../src/identity/index.ts";
import { noMetrics, silentLogger, Turns } from "../../src/kubernetes/index.ts";
import { createLogger } from "../../src/telemetry/index.ts";
import { ManualClock } from "./authorization/manual-clock.ts";

const alice: Principal = { issuer: "alpha", username: "alice", groups: [], extra: {} };
const schema = buildSchema();

let clock: ManualClock;
let realms: CallerRealms;
beforeEach(() => {
  clock = new ManualClock();
  const now = () => clock.now();
  realms = new CallerRealms({ verifies: true, identify: () => ({ principal: alice }) }, [], {
    config: defaults,
    schema,
    seal: new Seal(Buffer.from("a key of these tests")),
    runtime: { now, random: () => 0.5, logger: silentLogger, metrics: noMetrics, turns: new Turns() },
    clock: { now, monotonic: now, after: (ms, run) => clock.after(ms, run) },
    log: createLogger({ level: "fatal" }),
  });
});
afterEach(() => realms[Symbol.asyncDispose]());

async function callerWith(token: string) {
  const { principal } = await realms.identify({ authorization: `Bearer ${token}` });
  return realms.callerOf(principal);
}

function ask(caller: Awaited<ReturnType<typeof callerWith>>) {
  const origin = { caller, requestId: "r", signal: new AbortController().signal, readOnlyTransport: false };
  return realms.execute({ query: "{ clusters { totalCount } }" }, origin);
}

describe("a realm", () => {
  test("is found again by its token", async () => {
    const caller = await callerWith("one");
    expect(await callerWith("one")).toBe(caller);
    expect([...realms.all()]).toHaveLength(1);
    expect((await ask(caller)).executed).toBe(true);
  });

  test("belongs to one token: another of the same person is another credential", async () => {
    expect(await callerWith("two")).not.toBe(await callerWith("one"));
  });

  test("is closed when it has been idle, and whoever still holds its caller has to come again", async () => {
    const caller = await callerWith("one");
    await clock.advance(60_000);
    await clock.advance(60_000);
    expect([...realms.all()]).toHaveLength(0);
    await expect(ask(caller)).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
    expect(await callerWith("one")).not.toBe(caller);
  });

  test("stays while it is used", async () => {
    const caller = await callerWith("one");
    for (let n = 0; n < 6; n += 1) {
      await clock.advance(30_000);
      await ask(caller);
    }
    expect(await callerWith("one")).toBe(caller);
  });

  test("is refused when there are too many of them, and nobody else's suffers", async () => {
    const first = await callerWith("token-0");
    for (let n = 1; n < 500; n += 1) await callerWith(`token-${n}`);
    await expect(callerWith("one-too-many")).rejects.toMatchObject({ code: "TOO_MANY_REQUESTS", retryAfterMs: 60_000 });
    expect((await ask(first)).executed).toBe(true);
  }, 30_000);
});
