import { describe, expect, test } from "vitest";
import { type Change, currentSeq, type Item, type Past, type Position, Store } from "../../../src/state/index.ts";
import { quiet } from "../../support/facts.ts";
import { ScriptedSource } from "../../support/origin.ts";

type Thing = string;

const at = (rv: number | string, epoch = "e"): Position => ({ epoch, rv: String(rv) });

const item = (name: string, version: number, uid = `${name}-1`): Item<Thing> => ({
  namespace: "ns",
  name,
  uid,
  version: String(version),
  object: `as of ${version}`,
});
const added = (...of: Parameters<typeof item>): Past<Thing> => ({ type: "added", item: item(...of) });
const modified = (...of: Parameters<typeof item>): Past<Thing> => ({ type: "modified", item: item(...of) });
const removed = (...of: Parameters<typeof item>): Past<Thing> => ({ type: "removed", item: item(...of) });

/** A store that began to listen at 10 and holds "a". */
function started(changes = 100) {
  const source = new ScriptedSource<Thing>();
  const store = new Store<Thing>({
    scope: { cluster: "alpha", resource: "things" },
    source,
    indexes: [],
    idleMs: 60_000,
    log: { changes, ageMs: 60_000 },
    now: () => 0,
    onSourceFailure: (_scope, error) => {
      throw error;
    },
  });
  store.lease();
  source.list([item("a", 8)], at(10));
  return { source, store };
}

function told(changes: readonly Change<Thing>[] | "expired"): string[] | "expired" {
  if (changes === "expired") return changes;
  return changes.map(({ before, after, forgotten, at: { rv } }) => {
    const was = forgotten ? "?" : before ? `${before.uid}@${before.version}` : "";
    return `${was}>${after ? `${after.uid}@${after.version}` : ""} at ${rv}`;
  });
}

const life = new AbortController().signal;

describe("what happened before a store began to listen", () => {
  test("is brought back from the origin, with what each object was before as far as that is known", async () => {
    const { source, store } = started();
    const stamp = currentSeq();
    source.feed.put(item("a", 11), at(11));
    source.answer = async () => [
      modified("a", 3),
      added("b", 4),
      modified("b", 5),
      removed("b", 6),
      removed("c", 7),
      modified("a", 8),
      added("c", 9, "c-2"),
      removed("c", 10, "c-2"),
    ];
    expect(store.since(at(2))).toBe("expired");
    await store.reach(at(2), life);
    expect(source.questions).toEqual(["2..10"]);
    expect(told(store.since(at(2)))).toEqual([
      "?>a-1@3 at 3",
      ">b-1@4 at 4",
      "b-1@4>b-1@5 at 5",
      "b-1@6> at 6",
      "c-1@7> at 7",
      "a-1@3>a-1@8 at 8",
      ">c-2@9 at 9",
      "c-2@10> at 10",
      "a-1@8>a-1@11 at 11",
    ]);
    // Others profit: whoever stood in between is not asked about again.
    await store.reach(at(7), life);
    expect(told(store.since(at(7)))).toEqual(told(store.since(at(2))).slice(5));
    expect(source.questions).toHaveLength(1);
    // And nobody who was there all along is told of it a second time.
    expect(told(store.sinceSeq(stamp))).toEqual(["a-1@8>a-1@11 at 11"]);
  });

  test("is asked for once by a crowd, from the oldest place in it", async () => {
    const { source, store } = started();
    source.answer = async () => [modified("a", 8)];
    await Promise.all([7, 3, 5, 10, 12].map((rv) => store.reach(at(rv), AbortSignal.timeout(50))));
    expect(source.questions).toEqual(["3..10"]);
    expect(told(store.since(at(5)))).toEqual(["?>a-1@8 at 8"]);
  });

  test("that the origin does not remember that far is asked for from newer places", async () => {
    const { source, store } = started();
    source.answer = async ({ from, to }) => (from.rv === "3" ? "expired" : to.rv === "10" ? [modified("a", 8)] : []);
    await Promise.all([3, 5, 7].map((rv) => store.reach(at(rv), life)));
    expect(source.questions).toEqual(["3..10", "7..10", "5..7"]);
    expect([store.since(at(3)), told(store.since(at(5)))]).toEqual(["expired", ["?>a-1@8 at 8"]]);
  });

  test("that is forgotten costs a crowd few questions, wherever each of it stands", async () => {
    const { source, store } = started();
    source.answer = async ({ from }) => (Number(from.rv) < 8 ? "expired" : [modified("a", 9)]);
    const places = Array.from({ length: 300 }, (_, n) => 3 + (n % 7));
    await Promise.all(places.map((rv) => store.reach(at(rv), life)));
    expect(source.questions.length).toBeLessThan(8);
    expect([store.since(at(7)), told(store.since(at(8)))]).toEqual(["expired", ["?>a-1@9 at 9"]]);
  });

  test("is forgotten when there is no answer, for everybody who waits for one", async () => {
    const { source, store } = started();
    source.answer = () => Promise.reject(new Error("no route"));
    await Promise.all([3, 5].map((rv) => store.reach(at(rv), life)));
    expect(source.questions).toEqual(["3..10"]);
    expect(store.since(at(5))).toBe("expired");
    source.answer = async () => [];
    await store.reach(at(5), life);
    expect(store.since(at(5))).toEqual([]);
  });

  test("is no longer asked for when nobody waits for it, and may be wished for again", async () => {
    const { source, store } = started();
    const asked: AbortSignal[] = [];
    source.answer = (_span, signal) => {
      asked.push(signal);
      return new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
    };
    const [first, second] = [new AbortController(), new AbortController()];
    const both = [store.reach(at(3), first.signal), store.reach(at(5), second.signal)];
    await quiet();
    first.abort();
    await both[0];
    expect(asked.map(({ aborted }) => aborted)).toEqual([false]);
    second.abort();
    await both[1];
    expect(asked.map(({ aborted }) => aborted)).toEqual([true]);
    source.answer = async () => [modified("a", 8)];
    await store.reach(at(3), life);
    expect(told(store.since(at(3)))).toEqual(["?>a-1@8 at 8"]);
  });

  test("of another epoch, or that the log would not hold, is not asked for or not taken", async () => {
    const { source, store } = started(3);
    await store.reach(at(3, "f"), life);
    expect(source.questions).toEqual([]);
    source.answer = async () => [1, 2, 3, 4].map((version) => modified("a", version));
    await store.reach(at(0), life);
    expect([source.questions, store.since(at(0))]).toEqual([["0..10"], "expired"]);
    // A log that has dropped changes of its own is as long as it may be.
    for (const version of [11, 12, 13, 14]) source.feed.put(item("a", version), at(version));
    await store.reach(at(0), life);
    expect(source.questions).toHaveLength(1);
  });

  test("is not given to the next life of a store that was stopped meanwhile", async () => {
    const { source, store } = started();
    const answered = Promise.withResolvers<readonly Past<Thing>[]>();
    source.answer = () => answered.promise;
    const reached = store.reach(at(3), life);
    await quiet();
    store.stop();
    store.lease();
    source.list([item("a", 20)], at(20));
    source.answer = async () => "expired";
    answered.resolve([modified("a", 8)]);
    await reached;
    expect(store.since(at(3))).toBe("expired");
  });
});

describe("what happened while a store did not listen", () => {
  test("is no part of the difference that a relist makes, and is asked for by who comes from in between", async () => {
    const { source, store } = started();
    source.feed.put(item("b", 11), at(11));
    // "c" came and went, and "b" was twice something else; another replica may have shown both.
    source.list([item("a", 8), item("b", 18)], at(20));
    source.feed.put(item("a", 21), at(21));
    expect(told(store.since(at(11)))).toEqual(["b-1@11>b-1@18 at 18", "a-1@8>a-1@21 at 21"]);
    expect(told(store.since(at(20)))).toEqual(["a-1@8>a-1@21 at 21"]);
    expect(store.since(at(14))).toBe("expired");
    source.answer = async () => [modified("b", 15), removed("c", 16), modified("b", 18)];
    await store.reach(at(14), life);
    expect(source.questions).toEqual(["14..20"]);
    expect(told(store.since(at(14)))).toEqual([
      "?>b-1@15 at 15",
      "c-1@16> at 16",
      "b-1@15>b-1@18 at 18",
      "a-1@8>a-1@21 at 21",
    ]);
    expect(told(store.since(at(17)))).toEqual(["b-1@15>b-1@18 at 18", "a-1@8>a-1@21 at 21"]);
  });

  test("is said anew to who comes from in between, where all came in another form", async () => {
    const { source, store } = started();
    const replacement = source.feed.replace("all");
    replacement.put(item("a", 8));
    replacement.commit(at(20));
    source.answer = async () => [];
    await store.reach(at(14), life);
    expect(told(store.since(at(14)))).toEqual(["a-1@8>a-1@8 at 20"]);
  });

  test("is forgotten with the log around it, and where there were too many relists", async () => {
    const { source, store } = started(2);
    source.answer = async () => [];
    source.list([item("a", 8)], at(20));
    for (const version of [21, 22, 23]) source.feed.put(item("a", version), at(version));
    await store.reach(at(14), life);
    expect([source.questions, store.since(at(14))]).toEqual([[], "expired"]);
    for (let rv = 30; rv < 150; rv += 1) source.list([item("a", 23)], at(rv));
    expect([store.since(at(23)), store.since(at(149))]).toEqual(["expired", []]);
  });
});

describe("a place that a store has not come to yet", () => {
  test("is reached with the first list, a change or a bookmark", async () => {
    const { source, store } = started();
    let reached = false;
    const reaching = store.reach(at(15), life).then(() => {
      reached = true;
    });
    source.feed.bookmark(at(14));
    await quiet();
    expect(reached).toBe(false);
    source.feed.bookmark(at(15));
    await reaching;
    expect(store.since(at(15))).toEqual([]);
    store.stop();
    store.lease();
    const again = store.reach(at(16), life);
    source.list([item("a", 16)], at(16));
    await again;
    expect(store.since(at(16))).toEqual([]);
  });

  test("is not waited for when it is of another epoch, nor after an abort", async () => {
    const { store } = started();
    await store.reach(at(99, "f"), life);
    expect(store.since(at(99, "f"))).toBe("expired");
    const gone = new AbortController();
    const reaching = store.reach(at(99), gone.signal);
    gone.abort();
    await reaching;
    expect(store.at).toEqual(at(10));
  });
});
