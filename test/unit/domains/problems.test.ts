import { afterEach, beforeEach, expect, test } from "vitest";
import { decodeId } from "../../../src/graphql/index.ts";
import type { KubernetesObject } from "../../../src/kubernetes/index.ts";
import { KubernetesWorld } from "./kubernetes-world.ts";
import { metadata, pod } from "./manifests.ts";

let world: KubernetesWorld;
beforeEach(async () => {
  world = await KubernetesWorld.start("alpha", "bravo");
});
afterEach(() => world[Symbol.asyncDispose]());

const web = pod("web");
const involved = { apiVersion: "v1", kind: "Pod", namespace: "shop", name: "web", uid: web.metadata.uid };

function event(name: string, more: object = {}): KubernetesObject {
  return {
    apiVersion: "v1",
    kind: "Event",
    metadata: metadata(name),
    type: "Warning",
    reason: "BackOff",
    message: "Back-off restarting",
    involvedObject: involved,
    count: 2,
    firstTimestamp: "2026-03-01T08:00:00Z",
    lastTimestamp: "2026-03-01T09:00:00Z",
    ...more,
  } as KubernetesObject;
}

function node(name: string, conditions: readonly object[]): KubernetesObject {
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: metadata(name, { namespace: undefined as never }),
    status: { conditions },
  } as KubernetesObject;
}

interface Problems {
  readonly nodes: readonly {
    readonly cluster: string;
    readonly reason: string;
    readonly name: string;
    readonly count: number;
  }[];
  readonly totalCount: number;
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

async function problems(args = ""): Promise<Problems> {
  const { data, errors } = await world.run(`{ problems${args} {
    nodes { source cluster namespace kind name reason message count firstSeenAt lastSeenAt object { kind name } }
    totalCount pageInfo { hasNextPage endCursor } clusterErrors { code }
  } }`);
  if (!data?.problems) throw new Error(JSON.stringify(errors));
  return data.problems as Problems;
}

test("what was said of one object for one reason is one problem, with the last words and the whole count", async () => {
  world.put("alpha", "pods", web);
  world.put("alpha", "events", event("a"));
  world.put(
    "alpha",
    "events",
    event("b", {
      count: 3,
      message: "newer",
      firstTimestamp: "2026-03-01T07:00:00Z",
      lastTimestamp: "2026-03-01T09:30:00Z",
    }),
  );
  world.put("alpha", "events", event("other", { reason: "Unhealthy" }));
  world.put("alpha", "events", event("fine", { type: "Normal" }));
  const { nodes, totalCount } = await problems("(orderBy: [{ field: REASON }])");
  expect(totalCount).toBe(2);
  expect(nodes[0]).toEqual({
    source: "EVENT",
    cluster: "alpha",
    namespace: "shop",
    kind: "Pod",
    name: "web",
    reason: "BackOff",
    message: "newer",
    count: 5,
    firstSeenAt: "2026-03-01T07:00:00Z",
    lastSeenAt: "2026-03-01T09:30:00Z",
    object: { kind: "Pod", name: "web" },
  });
});

test("a node's conditions that tell of trouble are problems, those that do not are none", async () => {
  const since = "2026-03-01T08:00:00Z";
  world.put(
    "bravo",
    "nodes",
    node("node-1", [
      { type: "Ready", status: "False", reason: "KubeletStopped", message: "it is gone", lastTransitionTime: since },
      { type: "KernelDeadlock", status: "True", message: "stuck", lastTransitionTime: since },
      { type: "DiskPressure", status: "False" },
    ]),
  );
  world.put("bravo", "nodes", node("node-2", [{ type: "Ready", status: "True" }]));
  const { nodes } = await problems("(orderBy: [{ field: REASON }])");
  const shared = {
    source: "NODE_CONDITION",
    cluster: "bravo",
    namespace: null,
    kind: "Node",
    name: "node-1",
    count: 1,
    firstSeenAt: since,
  };
  expect(nodes).toMatchObject([
    { ...shared, reason: "KernelDeadlock", message: "stuck", object: { kind: "Node", name: "node-1" } },
    { ...shared, reason: "NotReady", message: "it is gone" },
  ]);
});

test("pages and orders go over all of them, and two of one name are told apart", async () => {
  const of = (name: string, uid: string) => event(name, { involvedObject: { ...involved, uid } });
  for (const cluster of ["alpha", "bravo"])
    for (const uid of ["1", "2", "3"]) world.put(cluster, "events", of(`e-${uid}`, uid));
  const seen: string[] = [];
  for (let cursor: string | null = null, more = true; more; ) {
    const after: string = cursor === null ? "" : `, after: ${JSON.stringify(cursor)}`;
    const { nodes, pageInfo, totalCount }: Problems = await problems(
      `(first: 2, orderBy: [{ field: COUNT, direction: DESC }]${after})`,
    );
    expect(totalCount).toBe(6);
    seen.push(...nodes.map(({ cluster }) => cluster));
    ({ hasNextPage: more, endCursor: cursor } = pageInfo);
  }
  expect(seen).toEqual(["alpha", "alpha", "alpha", "bravo", "bravo", "bravo"]);
});

test.each([
  ['filter: { clusters: ["bravo"] }', 0],
  ['filter: { namespaces: ["shop"] }', 1],
  ['filter: { kinds: ["Node"] }', 0],
  ['filter: { name: { startsWith: "we" } }', 1],
  ['filter: { reason: { in: ["Unhealthy"] } }', 0],
  ["filter: { sources: [NODE_CONDITION] }", 0],
  ["filter: { sources: [] }", 0],
])("%s leaves %i", async (filter, count) => {
  world.put("alpha", "events", event("a"));
  expect((await problems(`(${filter})`)).totalCount).toBe(count);
});

test("what kubelets and node-problem-detector say of a node leads to the node, though they know no uid of it", async () => {
  world.put("alpha", "nodes", node("node-1", []));
  const ofKubelet = { kind: "Node", name: "node-1", uid: "node-1" };
  world.put("alpha", "events", event("a", { reason: "TaskHung", involvedObject: ofKubelet }));
  world.put("alpha", "events", event("b", { reason: "TaskHung", involvedObject: { kind: "Node", name: "node-1" } }));
  expect((await problems()).nodes).toMatchObject([{ count: 4, object: { kind: "Node", name: "node-1" } }]);
});

test("of two kinds of one name the one of the event's group is meant", async () => {
  const policy = (apiVersion: string) =>
    ({ apiVersion, kind: "NetworkPolicy", metadata: metadata("open") }) as KubernetesObject;
  const [own, calico] = [policy("networking.k8s.io/v1"), policy("projectcalico.org/v3")];
  world.put("alpha", "networking.k8s.io/networkpolicies", own);
  world.put("alpha", "projectcalico.org/networkpolicies", calico);
  const { uid } = calico.metadata;
  const of = (more: object) => ({
    involvedObject: { kind: "NetworkPolicy", namespace: "shop", name: "open", ...more },
  });
  world.put("alpha", "events", event("a", of({ apiVersion: "projectcalico.org/v3", uid })));
  // The same object, by somebody who says less of it.
  world.put("alpha", "events", event("b", of({ uid })));
  world.put("alpha", "events", event("c", of({ apiVersion: "networking.k8s.io/v1" })));
  interface Counted {
    readonly problems: {
      readonly nodes: readonly { readonly count: number; readonly object: { readonly id: string } | null }[];
    };
  }
  const { nodes } = (await world.data<Counted>("{ problems { nodes { count object { id } } } }")).problems;
  expect(nodes.map(({ count, object }) => [count, object && decodeId(object.id).uid]).sort()).toEqual([
    [2, own.metadata.uid],
    [4, uid],
  ]);
});

test("what was said endlessly often does not take the list with it", async () => {
  for (const name of ["a", "b"]) world.put("alpha", "events", event(name, { count: 2_147_483_647 }));
  expect((await problems()).nodes).toMatchObject([{ count: 2_147_483_647 }]);
});

test("a page may end between an event and a condition of the same words", async () => {
  const troubled = node("node-1", [{ type: "KernelDeadlock", status: "True" }]);
  world.put("alpha", "nodes", troubled);
  const { uid } = troubled.metadata;
  const involvedObject = { apiVersion: "v1", kind: "Node", name: "node-1", uid };
  world.put("alpha", "events", event("a", { reason: "KernelDeadlock", involvedObject }));
  const first = await problems("(first: 1, orderBy: [{ field: REASON }])");
  const after = JSON.stringify(first.pageInfo.endCursor);
  const second = await problems(`(first: 1, orderBy: [{ field: REASON }], after: ${after})`);
  expect([...first.nodes, ...second.nodes].map((each) => (each as { source?: string }).source)).toEqual([
    "EVENT",
    "NODE_CONDITION",
  ]);
});

test.each([
  ["nothing at all", {}],
  ["an object without a name", { involvedObject: { kind: "Pod" } }],
  ["an object whose name is a path", { involvedObject: { kind: "Pod", namespace: "shop", name: "../secrets/x" } }],
  ["a kind that nobody can list", { involvedObject: { kind: "TokenReview", name: "web" } }],
  ["a kind that nobody serves", { involvedObject: { ...involved, kind: "Unicorn" } }],
  ["times that are none", { firstTimestamp: null, lastTimestamp: null, eventTime: "soon" }],
])("an event with %s is shown as far as it goes", async (what, more) => {
  world.put(
    "alpha",
    "events",
    event("a", what === "nothing at all" ? { involvedObject: undefined, reason: undefined, message: undefined } : more),
  );
  const { data } = await world.run("{ problems { nodes { name reason count object { name } } totalCount } }");
  expect(data?.problems).toMatchObject({ totalCount: 1, nodes: [{ object: null }] });
  expect(world.opened).not.toContain("alpha authentication.k8s.io/tokenreviews");
});

test("an unknown cluster is an error", async () => {
  const { errors } = await world.run('{ problems(filter: { clusters: ["nowhere"] }) { totalCount } }');
  expect(errors).toMatchObject([{ extensions: { code: "UNKNOWN_CLUSTER" } }]);
});
