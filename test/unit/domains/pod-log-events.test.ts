import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Membership } from "../../../src/api/index.ts";
import { FairwayError } from "../../../src/errors/index.ts";
import { seesAll, seesNothing } from "../../support/callers.ts";
import { quiet, until } from "../../support/facts.ts";
import { RecordingSink } from "../../support/recording-sink.ts";
import { KubernetesWorld } from "./kubernetes-world.ts";
import { pod, podInState } from "./manifests.ts";
import { creating } from "./scripted-logs.ts";

interface Batch {
  readonly lines: readonly { readonly pod: string; readonly container: string; readonly text: string }[];
  readonly changes: readonly {
    readonly type: string;
    readonly pod: string;
    readonly container: string;
    readonly error: { readonly code: string } | null;
  }[];
  readonly cursor: string;
}

type Frame = { readonly data?: { readonly podLogEvents: Batch } };

let world: KubernetesWorld;
const joined: Membership[] = [];

beforeEach(async () => {
  world = await KubernetesWorld.start("alpha", "bravo");
});

afterEach(async () => {
  for (const each of joined.splice(0)) each.leave();
  await world[Symbol.asyncDispose]();
});

const web = 'of: { filter: { labels: "app=web" } }, containers: ["web"]';
const at = (startedAt: string, more: object = {}) =>
  podInState(
    {
      phase: "Running",
      containerStatuses: [{ name: "web", restartCount: 0, state: { running: { startedAt } }, ...more }],
    },
    {},
    { name: "a", uid: "uid-of-a" },
  );

async function follow(args = web, sink = new RecordingSink<Frame>()) {
  const query = `subscription { podLogEvents(${args}) {
    lines { pod container text } changes { type pod container error { code } } cursor
  } }`;
  const membership = await world.engine.subscribe({ query }, world.from(), sink);
  if (!("leave" in membership)) throw new Error(membership.body.toString());
  joined.push(membership);
  const batches = () => sink.frames.flatMap(({ data }) => (data ? [data.podLogEvents] : []));
  const texts = () => batches().flatMap(({ lines }) => lines.map(({ text }) => text));
  const changes = () => batches().flatMap((batch) => batch.changes.map(({ type, pod: of }) => `${type} ${of}`));
  const cursor = () => batches().at(-1)?.cursor ?? "";
  await until(() => batches().length > 0, "it begins");
  return { sink, batches, texts, changes, cursor, leave: () => membership.leave() };
}

const logsOf = (cluster = "alpha") => world.cluster(cluster).logs;

describe("podLogEvents", () => {
  test("begins with the end of what was written, merged by time, and goes on with what is written then", async () => {
    world.put("alpha", "pods", pod("a"));
    world.put("bravo", "pods", pod("b"));
    logsOf().write("a/web", "12:00:00 old", "12:00:01 first", "12:00:03 third");
    logsOf("bravo").write("b/web", "12:00:00 old", "12:00:02 second", "12:00:04 fourth");
    const { texts, changes } = await follow(`${web}, tail: 2`);
    await until(() => texts().length === 4, "the end of both");
    expect(texts()).toEqual(["first", "second", "third", "fourth"]);
    expect(changes().sort()).toEqual(["JOINED a", "JOINED b"]);
    logsOf("bravo").write("b/web", "12:00:05 fifth");
    await until(() => texts().length === 5, "the next");
    expect(texts().at(-1)).toBe("fifth");
  });

  test("joins pods that come, from their first line on, and ends those that go with a mark", async () => {
    const { texts, changes } = await follow();
    expect(texts()).toEqual([]);
    logsOf().write("a/web", ...Array.from({ length: 150 }, (_, n) => `12:00:01 ${n}`));
    const a = pod("a");
    world.origin("alpha", "pods").put("shop", "a", a);
    await until(() => texts().length === 150, "all lines of the new pod");
    const going = { ...a, metadata: { ...a.metadata, deletionTimestamp: "2026-03-01T12:00:02Z" } };
    world.origin("alpha", "pods").put("shop", "a", going);
    await until(() => world.cluster("alpha").logs.reading === 1, "it is still followed");
    world.origin("alpha", "pods").remove("shop", "a");
    logsOf().write("a/web", "12:00:02 last words");
    await until(() => changes().includes("ENDED a"), "the mark");
    expect(texts().at(-1)).toBe("last words");
    await until(() => logsOf().reading === 0, "the socket is closed");
  });

  test("follows a container over its restarts", async () => {
    const origin = world.origin("alpha", "pods");
    origin.put("shop", "a", at("2026-03-01T12:00:00Z"));
    logsOf().write("a/web", "12:00:01 first run");
    const { texts, changes } = await follow('of: { filter: { labels: "app=web" } }');
    await until(() => texts().length === 1, "the first run");
    logsOf().write("a/web", "12:00:02 dying");
    logsOf().close("a/web");
    origin.put("shop", "a", at("", { state: { terminated: { startedAt: "2026-03-01T12:00:00Z", exitCode: 1 } } }));
    await until(() => changes().includes("ENDED a"), "the first end");
    logsOf().reopen("a/web");
    logsOf().write("a/web", "12:00:03 second run");
    origin.put("shop", "a", at("2026-03-01T12:00:03Z", { restartCount: 1 }));
    await until(() => texts().length === 3, "the second run");
    expect(texts()).toEqual(["first run", "dying", "second run"]);
    expect(changes()).toEqual(["JOINED a", "ENDED a", "JOINED a"]);
  });

  test("waits for a container that has not started", async () => {
    const origin = world.origin("alpha", "pods");
    const waiting = { containerStatuses: [{ name: "web", state: { waiting: { reason: "ContainerCreating" } } }] };
    origin.put("shop", "a", podInState({ phase: "Pending", ...waiting }, {}, { name: "a", uid: "uid-of-a" }));
    const { texts } = await follow();
    await quiet();
    expect(logsOf().requests).toEqual([]);
    logsOf().write("a/web", "12:00:01 here");
    origin.put("shop", "a", at("2026-03-01T12:00:00Z"));
    await until(() => texts().length === 1, "its first line");
  });

  test("reads on where it was when the kubelet cuts the stream, and no line twice", async () => {
    world.put("alpha", "pods", at("2026-03-01T12:00:00Z"));
    logsOf().write("a/web", "12:00:01 one", "12:00:01.5 two", "12:00:01.5 twin");
    const { texts, changes } = await follow();
    await until(() => texts().length === 3, "what was written");
    logsOf().fail("a/web", new FairwayError("CLUSTER_UNAVAILABLE", "cut", { cluster: "alpha" }));
    await until(() => changes().includes("FAILED a"), "it is told of");
    logsOf().write("a/web", "12:00:01.5 triplet", "12:00:01.7 three");
    logsOf().fail("a/web", null);
    await until(() => texts().length >= 5, "the rest");
    expect(texts()).toEqual(["one", "two", "twin", "triplet", "three"]);
    expect(changes()).toEqual(["JOINED a", "FAILED a", "JOINED a"]);
    expect(logsOf().requests.at(-1)).toMatchObject({ sinceTime: "2026-03-01T12:00:01Z", follow: true });
  });

  test("resumes behind a cursor without loss or repetition, and shows what came meanwhile from its beginning", async () => {
    world.put("alpha", "pods", pod("a"));
    logsOf().write("a/web", "12:00:01 one", "12:00:02 two", "12:00:02 twin");
    const first = await follow(`${web}, tail: 2`);
    await until(() => first.texts().length === 2, "the first two");
    const cursor = first.cursor();
    first.leave();
    await until(() => logsOf().reading === 0, "nothing is read any more");
    logsOf().write("a/web", "12:00:02 triplet", "12:00:03 three");
    world.origin("alpha", "pods").put("shop", "b", pod("b"));
    logsOf().write("b/web", "12:00:01 b1", "12:00:04 b2", "12:00:05 b3");
    const again = await follow(`${web}, tail: 2, after: "${cursor}"`);
    await until(() => again.texts().length >= 5, "what came meanwhile");
    await quiet();
    expect(again.texts().sort()).toEqual(["b1", "b2", "b3", "three", "triplet"]);
  });

  test("resumes behind its first batch, before any line, with as many lines as were asked for", async () => {
    world.put("alpha", "pods", pod("a"));
    logsOf().write("a/web", "12:00:01 one", "12:00:02 two");
    logsOf().fail("a/web", creating("a", "web"));
    const first = await follow(`${web}, tail: 1`);
    const [begun] = first.batches();
    first.leave();
    logsOf().fail("a/web", null);
    const again = await follow(`${web}, tail: 1, after: "${begun?.cursor}"`);
    await until(() => again.texts().length > 0, "the last line");
    await quiet();
    expect([begun?.lines, again.texts()]).toEqual([[], ["two"]]);
  });

  test("from now on shows nothing of before, and resumes there even if nothing was written", async () => {
    world.put("alpha", "pods", pod("a"));
    logsOf().write("a/web", "12:00:01 before");
    const { texts, cursor, leave } = await follow(`${web}, tail: 0`);
    await until(() => logsOf().requests.some(({ follow: follows }) => follows), "it is followed");
    const behindNothing = cursor();
    leave();
    logsOf().write("a/web", "12:00:02 meanwhile");
    const again = await follow(`${web}, tail: 0, after: "${behindNothing}"`);
    logsOf().write("a/web", "12:00:03 later");
    await until(() => again.texts().length > 1, "what comes later");
    expect([texts(), again.texts()]).toEqual([[], ["meanwhile", "later"]]);
  });

  test("reads no more than it holds while its subscriber is slow, and goes on without a loss", async () => {
    world.put("alpha", "pods", pod("a"));
    const all = Array.from({ length: 5_000 }, (_, n) => `12:00:01 ${n} ${"x".repeat(500)}`);
    logsOf().write("a/web", ...all);
    const sink = new RecordingSink<Frame>(1);
    const { texts } = await follow('of: { filter: { labels: "app=web" } }, containers: ["web"], tail: 10000', sink);
    await until(() => (logsOf().given.get("a/web") ?? 0) > 400, "some of it is read");
    await quiet(200);
    const given = logsOf().given.get("a/web") ?? 0;
    // 256 KiB are held, one batch may be on its way.
    expect(given).toBeLessThan(1_600);
    sink.drain();
    await until(() => texts().length === all.length, "everything", 10_000);
    expect(texts()).toEqual(all.map((line) => line.slice("12:00:01 ".length)));
    expect(sink.breaks).toEqual([]);
  });

  test("frees its sockets when its subscriber leaves, and when the gateway drains", async () => {
    world.put("alpha", "pods", pod("a"));
    const { leave } = await follow();
    const { sink } = await follow();
    await until(() => logsOf().reading === 2, "both read");
    expect(world.engine.subscriptions.members).toBe(2);
    leave();
    await until(() => logsOf().reading === 1, "one reads on");
    world.engine.drain();
    await until(() => logsOf().reading === 0, "nobody reads");
    expect(sink.closed).toMatchObject({ reason: "shutdown" });
    expect(world.engine.subscriptions.members).toBe(0);
  });

  test("ends when the caller may not read logs any more, and one part of it when the rest goes on", async () => {
    world.put("alpha", "pods", pod("a"));
    world.put("bravo", "pods", pod("b"));
    const { sink, changes, batches } = await follow();
    await until(() => logsOf().reading + logsOf("bravo").reading === 2, "both are read");
    world.caller.sees(seesNothing, "alpha", "pods/log", "get");
    await until(() => logsOf().reading === 0, "one is let go of");
    await until(() => changes().includes("FAILED a"), "it is told of");
    expect(batches().at(-1)?.changes).toMatchObject([{ type: "FAILED", error: { code: "FORBIDDEN" } }]);
    expect(logsOf("bravo").reading).toBe(1);
    world.caller.sees(seesNothing, "bravo", "pods/log", "get");
    await until(() => sink.closed !== null, "it ends");
    expect(sink.closed).toMatchObject({ reason: "failed", error: { code: "FORBIDDEN" } });
    expect(logsOf("bravo").reading).toBe(0);
  });

  test("lets go of pods that the caller may not see any more", async () => {
    world.put("alpha", "pods", pod("a"));
    const { sink } = await follow();
    await until(() => logsOf().reading === 1, "it is read");
    for (const cluster of ["alpha", "bravo"]) world.caller.sees(seesNothing, cluster, "pods");
    await until(() => sink.closed !== null, "it ends");
    expect(logsOf().reading).toBe(0);
    world.caller.sees(seesAll, "alpha", "pods");
  });

  test("is refused to whoever may read no logs at all", async () => {
    world.put("alpha", "pods", pod("a"));
    world.caller.sees(seesNothing, "alpha", "pods/log", "get");
    await expect(follow()).rejects.toThrow("FORBIDDEN");
    expect(logsOf().requests).toEqual([]);
  });

  test("tells of a container whose log cannot be had, once, and tries again", async () => {
    world.put("alpha", "pods", pod("a"));
    logsOf().fail("a/web", creating("a", "web"));
    const { changes, texts } = await follow();
    await until(() => logsOf().requests.length > 1, "it is tried again");
    expect(changes().filter((change) => change === "FAILED a")).toHaveLength(1);
    logsOf().write("a/web", "12:00:01 there");
    logsOf().fail("a/web", null);
    await until(() => texts().length === 1, "its lines");
  });

  test.each([
    ['after: "garbage"', "INVALID_CURSOR"],
    ["tail: -1", "BAD_USER_INPUT"],
    ["containers: []", "BAD_USER_INPUT"],
  ])("with %s is refused", async (args, code) => {
    await expect(follow(`of: { filter: {} }, ${args}`)).rejects.toThrow(code);
  });

  test("does not resume behind a cursor of other pods", async () => {
    const { cursor } = await follow();
    await expect(follow(`of: { filter: { labels: "app=other" } }, after: "${cursor()}"`)).rejects.toThrow(
      "INVALID_CURSOR",
    );
  });
});
