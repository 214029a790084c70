import { expect } from "vitest";
import { indexDefinitions } from "../../../src/domains/index.ts";
import { type NamespacedObjectFilter, objectPredicate } from "../../../src/domains/resources/index.ts";
import type { KubernetesObject } from "../../../src/kubernetes/index.ts";
import {
  admits,
  type Cell,
  cellsOf,
  type Item,
  ReadSet,
  type Row,
  Store,
  type View,
} from "../../../src/state/index.ts";
import { seesAll, seesNamespaces } from "../../support/callers.ts";
import { ScriptedSource } from "../../support/origin.ts";
import type { Random } from "../../support/random.ts";
import { property } from "../../support/seeded.ts";

const namespaces = ["ns-a", "ns-b", "ns-c"];
const names = ["x", "y", "z"];
const values = ["", "1", "2"];
const selectors = [
  "k=1",
  "k=",
  "k in (1,2)",
  "k notin (1)",
  "k!=1",
  "k",
  "!k",
  "k=1,l=2",
  "l,k in (2,)",
  "k=1,k=2",
  "",
];

function some<T>(random: Random, all: readonly T[]): T[] {
  return all.filter(() => random.chance(0.4));
}

function randomFilter(random: Random): NamespacedObjectFilter {
  const name = random.chance(0.5) ? { eq: random.pick(names) } : { in: some(random, names) };
  return {
    ...(random.chance(0.4) && { namespaces: some(random, namespaces) }),
    ...(random.chance(0.4) && { name: random.chance(0.2) ? { startsWith: "x" } : name }),
    ...(random.chance(0.6) && { labels: random.pick(selectors) }),
  };
}

function randomItem(random: Random, version: number): Item<KubernetesObject> {
  const keys = some(random, ["k", "l"]);
  const labels = Object.fromEntries(keys.map((key) => [key, random.pick(values)]));
  const [namespace, name] = [random.pick(namespaces), random.pick(names)];
  const identity = { namespace, name, uid: `${namespace}/${name}/${random.int(2)}` };
  const metadata = { ...identity, resourceVersion: String(version), ...(random.chance(0.9) && { labels }) };
  return { ...identity, version: String(version), object: { apiVersion: "v1", kind: "Pod", metadata } };
}

function started() {
  const source = new ScriptedSource<KubernetesObject>();
  const scope = { cluster: "alpha", resource: "things" };
  const onSourceFailure = () => {};
  const store = new Store<KubernetesObject>({
    scope,
    source,
    indexes: indexDefinitions,
    idleMs: 1,
    now: () => 0,
    onSourceFailure,
  });
  const lease = store.lease();
  source.list([], { epoch: "e", rv: "1" });
  return { source, store, lease };
}

function rowsIn(view: View<KubernetesObject>): Set<Row<KubernetesObject>> {
  return new Set([...view.store.scan("all")].filter((row) => admits(view, row)));
}

property("no change of what a filter shows goes past the cells that are noted for it", 150, (random) => {
  const { source, store, lease } = started();
  using _ = lease;
  const views = Array.from({ length: 12 }, (): View<KubernetesObject> => {
    const visibility = random.chance(0.5) ? seesAll : seesNamespaces(...some(random, namespaces));
    return { store, visibility, match: objectPredicate(randomFilter(random)) };
  });
  for (let version = 2; version < 60; version += 1) {
    const before = views.map((view) => {
      const reads = new ReadSet();
      for (const cell of cellsOf(view)) reads.note(cell);
      return { view, reads, rows: rowsIn(view) };
    });
    const item = randomItem(random, version);
    const at = { epoch: "e", rv: String(version) };
    if (random.chance(0.3)) source.feed.remove(item, at);
    else source.feed.put(item, at);
    for (const { view, reads, rows } of before) {
      if (reads.fresh) expect(rowsIn(view)).toEqual(rows);
    }
  }
});

property("a change under other values moves no cell of a filter by names or labels", 20, (random) => {
  const { source, store, lease } = started();
  using _ = lease;
  const cells = (filter: NamespacedObjectFilter): Cell[] =>
    cellsOf({ store, visibility: seesAll, match: objectPredicate<KubernetesObject>(filter) });
  const filters: NamespacedObjectFilter[] = [
    { name: { eq: "other" } },
    { labels: "k=other" },
    { labels: "k in (other,another),l" },
    { namespaces: ["other"], labels: "k=1" },
    { namespaces: [], labels: "k=1" },
    { name: { in: [] } },
  ];
  const before = filters.map((filter) => cells(filter).map(({ changedAt }) => changedAt));
  for (let version = 2; version < 20; version += 1) {
    source.feed.put(randomItem(random, version), { epoch: "e", rv: String(version) });
  }
  expect(filters.map((filter) => cells(filter).map(({ changedAt }) => changedAt))).toEqual(before);
});
