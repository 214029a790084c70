import { describe, expect, test } from "vitest";
import { assumed } from "../../../src/api/cost/points.ts";
import { VisibleRows } from "../../../src/api/cost/visible-rows.ts";
import { SwitchableCaller, seesNamespaces, seesNothing } from "../../support/callers.ts";
import { TOYS, World } from "../../support/toy-world.ts";

const everything = { kind: undefined, clusters: undefined, namespaces: undefined };

/** In each cluster ten toys in `a` and five in `b`; memory holds those of alpha alone. */
async function world(): Promise<World> {
  const made = await World.start();
  for (const cluster of made.names)
    for (let n = 0; n < 15; n += 1) made.toys(cluster).put(n < 10 ? "a" : "b", `toy-${n}`, { color: "red", size: n });
  const store = made.stores.open({ cluster: "alpha", resource: TOYS });
  store.lease();
  await store.settled(AbortSignal.timeout(1_000));
  return made;
}

describe("how much there is to be looked at", () => {
  test("is what memory holds, and a guess where it holds nothing", async () => {
    await using made = await world();
    const rows = new VisibleRows(made.environment, new SwitchableCaller());
    expect(rows.clusters).toBe(2);
    expect(rows.count(TOYS, { ...everything, clusters: ["alpha"] })).toBe(15);
    expect(rows.count(TOYS, { ...everything, clusters: ["alpha"], namespaces: ["b", "nowhere"] })).toBe(5);
    expect(rows.count(TOYS, { ...everything, clusters: ["beta"] })).toBe(assumed.rows);
    expect(rows.count(TOYS, everything)).toBe(15 + assumed.rows);
    expect(rows.count("*", { ...everything, clusters: ["alpha"], kind: TOYS })).toBe(15);
    expect(rows.count("*", { ...everything, clusters: ["alpha"] })).toBe(assumed.rows);
  });

  test("tells a caller nothing of what he may not see", async () => {
    await using made = await world();
    const caller = new SwitchableCaller();
    const rows = new VisibleRows(made.environment, caller);
    const inAlpha = { ...everything, clusters: ["alpha"] };
    caller.sees(seesNamespaces("b"), "alpha");
    expect(rows.count(TOYS, inAlpha)).toBe(5);
    expect(rows.count(TOYS, { ...inAlpha, namespaces: ["a"] })).toBe(0);
    const names = new Map([["a", new Set(["toy-1", "toy-2"])]]);
    caller.sees({ ...seesNothing, nothing: false, names }, "alpha");
    expect(rows.count(TOYS, inAlpha)).toBe(2);
    caller.sees(seesNothing, "alpha");
    expect(rows.count(TOYS, inAlpha)).toBe(0);
    caller.sees("unknown", "alpha");
    expect(rows.count(TOYS, inAlpha)).toBe(assumed.rows);
  });

  test("opens no store, and takes garbage for no cluster", async () => {
    await using made = await world();
    const rows = new VisibleRows(made.environment, new SwitchableCaller());
    const before = [...made.stores.all()].length;
    for (const clusters of [["nowhere"], [], [null, 5, {}], ["__proto__"]])
      expect(rows.count(TOYS, { kind: {}, clusters, namespaces: [5, null] })).toBe(0);
    expect(rows.count(TOYS, { kind: {}, clusters: "alpha", namespaces: "a" })).toBe(15 + assumed.rows);
    expect(rows.count("*", { kind: {}, clusters: ["alpha"], namespaces: undefined })).toBe(assumed.rows);
    expect([...made.stores.all()]).toHaveLength(before);
  });
});
