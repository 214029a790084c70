import { describe, expect, test } from "vitest";
import {
  type Connection,
  listConnection,
  MAX_PAGE_SIZE,
  matching,
  OrderDirection,
  type OrderInput,
  ordersBy,
  type PassContext,
  Seal,
} from "../../../src/graphql/index.ts";
import { Misses, Reader, ReadSet, type Row, type Source, Stores } from "../../../src/state/index.ts";
import { SwitchableCaller } from "../../support/callers.ts";
import type { Random } from "../../support/random.ts";
import { property } from "../../support/seeded.ts";

interface Toy {
  readonly color: string | null;
  readonly size: number;
}

type Placed = { readonly cluster: string; readonly namespace: string; readonly name: string; readonly object: Toy };
type Field = "COLOR" | "SIZE";

const orderOf = ordersBy<Field, Toy>({
  COLOR: ({ object }) => object.color,
  SIZE: ({ object }) => object.size,
});

/** Stores that were fed once, and a context to read them in. */
function contextOver(toys: readonly Placed[]): PassContext & Disposable {
  const clusters = ["alpha", "bravo", "charlie"];
  const source = (cluster: string): Source<Toy> => ({
    async run(feed) {
      const replacement = feed.replace();
      for (const { namespace, name, object, cluster: where } of toys) {
        if (where === cluster) replacement.put({ namespace, name, uid: name, version: "1", object });
      }
      replacement.commit({ epoch: "e", rv: "1" });
    },
  });
  const stores = new Stores({
    sourceFor: ({ cluster }) => source(cluster) as Source<unknown>,
    indexes: [],
    idleMs: 1_000,
    now: () => 0,
    onSourceFailure: () => {},
  });
  const caller = new SwitchableCaller();
  const reads = new ReadSet();
  const misses = new Misses(() => 1_000, new AbortController().signal);
  const reader = new Reader({
    stores,
    caller,
    reads,
    misses,
    clusters: () => clusters,
    lease: (store) => store.lease(),
  });
  const seal = new Seal(Buffer.alloc(32, 1));
  return { reader, reads, misses, seal, requestId: "r", [Symbol.dispose]: () => stores[Symbol.dispose]() };
}

interface Wanted {
  readonly first: number;
  readonly after?: string | null;
  readonly orderBy?: readonly OrderInput<Field>[];
  readonly minSize?: number;
}

function list(ctx: PassContext, { first, after = null, orderBy, minSize = 0 }: Wanted): Connection<Toy, Row<Toy>> {
  return listConnection(ctx, {
    resource: "toys",
    args: { first, after },
    match: matching<Toy>(({ object }) => object.size >= minSize),
    order: orderOf(orderBy),
    toObject: (row) => row,
  });
}

function somewhere(random: Random, count: number): Placed[] {
  const places = new Map<string, Placed>();
  for (let n = 0; n < count; n += 1) {
    const place = {
      cluster: random.pick(["alpha", "bravo", "charlie"]),
      namespace: random.pick(["", "a", "b"]),
      name: `toy-${random.int(count)}`,
    };
    const object = { color: random.pick(["red", "blue", "green", null]), size: random.int(5) };
    places.set(JSON.stringify(place), { ...place, object });
  }
  return [...places.values()];
}

/** The order by its definition: each key, nulls last in both directions, then cluster, namespace and name. */
function expectedOrder(toys: readonly Placed[], orderBy: readonly OrderInput<Field>[]): Placed[] {
  const compare = <V extends string | number>(a: V, b: V) => (a < b ? -1 : a > b ? 1 : 0);
  return toys.toSorted((a, b) => {
    for (const { field, direction } of orderBy) {
      const [x, y] = field === "SIZE" ? [a.object.size, b.object.size] : [a.object.color, b.object.color];
      if (x === y) continue;
      if (x === null) return 1;
      if (y === null) return -1;
      return direction === OrderDirection.ASC ? compare(x, y) : compare(y, x);
    }
    return compare(a.cluster, b.cluster) || compare(`${a.namespace}/${a.name}`, `${b.namespace}/${b.name}`);
  });
}

const placeOf = ({ scope, namespace, name }: Row<Toy>) => `${scope.cluster} ${namespace}/${name}`;

describe("a connection", () => {
  property("shows, page by page, each object once and in order, as a full sort would", 120, (random) => {
    const toys = somewhere(random, random.int(40));
    const orderBy: OrderInput<Field>[] = [];
    for (const field of ["COLOR", "SIZE"] as const) {
      if (random.chance(0.6)) orderBy.push({ field, direction: random.chance(0.5) ? "ASC" : "DESC" });
    }
    const minSize = random.int(3);
    const first = 1 + random.int(7);
    const expected = expectedOrder(
      toys.filter(({ object }) => object.size >= minSize),
      orderBy,
    ).map(({ cluster, namespace, name }) => `${cluster} ${namespace}/${name}`);

    using ctx = contextOver(toys);
    const seen: string[] = [];
    for (let after: string | null = null, more = true; more; ) {
      const page: Connection<Toy, Row<Toy>> = list(ctx, { first, after, orderBy, minSize });
      expect(page.totalCount).toBe(expected.length);
      expect(page.pageInfo.hasPreviousPage).toBe(after !== null);
      expect(page.nodes.length).toBeLessThanOrEqual(first);
      expect(page.edges.map(({ node }) => node)).toEqual(page.nodes);
      seen.push(...page.nodes.map(placeOf));
      more = page.pageInfo.hasNextPage;
      after = page.pageInfo.endCursor;
      expect(page.pageInfo.startCursor).toBe(page.edges[0]?.cursor ?? null);
      expect(after).toBe(page.edges.at(-1)?.cursor ?? null);
      if (more) expect(page.nodes.length).toBe(first);
    }
    expect(seen).toEqual(expected);
  });

  test("of no objects at all has no cursors", () => {
    using ctx = contextOver([]);
    const page = list(ctx, { first: 5 });
    expect(page.pageInfo).toEqual({ hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null });
  });

  test("with first: 0 still counts, and says that there are more", () => {
    using ctx = contextOver([{ cluster: "alpha", namespace: "a", name: "x", object: { color: "red", size: 1 } }]);
    const page = list(ctx, { first: 0 });
    expect(page.totalCount).toBe(1);
    expect(page.nodes).toEqual([]);
    expect(page.pageInfo.hasNextPage).toBe(true);
  });

  test.each([
    [-1, "BAD_USER_INPUT"],
    [MAX_PAGE_SIZE + 1, "LIMIT_EXCEEDED"],
  ])("with first: %j is refused as %s", (first, code) => {
    using ctx = contextOver([]);
    expect(() => list(ctx, { first })).toThrow(expect.objectContaining({ code, field: "first" }));
  });

  test("refuses a cursor that it did not make, or that another order made", () => {
    using ctx = contextOver([{ cluster: "alpha", namespace: "a", name: "x", object: { color: "red", size: 1 } }]);
    const bySize: readonly OrderInput<Field>[] = [{ field: "SIZE", direction: "ASC" }];
    const cursor = list(ctx, { first: 1, orderBy: bySize }).pageInfo.endCursor;
    const refused = expect.objectContaining({ code: "INVALID_CURSOR", field: "after" });
    expect(() => list(ctx, { first: 1, after: cursor })).toThrow(refused);
    expect(() => list(ctx, { first: 1, after: cursor, orderBy: [{ field: "SIZE", direction: "DESC" }] })).toThrow(
      refused,
    );
    expect(() => list(ctx, { first: 1, after: `${cursor}A`, orderBy: bySize })).toThrow(refused);
    expect(() => list(ctx, { first: 1, after: ctx.seal.close("revision", {}) })).toThrow(refused);
    expect(() => list(ctx, { first: 1, after: "" })).toThrow(refused);
    expect(list(ctx, { first: 1, after: cursor, orderBy: bySize }).nodes).toEqual([]);
  });
});
