import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { FairwayError } from "../../../src/errors/index.ts";
import { Cell } from "../../../src/state/index.ts";
import { KubernetesWorld, served } from "./kubernetes-world.ts";
import { deployment, namespace, pod } from "./manifests.ts";

let world: KubernetesWorld;

beforeEach(async () => {
  world = await KubernetesWorld.start("bravo", "alpha", "charlie");
});

afterEach(() => world[Symbol.asyncDispose]());

function loseBravo() {
  const error = new FairwayError("CLUSTER_UNAVAILABLE", "not there", { cluster: "bravo" });
  Object.assign(world.cluster("bravo").health, {
    reachable: false,
    staleSince: 1_772_352_000_000,
    error,
    version: null,
  });
}

describe("a cluster", () => {
  test("says how it is, whether it can be reached or not", async () => {
    loseBravo();
    const data = await world.data(
      "{ clusters(first: 2) { nodes { name reachable staleSince version error { code message } } } }",
    );
    expect(data).toEqual({
      clusters: {
        nodes: [
          { name: "alpha", reachable: true, staleSince: null, version: "v1.36.3", error: null },
          {
            name: "bravo",
            reachable: false,
            staleSince: "2026-03-01T08:00:00.000Z",
            version: null,
            error: { code: "CLUSTER_UNAVAILABLE", message: "not there" },
          },
        ],
      },
    });
  });

  test("is looked up by name", async () => {
    const data = await world.data('{ here: cluster(name: "alpha") { name } nowhere: cluster(name: "x") { name } }');
    expect(data).toEqual({ here: { name: "alpha" }, nowhere: null });
  });

  test.each([
    ["filter: { reachable: false }", ["bravo"]],
    ["filter: { reachable: true }", ["alpha", "charlie"]],
    ['filter: { name: { in: ["charlie", "alpha"] } }', ["alpha", "charlie"]],
    ["orderBy: [{ field: NAME, direction: DESC }]", ["charlie", "bravo", "alpha"]],
    ["orderBy: [{ field: VERSION }]", ["alpha", "charlie", "bravo"]],
  ])("is listed by %s", async (args, names) => {
    loseBravo();
    const data = await world.data(`{ clusters(${args}) { totalCount nodes { name } } }`);
    expect(data).toEqual({ clusters: { totalCount: names.length, nodes: names.map((name) => ({ name })) } });
  });

  test("is paged like everything else", async () => {
    const query = `query ($after: String) { clusters(first: 2, after: $after) {
      totalCount edges { node { name } } pageInfo { hasNextPage hasPreviousPage endCursor }
    } }`;
    type Answer = { clusters: { pageInfo: { endCursor: string } } };
    const first = await world.data<Answer>(query);
    expect(first).toMatchObject({
      clusters: {
        totalCount: 3,
        edges: [{ node: { name: "alpha" } }, { node: { name: "bravo" } }],
        pageInfo: { hasNextPage: true, hasPreviousPage: false },
      },
    });
    const second = await world.data<Answer>(query, { after: first.clusters.pageInfo.endCursor });
    expect(second).toMatchObject({
      clusters: {
        totalCount: 3,
        edges: [{ node: { name: "charlie" } }],
        pageInfo: { hasNextPage: false, hasPreviousPage: true },
      },
    });
  });

  test("says what it serves, and is asked when nobody knows yet", async () => {
    const { discovery } = world.cluster("alpha");
    Object.assign(discovery, { hasSynced: false, resources: [] });
    world.cluster("alpha").upcoming = [served("example.com", "Widget")];
    const data = await world.data(`{ cluster(name: "alpha") { apiResources {
      group version resource kind namespaced verbs shortNames
    } } }`);
    const widgets = { group: "example.com", version: "v1", resource: "widgets", kind: "Widget", namespaced: true };
    expect(data).toEqual({
      cluster: { apiResources: [{ ...widgets, verbs: ["get", "list", "watch"], shortNames: [] }] },
    });
    expect(world.cluster("alpha").looks).toBe(1);
  });

  test("names its API groups, each once", async () => {
    Object.assign(world.cluster("alpha").discovery, {
      resources: [
        served("", "Pod"),
        served("apps", "Deployment"),
        served("apps", "ReplicaSet"),
        served("a.dev", "Thing"),
      ],
    });
    expect(await world.data('{ cluster(name: "alpha") { apiGroups } }')).toEqual({
      cluster: { apiGroups: ["a.dev", "apps"] },
    });
  });

  test("says how its parts are, asked again each time and by each once", async () => {
    const alpha = world.cluster("alpha");
    const query = '{ cluster(name: "alpha") { components { name healthy message } again: components { name } } }';
    const etcd = { name: "etcd", healthy: true, message: null };
    expect(await world.data(query)).toEqual({ cluster: { components: [etcd], again: [{ name: "etcd" }] } });
    alpha.onCheck = async () => [{ name: "etcd", healthy: false, message: "reason withheld" }];
    expect(await world.data(query)).toMatchObject({ cluster: { components: [{ healthy: false }] } });
    expect(alpha.checked).toBe(2);
  });

  test("that does not say how its parts are is shown with all else, and the others with theirs", async () => {
    world.cluster("bravo").onCheck = async () => {
      throw new FairwayError("FORBIDDEN", "not you", { cluster: "bravo" });
    };
    // Until its deadline it is waited for, and no longer.
    world.cluster("charlie").onCheck = () => new Promise(() => {});
    const { data, errors } = await world.run("{ clusters { nodes { name version components { name } } } }");
    const version = "v1.36.3";
    expect(data).toEqual({
      clusters: {
        nodes: [
          { name: "alpha", version, components: [{ name: "etcd" }] },
          { name: "bravo", version, components: null },
          { name: "charlie", version, components: null },
        ],
      },
    });
    expect(errors?.map(({ extensions }) => extensions?.code)).toEqual(["FORBIDDEN", "CLUSTER_TIMEOUT"]);
  });

  test("has its own namespaces, pods and deployments", async () => {
    for (const name of ["alpha", "bravo"]) {
      world.put(name, "namespaces", namespace("shop"));
      world.put(name, "pods", pod(`web-of-${name}`));
      world.put(name, "apps/deployments", deployment(`web-of-${name}`));
    }
    world.put("alpha", "pods", pod("elsewhere", { namespace: "other" }));
    const data = await world.data(`{ cluster(name: "alpha") {
      pods { totalCount }
      deployments { nodes { name } }
      namespaces { nodes { cluster name pods { nodes { name } } deployments { totalCount } } }
    } }`);
    expect(data).toEqual({
      cluster: {
        pods: { totalCount: 2 },
        deployments: { nodes: [{ name: "web-of-alpha" }] },
        namespaces: {
          nodes: [
            {
              cluster: "alpha",
              name: "shop",
              pods: { nodes: [{ name: "web-of-alpha" }] },
              deployments: { totalCount: 1 },
            },
          ],
        },
      },
    });
  });
});

describe("a namespace", () => {
  test("is ending from the moment of its deletion", async () => {
    world.put("alpha", "namespaces", namespace("here"));
    world.put("alpha", "namespaces", namespace("going", "Terminating"));
    const data = await world.data(`{
      all: namespaces { nodes { __typename name namespace phase } }
      ending: namespaces(filter: { phase: { in: [TERMINATING] } }) { nodes { name } }
      one: namespace(by: { ref: { cluster: "alpha", name: "here" } }) { name }
      none: namespace(by: { ref: { cluster: "alpha", name: "nowhere" } }) { name }
    }`);
    const shared = { __typename: "Namespace", namespace: null };
    expect(data).toEqual({
      all: {
        nodes: [
          { ...shared, name: "going", phase: "TERMINATING" },
          { ...shared, name: "here", phase: "ACTIVE" },
        ],
      },
      ending: { nodes: [{ name: "going" }] },
      one: { name: "here" },
      none: null,
    });
  });
});

test("a cluster says who registers it, under which labels, and when the gateway's credential for it ends", async () => {
  world.registrations.set("bravo", "CLUSTER_CONNECTION");
  world.labels.set("bravo", { region: "north" });
  world.cluster("bravo").credential.expiresAt = 1_772_352_000_000;
  const fields = "registration labels credentialExpiresAt";
  const data = await world.data(`{ a: cluster(name: "alpha") { ${fields} } b: cluster(name: "bravo") { ${fields} } }`);
  expect(data).toEqual({
    a: { registration: "KUBECONFIG", labels: {}, credentialExpiresAt: null },
    b: {
      registration: "CLUSTER_CONNECTION",
      labels: { region: "north" },
      credentialExpiresAt: "2026-03-01T08:00:00.000Z",
    },
  });
});

test("the gateway says what it can do, and why not where it cannot", async () => {
  world.home = null;
  // How it is set up does not change while it runs, so whoever asks once more asks another question.
  world.allowExec = false;
  const ask = (name: string) =>
    world.data(`query ${name} { gateway { version features { name enabled code reason } } }`);
  expect(await ask("Bare")).toEqual({
    gateway: {
      version: "1.2.3",
      features: [
        {
          name: "CLUSTER_CONNECTIONS",
          enabled: false,
          code: "NO_HOME_CLUSTER",
          reason: "This needs a home cluster, and none is configured.",
        },
        {
          name: "OPERATIONS",
          enabled: false,
          code: "NO_HOME_CLUSTER",
          reason: "This needs a home cluster, and none is configured.",
        },
        { name: "WRITES", enabled: true, code: null, reason: null },
        {
          name: "EXEC",
          enabled: false,
          code: "READ_ONLY",
          reason: "The gateway's setting `allowExec`, or `allowWrites`, is off.",
        },
      ],
    },
  });
  const problem = new FairwayError("UNKNOWN_KIND", "no such kind");
  world.connections = { cell: new Cell(), problem };
  world.allowWrites = false;
  world.home = { cluster: "alpha", namespace: "fairway" };
  expect(await ask("Home")).toMatchObject({
    gateway: {
      features: [
        { enabled: false, code: "UNKNOWN_KIND" },
        { enabled: false, code: "READ_ONLY" },
        { enabled: false, code: "READ_ONLY" },
        { name: "EXEC", enabled: false },
      ],
    },
  });
  world.connections.problem = null;
  world.connections.cell.touch();
  expect(await ask("Home")).toMatchObject({
    gateway: { features: [{ enabled: true, code: null, reason: null }, {}, {}, {}] },
  });
  world.allowWrites = true;
  expect(await ask("Writing")).toMatchObject({
    gateway: { features: [{}, { name: "OPERATIONS", enabled: true }, {}, {}] },
  });
  const { discovery } = world.cluster("alpha");
  discovery.resources = discovery.resources.filter(({ kind }) => kind !== "Operation");
  discovery.cell.touch();
  expect(await ask("Writing")).toMatchObject({ gateway: { features: [{}, { code: "UNKNOWN_KIND" }, {}, {}] } });
});
