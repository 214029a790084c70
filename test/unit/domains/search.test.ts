import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { seesNamespaces, seesNothing } from "../../support/callers.ts";
import { KubernetesWorld, served } from "./kubernetes-world.ts";
import { deployment, metadata, pod } from "./manifests.ts";

let world: KubernetesWorld;

beforeEach(async () => {
  world = await KubernetesWorld.start("alpha", "bravo");
});

afterEach(() => world[Symbol.asyncDispose]());

interface Found {
  readonly search: {
    readonly totalCount: number;
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
    readonly nodes: readonly { readonly __typename: string; readonly cluster: string; readonly name: string }[];
    readonly clusterErrors: readonly { readonly cluster: string; readonly code: string }[];
  };
}
const SEARCH = `query ($text: String!, $filter: SearchFilter, $first: Int, $after: String) {
  search(text: $text, filter: $filter, first: $first, after: $after) {
    totalCount pageInfo { hasNextPage endCursor } nodes { __typename cluster name } clusterErrors { cluster code }
  }
}`;
const search = async (text: string, more: object = {}) =>
  (await world.data<Found>(SEARCH, { text, first: 50, ...more })).search;
const names = async (text: string, more: object = {}) => (await search(text, more)).nodes.map(({ name }) => name);

describe("a search", () => {
  test("finds names, labels and images in all clusters, the best first", async () => {
    world.put("bravo", "pods", pod("shop", { labels: {} }));
    world.put("alpha", "apps/deployments", deployment("shop-front", { labels: {} }));
    world.put("alpha", "pods", pod("my-shop", { labels: {} }));
    world.put("alpha", "pods", pod("a", { labels: { team: "Shop" } }));
    world.put(
      "alpha",
      "pods",
      pod("b", { labels: {} }, { spec: { containers: [{ name: "c", image: "reg/shop:1" }] } }),
    );
    world.put("alpha", "pods", pod("c", { labels: {} }));
    const found = await search("SHOP");
    expect(found.nodes).toEqual([
      { __typename: "Pod", cluster: "bravo", name: "shop" },
      { __typename: "Deployment", cluster: "alpha", name: "shop-front" },
      { __typename: "Pod", cluster: "alpha", name: "my-shop" },
      { __typename: "Pod", cluster: "alpha", name: "a" },
      { __typename: "Pod", cluster: "alpha", name: "b" },
    ]);
    expect(found).toMatchObject({ totalCount: 5, clusterErrors: [] });
  });

  test("of several words finds what has all of them", async () => {
    world.put("alpha", "pods", pod("shop-1", { labels: { tier: "front" } }));
    world.put("alpha", "pods", pod("shop-2", { labels: { tier: "back" } }));
    expect(await names("  front shop ")).toEqual(["shop-1"]);
  });

  test("goes on behind a cursor, over kinds whose objects have one name", async () => {
    for (const cluster of ["alpha", "bravo"]) {
      world.put(cluster, "pods", pod("web"));
      world.put(cluster, "apps/deployments", deployment("web"));
    }
    const seen: string[] = [];
    let after: string | null = null;
    let hasNext = true;
    while (hasNext) {
      const page: Found["search"] = await search("web", { first: 1, after });
      expect(page.totalCount).toBe(4);
      seen.push(...page.nodes.map(({ __typename, cluster }) => `${cluster} ${__typename}`));
      after = page.pageInfo.endCursor;
      hasNext = page.pageInfo.hasNextPage;
    }
    expect(seen).toEqual(["alpha Deployment", "alpha Pod", "bravo Deployment", "bravo Pod"]);
  });

  test("stays in the kinds, clusters and namespaces that are named", async () => {
    world.cluster("alpha").discovery.resources = [
      ...world.cluster("alpha").discovery.resources,
      served("example.com", "Widget"),
    ];
    const widget = {
      apiVersion: "example.com/v1",
      kind: "Widget",
      metadata: metadata("web-w", { namespace: "other" }),
    };
    world.put("alpha", "example.com/widgets", widget);
    world.put("alpha", "pods", pod("web"));
    world.put("bravo", "pods", pod("web-b"));
    expect(await names("web")).toEqual(["web", "web-b"]);
    expect(await names("web", { filter: { kinds: ["Widget", "pods"] } })).toEqual(["web", "web-w", "web-b"]);
    expect(await names("web", { filter: { clusters: ["bravo"] } })).toEqual(["web-b"]);
    expect(await names("web", { filter: { kinds: ["Widget", "Pod"], namespaces: ["other"] } })).toEqual(["web-w"]);
    expect(await names("web", { filter: { kinds: ["pod", "pods"] } })).toEqual(["web", "web-b"]);
    expect((await search("web", { filter: { kinds: ["Widget"] } })).clusterErrors).toEqual([
      { cluster: "bravo", code: "UNKNOWN_KIND" },
    ]);
  });

  test("shows and counts what the caller may see, and nothing else", async () => {
    world.put("alpha", "pods", pod("web-shown", { namespace: "shop" }));
    world.put("alpha", "pods", pod("web-hidden", { namespace: "vault" }));
    world.put("bravo", "pods", pod("web-far"));
    world.caller.sees(seesNamespaces("shop"), "alpha");
    world.caller.sees(seesNothing, "bravo");
    expect(await search("web")).toMatchObject({ totalCount: 1, nodes: [{ name: "web-shown" }], clusterErrors: [] });
    expect((await search("web", { filter: { kinds: ["pods"] } })).clusterErrors).toEqual([
      { cluster: "bravo", code: "FORBIDDEN" },
    ]);
  });

  test.each([
    ["", {}, "BAD_USER_INPUT"],
    [" \n", {}, "BAD_USER_INPUT"],
    ["x".repeat(201), {}, "BAD_USER_INPUT"],
    ["a b c d e f g h i", {}, "BAD_USER_INPUT"],
    ["a", { first: 501 }, "LIMIT_EXCEEDED"],
    ["a", { after: "nonsense" }, "INVALID_CURSOR"],
    ["a", { filter: { clusters: ["nowhere"] } }, "UNKNOWN_CLUSTER"],
    ["a", { filter: { kinds: ["Nonsense"] } }, "UNKNOWN_KIND"],
    ["a", { filter: { kinds: Array.from({ length: 31 }, (_, n) => `k${n}`) } }, "LIMIT_EXCEEDED"],
  ])("for %j with %j is refused", async (text, more, code) => {
    const { errors } = await world.run(SEARCH, { text, first: 50, ...more });
    expect(errors).toMatchObject([{ extensions: { code } }]);
  });
});
