import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import type { RequestOrigin, Sink } from "../../../../src/api/index.ts";
import { seesOnly } from "../../../../src/authorization/index.ts";
import type { Question, ReadVerb } from "../../../../src/state/index.ts";
import { SwitchableCaller, seesAll, seesNamespaces, seesNothing } from "../../../support/callers.ts";
import { quiet, until } from "../../../support/facts.ts";
import { LiveSink } from "../../../support/live-state.ts";
import type { RecordingSink } from "../../../support/recording-sink.ts";
import { property } from "../../../support/seeded.ts";
import { answered, type Toy, World, type WorldOptions } from "../../../support/toy-world.ts";

const red: Toy = { color: "red", size: 1 };
const blue: Toy = { color: "blue", size: 2 };

async function started(options: WorldOptions = {}): Promise<World> {
  const world = await World.start(options);
  for (let n = 0; n < 5; n += 1) world.toys("alpha").put("a", `toy-${n}`, red);
  world.toys("beta").put("b", "other", blue);
  return world;
}

const TOYS = "toys { id namespace name color }";

/** Directive, selection. */
const live = (args = "", selection = TOYS) => `query @live${args && `(${args})`} { ${selection} }`;
const patched = (throttle = 10) => live(`format: JSON_PATCH, throttle: ${throttle}`);

async function follow(world: World, query: string, caller = new SwitchableCaller(), sink = new LiveSink()) {
  const member = await world.subscribe(sink as unknown as RecordingSink<never>, query, {}, world.from(caller));
  return { sink, member, caller, state: sink.state };
}

/** What the caller is answered at this moment. */
async function truth(world: World, caller = new SwitchableCaller(), selection = TOYS): Promise<unknown> {
  return (await world.query(`{ ${selection} }`, undefined, world.from(caller))).data;
}

async function refusal(world: World, query: string, variables: object = {}) {
  const sink = new LiveSink();
  const reply = await world.engine.subscribe({ query, variables }, world.from(), sink);
  if ("leave" in reply) throw new Error("it was not refused");
  expect([sink.frames, sink.closed]).toEqual([[], null]);
  return answered(reply);
}

const results = (sink: LiveSink, count: number) => until(() => sink.frames.length >= count, `${count} results`);
const names = ({ data }: LiveSink["state"]) => (data as { toys: { name: string }[] }).toys.map(({ name }) => name);

describe("a live query", () => {
  test("is answered, and again when its answer is another one", async () => {
    await using world = await started();
    const { sink, state, member } = await follow(world, live());
    expect(sink.frames).toEqual([{ data: await truth(world), isLive: true }]);
    world.toys("alpha").put("a", "new", red);
    await results(sink, 2);
    world.toys("alpha").remove("a", "toy-0");
    world.toys("beta").put("b", "other", red);
    await results(sink, 3);
    expect(sink.forms).toEqual(["data", "data", "data"]);
    expect(state.data).toEqual(await truth(world));
    expect(state.breaks).toEqual([]);
    member.leave();
    world.toys("alpha").put("a", "late", red);
    await delay(40);
    expect(sink.frames).toHaveLength(3);
  });

  test("is sent nothing where what has changed is not in its answer", async () => {
    await using world = await started();
    const { sink } = await follow(world, live("throttle: 10", 'toys(filter: { colors: ["red"] }) { name }'));
    const executions = world.executions;
    world.toys("beta").put("b", "other", { ...blue, size: 9 });
    world.parts("alpha").put("a", "wheel", { toy: "toy-1" });
    await delay(30);
    expect(world.executions).toBe(executions);
    world.toys("alpha").put("a", "toy-1", { ...red, size: 9 });
    await until(() => world.executions > executions, "an execution");
    await quiet();
    expect(sink.frames).toHaveLength(1);
    world.toys("alpha").put("a", "toy-1", blue);
    await results(sink, 2);
    expect(names(sink.state)).toEqual(["toy-0", "toy-2", "toy-3", "toy-4"]);
  });

  test("waits for what it reads beyond, which may be what only its newest answer reads", async () => {
    await using world = await started();
    const one = 'toy(cluster: "alpha", namespace: "a", name: "toy-1") { parts { name } }';
    const { sink } = await follow(world, live("throttle: 10", one));
    world.toys("alpha").remove("a", "toy-1");
    await results(sink, 2);
    expect(sink.state.data).toEqual({ toy: null });
    world.toys("alpha").put("a", "toy-1", red);
    await results(sink, 3);
    world.parts("alpha").put("a", "wheel", { toy: "toy-1" });
    await results(sink, 4);
    expect(sink.state.data).toEqual({ toy: { parts: [{ name: "wheel" }] } });
  });

  test("takes in a cluster that comes, and lets one go that leaves", async () => {
    await using world = await started({ clusters: ["alpha"] });
    const { sink } = await follow(world, live("throttle: 10"));
    world.toys("gamma").put("c", "far", red);
    world.names.push("gamma");
    world.registry.touch();
    await until(() => names(sink.state).includes("far"), "the new cluster");
    world.names.splice(0, 1);
    world.registry.touch();
    await until(() => names(sink.state).join() === "far", "the end of the old one");
    expect(sink.state.breaks).toEqual([]);
  });

  test("has the errors of its fields, in each form, and goes on", async () => {
    await using world = await started();
    const query = live("throttle: 10, format: JSON_PATCH", "toys { name weak } strict");
    const whole = await follow(world, query);
    const { sink, state } = await follow(world, live("throttle: 10, format: JSON_PATCH", "toys { name weak }"));
    world.toys("alpha").put("a", "dark", { color: "black", size: 1 });
    await results(sink, 2);
    expect(sink.forms).toEqual(["data", "patch 2"]);
    expect(state.errors).toMatchObject([{ message: "Internal error", extensions: { code: "INTERNAL" } }]);
    world.toys("alpha").remove("a", "dark");
    await results(sink, 3);
    expect([state.errors, state.breaks]).toEqual([undefined, []]);
    // There is nothing that a patch could begin with.
    expect(whole.sink.frames[0]).toMatchObject({ data: null, isLive: true, errors: [{ path: ["strict"] }] });
    expect(whole.sink.frames.every(({ revision, patch }) => revision === undefined && !patch)).toBe(true);
  });

  test("has a place for each result, which is the same on every replica", async () => {
    await using world = await started();
    await using replica = await World.start({ replicaOf: world });
    const placed = async (where: World) => {
      const places: unknown[] = [];
      const sink = new LiveSink();
      const send = sink.send.bind(sink);
      sink.send = (frame) => {
        places.push(frame.place);
        return send(frame);
      };
      await follow(where, live(), undefined, sink);
      return places;
    };
    const [one, other] = [await placed(world), await placed(replica)];
    expect(one).toEqual(other);
    expect(one[0]).toMatch(/^[\w-]{20,}$/);
  });
});

describe("as patches", () => {
  test("a result is the difference from the one before, by which a client keeps the whole", async () => {
    await using world = await started();
    const { sink, state } = await follow(world, patched());
    world.toys("alpha").put("a", "toy-2", blue);
    await results(sink, 2);
    world.toys("alpha").remove("a", "toy-0");
    await results(sink, 3);
    expect(sink.frames[0]).toMatchObject({ revision: 1, isLive: true });
    expect(sink.frames.slice(1)).toMatchObject([
      { revision: 2, isLive: true, patch: [{ op: "replace", path: "/toys/3/color", value: "blue" }] },
      { revision: 3, isLive: true, patch: [{ op: "remove", path: "/toys/1" }] },
    ]);
    expect(state.data).toEqual(await truth(world));
  });

  test("what would be no smaller comes in full, and begins a new count", async () => {
    await using world = await started();
    const { sink, state } = await follow(world, patched());
    for (let n = 0; n < 5; n += 1) world.toys("alpha").recreate("a", `toy-${n}`, blue);
    world.toys("beta").recreate("b", "other", red);
    await results(sink, 2);
    world.toys("alpha").put("a", "toy-1", red);
    await results(sink, 3);
    expect(sink.forms).toEqual(["data", "data", "patch 2"]);
    expect(state.breaks).toEqual([]);
    expect(state.data).toEqual(await truth(world));
  });

  test("a newcomer begins in full, and then gets the same patches under numbers of his own", async () => {
    await using world = await started();
    const first = await follow(world, patched());
    world.toys("alpha").put("a", "toy-2", blue);
    await results(first.sink, 2);
    const second = await follow(world, patched());
    world.toys("alpha").put("a", "toy-3", blue);
    await Promise.all([results(first.sink, 3), results(second.sink, 2)]);
    expect([first.sink.forms, second.sink.forms]).toEqual([
      ["data", "patch 2", "patch 3"],
      ["data", "patch 2"],
    ]);
    expect(second.state).toMatchObject({ data: first.state.data, breaks: [] });
  });
});

describe("a client that does not read", () => {
  test.each([live("throttle: 10"), patched()])(
    "is sent the newest answer, in full, when it does again: %s",
    async (query) => {
      await using world = await started();
      const slow = await follow(world, query, undefined, new LiveSink(1));
      const other = await follow(world, query);
      for (let n = 0; n < 4; n += 1) {
        world.toys("alpha").put("a", `new-${n}`, red);
        await results(other.sink, n + 2);
      }
      expect(slow.sink.frames).toHaveLength(1);
      slow.sink.drain();
      await results(slow.sink, 2);
      expect(slow.sink.forms).toEqual(["data", "data"]);
      world.toys("alpha").remove("a", "new-0");
      await Promise.all([results(slow.sink, 3), results(other.sink, 6)]);
      expect(slow.sink.breaks).toEqual([]);
      expect(slow.state).toMatchObject({ data: await truth(world), breaks: [] });
      expect(other.state).toMatchObject({ data: await truth(world), breaks: [] });
    },
  );

  test("is sent nothing where everything is again as it was", async () => {
    await using world = await started();
    const query = live("throttle: 10", "toys { name }");
    const slow = await follow(world, query, undefined, new LiveSink(1));
    const other = await follow(world, query);
    world.toys("alpha").put("a", "short", red);
    await results(other.sink, 2);
    world.toys("alpha").remove("a", "short");
    await results(other.sink, 3);
    slow.sink.drain();
    await quiet();
    expect(slow.sink.frames).toHaveLength(1);
  });
});

describe("a throttle", () => {
  test("bounds how often the query is executed, and the last state is sent all the same", async () => {
    await using world = await started();
    const { sink } = await follow(world, live("throttle: 150"));
    const before = world.executions;
    const began = performance.now();
    for (let n = 0; n < 40; n += 1) {
      world.toys("alpha").put("a", "busy", { ...red, color: `c${n}` });
      await delay(5);
    }
    await until(() => JSON.stringify(sink.state.data).includes("c39"), "the last state");
    const most = Math.floor((performance.now() - began) / 150) + 1;
    expect(world.executions - before).toBeLessThanOrEqual(most);
    expect(sink.state.breaks).toEqual([]);
  });

  test("does not hold up the first change after a time without any", async () => {
    await using world = await started();
    const { sink } = await follow(world, live("throttle: 1000"));
    await delay(1_050);
    const began = performance.now();
    world.toys("alpha").put("a", "new", red);
    await results(sink, 2);
    expect(performance.now() - began).toBeLessThan(500);
  });

  test("is the gateway's own where none is named", async () => {
    await using world = await started();
    const { sink } = await follow(world, live());
    const began = performance.now();
    world.toys("alpha").put("a", "new", red);
    await results(sink, 2);
    expect(performance.now() - began).toBeGreaterThan(10);
  });

  test("is no reason to give a newcomer an old answer", async () => {
    await using world = await started();
    const query = live("throttle: 60000");
    const first = await follow(world, query);
    world.toys("alpha").put("a", "new", red);
    await quiet();
    const second = await follow(world, query);
    expect(names(second.state)).toContain("new");
    expect(first.sink.frames).toHaveLength(1);
    expect(world.engine.subscriptions).toEqual({ members: 2, groups: 1 });
  });

  test.each([
    ["throttle: 9", {}],
    ["throttle: 60001", {}],
    ["throttle: -1", {}],
    ["throttle: $throttle", { throttle: 0 }],
  ])("that is not allowed is refused: %s", async (args, variables) => {
    await using world = await started();
    const query = `query ($throttle: Int) @live(${args}) { hello self @include(if: true) { echo(number: $throttle) } }`;
    const { errors } = await refusal(world, query, variables);
    expect(errors).toMatchObject([
      {
        message: "`throttle` of @live must be from 10 to 60000 milliseconds",
        extensions: { code: "BAD_USER_INPUT", field: "throttle" },
      },
    ]);
  });
});

test("limits of the throttle that allow none are refused at the start", () => {
  const limits = { liveThrottleMinMs: 2_000, liveThrottleMaxMs: 1_000 };
  expect(() => new World({ limits })).toThrow("limits.liveThrottleMinMs is larger than limits.liveThrottleMaxMs");
});

describe("what is not live", () => {
  test.each([
    ["that says so", "query @live(if: false) { hello }", {}],
    ["whose variable says so", "query ($live: Boolean) @live(if: $live) { hello }", { live: false }],
    ["whose variable says nothing", "query ($live: Boolean) @live(if: $live) { hello }", { live: null }],
  ])("a query %s is answered once", async (_what, query, variables) => {
    await using world = await started();
    expect((await refusal(world, query, variables)).data).toEqual({ hello: "world" });
    expect(world.engine.subscriptions.members).toBe(0);
  });

  test("a transport that sends one answer gets one, without a word of more", async () => {
    await using world = await started();
    expect((await world.query(live())).data).toEqual(await truth(world));
    expect(world.engine.subscriptions.members).toBe(0);
  });

  test.each([
    ["a mutation", 'mutation @live { write(name: "x") }'],
    ["a subscription", "subscription @live { rawEvents { phase } }"],
    ["a field", "{ hello @live }"],
    ["a throttle that is a text", 'query @live(throttle: "1s") { hello }'],
    ["a format that there is not", "query @live(format: XML) { hello }"],
    ["two of them", "query @live @live { hello }"],
  ])("%s cannot be, and is refused", async (_what, query) => {
    await using world = await started();
    const { errors } = await refusal(world, query);
    expect(errors?.[0]?.extensions.code).toBe("GRAPHQL_VALIDATION_FAILED");
  });

  test("variables that do not fit are refused as for any query", async () => {
    await using world = await started();
    const query = "query ($n: Int!) @live { echo(number: $n) }";
    const { errors } = await refusal(world, query, { n: "x" });
    expect(errors?.[0]?.extensions.code).toBe("BAD_USER_INPUT");
  });
});

describe("callers who are shown the same", () => {
  test("share one execution and one frame", async () => {
    await using world = await started();
    // Whoever comes first waits for the stores.
    await truth(world);
    const all = await Promise.all(
      Array.from({ length: 50 }, (_, n) => follow(world, patched(), new SwitchableCaller(`caller-${n}`))),
    );
    expect(world.engine.subscriptions).toEqual({ members: 50, groups: 1 });
    expect(world.executions).toBeLessThan(5);
    const before = world.executions;
    world.toys("alpha").put("a", "toy-1", blue);
    await Promise.all(all.map(({ sink }) => results(sink, 2)));
    expect(world.executions).toBe(before + 1);
    expect(new Set(all.map(({ sink }) => sink.raw[1])).size).toBe(1);
  });

  test("and those who are not, do not", async () => {
    await using world = await started();
    const [all, some, none] = [new SwitchableCaller("all"), new SwitchableCaller("some"), new SwitchableCaller("none")];
    some.sees(seesNamespaces("a"), "beta");
    none.sees(seesNothing, "beta");
    none.sees(seesNamespaces("b"), "alpha");
    const followed: Awaited<ReturnType<typeof follow>>[] = [];
    for (const caller of [all, some, none, all]) followed.push(await follow(world, live("throttle: 10"), caller));
    expect(world.engine.subscriptions).toEqual({ members: 4, groups: 3 });
    world.toys("beta").put("b", "secret", red);
    await results(followed[0]?.sink as LiveSink, 2);
    await quiet();
    expect(followed.map(({ state }) => names(state).includes("secret"))).toEqual([true, false, false, true]);
    for (const { state, caller } of followed) expect(state.data).toEqual(await truth(world, caller));
  });

  test("part when the rights of one of them change, and he is sent what he is shown now", async () => {
    await using world = await started();
    const first = await follow(world, patched(), new SwitchableCaller("first"));
    const second = await follow(world, patched(), new SwitchableCaller("second"));
    // Whoever executed for both leaves, and whoever is left goes on.
    first.caller.sees(seesNamespaces("a"), "beta");
    await results(first.sink, 2);
    expect(names(first.state)).not.toContain("other");
    expect(world.engine.subscriptions.groups).toBe(2);
    world.toys("beta").put("b", "more", red);
    await results(second.sink, 2);
    expect(names(second.state)).toContain("more");
    await quiet();
    expect(first.sink.frames).toHaveLength(2);
    first.caller.sees(seesAll, "beta");
    await results(first.sink, 3);
    expect(world.engine.subscriptions.groups).toBe(1);
    expect([first.state.data, first.state.breaks]).toEqual([second.state.data, []]);
  });

  test("stay together when a change of rights shows them nothing else", async () => {
    await using world = await started();
    const { sink, caller } = await follow(world, live("throttle: 10"));
    const before = world.executions;
    caller.sees(seesNothing, "alpha", "parts");
    await delay(30);
    expect([sink.frames.length, world.executions]).toEqual([1, before]);
  });

  test("part when a new answer reads what they are not shown alike", async () => {
    await using world = await started();
    const [one, other] = [new SwitchableCaller("one"), new SwitchableCaller("other")];
    other.sees(seesNothing, "alpha", "parts");
    world.parts("alpha").put("a", "wheel", { toy: "late" });
    const query = live("throttle: 10", 'toy(cluster: "alpha", namespace: "a", name: "late") { parts { name } }');
    const [first, second] = [await follow(world, query, one), await follow(world, query, other)];
    expect(world.engine.subscriptions).toEqual({ members: 2, groups: 1 });
    world.toys("alpha").put("a", "late", red);
    await Promise.all([results(first.sink, 2), results(second.sink, 2)]);
    expect(first.state.data).toEqual({ toy: { parts: [{ name: "wheel" }] } });
    expect(second.state.data).toEqual({ toy: { parts: null } });
    expect(second.sink.raw.join()).not.toContain("wheel");
  });

  test("of a single object are asked about it again and again, as nobody else keeps that up to date", async () => {
    /** Whose cluster cannot say which single objects it grants him, but whether it grants one. */
    class AskedSingly extends SwitchableCaller {
      granted = true;

      override visibility(question: Question, verb: ReadVerb) {
        if (question.name === undefined) return super.visibility(question, verb);
        return this.granted ? seesAll : seesNothing;
      }
    }
    await using world = await started();
    const caller = new AskedSingly();
    caller.sees(seesOnly([], false), "alpha");
    const query = live("throttle: 10", 'toy(cluster: "alpha", namespace: "a", name: "toy-1") { name }');
    const { sink } = await follow(world, query, caller);
    expect(sink.state.data).toEqual({ toy: { name: "toy-1" } });
    caller.granted = false;
    await results(sink, 2);
    expect(sink.state.data).toEqual({ toy: null });
  });

  test("go on where a newcomer's answer reads what nobody else in the group is shown alike", async () => {
    await using world = await started();
    const [one, other] = [new SwitchableCaller("one"), new SwitchableCaller("other")];
    other.sees(seesNothing, "alpha", "parts");
    world.parts("alpha").put("a", "wheel", { toy: "late" });
    const query = live("throttle: 300", 'toy(cluster: "alpha", namespace: "a", name: "late") { color parts { name } }');
    const first = await follow(world, query, one);
    world.toys("alpha").put("a", "late", red);
    await quiet();
    const second = await follow(world, query, other);
    expect(second.state.data).toEqual({ toy: { color: "red", parts: null } });
    await results(first.sink, 2);
    expect(first.state.data).toEqual({ toy: { color: "red", parts: [{ name: "wheel" }] } });
    expect(world.engine.subscriptions).toEqual({ members: 2, groups: 2 });
    world.toys("alpha").put("a", "late", blue);
    await Promise.all([results(first.sink, 3), results(second.sink, 2)]);
    expect(second.state.data).toEqual({ toy: { color: "blue", parts: null } });
  });

  test("are given nothing that belongs to one person, and he is given it again when the rest changes", async () => {
    await using world = await started();
    const query = live("throttle: 10", 'slow(cluster: "alpha") toys { name }');
    const load = async (n: number, text: string) => {
      await until(() => world.loads.length > n, "a load");
      world.loads[n]?.end.resolve(text);
    };
    const [first] = await Promise.all([follow(world, query, new SwitchableCaller("one")), load(0, "of one")]);
    const [second] = await Promise.all([follow(world, query, new SwitchableCaller("two")), load(1, "of two")]);
    expect([first.state.data, second.state.data]).toMatchObject([{ slow: "of one" }, { slow: "of two" }]);
    world.toys("alpha").put("a", "new", red);
    await Promise.all([load(2, "again"), load(3, "again"), results(first.sink, 2), results(second.sink, 2)]);
    expect(first.state.data).toMatchObject({ slow: "again" });
  });

  test("who are refused everything are told of it as in a query", async () => {
    await using world = await started();
    const denied: string[] = [];
    Object.assign(world.environment, {
      onDenied: (_origin: unknown, { operationType, scope }: { operationType: string; scope: { cluster: string } }) =>
        denied.push(`${operationType} ${scope.cluster}`),
    });
    const caller = new SwitchableCaller();
    caller.sees(seesNothing, "alpha");
    await follow(world, live(), caller);
    await follow(world, live(), caller);
    expect(denied).toEqual(["query alpha", "query alpha"]);
  });
});

describe("what it takes", () => {
  test("is a place among subscriptions, which comes back however it ends", async () => {
    await using world = await started({ quotas: { subscriptionsPerCaller: 2 } });
    const { quotas } = world.environment;
    const [one] = [await follow(world, live()), await follow(world, live())];
    expect((await refusal(world, live())).errors?.[0]?.extensions.code).toBe("TOO_MANY_REQUESTS");
    one.member.leave();
    const again = await follow(world, live());
    expect([quotas.taken("subscriptions"), quotas.taken("operations")]).toEqual([2, 0]);
    world.engine.drain();
    expect(again.sink.closed?.reason).toBe("shutdown");
    expect(again.sink.closed?.error?.code).toBe("SHUTTING_DOWN");
    expect([quotas.taken("subscriptions"), quotas.taken("operations")]).toEqual([0, 0]);
    expect((await refusal(world, live())).errors?.[0]?.extensions.code).toBe("SHUTTING_DOWN");
  });

  test("is nothing for one that was closed, or whose client went, before it was answered", async () => {
    await using world = await started();
    const { quotas } = world.environment;
    for (const origin of ["alpha", "beta"]) world.toys(origin).held = true;
    const leaving = new AbortController();
    const sinks = [new LiveSink(), new LiveSink()];
    const origins = [world.from(undefined, { signal: leaving.signal }), world.from()];
    const joining = sinks.map((sink, n) =>
      world.engine.subscribe({ query: live() }, origins[n] as RequestOrigin, sink as unknown as Sink),
    );
    await until(() => quotas.taken("subscriptions") === 2, "both of them");
    leaving.abort();
    const gone = await joining[0];
    if (gone && "leave" in gone) gone.leave();
    world.engine.drain();
    for (const origin of ["alpha", "beta"]) world.toys(origin).sync();
    const closed = await joining[1];
    if (!closed || "leave" in closed) throw new Error("it was taken in");
    expect(answered(closed).errors?.[0]?.extensions.code).toBe("SHUTTING_DOWN");
    expect(sinks[1]).toMatchObject({ frames: [], closed: null });
    expect([quotas.taken("subscriptions"), quotas.taken("operations")]).toEqual([0, 0]);
    expect(world.engine.subscriptions).toEqual({ members: 0, groups: 0 });
  });

  test("are the stores that its newest answer was read from, until the last one leaves", async () => {
    await using world = await started({ idleMs: 20, answers: { maxBytes: 0 } });
    const [one, other] = [await follow(world, live()), await follow(world, live())];
    await delay(60);
    expect(world.toys("alpha").running).toBe(1);
    one.member.leave();
    await delay(60);
    expect(world.toys("alpha").running).toBe(1);
    other.member.leave();
    expect(world.engine.subscriptions).toEqual({ members: 0, groups: 0 });
    await until(() => world.toys("alpha").running === 0, "the store's end");
  });

  test("are points for each execution, which wait until they can be spared", async () => {
    await using world = await started({
      answers: { maxBytes: 0 },
      quotas: { costBurst: 400, costPerSecond: 400 },
    });
    const { sink } = await follow(world, live("throttle: 10"));
    let changes = 0;
    const change = () => {
      changes += 1;
      world.toys("alpha").put("a", "busy", { ...red, color: `c${changes}` });
    };
    // Until nothing comes any more.
    for (let seen = 0; seen < sink.frames.length; await delay(60)) {
      seen = sink.frames.length;
      change();
    }
    const paid = sink.frames.length;
    expect(paid).toBeGreaterThan(2);
    // What the caller asks for himself passes all the same.
    expect(await truth(world)).toBeDefined();
    expect(sink.closed).toBeNull();
    // The world's clock gives points back.
    world.now += 1_000;
    await until(() => sink.frames.length > paid, "the points that came back");
    expect(sink.state.data).toEqual(await truth(world));
  });

  test("are counted with the stores that it is answered from", async () => {
    await using world = await started();
    await follow(world, live());
    await follow(world, live());
    const followers = [...world.engine.followers()].map(([{ scope }, { subscribers }]) => [scope.cluster, subscribers]);
    expect(followers).toEqual([
      ["alpha", 2],
      ["beta", 2],
    ]);
  });
});

property(
  "whatever changes, everybody holds in the end what a fresh answer says, and never saw what he may not",
  15,
  async (random) => {
    await using world = await started({ answers: { maxBytes: random.chance(0.5) ? 1_000_000 : 0 } });
    const callers = ["ann", "ben", "cleo"].map((id) => new SwitchableCaller(id));
    // Of the red ones: which other kind is read depends on what there is.
    const selections = [TOYS, 'toys(filter: { colors: ["red"] }) { id namespace name parts { name } }'];
    const forbidden: string[] = [];
    const all: (Awaited<ReturnType<typeof follow>> & { readonly selection: string })[] = [];
    const join = async () => {
      const caller = random.pick(callers);
      const sink = new LiveSink(random.chance(0.3) ? 1 + random.int(3) : undefined);
      const { onFrame } = sink;
      sink.onFrame = (result) => {
        onFrame(result);
        for (const { namespace, name } of (sink.state.data as { toys: { namespace: string; name: string }[] }).toys) {
          const cluster = name.startsWith("beta") || name === "other" ? "beta" : "alpha";
          const visibility = caller.visibility({ cluster, resource: "toys" }, "list");
          if (visibility !== "unknown" && !visibility.admits(namespace, name) && !visibility.all) {
            forbidden.push(`${caller.id} ${name}`);
          }
        }
      };
      const selection = random.pick(selections);
      const query = live(random.pick(["throttle: 10", "throttle: 50, format: JSON_PATCH"]), selection);
      all.push({ ...(await follow(world, query, caller, sink)), selection });
    };
    for (let n = 0; n < 4; n += 1) await join();
    for (let n = 0; n < 60; n += 1) {
      const cluster = random.pick(["alpha", "beta"]);
      const toys = world.toys(cluster);
      const [namespace, name] = [random.pick(["a", "b"]), `${cluster}-${random.int(6)}`];
      switch (random.int(10)) {
        case 0:
          if (all.length < 12) await join();
          break;
        case 1:
          random
            .pick(callers)
            .sees(
              random.pick([seesAll, seesNothing, seesNamespaces("a"), seesNamespaces("b")]),
              cluster,
              random.pick(["toys", "parts"]),
            );
          break;
        case 2:
          random.pick(all).sink.drain(1 + random.int(3));
          break;
        case 3:
          toys.remove(namespace, name);
          break;
        case 4:
          await delay(random.int(15));
          break;
        case 5:
          world.parts(cluster).put(namespace, `part-${random.int(4)}`, { toy: name });
          break;
        default:
          toys.put(namespace, name, { color: random.pick(["red", "blue"]), size: random.int(3) });
      }
      if (random.chance(0.3)) await quiet(random.int(5));
    }
    for (const { sink } of all) sink.drain();
    for (const { state, caller, selection } of all) {
      const expected = JSON.stringify(await truth(world, caller, selection));
      await until(() => JSON.stringify(state.data) === expected, `${caller.id} holds what is true`);
    }
    expect(all.flatMap(({ sink }) => [...sink.breaks, ...sink.state.breaks])).toEqual([]);
    expect(forbidden).toEqual([]);
  },
);
