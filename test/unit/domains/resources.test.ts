import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { FairwayError } from "../../../src/errors/index.ts";
import { encodeId, type ObjectId } from "../../../src/graphql/index.ts";
import { seesNamespaces, seesNothing } from "../../support/callers.ts";
import { KubernetesWorld, served } from "./kubernetes-world.ts";
import { deployment, metadata, namespace, pod } from "./manifests.ts";

let world: KubernetesWorld;

beforeEach(async () => {
  world = await KubernetesWorld.start("alpha", "bravo");
});

afterEach(() => world[Symbol.asyncDispose]());

const widget = (name: string) => ({
  apiVersion: "example.com/v1",
  kind: "Widget",
  metadata: metadata(name),
  spec: { size: 3 },
});
const codes = (errors: readonly { readonly extensions: { readonly code: string } }[] | undefined) =>
  errors?.map(({ extensions }) => extensions.code);

describe("resources of any kind", () => {
  test.each(["apps/deployments", "Deployment", "deployments", "deployment"])(
    "are found by the name %s",
    async (kind) => {
      const object = deployment("web");
      world.put("alpha", "apps/deployments", object);
      const data = await world.data(
        "query ($kind: String!) { resources(kind: $kind) { nodes { apiVersion kind name raw } clusterErrors { code } } }",
        { kind },
      );
      expect(data).toEqual({
        resources: {
          nodes: [{ apiVersion: "apps/v1", kind: "Deployment", name: "web", raw: object }],
          clusterErrors: [],
        },
      });
    },
  );

  test("come from the clusters that serve the kind; the others are named", async () => {
    world.cluster("bravo").discovery.resources = [served("example.com", "Widget")];
    world.put("bravo", "example.com/widgets", widget("w"));
    const data = await world.data(`{ resources(kind: "Widget") {
      totalCount nodes { cluster name } clusterErrors { cluster code retryable }
    } }`);
    expect(data).toEqual({
      resources: {
        totalCount: 1,
        nodes: [{ cluster: "bravo", name: "w" }],
        clusterErrors: [{ cluster: "alpha", code: "UNKNOWN_KIND", retryable: false }],
      },
    });
  });

  test("of a kind that no cluster serves are an error, and its siblings keep their data", async () => {
    world.put("alpha", "pods", pod("web-0"));
    const { data, errors } = await world.run('{ resources(kind: "Nonsense") { totalCount } pods { totalCount } }');
    expect(data).toEqual({ resources: null, pods: { totalCount: 1 } });
    expect(errors).toMatchObject([{ path: ["resources"], extensions: { code: "UNKNOWN_KIND", field: "kind" } }]);
    expect(world.cluster("alpha").looks).toBe(1);
  });

  test("of a kind that was defined a moment ago are found at once", async () => {
    world.cluster("alpha").upcoming = [served("example.com", "Widget")];
    world.put("alpha", "example.com/widgets", widget("w"));
    const data = await world.data(
      '{ resources(kind: "example.com/widgets", filter: { clusters: ["alpha"] }) { nodes { name } } }',
    );
    expect(data).toEqual({ resources: { nodes: [{ name: "w" }] } });
  });

  test("that a cluster cannot say anything about are an error of that cluster", async () => {
    const refuse = async () => {
      throw new FairwayError("CLUSTER_UNAVAILABLE", "not there", { cluster: "alpha" });
    };
    Object.assign(world.cluster("alpha").discovery, { resources: [], lookup: refuse });
    world.put("bravo", "pods", pod("web-0"));
    const data = await world.data(
      '{ resources(kind: "pods") { totalCount clusterErrors { cluster code retryable message } } }',
    );
    const clusterErrors = [{ cluster: "alpha", code: "CLUSTER_UNAVAILABLE", retryable: true, message: "not there" }];
    expect(data).toEqual({ resources: { totalCount: 1, clusterErrors } });
  });

  test("of a kind that cannot be watched, or that is another kind elsewhere, are refused", async () => {
    world.cluster("bravo").discovery.resources = [served("pods.example", "Pod")];
    const first = await world.run('{ resources(kind: "TokenReview", filter: { clusters: ["alpha"] }) { totalCount } }');
    expect(codes(first.errors)).toEqual(["UNKNOWN_KIND"]);
    const second = await world.run('{ resources(kind: "Pod") { totalCount } }');
    expect(codes(second.errors)).toEqual(["BAD_USER_INPUT"]);
    expect(second.errors?.[0]?.message).toContain("pods, pods.example/pods");
  });

  test.each([
    ['{ kind: "Deployment", namespace: "shop", name: "web" }', { name: "web", namespace: "shop" }],
    ['{ kind: "Namespace", name: "shop" }', { name: "shop", namespace: null }],
    ['{ kind: "Namespace", namespace: "ignored", name: "shop" }', { name: "shop", namespace: null }],
    ['{ kind: "Deployment", namespace: "shop", name: "absent" }', null],
  ])("are looked up by %s", async (ref, expected) => {
    world.put("alpha", "apps/deployments", deployment("web"));
    world.put("alpha", "namespaces", namespace("shop"));
    const query = `{ resource(by: { ref: ${ref.replace("{", '{ cluster: "alpha",')} }) { name namespace } }`;
    expect(await world.data(query)).toEqual({ resource: expected });
  });

  test.each([
    ['{ cluster: "alpha", kind: "Deployment", name: "web" }', "BAD_USER_INPUT"],
    ['{ cluster: "nowhere", kind: "Deployment", namespace: "shop", name: "web" }', "UNKNOWN_CLUSTER"],
    ['{ cluster: "alpha", kind: "Nonsense", name: "web" }', "UNKNOWN_KIND"],
    ['{ cluster: "alpha", kind: "TokenReview", name: "web" }', "UNKNOWN_KIND"],
  ])("looked up by %s are refused as %s", async (ref, code) => {
    const { data, errors } = await world.run(`{ resource(by: { ref: ${ref} }) { name } }`);
    expect(data).toEqual({ resource: null });
    expect(codes(errors)).toEqual([code]);
  });
});

describe("a node", () => {
  test("is shown as the type of its kind, and as a Resource where the kind has none", async () => {
    world.cluster("alpha").discovery.resources = [served("example.com", "Widget")];
    const ids = [
      world.put("alpha", "pods", pod("web-0")),
      world.put("alpha", "example.com/widgets", widget("w")),
      encodeId({ cluster: "bravo", resource: "fairway/clusters", namespace: "", name: "bravo", uid: "" }),
    ];
    const data = await world.data(
      `query ($ids: [ID!]!) { nodes(ids: $ids) {
        __typename id ... on KubernetesObject { name } ... on Pod { phase } ... on Cluster { reachable }
      } }`,
      { ids },
    );
    expect(data).toEqual({
      nodes: [
        { __typename: "Pod", id: ids[0], name: "web-0", phase: "RUNNING" },
        { __typename: "Resource", id: ids[1], name: "w" },
        { __typename: "Cluster", id: ids[2], reachable: true },
      ],
    });
  });

  test("has the id that lists and look-ups show for it", async () => {
    const id = world.put("alpha", "pods", pod("web-0"));
    const data = await world.data(
      `query ($id: ID!) { pods { nodes { id } } pod(by: { id: $id }) { id } resource(by: { id: $id }) { id } node(id: $id) { id } }`,
      { id },
    );
    expect(data).toEqual({ pods: { nodes: [{ id }] }, pod: { id }, resource: { id }, node: { id } });
  });

  const absent: readonly [string, Partial<ObjectId>][] = [
    ["is gone", { name: "gone" }],
    ["was created anew under its name", { uid: "another" }],
    ["is in a namespace that the caller may not see", { namespace: "secret" }],
    ["is in a cluster that is not registered any more", { cluster: "gone" }],
    ["is of a kind that the cluster does not serve", { resource: "example.com/widgets" }],
    ["is of a kind that cannot be watched", { resource: "authentication.k8s.io/tokenreviews" }],
    ["is named by a kind's short name", { resource: "Deployment" }],
    ["is a cluster that is not registered", { cluster: "gone", resource: "fairway/clusters", name: "gone", uid: "" }],
  ];

  test.each(absent)("that %s is null, like any other that cannot be shown", async (_what, part) => {
    const shown = pod("web-0");
    world.put("alpha", "pods", shown);
    world.put("alpha", "pods", pod("web-0", { namespace: "secret", uid: shown.metadata.uid }));
    world.caller.sees(seesNamespaces("shop"), "alpha");
    const object: ObjectId = {
      cluster: "alpha",
      resource: "pods",
      namespace: "shop",
      name: "web-0",
      uid: shown.metadata.uid,
    };
    const [good, id] = [encodeId(object), encodeId({ ...object, ...part })];
    const data = await world.data(
      "query ($good: ID!, $id: ID!) { good: node(id: $good) { id } node(id: $id) { id } }",
      { good, id },
    );
    expect(data).toEqual({ good: { id: good }, node: null });
  });

  test("of a made-up kind opens no store", async () => {
    for (const resource of ["x/y", "fairway/pods", "__proto__"]) {
      const id = encodeId({ cluster: "alpha", resource, namespace: "", name: "x", uid: "y" });
      expect(await world.data("query ($id: ID!) { node(id: $id) { id } }", { id })).toEqual({ node: null });
    }
    expect(world.opened).toEqual([]);
  });

  test("of garbage is an error of its own, and the others of a list are shown", async () => {
    const id = world.put("alpha", "pods", pod("web-0"));
    const { data, errors } = await world.run("query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", {
      ids: ["garbage", id],
    });
    expect(data).toEqual({ nodes: [null, { id }] });
    expect(errors).toMatchObject([{ path: ["nodes", 0], extensions: { code: "INVALID_ID" } }]);
  });

  test("list takes 500 ids and not one more", async () => {
    const id = encodeId({ cluster: "gone", resource: "pods", namespace: "", name: "x", uid: "y" });
    const query = "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }";
    expect((await world.run(query, { ids: Array(500).fill(id) })).errors).toBeUndefined();
    expect(codes((await world.run(query, { ids: Array(501).fill(id) })).errors)).toEqual(["LIMIT_EXCEEDED"]);
  });

  test("of one kind does not pass for another", async () => {
    const id = world.put("alpha", "pods", pod("web-0"));
    const { data, errors } = await world.run("query ($id: ID!) { deployment(by: { id: $id }) { id } }", { id });
    expect(data).toEqual({ deployment: null });
    expect(errors).toMatchObject([{ extensions: { code: "INVALID_ID", field: "by.id" } }]);
  });
});

describe("a list", () => {
  test.each([
    ['pods(filter: { clusters: ["nowhere"] })', "UNKNOWN_CLUSTER"],
    ['pods(filter: { labels: "a in (" })', "INVALID_SELECTOR"],
    ["pods(first: -1)", "BAD_USER_INPUT"],
    ["pods(first: 501)", "LIMIT_EXCEEDED"],
    ['pods(after: "garbage")', "INVALID_CURSOR"],
    ['pods(minRevision: "garbage")', "BAD_USER_INPUT"],
    ['clusters(after: "garbage")', "INVALID_CURSOR"],
    ["clusters(first: 501)", "LIMIT_EXCEEDED"],
    ['namespaces(filter: { clusters: ["nowhere"] })', "UNKNOWN_CLUSTER"],
    ['deployments(filter: { labels: "=" })', "INVALID_SELECTOR"],
    ['resources(kind: "pods", filter: { clusters: ["nowhere"] })', "UNKNOWN_CLUSTER"],
  ])("%s is refused as %s", async (field, code) => {
    const { errors } = await world.run(`{ ${field} { totalCount } }`);
    expect(codes(errors)).toEqual([code]);
  });

  test("counts and shows what the caller may see, and names a cluster that shows nothing", async () => {
    world.put("alpha", "pods", pod("a"));
    world.put("alpha", "pods", pod("b", { namespace: "hidden" }));
    world.put("bravo", "pods", pod("c"));
    world.caller.sees(seesNamespaces("shop"), "alpha");
    world.caller.sees(seesNothing, "bravo");
    const data = await world.data("{ pods { totalCount nodes { name } clusterErrors { cluster code } } }");
    expect(data).toEqual({
      pods: { totalCount: 1, nodes: [{ name: "a" }], clusterErrors: [{ cluster: "bravo", code: "FORBIDDEN" }] },
    });
  });

  test("says since when a cluster's part comes from memory", async () => {
    world.put("alpha", "pods", pod("a"));
    await world.data("{ pods { totalCount } }");
    const error = new FairwayError("CLUSTER_UNAVAILABLE", "not there", { cluster: "alpha" });
    world.origin("alpha", "pods").stale(1_772_352_000_000, error);
    const data = await world.data("{ pods { totalCount staleSince { cluster since } clusterErrors { code } } }");
    expect(data).toEqual({
      pods: {
        totalCount: 1,
        staleSince: [{ cluster: "alpha", since: "2026-03-01T08:00:00.000Z" }],
        clusterErrors: [],
      },
    });
  });

  test("waits for the revision of an earlier answer", async () => {
    world.put("alpha", "pods", pod("a"));
    const query = "query ($revision: String) { pods(minRevision: $revision) { revision totalCount } }";
    const first = await world.data<{ pods: { revision: string } }>(query);
    expect(await world.data(query, { revision: first.pods.revision })).toEqual(first);
  });

  test("asks each cluster once, however often a filter names it", async () => {
    world.put("alpha", "pods", pod("a"));
    const data = await world.data(
      '{ pods(filter: { clusters: ["alpha", "alpha"], namespaces: ["shop", "shop"] }) { totalCount nodes { name } } }',
    );
    expect(data).toEqual({ pods: { totalCount: 1, nodes: [{ name: "a" }] } });
  });
});
