import { expect, test } from "vitest";
import { query } from "../support/graphql-client.ts";
import { Random } from "../support/random.ts";
import { startRig } from "../support/rig.ts";

interface Listed {
  readonly totalCount: number;
  readonly nodes: readonly { readonly cluster: string; readonly name: string; readonly resourceVersion: string }[];
}

const ANSWERS = 300;
const NAMES = Array.from({ length: 40 }, (_, n) => `flood-${n}`);

test("the parts of one answer show one state, however fast the objects change", async () => {
  await using rig = await startRig({ clusters: 2, nodes: 0, controllers: false });
  const random = new Random(7);
  let flooding = true;
  let writes = 0;
  const flood = async () => {
    while (flooding) {
      const { api } = random.pick(rig.controlPlane.clusters);
      const name = random.pick(NAMES);
      const path = "/api/v1/namespaces/default/configmaps";
      const labels = { flood: "yes", tier: random.pick(["gold", "silver"]), n: String(writes) };
      const write = random.chance(0.3)
        ? api.request("DELETE", `${path}/${name}`)
        : random.chance(0.5)
          ? api.request("POST", path, { metadata: { name, labels } })
          : api.request(
              "PATCH",
              `${path}/${name}`,
              { metadata: { labels } },
              { contentType: "application/merge-patch+json" },
            );
      // Not there, or there already: the flood goes on.
      await write.then(() => (writes += 1)).catch(() => {});
    }
  };
  const floods = Array.from({ length: 8 }, flood);

  const fields = "totalCount nodes { cluster name resourceVersion }";
  const document = `{
    all: resources(kind: "configmaps", first: 500, filter: { labels: "flood" }) { ${fields} }
    reversed: resources(kind: "configmaps", first: 500, filter: { labels: "flood" }, orderBy: [{ field: NAME, direction: DESC }]) { ${fields} }
    gold: resources(kind: "configmaps", first: 500, filter: { labels: "flood,tier=gold" }) { ${fields} }
    other: resources(kind: "configmaps", first: 500, filter: { labels: "flood,tier!=gold" }) { ${fields} }
  }`;
  const distinct = new Set<string>();
  let answers = 0;
  try {
    // The state has to have changed between many of the answers, or nothing is shown.
    for (; answers < ANSWERS || distinct.size <= ANSWERS / 4; answers += 1) {
      const { all, reversed, gold, other } = await query<Record<string, Listed>>(rig.url, document);
      const listing = (...lists: (Listed | undefined)[]) =>
        lists.flatMap((list) => list?.nodes.map((node) => JSON.stringify(node)) ?? []).sort();
      expect(listing(reversed)).toEqual(listing(all));
      expect(listing(gold, other)).toEqual(listing(all));
      for (const list of [all, reversed, gold, other]) expect(list?.nodes).toHaveLength(list?.totalCount ?? -1);
      distinct.add(listing(all).join());
    }
  } finally {
    flooding = false;
    await Promise.all(floods);
  }
  console.log(`truth: ${answers} answers, ${distinct.size} distinct states, ${writes} writes`);
  expect(distinct.size).toBeGreaterThan(ANSWERS / 4);
}, 60_000);
