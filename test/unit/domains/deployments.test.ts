import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { KubernetesWorld } from "./kubernetes-world.ts";
import { deployment, event, ownedBy, pod, replicaSet } from "./manifests.ts";

let world: KubernetesWorld;

beforeEach(async () => {
  world = await KubernetesWorld.start("alpha", "bravo");
});

afterEach(() => world[Symbol.asyncDispose]());

/** In each cluster a deployment `web` with an old and a new replica set, and a stray pod that belongs to nobody. */
function fill(cluster: string) {
  const web = deployment("web");
  const [old, current] = [replicaSet("web-3", web, 0), replicaSet("web-4", web, 2)];
  world.put(cluster, "apps/deployments", web);
  for (const each of [old, current]) world.put(cluster, "apps/replicasets", each);
  for (const n of [0, 1]) {
    world.put(cluster, "pods", pod(`web-4-${n}`, { ...ownedBy(current), labels: { app: "web", n: String(n) } }));
  }
  world.put(cluster, "pods", pod("stray"));
  return { web, old, current };
}

describe("a deployment", () => {
  test("is shown as its manifest says", async () => {
    const { web } = fill("alpha");
    const data = await world.data(`{
      deployment(by: { ref: { cluster: "alpha", namespace: "shop", name: "web" } }) {
        __typename cluster apiVersion kind namespace name uid resourceVersion createdAt deletedAt labels
        replicas currentReplicas updatedReplicas readyReplicas availableReplicas unavailableReplicas paused
        strategy { type maxSurge maxUnavailable } images rolloutRevision
        conditions { type status reason message changedAt }
      }
    }`);
    expect(data).toEqual({
      deployment: {
        __typename: "Deployment",
        cluster: "alpha",
        apiVersion: "apps/v1",
        kind: "Deployment",
        namespace: "shop",
        name: "web",
        uid: web.metadata.uid,
        resourceVersion: web.metadata.resourceVersion,
        createdAt: "2026-03-01T08:00:00Z",
        deletedAt: null,
        labels: { app: "web" },
        replicas: 3,
        currentReplicas: 3,
        updatedReplicas: 2,
        readyReplicas: 2,
        availableReplicas: 2,
        unavailableReplicas: 1,
        paused: false,
        strategy: { type: "ROLLING_UPDATE", maxSurge: "25%", maxUnavailable: "1" },
        images: ["registry.example/web:1.4"],
        rolloutRevision: 4,
        conditions: [
          {
            type: "Available",
            status: "TRUE",
            reason: "MinimumReplicasAvailable",
            message: null,
            changedAt: "2026-03-01T08:00:09Z",
          },
        ],
      },
    });
  });

  test("of which nothing but its metadata is known wants one pod, by the API's default", async () => {
    const { apiVersion, kind, metadata } = deployment("bare", { annotations: {} });
    world.put("alpha", "apps/deployments", { apiVersion, kind, metadata });
    const data = await world.data<object>(`{ deployments { nodes {
      replicas currentReplicas paused images rolloutRevision strategy { type maxSurge } conditions { type }
    } } }`);
    expect(data).toEqual({
      deployments: {
        nodes: [
          {
            replicas: 1,
            currentReplicas: 0,
            paused: false,
            images: [],
            rolloutRevision: null,
            strategy: { type: "ROLLING_UPDATE", maxSurge: null },
            conditions: [],
          },
        ],
      },
    });
  });

  test("has the pods of its own replica sets, in its own cluster, paged and filtered like any list", async () => {
    fill("alpha");
    fill("bravo");
    const data = await world.data<object>(`{
      deployments {
        totalCount
        nodes {
          cluster
          all: pods { totalCount nodes { cluster name } }
          first: pods(first: 1, orderBy: [{ field: NAME, direction: DESC }]) {
            totalCount pageInfo { hasNextPage } nodes { name }
          }
          one: pods(filter: { labels: "n=1" }) { totalCount }
          elsewhere: pods(filter: { clusters: ["bravo"] }) { totalCount }
          replicaSets(filter: { active: true }) { nodes { name rolloutRevision pods { totalCount } } }
        }
      }
    }`);
    const of = (cluster: string) => ({
      cluster,
      all: { totalCount: 2, nodes: [0, 1].map((n) => ({ cluster, name: `web-4-${n}` })) },
      first: { totalCount: 2, pageInfo: { hasNextPage: true }, nodes: [{ name: "web-4-1" }] },
      one: { totalCount: 1 },
      elsewhere: { totalCount: cluster === "bravo" ? 2 : 0 },
      replicaSets: { nodes: [{ name: "web-4", rolloutRevision: 4, pods: { totalCount: 2 } }] },
    });
    expect(data).toEqual({ deployments: { totalCount: 2, nodes: [of("alpha"), of("bravo")] } });
  });

  test("without replica sets has no pods, rather than all of them", async () => {
    world.put("alpha", "apps/deployments", deployment("new"));
    world.put("alpha", "pods", pod("stray"));
    const data = await world.data("{ deployments { nodes { pods { totalCount nodes { name } } } } }");
    expect(data).toEqual({ deployments: { nodes: [{ pods: { totalCount: 0, nodes: [] } }] } });
  });

  test.each([
    ["paused: true", ["paused"]],
    ["paused: false", ["apart", "web"]],
    ['name: { startsWith: "p" }', ["paused"]],
    ['labels: "app in (web,paused)"', ["paused", "web"]],
    ['namespaces: ["other"]', ["apart"]],
    ['namespaces: ["other", "shop"], clusters: ["alpha"]', ["apart", "paused", "web"]],
    ['clusters: ["bravo"]', []],
    ["namespaces: []", []],
    ["clusters: []", []],
    ["name: { in: [] }", []],
    ["clusters: null, namespaces: null, name: null, labels: null, paused: null", ["apart", "paused", "web"]],
  ])("is found by { %s }", async (filter, names) => {
    world.put("alpha", "apps/deployments", deployment("web"));
    world.put("alpha", "apps/deployments", deployment("paused", {}, { paused: true }));
    world.put("alpha", "apps/deployments", deployment("apart", { namespace: "other" }));
    const data = await world.data(`{
      deployments(filter: { ${filter} }, orderBy: [{ field: NAME }]) { totalCount nodes { name } }
    }`);
    expect(data).toEqual({ deployments: { totalCount: names.length, nodes: names.map((name) => ({ name })) } });
  });

  test.each([
    ["[{ field: REPLICAS, direction: DESC }]", ["c", "a", "b"]],
    ["[{ field: REPLICAS }, { field: NAME, direction: DESC }]", ["b", "a", "c"]],
    ["[{ field: CREATED_AT, direction: DESC }]", ["b", "a", "c"]],
    ["[]", ["a", "b", "c"]],
  ])("comes in the order %s", async (orderBy, names) => {
    world.put("alpha", "apps/deployments", deployment("a", {}, { replicas: 2 }));
    world.put(
      "alpha",
      "apps/deployments",
      deployment("b", { creationTimestamp: "2026-04-01T00:00:00Z" }, { replicas: 2 }),
    );
    world.put("alpha", "apps/deployments", deployment("c", {}, { replicas: 9 }));
    const data = await world.data(`{ deployments(orderBy: ${orderBy}) { nodes { name } } }`);
    expect(data).toEqual({ deployments: { nodes: names.map((name) => ({ name })) } });
  });
});

describe("a pod", () => {
  test("is shown as its manifest and its kubelet say", async () => {
    world.put("alpha", "pods", pod("web-0"));
    const data = await world.data(`{ pods { nodes {
      phase reason message ready restartCount nodeName podIP serviceAccountName startedAt
      conditions { type status }
      containers {
        name image imageId init ready restartCount
        state { phase reason startedAt exitCode } lastState { phase reason exitCode finishedAt }
      }
    } } }`);
    const runningSince = (startedAt: string) => ({ phase: "RUNNING", reason: null, startedAt, exitCode: null });
    expect(data).toEqual({
      pods: {
        nodes: [
          {
            phase: "RUNNING",
            reason: "Running",
            message: null,
            ready: true,
            restartCount: 2,
            nodeName: "node-1",
            podIP: "10.128.0.7",
            serviceAccountName: "web",
            startedAt: "2026-03-01T08:00:01Z",
            conditions: [{ type: "Ready", status: "TRUE" }],
            containers: [
              {
                name: "web",
                image: "registry.example/web:1.4",
                imageId: "registry.example/web@sha256:0123",
                init: false,
                ready: true,
                restartCount: 2,
                state: runningSince("2026-03-01T08:10:00Z"),
                lastState: {
                  phase: "TERMINATED",
                  reason: "OOMKilled",
                  exitCode: 137,
                  finishedAt: "2026-03-01T08:09:58Z",
                },
              },
              {
                name: "proxy",
                image: "registry.example/proxy:2",
                imageId: null,
                init: false,
                ready: true,
                restartCount: 0,
                state: runningSince("2026-03-01T08:00:04Z"),
                lastState: null,
              },
            ],
          },
        ],
      },
    });
  });

  test.each([
    ["phase: { in: [PENDING, FAILED] }", ["b"]],
    ["phase: { in: [] }", []],
    ['nodeName: "node-1"', ["a"]],
    ['nodeName: "node-9"', []],
    ['nodeName: "node-2", phase: { in: [RUNNING] }', []],
  ])("is found by { %s }", async (filter, names) => {
    world.put("alpha", "pods", pod("a"));
    world.put("alpha", "pods", pod("b", {}, { spec: { nodeName: "node-2" }, status: { phase: "Pending" } }));
    const data = await world.data(`{ pods(filter: { ${filter} }) { totalCount nodes { name } } }`);
    expect(data).toEqual({ pods: { totalCount: names.length, nodes: names.map((name) => ({ name })) } });
  });

  test("leads to its owners, and they to theirs", async () => {
    fill("alpha");
    const data = await world.data(`{ pods(filter: { labels: "n=0" }) { nodes {
      owners { kind name controller object { __typename name owners { object { __typename name } } } }
    } } }`);
    const above = {
      __typename: "ReplicaSet",
      name: "web-4",
      owners: [{ object: { __typename: "Deployment", name: "web" } }],
    };
    expect(data).toEqual({
      pods: { nodes: [{ owners: [{ kind: "ReplicaSet", name: "web-4", controller: true, object: above }] }] },
    });
  });

  test("has owners that are null when they are gone, replaced, or of a kind that is not served", async () => {
    const { web } = fill("alpha");
    const gone = { ...web, metadata: { ...web.metadata, uid: "another" } };
    const odd = { ...web, apiVersion: "odd.example/v1", kind: "Odd" };
    world.put("alpha", "pods", pod("orphan", ownedBy(gone)));
    world.put("alpha", "pods", pod("odd", ownedBy(odd)));
    const data = await world.data(`{
      pods(filter: { name: { in: ["odd", "orphan"] } }) { nodes { owners { kind object { id } } } }
    }`);
    expect(data).toEqual({
      pods: {
        nodes: [{ owners: [{ kind: "Odd", object: null }] }, { owners: [{ kind: "Deployment", object: null }] }],
      },
    });
  });

  test("has its own events, the newest first", async () => {
    const [web, other] = [pod("web-0"), pod("web-1")];
    for (const each of [web, other]) world.put("alpha", "pods", each);
    world.put("alpha", "events", event("e1", web));
    world.put("alpha", "events", event("e2", other));
    const repeated = { type: "Warning", reason: "BackOff", count: 7, lastTimestamp: "2026-03-01T09:00:00Z" };
    world.put("alpha", "events", event("e3", web, repeated));
    const modern = {
      firstTimestamp: null,
      lastTimestamp: null,
      source: {},
      reportingComponent: "default-scheduler",
      eventTime: "2026-03-01T08:00:00.250000Z",
      series: { count: 3, lastObservedTime: "2026-03-01T08:30:00.500000Z" },
    };
    world.put("alpha", "events", event("e4", web, modern));
    const data = await world.data(`{ pods(first: 1) { nodes {
      events { totalCount nodes { name type reason count firstSeenAt lastSeenAt source involvedObject { kind name } } }
      warnings: events(filter: { type: { in: [WARNING] } }) { nodes { name } }
      pulls: events(filter: { reason: { eq: "Pulled" } }, orderBy: [{ field: COUNT }]) { nodes { name } }
    } } }`);
    const shared = { involvedObject: { kind: "Pod", name: "web-0" } };
    const kubelet = { ...shared, firstSeenAt: "2026-03-01T08:00:02Z", source: "kubelet" };
    expect(data).toEqual({
      pods: {
        nodes: [
          {
            events: {
              totalCount: 3,
              nodes: [
                {
                  ...kubelet,
                  name: "e3",
                  type: "WARNING",
                  reason: "BackOff",
                  count: 7,
                  lastSeenAt: "2026-03-01T09:00:00Z",
                },
                {
                  ...shared,
                  name: "e4",
                  type: "NORMAL",
                  reason: "Pulled",
                  count: 3,
                  firstSeenAt: "2026-03-01T08:00:00.250000Z",
                  lastSeenAt: "2026-03-01T08:30:00.500000Z",
                  source: "default-scheduler",
                },
                {
                  ...kubelet,
                  name: "e1",
                  type: "NORMAL",
                  reason: "Pulled",
                  count: 1,
                  lastSeenAt: "2026-03-01T08:00:02Z",
                },
              ],
            },
            warnings: { nodes: [{ name: "e3" }] },
            pulls: { nodes: [{ name: "e1" }, { name: "e4" }] },
          },
        ],
      },
    });
  });
});
