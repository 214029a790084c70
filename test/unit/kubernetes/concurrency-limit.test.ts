import { beforeEach, describe, expect, test } from "vitest";
import { ConcurrencyLimit, type Slot } from "../../../src/kubernetes/concurrency-limit.ts";
import { Deadline } from "../../../src/kubernetes/deadline.ts";
import { ClusterConnection } from "../../../src/kubernetes/index.ts";
import { quiet } from "../../support/facts.ts";
import { FakeApiServer, status } from "./fake-api-server.ts";
import { realRuntime } from "./runtime.ts";

const never = 60_000;
let now: number;
let limit: ConcurrencyLimit;

beforeEach(() => {
  now = 0;
  limit = new ConcurrencyLimit("alpha", 8, () => now);
});

/** A slot, once there is one; `slot` is undefined as long as it waits. */
function enter(milliseconds = never) {
  const deadline = new Deadline(milliseconds);
  const entry: { slot?: Slot; error?: unknown; deadline: Deadline } = { deadline };
  limit.enter(deadline, now + milliseconds).then(
    (slot) => {
      entry.slot = slot;
    },
    (error: unknown) => {
      entry.error = error;
    },
  );
  return entry;
}

const leave = ({ slot, deadline }: ReturnType<typeof enter>) => {
  slot?.[Symbol.dispose]();
  deadline[Symbol.dispose]();
};

describe("a concurrency limit", () => {
  test("lets as many run as it may, and the others in their order", async () => {
    const all = Array.from({ length: 11 }, () => enter());
    await quiet();
    expect(all.map(({ slot }) => slot !== undefined)).toEqual(all.map((_each, index) => index < 8));
    leave(all[3] as (typeof all)[0]);
    await quiet();
    expect(all[8]?.slot).toBeDefined();
    expect(all[9]?.slot).toBeUndefined();
    for (const each of all) leave(each);
    await quiet();
    for (const each of all) leave(each);
    expect(limit.running).toBe(0);
  });

  test("gives up for who gives up, and leaves no place taken", async () => {
    const running = Array.from({ length: 8 }, () => enter());
    const late = enter(5);
    await quiet();
    await new Promise((resolve) => late.deadline.signal.addEventListener("abort", resolve));
    await quiet();
    expect(late.error).toBeInstanceOf(Error);
    for (const each of running) leave(each);
    expect(limit.running).toBe(0);
    const next = enter();
    await quiet();
    expect(next.slot).toBeDefined();
    leave(next);
  });

  test("is halved by a refusal, once for all that were under way, and is whole again after successes", async () => {
    const all = Array.from({ length: 8 }, () => enter());
    await quiet();
    for (const { slot } of all) slot?.refused(1_000);
    for (const each of all) leave(each);
    expect(limit.limit).toBe(4);
    now = 1_000;
    for (let round = 0; round < 50; round += 1) {
      const one = enter();
      await Promise.resolve();
      await Promise.resolve();
      one.slot?.succeeded();
      leave(one);
    }
    expect(limit.limit).toBe(8);
  });

  test("never falls below one", async () => {
    for (let round = 0; round < 10; round += 1) {
      const one = enter();
      await quiet(2);
      one.slot?.refused(1);
      leave(one);
      now += 1_000;
    }
    expect(limit.limit).toBe(1);
  });

  test("lets nothing out while the server wants to be left alone, and says for how long to who cannot wait", async () => {
    const first = enter();
    await quiet();
    first.slot?.refused(20);
    leave(first);
    const hasTime = enter();
    const hasNone = enter(15);
    await quiet();
    expect(hasTime.slot).toBeUndefined();
    expect(hasNone.error).toMatchObject({ code: "TOO_MANY_REQUESTS", cluster: "alpha", retryAfterMs: 20 });
    now = 20;
    // It is a timer that lets it in.
    await new Promise<void>((resolve) => setTimeout(resolve, 40));
    expect(hasTime.slot).toBeDefined();
    for (const each of [hasTime, hasNone]) leave(each);
  });

  test("does not believe a server that wants to be left alone for a day", async () => {
    const first = enter();
    await quiet();
    first.slot?.refused(86_400_000);
    leave(first);
    now = 30_000;
    const next = enter();
    await quiet();
    expect(next.slot).toBeDefined();
    leave(next);
  });

  test("begins low after a silence", () => {
    limit.startSlowly();
    expect(limit.limit).toBe(2);
  });
});

describe("a connection", () => {
  const shed = (response: Parameters<typeof status>[0], retryAfter: string) => {
    // As the API server's own flow control does: no Status, but a text.
    response.writeHead(429, { "content-type": "text/plain", "retry-after": retryAfter });
    response.end("Too many requests, please try again later.");
    return true;
  };

  test("sends a read again that was refused for load, and heeds what the server asked for", async () => {
    await using server = await FakeApiServer.start();
    await using connection = new ClusterConnection(server.config("alpha"), {}, realRuntime);
    const sentAt: number[] = [];
    server.intercept = ({ path }, response) => {
      if (path !== "/x") return false;
      sentAt.push(performance.now());
      return sentAt.length === 1 ? shed(response, "0.2") : false;
    };
    await expect(connection.request({ path: "/x" })).rejects.toMatchObject({ httpStatus: 404 });
    expect(sentAt).toHaveLength(2);
    expect((sentAt[1] ?? 0) - (sentAt[0] ?? 0)).toBeGreaterThan(190);
    expect(connection.limit).toBeLessThan(15);
  });

  test("refuses at once what has no time to wait for the server, and never repeats a write", async () => {
    await using server = await FakeApiServer.start();
    await using connection = new ClusterConnection(server.config("alpha"), {}, realRuntime);
    server.intercept = ({ path }, response) => path === "/x" && shed(response, "10");
    const write = connection.request({ method: "POST", path: "/x", body: {} });
    await expect(write).rejects.toMatchObject({ code: "TOO_MANY_REQUESTS", retryAfterMs: 10_000 });
    const read = connection.request({ path: "/version", deadlineMs: 500 });
    await expect(read).rejects.toMatchObject({ code: "TOO_MANY_REQUESTS" });
    expect(server.requests.map(({ path }) => path)).toEqual(["/x"]);
    // A watch is not held up by requests, nor the heartbeat by either.
    expect((await connection.request({ path: "/version", lane: "watches" })).status).toBe(200);
    expect((await connection.request({ path: "/livez", lane: "heartbeat" })).status).toBe(200);
  });

  test("does not take for load what is about the object: an eviction that a budget forbids", async () => {
    await using server = await FakeApiServer.start();
    await using connection = new ClusterConnection(server.config("alpha"), {}, realRuntime);
    server.intercept = ({ method }, response) => {
      if (method !== "POST") return false;
      status(response, 429, "TooManyRequests", "Cannot evict pod as it would violate the pod's disruption budget.");
      return true;
    };
    const eviction = connection.request({ method: "POST", path: "/evict", body: {} });
    await expect(eviction).rejects.toMatchObject({ code: "TOO_MANY_REQUESTS" });
    expect((await connection.request({ path: "/version", deadlineMs: 500 })).status).toBe(200);
    expect(connection.limit).toBe(15);
  });
});
