import { isObjectType } from "graphql";
import { describe, expect, test } from "vitest";
import { FairwayError } from "../../../src/errors/index.ts";
import { SwitchableCaller, seesAll, seesNamespaces, seesNothing } from "../../support/callers.ts";
import { quiet, until } from "../../support/facts.ts";
import { RecordingSink } from "../../support/recording-sink.ts";
import { summary, TOY_EVENTS, ToySink, toyEvents, truth, watch } from "../../support/toy-client.ts";
import { answered, type Toy, World, type WorldOptions } from "../../support/toy-world.ts";

const red: Toy = { color: "red", size: 1 };
const blue: Toy = { color: "blue", size: 2 };

/** Two clusters with a toy each, and one engine over them. */
async function started(options: WorldOptions = {}): Promise<World> {
  const world = await World.start(options);
  world.toys("alpha").put("a", "one", red);
  world.toys("beta").put("a", "two", blue);
  return world;
}

const synced = (sink: ToySink) => until(() => sink.state.synced, "the subscription is synced");
const frames = (sink: ToySink, count: number) => until(() => sink.frames.length >= count, `${count} frames`);

async function refusal(world: World, request: object, origin = world.from()) {
  const sink = new RecordingSink();
  const reply = await world.engine.subscribe(request, origin, sink);
  if ("leave" in reply) throw new Error("it was not refused");
  expect([sink.frames, sink.closed]).toEqual([[], null]);
  const { errors } = answered(reply);
  return errors?.[0]?.extensions;
}

describe("a subscription", () => {
  test("begins with a snapshot, says SYNCED, and goes on LIVE", async () => {
    await using world = await started();
    const { sink } = await watch(world);
    await synced(sink);
    world.toys("alpha").put("a", "three", red);
    await frames(sink, 2);
    world.toys("alpha").put("a", "three", blue);
    world.toys("beta").remove("a", "two");
    await frames(sink, 3);
    expect(sink.summaries).toEqual([
      "SYNCED alpha,beta: ADDED a/one, ADDED a/two",
      "LIVE alpha,beta: ADDED a/three",
      "LIVE alpha,beta: MODIFIED a/three, DELETED a/two",
    ]);
    expect(sink.state.listing).toEqual(truth(world));
    expect(sink.state.breaks).toEqual([]);
  });

  test("may begin with more objects than a call can have arguments", async () => {
    await using world = await started();
    const toys = world.toys("alpha");
    for (let n = 0; n < 150_000; n += 1) toys.put("many", `t${n}`, red);
    const sink = new RecordingSink<never>();
    await world.subscribe(sink, "subscription { rawEvents { changes { type } phase } }");
    await until(() => sink.frames.length > 0 || sink.closed !== null, "the first frame");
    expect(sink.closed).toBeNull();
  });

  test("takes a long snapshot in several frames, the last of which says SYNCED and has the cursor", async () => {
    await using world = await started();
    for (let n = 0; n < 1_100; n += 1) world.toys("alpha").put("many", `t${n}`, red);
    const { sink } = await watch(world);
    await synced(sink);
    const told = sink.frames.map(({ data }) => `${data?.toyEvents.phase} ${data?.toyEvents.cursor ? "cursor" : "-"}`);
    expect(told).toEqual(["SNAPSHOT -", "SNAPSHOT -", "SYNCED cursor"]);
    expect(sink.state.listing).toEqual(truth(world));
  });

  test("begins with nothing when that is asked for", async () => {
    await using world = await started();
    const { sink } = await watch(world, { variables: { initial: "NONE" } });
    await synced(sink);
    world.toys("beta").put("a", "two", red);
    await frames(sink, 2);
    expect(sink.summaries).toEqual(["SYNCED alpha,beta", "LIVE alpha,beta: MODIFIED a/two"]);
  });

  test("makes of entering and leaving the filter ADDED and DELETED, by index or by scan", async () => {
    for (const byIndex of [true, false]) {
      await using world = await started();
      const { sink } = await watch(world, { variables: { filter: { colors: ["red"], byIndex } } });
      await synced(sink);
      world.toys("beta").put("a", "two", red);
      await frames(sink, 2);
      world.toys("alpha").put("a", "one", blue);
      await frames(sink, 3);
      world.toys("alpha").put("a", "one", { ...blue, size: 7 });
      await quiet();
      expect(sink.summaries).toEqual([
        "SYNCED alpha,beta: ADDED a/one",
        "LIVE alpha,beta: ADDED a/two",
        "LIVE alpha,beta: DELETED a/one",
      ]);
    }
  });

  test("goes on LIVE where so much else happened that the history of it is no longer kept", async () => {
    await using world = await started({ log: { changes: 3, ageMs: 1_000_000 } });
    const { sink } = await watch(world, { variables: { filter: { colors: ["red"] } } });
    await synced(sink);
    for (const size of [1, 2]) {
      for (let n = 0; n < 10; n += 1) world.toys("alpha").put("other", "noise", { ...blue, size: n });
      await quiet();
      world.toys("alpha").put("a", "one", { ...red, size });
      await frames(sink, 1 + size);
    }
    expect(sink.summaries.slice(1)).toEqual(["LIVE alpha,beta: MODIFIED a/one", "LIVE alpha,beta: MODIFIED a/one"]);
  });

  test("tells a re-created object from its predecessor", async () => {
    await using world = await started();
    const { sink } = await watch(world);
    await synced(sink);
    world.toys("alpha").recreate("a", "one", blue);
    await frames(sink, 2);
    expect(sink.summaries[1]).toBe("LIVE alpha,beta: DELETED a/one, ADDED a/one");
    const ids = sink.frames[1]?.data?.toyEvents.changes.map(({ id }) => id);
    expect(new Set(ids).size).toBe(2);
  });

  test("sends nothing for what its filter, its clusters or its caller do not show", async () => {
    await using world = await started();
    const caller = new SwitchableCaller();
    caller.sees(seesNamespaces("a"), "alpha");
    const { sink } = await watch(world, { origin: world.from(caller), variables: { filter: { clusters: ["alpha"] } } });
    await synced(sink);
    world.toys("beta").put("a", "x", red);
    world.toys("alpha").put("b", "x", red);
    world.toys("alpha").bookmark();
    await quiet();
    expect(sink.summaries).toEqual(["SYNCED alpha: ADDED a/one"]);
    expect(world.toys("beta").running).toBe(0);
  });

  test("has the errors of a field in its frame, and goes on", async () => {
    await using world = await started();
    const { sink } = await watch(world, { query: toyEvents("weak") });
    await synced(sink);
    world.toys("alpha").put("a", "dark", { color: "black", size: 1 });
    await frames(sink, 2);
    world.toys("alpha").put("a", "light", red);
    await frames(sink, 3);
    expect(sink.frames[1]?.errors).toMatchObject([
      {
        message: "Internal error",
        path: ["toyEvents", "changes", 0, "object", "weak"],
        extensions: { code: "INTERNAL" },
      },
    ]);
    expect(sink.frames[1]?.data?.toyEvents.changes[0]?.object).toMatchObject({ name: "dark", weak: null });
    expect(sink.frames[2]?.errors).toBeUndefined();
    expect(world.logged).toHaveLength(1);
  });

  test("shows an object that cannot be made as null, with an error in the frame, and goes on", async () => {
    await using world = await started();
    const others = await watch(world);
    const { sink } = await watch(world);
    await synced(sink);
    world.toys("alpha").put("a", "cursed", { ...red, cursed: true });
    world.toys("alpha").put("a", "fine", red);
    await frames(sink, 2);
    world.toys("beta").put("a", "three", red);
    await frames(sink, 3);
    expect(sink.summaries.slice(1)).toEqual([
      "LIVE alpha,beta: ADDED ?, ADDED a/fine",
      "LIVE alpha,beta: ADDED a/three",
    ]);
    expect(sink.frames[1]?.errors).toMatchObject([{ message: "Internal error", extensions: { code: "INTERNAL" } }]);
    expect(others.sink.summaries).toEqual(sink.summaries);
    // A newcomer's snapshot has it, too, unless it shares an older one.
    world.now += 10_000;
    const late = await watch(world);
    await until(() => late.sink.frames.length > 0, "the newcomer's snapshot");
    expect(late.sink.frames[0]?.errors).toHaveLength(1);
    expect(JSON.stringify(late.sink.frames)).not.toContain("canary");
  });

  test("is ended with INTERNAL when the engine cannot serve it, and nobody else is", async () => {
    await using world = await started();
    const raw = (throws: string | null) =>
      `subscription { rawEvents(throws: ${JSON.stringify(throws)}) { changes { id } } }`;
    const failing = new RecordingSink<never>();
    const fine = new RecordingSink<never>();
    const late = new RecordingSink<never>();
    await world.subscribe(failing, raw("test"));
    await world.subscribe(fine, raw(null));
    await until(() => failing.frames.length + fine.frames.length === 2, "both are synced");
    world.toys("alpha").put("a", "cursed", { ...red, cursed: true });
    await until(() => failing.closed !== null && fine.frames.length === 2, "one has failed, the other goes on");
    expect(failing.closed).toMatchObject({ reason: "failed", error: { code: "INTERNAL", message: "Internal error" } });
    expect(world.logged.map(({ error }) => (error as Error).message)).toEqual(["canary: cursed"]);
    await world.subscribe(late, raw("test"));
    await until(() => late.closed !== null, "a newcomer fails as well");
    expect(world.engine.subscriptions).toEqual({ members: 1, groups: 1 });
  });

  test("is ended rather than shared when a field reads what it does not declare", async () => {
    await using world = await started();
    const toy = world.environment.schema.getType("Toy");
    if (!isObjectType(toy)) throw new Error("Toy is no object type");
    const { twin } = toy.getFields();
    if (!twin) throw new Error("Toy has no twin");
    const { extensions } = twin;
    twin.extensions = {};
    try {
      world.toys("alpha").put("a", "one", red);
      const sink = new RecordingSink<never>();
      await world.subscribe(sink, toyEvents("twin { name }"));
      await until(() => sink.closed !== null, "the end");
      expect(sink.frames).toEqual([]);
      expect(sink.closed).toMatchObject({ reason: "failed", error: { code: "INTERNAL" } });
      expect(world.logged.map(({ error }) => (error as Error).message)).toEqual([
        "A field below Subscription.toyEvents reads toys and does not declare it",
      ]);
    } finally {
      twin.extensions = extensions;
    }
  });

  test("is ended rather than shared when a field has what is of no store and does not declare it", async () => {
    await using world = await started();
    const toy = world.environment.schema.getType("Toy");
    if (!isObjectType(toy)) throw new Error("Toy is no object type");
    const { name } = toy.getFields();
    if (!name) throw new Error("Toy has no name");
    const { resolve } = name;
    name.resolve = (_toy, _args, { reads }: { reads: { forbid(reason: string): void } }) => {
      reads.forbid("a cluster was asked for a right");
      return "for one alone";
    };
    try {
      world.toys("alpha").put("a", "one", red);
      const sink = new RecordingSink<never>();
      await world.subscribe(sink, toyEvents("name"));
      await until(() => sink.closed !== null, "the end");
      expect(sink.frames).toEqual([]);
      expect(world.logged.map(({ error }) => (error as Error).message)).toEqual([
        "A field below Subscription.toyEvents reads past the Reader and does not declare it: a cluster was asked for a right",
      ]);
    } finally {
      if (resolve) name.resolve = resolve;
      else delete name.resolve;
    }
  });

  test("waits for edges whose store is not synced, and then comes with them", async () => {
    await using world = await started();
    const parts = world.parts("alpha");
    parts.held = true;
    parts.put("a", "wheel", { toy: "one" });
    const { sink } = await watch(world, {
      query: toyEvents("parts { name }"),
      variables: { filter: { clusters: ["alpha"] } },
    });
    await until(() => parts.running === 1, "the edges' store was started");
    await quiet();
    expect(sink.frames).toEqual([]);
    parts.sync();
    await synced(sink);
    expect(sink.frames[0]?.data?.toyEvents.changes[0]?.object?.parts).toEqual([{ name: "wheel" }]);
    world.toys("alpha").put("a", "one", blue);
    await frames(sink, 2);
    expect(sink.frames[1]?.data?.toyEvents.changes[0]?.object?.parts).toEqual([{ name: "wheel" }]);
  });

  test("comes without edges that stay away past their cluster's deadline, and says why", async () => {
    await using world = await started({ deadlineMs: 30 });
    world.parts("alpha").held = true;
    const { sink } = await watch(world, {
      query: toyEvents("parts { name }"),
      variables: { filter: { clusters: ["alpha"] } },
    });
    await frames(sink, 1);
    expect(sink.frames[0]?.data?.toyEvents.changes[0]?.object?.parts).toBeNull();
    expect(sink.frames[0]?.errors).toMatchObject([{ extensions: { code: "CLUSTER_SYNCING", cluster: "alpha" } }]);
  });

  test("is sent a fresh cursor when nothing else was sent for a minute", async () => {
    const { vi } = await import("vitest");
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    try {
      await using world = await started();
      const { sink } = await watch(world);
      await synced(sink);
      const { cursor } = sink;
      world.toys("alpha").bookmark();
      vi.advanceTimersByTime(60_000);
      vi.advanceTimersByTime(60_000);
      expect(sink.summaries.slice(1)).toEqual(["LIVE alpha,beta"]);
      expect(sink.cursor).not.toBe(cursor);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe("a subscription's cursor", () => {
  test("resumes behind the delta that it stood in, also at another replica", async () => {
    await using world = await started();
    await using replica = await World.start({ replicaOf: world });
    // The other replica has been there all the time, so its log reaches back.
    const other = await watch(replica);
    const first = await watch(world);
    await Promise.all([synced(other.sink), synced(first.sink)]);
    first.member.leave();
    world.toys("alpha").put("a", "three", red);
    world.toys("beta").remove("a", "two");
    for (const where of [world, replica]) {
      const again = await watch(where, { variables: { after: first.sink.cursor } });
      await synced(again.sink);
      expect(again.sink.summaries).toEqual(["SYNCED alpha,beta: ADDED a/three, DELETED a/two"]);
      again.member.leave();
    }
  });

  test("may be named by the transport, which knows it better than the operation that it sends again", async () => {
    await using world = await started();
    const first = await watch(world);
    await synced(first.sink);
    const older = first.sink.cursor;
    world.toys("alpha").put("a", "three", red);
    await frames(first.sink, 2);
    const after = first.sink.cursor ?? "";
    world.toys("alpha").put("a", "four", red);
    const again = await watch(world, { variables: { after: older }, origin: world.from(undefined, { after }) });
    await synced(again.sink);
    expect(again.sink.summaries).toEqual(["SYNCED alpha,beta: ADDED a/four"]);
    const garbage = world.from(undefined, { after: "garbage" });
    expect(await refusal(world, { query: TOY_EVENTS }, garbage)).toMatchObject({ code: "INVALID_CURSOR" });
  });

  test("waits at a replica that is behind until it has caught up", async () => {
    await using world = await started();
    await using replica = await World.start({ replicaOf: world });
    const ahead = await watch(world);
    await synced(ahead.sink);
    world.toys("alpha").put("a", "three", red);
    await frames(ahead.sink, 2);
    for (const cluster of ["alpha", "beta"]) world.toys(cluster).held = true;
    const behind = await watch(replica, { variables: { after: ahead.sink.cursor } });
    await quiet();
    expect(behind.sink.frames).toEqual([]);
    for (const cluster of ["alpha", "beta"]) world.toys(cluster).sync();
    await synced(behind.sink);
    expect(behind.sink.summaries).toEqual(["SYNCED alpha,beta"]);
  });

  test("waits for a replica that is synced, but has not heard of everything yet", async () => {
    await using world = await started();
    await using replica = await World.start({ replicaOf: world });
    const first = await watch(replica);
    await synced(first.sink);
    world.toys("alpha").cut();
    const ahead = await watch(world);
    await synced(ahead.sink);
    world.toys("alpha").put("a", "one", { ...red, size: 5 });
    await frames(ahead.sink, 2);
    const behind = await watch(replica, { variables: { after: ahead.sink.cursor } });
    await quiet();
    expect(behind.sink.frames).toEqual([]);
    world.toys("alpha").relist();
    await synced(behind.sink);
    expect(behind.sink.summaries).toEqual(["SYNCED alpha,beta"]);
  });

  test("does not wait for a position of another epoch", async () => {
    await using world = await started({ deadlineMs: 60_000 });
    const { sink, member } = await watch(world);
    await synced(sink);
    for (let n = 0; n < 10; n += 1) world.toys("alpha").bookmark();
    const late = await watch(world, { variables: { initial: "NONE" } });
    await synced(late.sink);
    member.leave();
    await using restored = await World.start({ deadlineMs: 60_000 });
    restored.toys("alpha").epoch = "restored";
    restored.toys("beta").put("a", "two", blue);
    const again = await watch(restored, { variables: { after: late.sink.cursor } });
    await synced(again.sink);
    expect(again.sink.summaries).toContain("RESET alpha");
  });

  test("of a history that is no longer kept, or of another epoch, resets that cluster alone", async () => {
    await using world = await started({ log: { changes: 2, ageMs: 1_000_000 } });
    const stay = await watch(world);
    const { sink, member } = await watch(world);
    await synced(sink);
    member.leave();
    for (const name of ["x", "y", "z"]) world.toys("alpha").put("a", name, red);
    world.toys("beta").put("a", "four", red);
    const again = await watch(world, { variables: { after: sink.cursor }, sink: new ToySink(undefined, sink.state) });
    sink.state.resume();
    await until(() => again.sink.state.synced, "synced again");
    expect(again.sink.summaries).toEqual([
      "LIVE beta: ADDED a/four",
      "RESET alpha",
      "SYNCED alpha: ADDED a/one, ADDED a/x, ADDED a/y, ADDED a/z",
    ]);
    expect(again.sink.state.listing).toEqual(truth(world));
    stay.member.leave();
    again.member.leave();
    world.toys("beta").epoch = "another";
    world.toys("beta").relist();
    const third = await watch(world, { variables: { after: again.sink.cursor } });
    await synced(third.sink);
    expect(third.sink.summaries).toContain("RESET beta");
  });

  test("in a delta before a RESET does not cover the clusters that are about to be reset", async () => {
    await using world = await started({ log: { changes: 2, ageMs: 1_000_000 } });
    const sink = new ToySink(1);
    const { member } = await watch(world, { sink });
    await synced(sink);
    for (const name of ["x", "y", "z"]) world.toys("alpha").put("a", name, red);
    world.toys("beta").put("a", "four", red);
    await quiet();
    // Takes the wider delta of beta, is full, and goes away before the RESET of alpha.
    sink.drain(1);
    await frames(sink, 2);
    expect(sink.summaries[1]).toContain("ADDED a/four");
    member.leave();
    sink.state.resume();
    const again = await watch(world, { variables: { after: sink.cursor }, sink: new ToySink(undefined, sink.state) });
    await until(() => again.sink.state.synced, "synced again");
    expect(again.sink.state.listing).toEqual(truth(world));
    expect(again.sink.state.breaks).toEqual([]);
  });

  test("of another filter resets everything, the clusters that only it knew included", async () => {
    await using world = await started();
    const { sink, member } = await watch(world, { variables: { filter: { clusters: ["alpha"] } } });
    await synced(sink);
    member.leave();
    sink.state.resume();
    const again = await watch(world, {
      variables: { after: sink.cursor, filter: { clusters: ["beta"] } },
      sink: new ToySink(undefined, sink.state),
    });
    await until(() => again.sink.state.synced, "synced again");
    expect(again.sink.summaries[0]).toBe("RESET alpha,beta");
    expect(sink.state.listing).toEqual(truth(world, (cluster) => cluster === "beta"));
  });

  test("is good at a replica that began to listen later, if the cluster remembers what happened in between", async () => {
    await using world = await started();
    await using replica = await World.start({ replicaOf: world });
    const filter = { colors: ["red"] };
    const alpha = world.toys("alpha");
    alpha.remembers = true;
    for (const name of ["gone", "left", "stays"]) alpha.put("a", name, red);
    alpha.put("a", "never", blue);
    const { sink, member } = await watch(world, { variables: { filter } });
    await synced(sink);
    member.leave();
    sink.state.resume();
    alpha.remove("a", "gone");
    alpha.put("a", "left", blue);
    alpha.put("a", "never", { ...blue, size: 9 });
    alpha.put("a", "came", red);
    alpha.put("a", "short", red);
    alpha.remove("a", "short");
    alpha.recreate("a", "stays", red);
    const again = await watch(replica, {
      variables: { filter, after: sink.cursor },
      sink: new ToySink(undefined, sink.state),
    });
    await until(() => again.sink.state.synced, "synced again");
    // What is not known to have been in the filter, and is not in it now, is taken away to be on the safe side.
    expect(again.sink.summaries).toEqual([
      "SYNCED alpha,beta: DELETED a/gone, DELETED a/left, DELETED a/never, ADDED a/came, DELETED a/stays, ADDED a/stays",
    ]);
    expect(again.sink.state.listing).toEqual(truth(world, (_cluster, _namespace, { color }) => color === "red"));
    expect(again.sink.state.breaks).toEqual([]);
  });

  test("is good for what came and went while a replica did not listen, if the cluster remembers; else it is not", async () => {
    for (const remembers of [true, false]) {
      await using world = await started();
      await using replica = await World.start({ replicaOf: world });
      const alpha = world.toys("alpha");
      alpha.remembers = remembers;
      const stay = await watch(replica);
      await synced(stay.sink);
      alpha.cut();
      // Only replicas that begin now hear of it.
      const { sink, member } = await watch(world);
      await synced(sink);
      alpha.put("a", "short", red);
      await frames(sink, 2);
      member.leave();
      sink.state.resume();
      alpha.remove("a", "short");
      alpha.relist();
      const again = await watch(replica, {
        variables: { after: sink.cursor },
        sink: new ToySink(undefined, sink.state),
      });
      await until(() => again.sink.state.synced, "synced again");
      expect(again.sink.summaries[0]).toBe(remembers ? "SYNCED alpha,beta: DELETED a/short" : "RESET alpha");
      expect(sink.state.listing).toEqual(truth(world));
      stay.member.leave();
    }
  });

  test("is told nothing, not even identities, of what it could never see", async () => {
    await using world = await started();
    await using replica = await World.start({ replicaOf: world });
    const caller = new SwitchableCaller();
    for (const cluster of world.names) caller.sees(seesNamespaces("a"), cluster);
    for (const cluster of world.names) world.toys(cluster).remembers = true;
    world.toys("alpha").put("b", "secret", red);
    const { sink, member } = await watch(world, { origin: world.from(caller) });
    await synced(sink);
    member.leave();
    world.toys("alpha").put("b", "secret", blue);
    world.toys("alpha").remove("b", "secret");
    world.toys("beta").put("a", "three", red);
    const again = await watch(replica, { origin: replica.from(caller), variables: { after: sink.cursor } });
    await synced(again.sink);
    expect(again.sink.summaries).toEqual(["SYNCED alpha,beta: ADDED a/three"]);
  });

  test("keeps its place in a cluster that comes after the deadline, and is good again before it came", async () => {
    await using world = await started();
    await using replica = await World.start({ replicaOf: world, deadlineMs: 20 });
    world.toys("beta").remembers = true;
    const { sink, member } = await watch(world);
    await synced(sink);
    member.leave();
    for (const cluster of world.names) world.toys(cluster).remembers = true;
    world.toys("beta").held = true;
    world.toys("beta").remove("a", "two");
    world.toys("alpha").put("a", "three", red);
    const once = await watch(replica, { variables: { after: sink.cursor } });
    await synced(once.sink);
    world.toys("alpha").put("a", "four", red);
    await frames(once.sink, 2);
    once.member.leave();
    const again = await watch(replica, { variables: { after: once.sink.cursor } });
    await synced(again.sink);
    world.toys("beta").sync();
    await frames(again.sink, 2);
    expect(once.sink.summaries).toEqual(["SYNCED alpha: ADDED a/three", "LIVE alpha: ADDED a/four"]);
    expect(again.sink.summaries).toEqual(["SYNCED alpha", "SYNCED beta: DELETED a/two"]);
    world.toys("beta").put("a", "five", red);
    await frames(again.sink, 3);
    expect(again.sink.summaries[2]).toBe("LIVE alpha,beta: ADDED a/five");
  });

  test("keeps its place in a cluster of which nobody knows yet what may be seen", async () => {
    await using world = await started({ deadlineMs: 20 });
    const caller = new SwitchableCaller();
    const stay = await watch(world);
    const { sink, member } = await watch(world, { origin: world.from(caller) });
    await synced(sink);
    member.leave();
    caller.sees("unknown", "beta");
    caller.onResolve = () => new Promise(() => {});
    world.toys("beta").remove("a", "two");
    const again = await watch(world, { origin: world.from(caller), variables: { after: sink.cursor } });
    await synced(again.sink);
    caller.sees(seesAll, "beta");
    await frames(again.sink, 2);
    expect(again.sink.summaries).toEqual(["SYNCED alpha", "SYNCED beta: DELETED a/two"]);
    stay.member.leave();
  });

  test("keeps its place in a cluster that is registered anew before it was there", async () => {
    await using world = await started();
    await using replica = await World.start({ replicaOf: world, deadlineMs: 20 });
    const { sink, member } = await watch(world);
    await synced(sink);
    member.leave();
    for (const cluster of world.names) world.toys(cluster).remembers = true;
    world.toys("beta").held = true;
    world.toys("beta").remove("a", "two");
    const caller = new SwitchableCaller();
    caller.onResolve = async ({ cluster }) => caller.sees(seesAll, cluster);
    const again = await watch(replica, { origin: replica.from(caller), variables: { after: sink.cursor } });
    await synced(again.sink);
    // As when its settings change: its store gives way to another, and what may be seen is asked once more.
    world.toys("beta").held = false;
    caller.sees("unknown", "beta");
    replica.stores.drop("beta");
    replica.registry.touch();
    await frames(again.sink, 2);
    expect(again.sink.summaries).toEqual(["SYNCED alpha", "SYNCED beta: DELETED a/two"]);
  });

  test("hears of a RESET where, as it turns out, nothing may be seen any more", async () => {
    await using world = await started({ deadlineMs: 20 });
    const caller = new SwitchableCaller();
    const { sink, member } = await watch(world, { origin: world.from(caller) });
    await synced(sink);
    member.leave();
    caller.sees("unknown", "beta");
    caller.onResolve = () => new Promise(() => {});
    const again = await watch(world, { origin: world.from(caller), variables: { after: sink.cursor } });
    await synced(again.sink);
    caller.sees(seesNothing, "beta");
    await frames(again.sink, 3);
    expect(again.sink.summaries).toEqual(["SYNCED alpha", "RESET beta", "SYNCED beta"]);
  });

  test("of another visibility in one cluster goes on in the others", async () => {
    await using world = await started();
    const caller = new SwitchableCaller();
    const stay = await watch(world);
    const { sink, member } = await watch(world, { origin: world.from(caller) });
    await synced(sink);
    member.leave();
    caller.sees(seesNamespaces("a"), "alpha");
    world.toys("beta").put("a", "three", red);
    const again = await watch(world, { origin: world.from(caller), variables: { after: sink.cursor } });
    await frames(again.sink, 3);
    expect(again.sink.summaries).toEqual(["LIVE beta: ADDED a/three", "RESET alpha", "SYNCED alpha: ADDED a/one"]);
    stay.member.leave();
  });

  test("of another visibility resets what was visible then", async () => {
    await using world = await started();
    const caller = new SwitchableCaller();
    const { sink, member } = await watch(world, { origin: world.from(caller) });
    await synced(sink);
    member.leave();
    sink.state.resume();
    caller.sees(seesNothing, "alpha");
    const again = await watch(world, {
      origin: world.from(caller),
      variables: { after: sink.cursor },
      sink: new ToySink(undefined, sink.state),
    });
    await until(() => again.sink.state.synced, "synced again");
    expect(sink.state.listing).toEqual(truth(world, (cluster) => cluster === "beta"));
  });

  test("that no replica made is refused, and leaves no group behind", async () => {
    await using world = await started({ idleMs: 1 });
    const { sink, member } = await watch(world);
    await synced(sink);
    const cursor = String(sink.cursor);
    member.leave();
    const forged = `${cursor.slice(0, -2)}${cursor.endsWith("A") ? "BB" : "AA"}`;
    for (const after of ["", "garbage", "____", forged, `x${cursor}`, "💥"]) {
      expect(await refusal(world, { query: TOY_EVENTS, variables: { after } })).toMatchObject({
        code: "INVALID_CURSOR",
        field: "after",
      });
    }
    expect(world.engine.subscriptions).toEqual({ members: 0, groups: 0 });
    await until(() => world.toys("alpha").running === 0, "the store is idle");
  });
});

describe("subscribers that ask for the same", () => {
  test("share one execution and one frame for each step, wherever they began", async () => {
    await using world = await started();
    const first = await watch(world);
    await synced(first.sink);
    const others = await Promise.all([
      watch(world),
      watch(world, { variables: { initial: "NONE" } }),
      watch(world, { variables: { after: first.sink.cursor } }),
      watch(world, { variables: { after: null, initial: "SNAPSHOT", unheardOf: 5 } }),
      watch(world, { origin: world.from(new SwitchableCaller("else")) }),
    ]);
    await Promise.all(others.map(({ sink }) => synced(sink)));
    expect(world.engine.subscriptions).toEqual({ members: 6, groups: 1 });
    const everybody = [first, ...others].map(({ sink }) => sink);
    for (let step = 0; step < 3; step += 1) {
      world.executions = 0;
      const before = everybody.map(({ frames: { length } }) => length);
      world.toys("alpha").put("a", "one", { ...red, size: step });
      await until(
        () => everybody.every((sink, index) => sink.frames.length > (before[index] ?? 0)),
        "everybody has it",
      );
      expect(world.executions).toBe(1);
      expect(new Set(everybody.map(({ raw }) => raw.at(-1))).size).toBe(1);
    }
  });

  test("share a snapshot", async () => {
    await using world = await started();
    const all = await Promise.all(Array.from({ length: 5 }, () => watch(world)));
    await Promise.all(all.map(({ sink }) => synced(sink)));
    expect(world.executions).toBe(1);
  });

  test("share a snapshot for a second only, and only while its sequel is still known", async () => {
    await using world = await started({ log: { changes: 2, ageMs: 1_000_000 } });
    const first = await watch(world);
    await synced(first.sink);
    world.toys("alpha").put("a", "x", red);
    await frames(first.sink, 2);
    const second = await watch(world);
    await frames(second.sink, 2);
    expect(second.sink.summaries).toEqual(first.sink.summaries);
    for (const name of ["p", "q", "r"]) world.toys("alpha").put("a", name, red);
    const third = await watch(world);
    await synced(third.sink);
    await quiet();
    expect(third.sink.frames).toHaveLength(1);
    world.toys("alpha").put("a", "y", red);
    world.now += 1_001;
    const fourth = await watch(world);
    await synced(fourth.sink);
    await quiet();
    expect(fourth.sink.frames).toHaveLength(1);
    expect(fourth.sink.state.listing).toEqual(truth(world));
  });

  test("may declare where they begin as required variables", async () => {
    await using world = await started();
    const query = `subscription ($after: String!, $initial: InitialState!) {
      toyEvents(after: $after, initial: $initial) { phase clusters cursor changes { type id } }
    }`;
    const { sink } = await watch(world);
    await synced(sink);
    const again = await watch(world, { query, variables: { after: sink.cursor, initial: "SNAPSHOT" } });
    await frames(again.sink, 1);
    expect(again.sink.summaries).toEqual(["SYNCED alpha,beta"]);
  });

  test("are told apart by a variable that says more than where they begin", async () => {
    await using world = await started();
    world.parts("alpha").put("a", "wheel", { toy: "one" });
    world.parts("alpha").put("a", "axle", { toy: "one" });
    const head = "subscription ($after: String)";
    const nested = `${head} { toyEvents { phase clusters cursor changes { type id object { cluster namespace name resourceVersion parts(after: $after, prefix: $after) { name } } } } }`;
    const spread = `${head} { toyEvents(after: $after) { phase clusters cursor changes { type id object { ...F } } } }
      fragment F on Toy { cluster namespace name resourceVersion parts(after: $after) { name } }`;
    const variables = { after: "wh" };
    const { sink } = await watch(world, { query: nested, variables });
    await frames(sink, 1);
    expect(sink.frames[0]?.errors).toBeUndefined();
    expect(sink.frames[0]?.data?.toyEvents.changes[0]?.object?.parts).toEqual([{ name: "wheel" }]);
    await watch(world, { query: nested, variables: { after: "ax" } });
    expect(world.engine.subscriptions.groups).toBe(2);
    // Here it is a cursor, too: what matters is that it reaches the fragment and parts the groups.
    const { sink: plain } = await watch(world);
    await synced(plain);
    const groups = world.engine.subscriptions.groups;
    await watch(world, { query: spread, variables: { after: plain.cursor } });
    await watch(world, { query: spread, variables: {} });
    expect(world.engine.subscriptions.groups).toBe(groups + 2);
  });

  test("are told apart by document, filter and visibility", async () => {
    await using world = await started();
    const narrow = new SwitchableCaller();
    narrow.sees(seesNamespaces("a"), "alpha");
    await watch(world);
    await watch(world, { query: toyEvents("weak") });
    await watch(world, { variables: { filter: { colors: ["red"] } } });
    await watch(world, { origin: world.from(narrow) });
    expect(world.engine.subscriptions).toEqual({ members: 4, groups: 4 });
  });

  test("are told apart by person as soon as anything else is read, be it of the same kind", async () => {
    await using world = await started();
    world.toys("alpha").put("b", "one-twin", red);
    world.toys("alpha").put("a", "one-twin", red);
    const [may, mayNot] = [new SwitchableCaller("may"), new SwitchableCaller("may not")];
    mayNot.sees(seesNothing, "alpha", "toys", "get");
    const query = toyEvents("twin { name }");
    const variables = { filter: { clusters: ["alpha"], colors: ["red"] } };
    const first = await watch(world, { query, variables, origin: world.from(may) });
    const second = await watch(world, { query, variables, origin: world.from(mayNot) });
    await Promise.all([synced(first.sink), synced(second.sink)]);
    const twins = ({ frames: [frame] }: ToySink) =>
      frame?.data?.toyEvents.changes.map(({ object }) => (object as unknown as { twin: unknown }).twin);
    expect(twins(first.sink)).toContainEqual({ name: "one-twin" });
    expect(twins(second.sink)).not.toContainEqual({ name: "one-twin" });
  });

  test("leave no group and no running store behind when the last of them leaves", async () => {
    await using world = await started({ idleMs: 1 });
    const { member, sink } = await watch(world);
    const second = await watch(world);
    await synced(sink);
    member.leave();
    member.leave();
    expect(world.engine.subscriptions).toEqual({ members: 1, groups: 1 });
    second.member.leave();
    expect(world.engine.subscriptions).toEqual({ members: 0, groups: 0 });
    await until(() => world.toys("alpha").running + world.toys("beta").running === 0, "the stores are idle");
    world.toys("alpha").put("a", "late", red);
    await quiet();
    expect([sink.frames.length, sink.closed, sink.breaks]).toEqual([1, null, []]);
  });
});

describe("a slow subscriber", () => {
  test("gets one wider delta when it drains, and others notice nothing", async () => {
    await using world = await started();
    const slow = await watch(world, { sink: new ToySink(1) });
    const fast = await watch(world);
    await Promise.all([synced(slow.sink), synced(fast.sink)]);
    for (let n = 0; n < 5; n += 1) {
      world.toys("alpha").put("a", "one", { ...red, size: n });
      world.toys("alpha").put("a", `n${n}`, red);
      world.toys("alpha").remove("a", `n${n - 1}`);
      await frames(fast.sink, n + 2);
    }
    expect(slow.sink.frames).toHaveLength(1);
    slow.sink.drain();
    await frames(slow.sink, 2);
    await quiet();
    expect(slow.sink.summaries.slice(1)).toEqual(["LIVE alpha,beta: MODIFIED a/one, ADDED a/n4"]);
    expect(slow.sink.breaks).toEqual([]);
    expect(slow.sink.state.listing).toEqual(fast.sink.state.listing);
  });

  test("is counted with the changes that it has not been sent, until it drains", async () => {
    await using world = await started({ log: { changes: 30, ageMs: 1_000_000 } });
    const slow = await watch(world, { sink: new ToySink(1) });
    const other = await watch(world, { variables: { filter: { clusters: ["beta"] } } });
    await Promise.all([synced(slow.sink), synced(other.sink)]);
    const followers = () => {
      const levels = [...world.engine.followers()].map(([{ scope }, level]) => [scope.cluster, level] as const);
      return Object.fromEntries(levels);
    };
    expect(followers()).toEqual({ alpha: { subscribers: 1, behind: 0 }, beta: { subscribers: 2, behind: 0 } });
    for (let n = 0; n < 20; n += 1) world.toys("alpha").put("a", "one", { ...red, size: n });
    await quiet();
    expect(followers()).toEqual({ alpha: { subscribers: 1, behind: 20 }, beta: { subscribers: 2, behind: 0 } });
    // Out of the log: as far behind as it reaches, at least.
    for (let n = 0; n < 20; n += 1) world.toys("alpha").put("a", "one", { ...red, size: n });
    await quiet();
    expect(followers().alpha).toEqual({ subscribers: 1, behind: 30 });
    slow.sink.drain();
    await until(() => followers().alpha?.behind === 0, "it has caught up");
    slow.member.leave();
    expect(followers()).toEqual({ beta: { subscribers: 1, behind: 0 } });
  });

  test("whose history is gone is sent a RESET of that cluster, and its content", async () => {
    await using world = await started({ log: { changes: 3, ageMs: 1_000_000 } });
    const { sink } = await watch(world, { sink: new ToySink(1) });
    await synced(sink);
    for (let n = 0; n < 10; n += 1) world.toys("alpha").put("a", `n${n % 4}`, red);
    world.toys("beta").put("a", "three", red);
    await quiet();
    sink.drain();
    await frames(sink, 4);
    expect(sink.summaries.slice(1)).toEqual([
      "LIVE beta: ADDED a/three",
      "RESET alpha",
      "SYNCED alpha: ADDED a/one, ADDED a/n0, ADDED a/n1, ADDED a/n2, ADDED a/n3",
    ]);
    expect(sink.state.listing).toEqual(truth(world));
    expect(sink.state.breaks).toEqual([]);
  });

  test("that never drains queues nothing: no executions and no frames are made for it", async () => {
    await using world = await started();
    const { sink } = await watch(world, { sink: new ToySink(1) });
    await synced(sink);
    world.executions = 0;
    for (let n = 0; n < 50; n += 1) {
      world.toys("alpha").put("a", `n${n}`, red);
      if (n % 10 === 0) await quiet(2);
    }
    await quiet();
    expect([sink.frames.length, world.executions, sink.breaks]).toEqual([1, 0, []]);
  });

  test("may leave from within a frame, in the middle of a snapshot", async () => {
    await using world = await started();
    for (let n = 0; n < 1_100; n += 1) world.toys("alpha").put("many", `t${n}`, red);
    const sink = new ToySink();
    const { member } = await watch(world, { sink });
    sink.onFrame = () => member.leave();
    await frames(sink, 1);
    await quiet();
    expect([sink.frames.length, sink.breaks]).toEqual([1, []]);
    expect(world.engine.subscriptions.groups).toBe(0);
  });
});

describe("clusters that come late", () => {
  test("delay nobody longer than the deadline, and are announced by a RESET when they are there", async () => {
    await using world = await started({ deadlineMs: 40 });
    world.toys("beta").held = true;
    const { sink } = await watch(world);
    await synced(sink);
    expect(sink.summaries).toEqual(["SYNCED alpha: ADDED a/one"]);
    world.toys("alpha").put("a", "three", red);
    await frames(sink, 2);
    world.toys("beta").sync();
    await frames(sink, 4);
    expect(sink.summaries.slice(1)).toEqual(["LIVE alpha: ADDED a/three", "RESET beta", "SYNCED beta: ADDED a/two"]);
    expect(sink.state.listing).toEqual(truth(world));
    expect(sink.state.breaks).toEqual([]);
  });

  test("are not waited for at all when their source reports a failure", async () => {
    await using world = await started({ deadlineMs: 60_000 });
    world.toys("beta").held = true;
    const joining = watch(world);
    await until(() => world.toys("beta").running === 1, "the store was started");
    world.toys("beta").stale(0, new FairwayError("CLUSTER_UNAVAILABLE", "no route", { cluster: "beta" }));
    const { sink } = await joining;
    await synced(sink);
    expect(sink.summaries).toEqual(["SYNCED alpha: ADDED a/one"]);
  });

  test("because they were registered later join running subscriptions, after asking what may be seen", async () => {
    await using world = await started();
    const caller = new SwitchableCaller();
    caller.sees("unknown", "gamma");
    caller.onResolve = async ({ cluster }) => caller.sees(seesAll, cluster);
    const { sink } = await watch(world, { origin: world.from(caller) });
    await synced(sink);
    world.names.push("gamma");
    world.toys("gamma").put("a", "three", red);
    world.registry.touch();
    await frames(sink, 3);
    expect(sink.summaries.slice(1)).toEqual(["RESET gamma", "SYNCED gamma: ADDED a/three"]);
    world.names.splice(0, 1);
    world.registry.touch();
    await frames(sink, 5);
    expect(sink.summaries.slice(3)).toEqual(["RESET alpha", "SYNCED alpha"]);
    expect(sink.state.listing).toEqual(truth(world));
  });

  test("because they were registered while a newcomer was still at the door join as well", async () => {
    await using world = await started();
    const caller = new SwitchableCaller();
    caller.sees("unknown", "beta");
    caller.sees("unknown", "gamma");
    const slow = Promise.withResolvers<void>();
    caller.onResolve = async ({ cluster }) => {
      if (cluster === "beta") await slow.promise;
      caller.sees(seesAll, cluster);
    };
    const joining = watch(world, { origin: world.from(caller) });
    await until(() => caller.asked.includes("list beta toys"), "the newcomer waits for a slow cluster");
    world.names.push("gamma");
    world.toys("gamma").put("a", "three", red);
    world.registry.touch();
    await quiet();
    slow.resolve();
    const { sink } = await joining;
    await until(() => sink.state.listing.join() === truth(world).join(), "the newest cluster is there");
    expect(sink.state.listing.join()).toContain("three");
  });

  test("are simply there when what may be seen of them is known before it begins", async () => {
    await using world = await started({ deadlineMs: 60_000 });
    const caller = new SwitchableCaller();
    caller.sees("unknown", "beta");
    caller.onResolve = async () => {};
    world.toys("alpha").held = true;
    const { sink } = await watch(world, { origin: world.from(caller) });
    caller.sees(seesAll, "beta");
    await until(() => world.toys("beta").running === 1, "its store was started");
    await quiet();
    world.toys("alpha").sync();
    await synced(sink);
    await quiet();
    expect(sink.summaries).toEqual(["SYNCED alpha,beta: ADDED a/one, ADDED a/two"]);
  });

  test("because nobody knew what may be seen there join once that is known", async () => {
    await using world = await started({ deadlineMs: 20 });
    const caller = new SwitchableCaller();
    caller.sees("unknown", "beta");
    caller.onResolve = () => new Promise(() => {});
    const { sink } = await watch(world, { origin: world.from(caller) });
    await synced(sink);
    expect(sink.summaries).toEqual(["SYNCED alpha: ADDED a/one"]);
    caller.sees(seesNamespaces("a"), "beta");
    await frames(sink, 3);
    expect(sink.summaries.slice(1)).toEqual(["RESET beta", "SYNCED beta: ADDED a/two"]);
  });
});

describe("a change of rights", () => {
  test("takes away what may no longer be seen, by identity and without contents", async () => {
    await using world = await started();
    const caller = new SwitchableCaller();
    const { sink } = await watch(world, { origin: world.from(caller) });
    const other = await watch(world);
    await Promise.all([synced(sink), synced(other.sink)]);
    caller.sees(seesNothing, "beta");
    await frames(sink, 2);
    expect(sink.frames[1]).toMatchObject({ data: { toyEvents: { changes: [{ type: "DELETED", object: null }] } } });
    world.toys("beta").put("a", "secret", red);
    await frames(other.sink, 2);
    await quiet();
    expect(sink.frames).toHaveLength(2);
    expect(sink.state.listing).toEqual(truth(world, (cluster) => cluster === "alpha"));
  });

  test("at any instant of somebody's coming in is not missed", async () => {
    for (let microtasks = 0; microtasks < 40; microtasks += 1) {
      await using world = await started();
      const caller = new SwitchableCaller();
      caller.sees("unknown", "beta", "toys", "watch");
      const narrow = async () => {
        for (let n = 0; n < microtasks; n += 1) await null;
        caller.sees(seesNothing, "beta");
        caller.sees(seesNothing, "beta", "toys", "watch");
      };
      caller.onResolve = async () => {
        caller.sees(seesAll, "beta", "toys", "watch");
        void narrow();
      };
      const { sink } = await watch(world, { origin: world.from(caller) });
      await until(
        () => sink.state.listing.join() === truth(world, (cluster) => cluster === "alpha").join(),
        `narrowed after ${microtasks} microtasks`,
      );
      expect(sink.closed).toBeNull();
    }
  });

  test("to what edges show sends nothing of them again that was made before it", async () => {
    const query = toyEvents("parts { name }");
    const variables = { filter: { clusters: ["alpha"] } };
    await using world = await started();
    for (let n = 0; n < 600; n += 1) world.toys("alpha").put("many", `t${n}`, red);
    for (const toy of ["one", "t1", "t599"]) world.parts("alpha").put("a", `wheel-of-${toy}`, { toy });
    const caller = new SwitchableCaller();
    const join = (sink = new ToySink()) => watch(world, { query, variables, origin: world.from(caller), sink });
    // One stands in front of a frame of its snapshot, another in front of a delta; a third was sent both.
    const behind = await join(new ToySink(2));
    await synced(behind.sink);
    const fast = await join();
    const playing = await join(new ToySink(1));
    await Promise.all([synced(fast.sink), frames(playing.sink, 1)]);
    world.toys("alpha").put("a", "one", blue);
    await until(() => fast.sink.summaries.at(-1) === "LIVE alpha: MODIFIED a/one", "the delta");
    expect(JSON.stringify(fast.sink.frames.at(-1))).toContain("wheel-of-one");
    caller.sees(seesNothing, "alpha", "parts");
    const late = await join();
    const sent = new Map([behind, playing].map(({ sink }) => [sink, sink.frames.length]));
    for (const { sink } of [behind, playing]) sink.drain();
    await Promise.all([frames(behind.sink, 3), frames(playing.sink, 3), frames(late.sink, 2)]);
    await quiet();
    for (const { sink } of [behind, playing, late]) {
      const after = sink.frames.slice(sent.get(sink) ?? 0);
      expect(after.length).toBeGreaterThan(0);
      expect(JSON.stringify(after)).not.toContain("wheel");
    }
  });

  test("narrows and widens, with the other clusters going on", async () => {
    await using world = await started();
    world.toys("alpha").put("b", "three", red);
    const caller = new SwitchableCaller();
    const { sink } = await watch(world, { origin: world.from(caller) });
    await synced(sink);
    caller.sees(seesNamespaces("b"), "alpha");
    world.toys("alpha").put("a", "one", blue);
    world.toys("beta").put("a", "two", red);
    await until(
      () => sink.state.listing.join() === truth(world, (c, ns) => c === "beta" || ns === "b").join(),
      "narrowed",
    );
    caller.sees(seesAll, "alpha");
    world.toys("alpha").put("a", "one", red);
    await until(() => sink.state.listing.join() === truth(world).join(), "widened");
    expect(sink.state.breaks).toEqual([]);
    expect(sink.summaries.filter((each) => each.startsWith("RESET"))).toEqual([]);
  });

  test("that shows nothing for a while, and everything again, is no RESET either", async () => {
    await using world = await started();
    const caller = new SwitchableCaller();
    const { sink } = await watch(world, { origin: world.from(caller) });
    await synced(sink);
    for (const cluster of world.names) caller.sees(seesNothing, cluster);
    await until(() => sink.state.listing.length === 0, "everything was taken away");
    world.toys("beta").put("a", "two", blue);
    for (const cluster of world.names) caller.sees(seesAll, cluster);
    await until(() => sink.state.listing.join() === truth(world).join(), "everything is back");
    expect(sink.state.breaks).toEqual([]);
  });

  test("sends nothing of an object that changed before it was taken away", async () => {
    await using world = await started();
    const caller = new SwitchableCaller();
    const sink = new ToySink(1);
    await watch(world, { origin: world.from(caller), sink });
    await synced(sink);
    world.toys("beta").put("a", "two", { ...blue, size: 4711 });
    caller.sees(seesNothing, "beta");
    await quiet();
    sink.drain();
    await until(() => sink.state.listing.join() === truth(world, (c) => c === "alpha").join(), "narrowed");
    expect(JSON.stringify(sink.frames.slice(1))).not.toContain("4711");
  });

  test("of too much to tell in one go is a RESET, whose snapshot comes in frames", async () => {
    await using world = await started();
    for (let n = 0; n < 1_100; n += 1) world.toys("alpha").put("many", `t${n}`, red);
    const caller = new SwitchableCaller();
    caller.sees(seesNamespaces("a"), "alpha");
    const { sink } = await watch(world, { origin: world.from(caller) });
    await synced(sink);
    caller.sees(seesAll, "alpha");
    await until(() => sink.state.listing.join() === truth(world).join(), "widened");
    expect(sink.summaries[1]).toBe("RESET alpha");
    expect(sink.state.breaks).toEqual([]);
  });

  test("reaches a full subscriber when it drains, and its cursor covers nothing that it was not sent", async () => {
    await using world = await started();
    world.toys("alpha").put("b", "three", red);
    const caller = new SwitchableCaller();
    caller.sees(seesNamespaces("b"), "alpha");
    const sink = new ToySink(1);
    const { member } = await watch(world, { origin: world.from(caller), sink });
    await synced(sink);
    caller.sees(seesAll, "alpha");
    world.toys("beta").put("a", "four", red);
    await quiet();
    sink.drain(1);
    await frames(sink, 2);
    member.leave();
    sink.state.resume();
    const again = await watch(world, {
      origin: world.from(caller),
      variables: { after: sink.cursor },
      sink: new ToySink(undefined, sink.state),
    });
    await until(() => again.sink.state.synced, "synced again");
    await quiet();
    expect(sink.state.listing).toEqual(truth(world));
    expect(sink.state.breaks).toEqual([]);
  });

  test("in the middle of a snapshot loses nothing of the clusters that it does not concern", async () => {
    await using world = await started({ log: { changes: 3, ageMs: 1_000_000 } });
    const caller = new SwitchableCaller();
    const sink = new ToySink(1);
    await watch(world, { origin: world.from(caller), sink });
    await synced(sink);
    for (let n = 0; n < 1_100; n += 1) world.toys("alpha").put("many", `t${n}`, red);
    await quiet();
    // The RESET of alpha, and the first frame of its snapshot; then the rights in beta change.
    sink.drain(2);
    await frames(sink, 3);
    expect(sink.summaries[1]).toBe("RESET alpha");
    caller.sees(seesNamespaces("a"), "beta");
    await quiet();
    sink.drain();
    await until(() => sink.state.listing.length === 1_102, "everything has arrived");
    expect(sink.state.listing).toEqual(truth(world));
    expect(sink.state.breaks).toEqual([]);
  });

  test("to watch is not asked for where nobody can watch", async () => {
    await using world = await started();
    const caller = new SwitchableCaller();
    for (const cluster of world.names) caller.sees(seesNothing, cluster, "toys", "watch");
    world.polled.add("toys");
    const { sink } = await watch(world, { origin: world.from(caller) });
    await synced(sink);
    expect(sink.state.listing).toEqual(truth(world));
    expect(caller.asked.filter((question) => question.startsWith("watch"))).toEqual([]);
  });

  test("everywhere refuses a newcomer, and leaves no group behind", async () => {
    await using world = await started();
    const caller = new SwitchableCaller();
    for (const cluster of world.names) caller.sees(seesNothing, cluster, "toys", "watch");
    expect(await refusal(world, { query: TOY_EVENTS }, world.from(caller))).toMatchObject({ code: "FORBIDDEN" });
    expect(world.engine.subscriptions).toEqual({ members: 0, groups: 0 });
  });
});

describe("a drain", () => {
  test("ends every subscription with SHUTTING_DOWN", async () => {
    await using world = await started();
    const all = await Promise.all([
      watch(world),
      watch(world, { sink: new ToySink(1) }),
      watch(world, { query: toyEvents("weak") }),
    ]);
    await Promise.all(all.map(({ sink }) => synced(sink)));
    world.engine.drain();
    for (const { sink } of all) {
      expect(sink.closed).toMatchObject({ reason: "shutdown", error: { code: "SHUTTING_DOWN" } });
      expect(sink.breaks).toEqual([]);
    }
    expect(world.engine.subscriptions).toEqual({ members: 0, groups: 0 });
  });

  test("lets in nobody afterwards, not even who was at the door", async () => {
    await using world = await started();
    const caller = new SwitchableCaller();
    const asked = Promise.withResolvers<void>();
    caller.sees("unknown", "alpha");
    caller.onResolve = () => asked.promise;
    const joining = refusal(world, { query: TOY_EVENTS }, world.from(caller));
    await until(() => caller.asked.length > 0, "the newcomer waits for what it may see");
    world.engine.drain();
    asked.resolve();
    expect(await joining).toMatchObject({ code: "SHUTTING_DOWN", retryable: true });
    expect(await refusal(world, { query: TOY_EVENTS })).toMatchObject({ code: "SHUTTING_DOWN" });
    expect(world.engine.subscriptions).toEqual({ members: 0, groups: 0 });
  });
});

test("a summary names what a frame lacks", () => {
  expect(summary({ data: null, errors: [{ message: "", extensions: { code: "INTERNAL", requestId: "1" } }] })).toBe(
    "no data: INTERNAL",
  );
});
