import { expect, test } from "vitest";
import { Stores } from "../../../src/state/index.ts";
import { ScriptedSource } from "../../support/origin.ts";

test("a store whose cluster has left keeps nobody waiting, and no lease starts it again", async () => {
  const source = new ScriptedSource<unknown>();
  using stores = new Stores({
    sourceFor: () => source,
    indexes: [],
    idleMs: 60_000,
    now: () => 0,
    onSourceFailure: (_scope, error) => {
      throw error;
    },
  });
  const scope = { cluster: "alpha", resource: "toys" };
  const { signal } = new AbortController();
  const store = stores.open(scope);
  using _held = store.lease();
  const waiting = [store.settled(signal), store.settled(signal, "7"), store.reach({ epoch: "e", rv: "5" }, signal)];
  stores.drop("alpha");
  await Promise.all(waiting);
  using _again = store.lease();
  expect([source.runs, source.running, store.at]).toEqual([1, false, null]);
  // Another of that name is another store.
  expect(stores.open(scope)).not.toBe(store);
});
