import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { healthOfAll, workloadHealthOf } from "../../../src/domains/applications/health.mapping.ts";
import { applicationOf, componentOf } from "../../../src/domains/applications/labels.mapping.ts";
import type { WorkloadManifest } from "../../../src/domains/applications/workload.manifest.ts";
import { encodeId } from "../../../src/graphql/index.ts";
import type { KubernetesObject } from "../../../src/kubernetes/index.ts";
import { seesNamespaces, seesNothing } from "../../support/callers.ts";
import { until } from "../../support/facts.ts";
import { RecordingSink } from "../../support/recording-sink.ts";
import { KubernetesWorld } from "./kubernetes-world.ts";
import { metadata } from "./manifests.ts";

const partOf = (application: string, component?: string) => ({
  "app.kubernetes.io/part-of": application,
  ...(component && { "app.kubernetes.io/name": component }),
});

interface Parts {
  readonly kind?: string;
  readonly namespace?: string;
  readonly labels?: Record<string, string>;
  readonly annotations?: Record<string, string>;
  readonly spec?: object;
  readonly status?: object;
}

const healthyStatus = { replicas: 1, updatedReplicas: 1, availableReplicas: 1, readyReplicas: 1 };

function workload(name: string, parts: Parts = {}): WorkloadManifest & KubernetesObject {
  const { kind = "Deployment", namespace = "shop", labels = {}, annotations = {}, spec = {}, status } = parts;
  const template = { spec: { containers: [{ name: "main", image: `registry.example/${name}:1` }] } };
  return {
    apiVersion: "apps/v1",
    kind,
    metadata: metadata(name, { namespace, labels, annotations }),
    spec: { replicas: 1, template, ...spec },
    status: status ?? healthyStatus,
  } as WorkloadManifest & KubernetesObject;
}

describe("what belongs to an application", () => {
  const labelled = (labels: Record<string, string>) => workload("web", { labels });
  test("says so by the label for it, or else by its own name, which is what it is in there, too", () => {
    expect(applicationOf(labelled(partOf("shop", "web")))).toBe("shop");
    expect(applicationOf(labelled({ "app.kubernetes.io/name": "redis" }))).toBe("redis");
    expect(applicationOf(labelled({ app: "web" }))).toBeNull();
    expect(applicationOf(labelled({ "app.kubernetes.io/part-of": "" }))).toBeNull();
    expect(componentOf(labelled(partOf("shop", "web")))).toBe("web");
    expect(componentOf(labelled(partOf("shop")))).toBeNull();
  });
});

describe("the health of a workload", () => {
  const progressing = (reason: string, status = "True") => ({ type: "Progressing", status, reason });
  test.each<[string, Parts, string, string | null]>([
    [
      "a deployment that is as it should be",
      { status: { ...healthyStatus, conditions: [progressing("NewReplicaSetAvailable")] } },
      "HEALTHY",
      null,
    ],
    ["a deployment without any status", { status: {} }, "PROGRESSING", "RollingOut"],
    ["a deployment that has old pods left", { status: { ...healthyStatus, replicas: 2 } }, "PROGRESSING", "RollingOut"],
    [
      "a deployment whose first pods are not there yet",
      { status: { replicas: 1, updatedReplicas: 1, conditions: [progressing("ReplicaSetUpdated")] } },
      "PROGRESSING",
      "RollingOut",
    ],
    [
      "a deployment that has lost a pod after its rollout",
      { status: { replicas: 1, updatedReplicas: 1, conditions: [progressing("NewReplicaSetAvailable")] } },
      "DEGRADED",
      "Unavailable",
    ],
    [
      "a deployment that ran out of time",
      { status: { ...healthyStatus, conditions: [progressing("ProgressDeadlineExceeded", "False")] } },
      "DEGRADED",
      "ProgressDeadlineExceeded",
    ],
    [
      "a deployment whose pods are refused",
      { status: { conditions: [{ type: "ReplicaFailure", status: "True", reason: "FailedCreate" }] } },
      "DEGRADED",
      "FailedCreate",
    ],
    ["a deployment without pods by will", { spec: { replicas: 0 }, status: {} }, "SUSPENDED", "ScaledToZero"],
    [
      "a deployment paused in mid-rollout",
      { spec: { paused: true, replicas: 2 }, status: healthyStatus },
      "SUSPENDED",
      "Paused",
    ],
    [
      "a stateful set that grows",
      { kind: "StatefulSet", spec: { replicas: 3 }, status: { replicas: 1, readyReplicas: 1 } },
      "PROGRESSING",
      "Scaling",
    ],
    [
      "a stateful set with a new template",
      { kind: "StatefulSet", status: { replicas: 1, readyReplicas: 1, currentRevision: "a", updateRevision: "b" } },
      "PROGRESSING",
      "RollingOut",
    ],
    [
      "a stateful set whose pod is not ready",
      { kind: "StatefulSet", status: { replicas: 1, currentRevision: "a", updateRevision: "a" } },
      "DEGRADED",
      "NotReady",
    ],
    [
      "a stateful set that is as it should be",
      { kind: "StatefulSet", status: { replicas: 1, readyReplicas: 1, currentRevision: "a", updateRevision: "a" } },
      "HEALTHY",
      null,
    ],
    [
      "a stateful set that is renewed from a partition on",
      {
        kind: "StatefulSet",
        spec: { replicas: 3, updateStrategy: { type: "RollingUpdate", rollingUpdate: { partition: 2 } } },
        status: { replicas: 3, readyReplicas: 3, updatedReplicas: 1, currentRevision: "a", updateRevision: "b" },
      },
      "HEALTHY",
      null,
    ],
    [
      "a stateful set that is not renewed as far as its partition yet",
      {
        kind: "StatefulSet",
        spec: { replicas: 3, updateStrategy: { type: "RollingUpdate", rollingUpdate: { partition: 1 } } },
        status: { replicas: 3, readyReplicas: 3, updatedReplicas: 1, currentRevision: "a", updateRevision: "b" },
      },
      "PROGRESSING",
      "RollingOut",
    ],
    [
      "a stateful set whose pods somebody has to delete",
      {
        kind: "StatefulSet",
        spec: { updateStrategy: { type: "OnDelete" } },
        status: { replicas: 1, readyReplicas: 1, currentRevision: "a", updateRevision: "b" },
      },
      "HEALTHY",
      null,
    ],
    [
      "a daemon set whose pods somebody has to delete",
      {
        kind: "DaemonSet",
        spec: { updateStrategy: { type: "OnDelete" } },
        status: { desiredNumberScheduled: 2, updatedNumberScheduled: 0, numberAvailable: 2 },
      },
      "HEALTHY",
      null,
    ],
    ["a daemon set on no node", { kind: "DaemonSet", status: { desiredNumberScheduled: 0 } }, "HEALTHY", null],
    [
      "a daemon set that misses a node",
      { kind: "DaemonSet", status: { desiredNumberScheduled: 2, updatedNumberScheduled: 2, numberAvailable: 1 } },
      "DEGRADED",
      "Unavailable",
    ],
    [
      "a daemon set with a new template",
      { kind: "DaemonSet", status: { desiredNumberScheduled: 2, updatedNumberScheduled: 1, numberAvailable: 2 } },
      "PROGRESSING",
      "RollingOut",
    ],
    ["a job that runs", { kind: "Job", status: {} }, "PROGRESSING", "Running"],
    [
      "a job that is done",
      { kind: "Job", status: { conditions: [{ type: "Complete", status: "True" }] } },
      "HEALTHY",
      null,
    ],
    [
      "a job that failed",
      { kind: "Job", status: { conditions: [{ type: "Failed", status: "True", reason: "BackoffLimitExceeded" }] } },
      "DEGRADED",
      "BackoffLimitExceeded",
    ],
    ["a cron job", { kind: "CronJob" }, "HEALTHY", null],
    ["a cron job that rests", { kind: "CronJob", spec: { suspend: true } }, "SUSPENDED", "Suspended"],
    ["a kind that nobody knows", { kind: "Rollout" }, "UNKNOWN", "UnknownKind"],
  ])("of %s", (_what, parts, health, reason) => {
    expect(workloadHealthOf(workload("web", parts))).toMatchObject({ health, reason });
  });

  test("is not that of an older spec", () => {
    const web = workload("web", { status: { ...healthyStatus, observedGeneration: 3 } });
    const changed = { ...web, metadata: { ...web.metadata, generation: 4 } } as WorkloadManifest;
    expect(workloadHealthOf(changed)).toMatchObject({ health: "PROGRESSING", reason: "NotObserved" });
  });

  test("is the worst of all, and rest counts where nothing else is there", () => {
    expect(healthOfAll([])).toBe("UNKNOWN");
    expect(healthOfAll(["HEALTHY", "SUSPENDED"])).toBe("HEALTHY");
    expect(healthOfAll(["SUSPENDED"])).toBe("SUSPENDED");
    expect(healthOfAll(["HEALTHY", "PROGRESSING", "DEGRADED"])).toBe("DEGRADED");
    expect(healthOfAll(["HEALTHY", "PROGRESSING"])).toBe("PROGRESSING");
  });
});

describe("applications", () => {
  let world: KubernetesWorld;
  const broken = {
    replicas: 1,
    updatedReplicas: 1,
    conditions: [{ type: "Progressing", status: "True", reason: "NewReplicaSetAvailable" }],
  };
  const service = (name: string, labels: Record<string, string>): KubernetesObject =>
    ({
      apiVersion: "v1",
      kind: "Service",
      metadata: metadata(name, { labels }),
      spec: { ports: [{ port: 80 }] },
    }) as KubernetesObject;

  beforeEach(async () => {
    world = await KubernetesWorld.start("alpha", "bravo");
    for (const cluster of ["alpha", "bravo"]) {
      const team = { annotations: { "fairway.dev/team": "checkout" } };
      world.put(cluster, "apps/deployments", workload("web", { labels: partOf("shop", "web"), ...team }));
      world.put(cluster, "apps/statefulsets", workload("db", { kind: "StatefulSet", labels: partOf("shop", "db") }));
      world.put(cluster, "services", service("web", partOf("shop", "web")));
      world.put(cluster, "apps/deployments", workload("stray"));
    }
    const prod = {
      labels: { ...partOf("shop", "web"), "fairway.dev/team": "platform" },
      namespace: "prod",
      status: broken,
    };
    world.put("bravo", "apps/deployments", workload("web", prod));
    world.put(
      "alpha",
      "apps/daemonsets",
      workload("agent", {
        kind: "DaemonSet",
        labels: { "app.kubernetes.io/name": "agent" },
        status: { desiredNumberScheduled: 1 },
      }),
    );
    const made = workload("cron-1", { kind: "Job", labels: partOf("reports") });
    const ownerReferences = [{ apiVersion: "batch/v1", kind: "CronJob", name: "cron", uid: "u", controller: true }];
    world.put("alpha", "batch/jobs", { ...made, metadata: { ...made.metadata, ownerReferences } });
  });
  afterEach(() => world[Symbol.asyncDispose]());

  async function names(args: string) {
    const data = await world.data<{ applications: { nodes: { name: string }[] } }>(
      `{ applications${args} { nodes { name } } }`,
    );
    return data.applications.nodes.map(({ name }) => name);
  }

  test("are one over clusters and namespaces, with what is theirs in each of them", async () => {
    const data = await world.data(`{ application(by: { name: "shop" }) {
      __typename name health ownerTeam ownerTeams clusters namespaces images versions dataPlacement
      places { cluster namespace health workloads { kind name } }
      components { name health workloads { cluster namespace } }
      unhealthy { cluster namespace name health reason desiredReplicas readyReplicas object { ... on Deployment { replicas } } }
      services { totalCount nodes { cluster name application { name } } }
      deployments(filter: { clusters: ["bravo"] }) { nodes { namespace name application { name } } }
    } }`);
    const web = { kind: "Deployment", name: "web" };
    const db = { kind: "StatefulSet", name: "db" };
    expect(data).toEqual({
      application: {
        __typename: "Application",
        name: "shop",
        health: "DEGRADED",
        ownerTeam: "checkout",
        ownerTeams: ["checkout", "platform"],
        clusters: ["alpha", "bravo"],
        namespaces: ["prod", "shop"],
        images: ["registry.example/db:1", "registry.example/web:1"],
        versions: [],
        dataPlacement: "NONE",
        places: [
          { cluster: "alpha", namespace: "shop", health: "HEALTHY", workloads: [web, db] },
          { cluster: "bravo", namespace: "prod", health: "DEGRADED", workloads: [web] },
          { cluster: "bravo", namespace: "shop", health: "HEALTHY", workloads: [web, db] },
        ],
        components: [
          {
            name: "db",
            health: "HEALTHY",
            workloads: ["alpha", "bravo"].map((cluster) => ({ cluster, namespace: "shop" })),
          },
          {
            name: "web",
            health: "DEGRADED",
            workloads: [
              { cluster: "alpha", namespace: "shop" },
              { cluster: "bravo", namespace: "prod" },
              { cluster: "bravo", namespace: "shop" },
            ],
          },
        ],
        unhealthy: [
          {
            cluster: "bravo",
            namespace: "prod",
            name: "web",
            health: "DEGRADED",
            reason: "Unavailable",
            desiredReplicas: 1,
            readyReplicas: 0,
            object: { replicas: 1 },
          },
        ],
        services: {
          totalCount: 2,
          nodes: ["alpha", "bravo"].map((cluster) => ({ cluster, name: "web", application: { name: "shop" } })),
        },
        deployments: {
          nodes: ["prod", "shop"].map((namespace) => ({ namespace, name: "web", application: { name: "shop" } })),
        },
      },
    });
  });

  test("have their configs, and their secrets without a value, beside them", async () => {
    const meta = (name: string) => metadata(name, { labels: partOf("shop") });
    world.put("alpha", "configmaps", { apiVersion: "v1", kind: "ConfigMap", metadata: meta("settings") });
    world.put("bravo", "secrets", { apiVersion: "v1", kind: "Secret", metadata: meta("passwords") });
    world.put("bravo", "secrets", { apiVersion: "v1", kind: "Secret", metadata: metadata("strange") });
    const data = await world.data(`{ application(by: { name: "shop" }) {
      configMaps { nodes { cluster name application { name } } } secrets { nodes { cluster name application { name } } }
    } }`);
    const application = { name: "shop" };
    expect(data).toEqual({
      application: {
        configMaps: { nodes: [{ cluster: "alpha", name: "settings", application }] },
        secrets: { nodes: [{ cluster: "bravo", name: "passwords", application }] },
      },
    });
  });

  test("are found by id, by `node` as well", async () => {
    const { application } = await world.data<{ application: { id: string } }>(
      '{ application(by: { name: "shop" }) { id } }',
    );
    const data = await world.data(
      "query ($id: ID!) { node(id: $id) { ... on Application { name } } application(by: { id: $id }) { name } }",
      { id: application.id },
    );
    expect(data).toEqual({ node: { name: "shop" }, application: { name: "shop" } });
  });

  test.each([
    ["", ["agent", "shop"]],
    ['(filter: { name: { startsWith: "s" } })', ["shop"]],
    ['(filter: { clusters: ["bravo"] })', ["shop"]],
    ['(filter: { namespaces: ["prod"] })', ["shop"]],
    ["(filter: { health: { in: [DEGRADED] } })", ["shop"]],
    ["(filter: { health: { in: [HEALTHY, PROGRESSING] } })", ["agent"]],
    ['(filter: { ownerTeam: { eq: "checkout" } })', ["shop"]],
    ['(filter: { image: { contains: "agent" } })', ["agent"]],
    ["(filter: { dataPlacement: { in: [NODE_LOCAL, SHARED] } })", []],
    ['(filter: { dataPlacement: { in: [NONE] }, name: { contains: "a" } })', ["agent"]],
    ["(orderBy: [{ field: WORKLOADS, direction: DESC }])", ["shop", "agent"]],
    ["(orderBy: [{ field: HEALTH }])", ["shop", "agent"]],
    ["(first: 1)", ["agent"]],
  ])("are listed by %s", async (args, expected) => {
    expect(await names(args)).toEqual(expected);
  });

  test("are paged by cursor, and counted whatever the page", async () => {
    type Page = {
      applications: {
        totalCount: number;
        pageInfo: { endCursor: string; hasNextPage: boolean };
        nodes: { name: string }[];
      };
    };
    const query =
      "query ($after: String) { applications(first: 1, after: $after) { totalCount pageInfo { endCursor hasNextPage } nodes { name } } }";
    const { applications: first } = await world.data<Page>(query);
    const { applications: second } = await world.data<Page>(query, { after: first.pageInfo.endCursor });
    expect(
      [first, second].map(({ totalCount, pageInfo, nodes }) => [totalCount, pageInfo.hasNextPage, nodes[0]?.name]),
    ).toEqual([
      [2, true, "agent"],
      [2, false, "shop"],
    ]);
  });

  test("show what of them the caller may see, and nothing else", async () => {
    for (const cluster of ["alpha", "bravo"]) {
      world.caller.sees(seesNamespaces("prod"), cluster);
      world.caller.sees(seesNothing, cluster, "services");
    }
    const data = await world.data(`{
      applications { totalCount nodes { name clusters ownerTeams workloads { namespace name } } clusterErrors { cluster } }
      application(by: { name: "agent" }) { name }
    }`);
    expect(data).toEqual({
      applications: {
        totalCount: 1,
        nodes: [
          {
            name: "shop",
            clusters: ["bravo"],
            ownerTeams: ["platform"],
            workloads: [{ namespace: "prod", name: "web" }],
          },
        ],
        clusterErrors: [],
      },
      application: null,
    });
  });

  test("are none, by error, in a cluster where nothing of them may be listed", async () => {
    world.caller.sees(seesNothing, "alpha");
    world.caller.sees(seesNamespaces("shop"), "bravo");
    const data = await world.data("{ applications { nodes { name clusters } clusterErrors { cluster code } } }");
    expect(data).toEqual({
      applications: {
        nodes: [{ name: "shop", clusters: ["bravo"] }],
        clusterErrors: [{ cluster: "alpha", code: "FORBIDDEN" }],
      },
    });
  });

  test.each([
    ['applications(filter: { clusters: ["nowhere"] }) { totalCount }', "UNKNOWN_CLUSTER"],
    ["applications(first: 501) { totalCount }", "LIMIT_EXCEEDED"],
    ['applications(after: "garbage") { totalCount }', "INVALID_CURSOR"],
    ["applications(filter: { health: { in: [FINE] } }) { totalCount }", "GRAPHQL_VALIDATION_FAILED"],
    ['application(by: { id: "garbage" }) { name }', "INVALID_ID"],
    [
      `application(by: { id: "${encodeId({ cluster: "alpha", resource: "pods", namespace: "a", name: "b", uid: "c" })}" }) { name }`,
      "INVALID_ID",
    ],
    ["application(by: {}) { name }", "GRAPHQL_VALIDATION_FAILED"],
  ])("refuse %s by %s", async (field, code) => {
    const { errors } = await world.run(`{ ${field} }`);
    expect(errors?.map(({ extensions }) => extensions?.code)).toEqual([code]);
  });

  test("of no name are none", async () => {
    expect(await world.data('{ application(by: { name: "" }) { name } }')).toEqual({ application: null });
  });

  describe("as they change", () => {
    interface Delta {
      readonly phase: string;
      readonly cursor: string | null;
      readonly clusters: readonly string[];
      readonly changes: readonly {
        readonly type: string;
        readonly object: { readonly name: string; readonly health: string } | null;
      }[];
    }
    type Frame = { readonly data?: { readonly applicationEvents: Delta }; readonly errors?: readonly object[] };

    async function follow(args = "") {
      const sink = new RecordingSink<Frame>();
      const query = `subscription { applicationEvents${args} { phase cursor clusters changes { type id object { name health clusters } } } }`;
      const joined = await world.engine.subscribe({ query }, world.from(), sink);
      if (!("leave" in joined)) throw new Error(joined.body.toString());
      const deltas = () => sink.frames.map(({ data }) => data?.applicationEvents as Delta);
      await until(() => deltas().some(({ phase }) => phase === "SYNCED"), "the initial state is complete");
      const told = () =>
        deltas().map(({ phase, changes }) => [
          phase,
          ...changes.map(({ type, object }) => `${type} ${object?.name ?? "?"} ${object?.health ?? ""}`.trim()),
        ]);
      return { deltas, told, leave: () => joined.leave() };
    }
    const cured = (cluster = "bravo") => {
      const web = workload("web", { labels: partOf("shop", "web"), namespace: "prod" });
      const { namespace = "", name } = web.metadata;
      world.origin(cluster, "apps/deployments").put(namespace, name, web);
    };

    test("come, change with their workloads, and go", async () => {
      const { told, deltas, leave } = await follow();
      expect(told()).toEqual([["SYNCED", "ADDED shop DEGRADED", "ADDED agent PROGRESSING"]]);
      expect(deltas()[0]?.clusters).toEqual(["alpha", "bravo"]);
      cured();
      await until(() => told().length === 2, "shop is cured");
      world.origin("alpha", "apps/daemonsets").remove("shop", "agent");
      await until(() => told().length === 3, "agent is gone");
      expect(told().slice(1)).toEqual([
        ["LIVE", "MODIFIED shop HEALTHY"],
        ["LIVE", "DELETED ?"],
      ]);
      leave();
    });

    test("enter and leave a filter", async () => {
      const { told, leave } = await follow("(filter: { health: { in: [HEALTHY] } })");
      expect(told()).toEqual([["SYNCED"]]);
      cured();
      await until(() => told().length === 2, "shop is cured");
      expect(told()[1]).toEqual(["LIVE", "ADDED shop HEALTHY"]);
      leave();
    });

    test("are taken away from whoever may not see them any more, without their last state", async () => {
      const { told, leave } = await follow('(filter: { name: { eq: "agent" } })');
      world.caller.sees(seesNothing, "alpha");
      await until(() => told().length === 2, "agent is gone");
      expect(told()[1]).toEqual(["LIVE", "DELETED ?"]);
      leave();
    });

    test("begin with nothing when asked for NONE, and go on with changes", async () => {
      const { told, leave } = await follow("(initial: NONE)");
      expect(told()).toEqual([["SYNCED"]]);
      cured();
      await until(() => told().length === 2, "shop is cured");
      expect(told()[1]).toEqual(["LIVE", "MODIFIED shop HEALTHY"]);
      leave();
    });

    test("are resumed from a cursor as long as nothing has changed, and begin anew after a RESET otherwise", async () => {
      const first = await follow();
      const cursor = first.deltas().at(-1)?.cursor;
      first.leave();
      const again = await follow(`(after: "${cursor}")`);
      expect(again.told()).toEqual([["SYNCED"]]);
      again.leave();
      cured();
      const later = await follow(`(after: "${cursor}")`);
      await until(() => later.told().at(-1)?.[0] === "SYNCED", "the state is sent anew");
      expect(later.told().map(([phase]) => phase)).toEqual(["RESET", "SYNCED"]);
      expect(later.told()[1]).toContain("ADDED shop HEALTHY");
      later.leave();
    });

    test("refuse a cursor that is none", async () => {
      const query = 'subscription { applicationEvents(after: "garbage") { phase } }';
      const refused = await world.engine.subscribe({ query }, world.from(), new RecordingSink());
      expect("body" in refused && refused.body.toString()).toContain("INVALID_CURSOR");
    });
  });
});
