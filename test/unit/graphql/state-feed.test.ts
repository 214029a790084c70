import { expect, test } from "vitest";
import { type Delta, type FollowedItem, type FollowedState, followState } from "../../../src/graphql/index.ts";

const item = (id: string, fingerprint = "1", sources: readonly string[] = []): FollowedItem => {
  return { id, fingerprint, object: { id, fingerprint }, sources };
};
const state = (items: readonly FollowedItem[], silent: readonly string[] = []): FollowedState => {
  return { items, clusters: ["alpha"], silent: new Set(silent) };
};
const feed = followState(() => state([]));
const begin = (items: readonly FollowedItem[], position: unknown = null, initial: "SNAPSHOT" | "NONE" = "SNAPSHOT") => {
  const run = feed.open(position, initial);
  run.update(state(items));
  const next = async () => {
    const given = await run.next();
    const delta = given?.rootOf("cursor") as Delta | undefined;
    return { position: given?.position, delta };
  };
  const told = async () => {
    const { delta } = await next();
    return [delta?.phase, ...(delta?.changes ?? []).map(({ type, id }) => `${type} ${id}`)];
  };
  return { run, next, told };
};

test("a state of more than one frame comes in several, and has a cursor when it is complete", async () => {
  const { next } = begin(Array.from({ length: 501 }, (_, n) => item(`i${n}`)));
  const first = await next();
  const second = await next();
  expect([first, second].map(({ delta }) => [delta?.phase, delta?.changes.length, delta?.cursor])).toEqual([
    ["SNAPSHOT", 500, null],
    ["SYNCED", 1, "cursor"],
  ]);
  expect([typeof first.position, typeof second.position]).toEqual(["object", "string"]);
});

test("changes between two frames are one frame, with one change for each thing", async () => {
  const { run, told } = begin([item("a"), item("b")]);
  await told();
  const frame = told();
  run.update(state([item("a", "2"), item("b"), item("c")]));
  run.update(state([item("a", "3"), item("c")]));
  expect(await frame).toEqual(["LIVE", "MODIFIED a", "ADDED c", "DELETED b"]);
});

test("what comes and goes between two frames is told of by nobody", async () => {
  const { run, told } = begin([item("a")]);
  await told();
  run.update(state([item("a"), item("b")]));
  run.update(state([item("a")]));
  run.update(state([item("a", "2")]));
  expect(await told()).toEqual(["LIVE", "MODIFIED a"]);
});

test("what a silent source had stays as it was until it speaks again", async () => {
  const { run, told } = begin([item("a", "1", ["x"]), item("b", "1", ["y"])]);
  await told();
  run.update(state([item("b", "2", ["y"])], ["x"]));
  expect(await told()).toEqual(["LIVE", "MODIFIED b"]);
  run.update(state([item("b", "2", ["y"])]));
  expect(await told()).toEqual(["LIVE", "DELETED a"]);
});

test("equal states have equal places, in whichever order they come", async () => {
  const one = await begin([item("a"), item("b")]).next();
  const other = await begin([item("b"), item("a")]).next();
  expect(one.position).toBe(other.position);
  expect(await begin([item("b"), item("a")], one.position).told()).toEqual(["SYNCED"]);
  const changed = begin([item("b", "2"), item("a")], one.position);
  expect(await changed.told()).toEqual(["RESET"]);
  expect(await changed.told()).toEqual(["SYNCED", "ADDED b", "ADDED a"]);
});

test("asked for nothing at first, it tells of what comes later alone", async () => {
  const { run, told } = begin([item("a")], null, "NONE");
  expect(await told()).toEqual(["SYNCED"]);
  run.update(state([item("a"), item("b")]));
  expect(await told()).toEqual(["LIVE", "ADDED b"]);
});

test("it ends when it is ended, also while it waits", async () => {
  const { run, next } = begin([]);
  await next();
  const waiting = next();
  run[Symbol.dispose]();
  expect((await waiting).delta).toBeUndefined();
  expect((await next()).delta).toBeUndefined();
});
