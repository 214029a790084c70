import { expect, test } from "vitest";
import { configMaps, secrets } from "../../../src/sandbox/data/kinds.ts";
import type { KubeObject } from "../../../src/sandbox/storage/object.ts";
import { type Change, Store } from "../../../src/sandbox/storage/store.ts";
import { property } from "../../support/seeded.ts";

function map(name: string, text = ""): KubeObject {
  const metadata = { name, namespace: "shop", uid: `uid-${name}`, resourceVersion: "", creationTimestamp: "" };
  return { apiVersion: "v1", kind: "ConfigMap", metadata, data: { text } };
}

const listing = (objects: readonly KubeObject[] | undefined) =>
  objects?.map(({ metadata, data }) => `${metadata.name}@${metadata.resourceVersion} ${JSON.stringify(data)}`);

test("one counter gives versions to all kinds, and to deletions", () => {
  const store = new Store();
  const changes: string[] = [];
  store.onChange(({ type, object, version }) => changes.push(`${type} ${object.metadata.name} ${version}`));
  store.put(configMaps, map("a"));
  store.put(secrets, map("b"));
  store.put(configMaps, map("a", "2"));
  store.remove(configMaps, map("a", "2"));
  expect(changes).toEqual(["ADDED a 1", "ADDED b 2", "MODIFIED a 3", "DELETED a 4"]);
  expect(store.get(configMaps, "shop", "a")).toBeUndefined();
});

property("any version that is remembered can be had again as it was", 30, (random) => {
  const store = new Store();
  const then = new Map<number, string[] | undefined>();
  for (let step = 0; step < 60; step += 1) {
    const name = `map-${random.int(6)}`;
    const held = store.get(configMaps, "shop", name);
    if (held && random.chance(0.3)) store.remove(configMaps, held);
    else store.put(random.chance(0.2) ? secrets : configMaps, map(name, String(step)));
    then.set(store.version, listing(store.at(configMaps, store.version)));
  }
  for (const [version, objects] of then) expect(listing(store.at(configMaps, version))).toEqual(objects);
});

property("what happened since a version leads from what was to what is", 30, (random) => {
  const store = new Store();
  for (let step = 0; step < 40; step += 1) store.put(configMaps, map(`map-${random.int(6)}`, String(step)));
  const from = random.int(store.version);
  const state = new Map(store.at(configMaps, from)?.map((each) => [each.metadata.name, each]));
  for (const { type, object } of store.since(configMaps, from) ?? []) {
    if (type === "DELETED") state.delete(object.metadata.name);
    else state.set(object.metadata.name, object);
  }
  const folded = [...state.values()].sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
  expect(listing(folded)).toEqual(listing(store.at(configMaps, store.version)));
});

test("the history is bounded, for each kind by itself", () => {
  const store = new Store();
  store.put(secrets, map("rare"));
  for (let n = 0; n < 5_000; n += 1) store.put(configMaps, map("busy", String(n)));
  expect(store.since(configMaps, 1)).toBeUndefined();
  expect(store.at(configMaps, 1)).toBeUndefined();
  expect(store.since(secrets, 1)).toEqual([]);
  const kept = store.since(configMaps, store.version - 900);
  expect(kept).toHaveLength(900);
});

test("a forgotten history begins anew with the next change", () => {
  const store = new Store();
  store.put(configMaps, map("a"));
  const before = store.version - 1;
  store.forgetHistory();
  store.put(configMaps, map("b"));
  expect(store.since(configMaps, before)).toBeUndefined();
  expect(store.since(configMaps, store.version - 1)?.map(({ object }: Change) => object.metadata.name)).toEqual(["b"]);
});
