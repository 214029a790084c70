import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ResourceQuotaManifest } from "../../../src/domains/clusters/resource-quota.manifest.ts";
import { fullestOf, ratioOf, scopesOf, usesOf } from "../../../src/domains/clusters/resource-quota.mapping.ts";
import type { KubernetesObject } from "../../../src/kubernetes/index.ts";
import { KubernetesWorld } from "./kubernetes-world.ts";
import { metadata, namespace } from "./manifests.ts";

function quota(
  name: string,
  hard: Record<string, string>,
  used?: Record<string, string>,
  spec: object = {},
): ResourceQuotaManifest & KubernetesObject {
  return {
    apiVersion: "v1",
    kind: "ResourceQuota",
    metadata: metadata(name),
    spec: { hard, ...spec },
    ...(used && { status: { hard, used } }),
  };
}

describe("a quota", () => {
  test("says of each resource how much there may be and how much there is", () => {
    const hard = { pods: "10", "requests.memory": "1Gi" };
    expect(usesOf(quota("q", hard, { "requests.memory": "512Mi", pods: "3", "limits.cpu": "1" }))).toEqual([
      { resource: "pods", hard: "10", used: "3" },
      { resource: "requests.memory", hard: "1Gi", used: "512Mi" },
    ]);
  });

  test("has no use of what was not counted yet", () => {
    expect(usesOf(quota("q", { pods: "10" }))).toEqual([{ resource: "pods", hard: "10", used: null }]);
    expect(fullestOf(quota("q", { pods: "10" }))).toBeNull();
    expect(usesOf({ ...quota("q", {}), spec: undefined as never })).toEqual([]);
  });

  test.each([
    ["10", "5", 0.5],
    ["1Gi", "512Mi", 0.5],
    ["500m", "1", 2],
    ["0", "0", 1],
    ["rubbish", "1", null],
    ["1", null, null],
    ["10e399", "10e399", null],
    ["1e-300", "1e300", null],
  ])("of %s with %s used is used to the part of %s", (hard, used, ratio) => {
    expect(ratioOf({ resource: "x", hard, used })).toBe(ratio);
  });

  test("is as full as its fullest resource", () => {
    expect(fullestOf(quota("q", { pods: "10", "requests.cpu": "2" }, { pods: "1", "requests.cpu": "1500m" }))).toBe(
      0.75,
    );
  });

  test("of endlessly much takes no other from the pages", async () => {
    await using world = await KubernetesWorld.start("alpha");
    for (const [name, hard, used] of [
      ["a", "10e399", "10e399"],
      ["b", "10", "5"],
      ["c", "10", "9"],
    ] as const) {
      world.put("alpha", "resourcequotas", quota(name, { pods: hard }, { pods: used }));
    }
    interface Page {
      readonly resourceQuotas: {
        readonly nodes: readonly { readonly name: string }[];
        readonly pageInfo: { readonly endCursor: string };
      };
    }
    const seen: string[] = [];
    for (let after: string | null = null; seen.length < 3; ) {
      const { resourceQuotas }: Page = await world.data<Page>(
        `query ($after: String) { resourceQuotas(first: 1, after: $after, orderBy: [{ field: FULLEST_RATIO, direction: DESC }]) {
          nodes { name fullestRatio uses { hardNumber usedRatio } } pageInfo { endCursor }
        } }`,
        { after },
      );
      seen.push(resourceQuotas.nodes[0]?.name ?? "none");
      after = resourceQuotas.pageInfo.endCursor;
    }
    expect(seen).toEqual(["c", "b", "a"]);
  });

  test("names the objects for which it counts", () => {
    const matchExpressions = [
      { scopeName: "PriorityClass", operator: "In", values: ["high", "top"] },
      { scopeName: "Terminating", operator: "Exists" },
    ];
    const scoped = quota("q", {}, {}, { scopes: ["BestEffort"], scopeSelector: { matchExpressions } });
    expect(scopesOf(scoped)).toEqual(["BestEffort", "PriorityClass In (high,top)", "Terminating Exists"]);
    expect(scopesOf(quota("q", {}))).toEqual([]);
  });
});

describe("over scripted clusters", () => {
  let world: KubernetesWorld;
  beforeEach(async () => {
    world = await KubernetesWorld.start();
    world.put("alpha", "namespaces", namespace("shop"));
    world.put("alpha", "namespaces", namespace("other"));
    world.put("alpha", "namespaces", namespace("going", "Terminating"));
  });
  afterEach(() => world[Symbol.asyncDispose]());

  test("a namespace has its quotas and limit ranges, and no others", async () => {
    world.put("alpha", "resourcequotas", quota("most", { pods: "4", "limits.memory": "2Gi" }, { pods: "4" }));
    const elsewhere = quota("elsewhere", { pods: "1" });
    world.put("alpha", "resourcequotas", { ...elsewhere, metadata: { ...elsewhere.metadata, namespace: "other" } });
    world.put("alpha", "limitranges", {
      apiVersion: "v1",
      kind: "LimitRange",
      metadata: metadata("bounds"),
      spec: {
        limits: [
          { type: "Container", max: { cpu: "2" }, default: { memory: "256Mi" }, maxLimitRequestRatio: { cpu: "4" } },
          { type: "PersistentVolumeClaim", min: { storage: "1Gi" } },
        ],
      },
    } as KubernetesObject);
    const data = await world.data(`{ namespace(by: { ref: { cluster: "alpha", name: "shop" } }) {
      resourceQuotas { totalCount nodes {
        namespace name fullestRatio uses { resource hard hardNumber used usedNumber usedRatio }
      } }
      limitRanges { nodes { name limits {
        type max { cpu cpuCores } min { cpu all } default { memory memoryBytes } defaultRequest { cpu } maxLimitRequestRatio
      } } }
    } }`);
    const of = { resource: "limits.memory", hard: "2Gi", hardNumber: 2 ** 31 };
    expect(data).toEqual({
      namespace: {
        resourceQuotas: {
          totalCount: 1,
          nodes: [
            {
              namespace: "shop",
              name: "most",
              fullestRatio: 1,
              uses: [
                { ...of, used: null, usedNumber: null, usedRatio: null },
                { resource: "pods", hard: "4", hardNumber: 4, used: "4", usedNumber: 4, usedRatio: 1 },
              ],
            },
          ],
        },
        limitRanges: {
          nodes: [
            {
              name: "bounds",
              limits: [
                {
                  type: "Container",
                  max: { cpu: "2", cpuCores: 2 },
                  min: null,
                  default: { memory: "256Mi", memoryBytes: 2 ** 28 },
                  defaultRequest: null,
                  maxLimitRequestRatio: { cpu: "4" },
                },
                {
                  type: "PersistentVolumeClaim",
                  max: null,
                  min: { cpu: null, all: { storage: "1Gi" } },
                  default: null,
                  defaultRequest: null,
                  maxLimitRequestRatio: {},
                },
              ],
            },
          ],
        },
      },
    });
  });

  test.each([
    ["filter: { exhausted: true }", ["full"]],
    ["filter: { exhausted: false }", ["half", "unknown"]],
    ['filter: { namespaces: ["other"] }', []],
    ["orderBy: [{ field: FULLEST_RATIO, direction: DESC }]", ["full", "half", "unknown"]],
  ])("quotas are listed by %s", async (args, names) => {
    world.put("alpha", "resourcequotas", quota("half", { pods: "4" }, { pods: "2" }));
    world.put("alpha", "resourcequotas", quota("full", { pods: "4" }, { pods: "4" }));
    world.put("alpha", "resourcequotas", quota("unknown", { pods: "4" }));
    const data = await world.data(`{ resourceQuotas(${args}) { totalCount nodes { name } } }`);
    expect(data).toEqual({ resourceQuotas: { totalCount: names.length, nodes: names.map((name) => ({ name })) } });
  });

  test("namespaces are listed by phase, each look at `namespace(by)` finding the same", async () => {
    const data = await world.data<{ namespaces: { nodes: { id: string; name: string }[] } }>(
      "{ namespaces(filter: { phase: { in: [TERMINATING] } }) { totalCount nodes { id name phase } } }",
    );
    expect(data).toMatchObject({ namespaces: { totalCount: 1, nodes: [{ name: "going", phase: "TERMINATING" }] } });
    const again = await world.data("query ($id: ID!) { namespace(by: { id: $id }) { name } }", {
      id: data.namespaces.nodes[0]?.id,
    });
    expect(again).toEqual({ namespace: { name: "going" } });
  });
});
