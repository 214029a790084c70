import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { KubernetesObject } from "../../../src/kubernetes/index.ts";
import { seesNothing } from "../../support/callers.ts";
import { KubernetesWorld, served } from "./kubernetes-world.ts";
import { deployment, metadata, ownedBy, pod, replicaSet } from "./manifests.ts";

let world: KubernetesWorld;

beforeEach(async () => {
  world = await KubernetesWorld.start("alpha", "bravo");
});
afterEach(() => world[Symbol.asyncDispose]());

const template = {
  metadata: { labels: { app: "web" } },
  spec: {
    containers: [{ name: "web", image: "web:1", resources: { requests: { cpu: "250m", memory: "64Mi" } } }],
    initContainers: [{ name: "setup", image: "setup:7" }],
  },
};
const object = (apiVersion: string, kind: string, name: string, more: object, meta = {}): KubernetesObject => ({
  apiVersion,
  kind,
  metadata: metadata(name, meta),
  ...more,
});

/** In a cluster one workload of each kind, all called `web`, and one pod of each. */
function fill(cluster: string) {
  const web = deployment("web", {}, { replicas: 2, template });
  const ofWeb = replicaSet("web-4", web, 2);
  const alone: KubernetesObject = { ...replicaSet("web", web, 1), metadata: metadata("web") };
  const statefulSet = object("apps/v1", "StatefulSet", "web", {
    spec: { replicas: 3, template, selector: { matchLabels: { app: "web" } } },
    status: { readyReplicas: 3 },
  });
  const daemonSet = object("apps/v1", "DaemonSet", "web", {
    spec: { template },
    status: { desiredNumberScheduled: 4 },
  });
  const cronJob = object("batch/v1", "CronJob", "web", {
    spec: { schedule: "0 * * * *", jobTemplate: { spec: { template } } },
  });
  const job = object("batch/v1", "Job", "web-1", { spec: { template }, status: { active: 1 } }, ownedBy(cronJob));
  const single = object("batch/v1", "Job", "web", { spec: { template } });
  const rows: [string, KubernetesObject][] = [
    ["apps/deployments", web],
    ["apps/replicasets", ofWeb],
    ["apps/replicasets", alone],
    ["apps/statefulsets", statefulSet],
    ["apps/daemonsets", daemonSet],
    ["batch/cronjobs", cronJob],
    ["batch/jobs", job],
    ["batch/jobs", single],
  ];
  for (const [resource, each] of rows) world.put(cluster, resource, each);
  for (const [name, owner] of Object.entries({ d: ofWeb, r: alone, s: statefulSet, n: daemonSet, j: job, o: single })) {
    world.put(cluster, "pods", pod(`pod-${name}`, ownedBy(owner)));
  }
  return { web, statefulSet };
}

interface Listed {
  readonly workloads: {
    readonly totalCount: number;
    readonly nodes: readonly { readonly __typename: string; readonly cluster: string; readonly name: string }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
    readonly clusterErrors: readonly object[];
  };
}
const page = `query ($filter: WorkloadFilter, $orderBy: [WorkloadOrder!], $first: Int! = 50, $after: String) {
  workloads(filter: $filter, orderBy: $orderBy, first: $first, after: $after) {
    totalCount nodes { __typename cluster name } pageInfo { hasNextPage endCursor } clusterErrors { cluster code }
  }
}`;
const kinds = ["CronJob", "DaemonSet", "Deployment", "Job", "ReplicaSet", "StatefulSet"];

describe("workloads", () => {
  test("of all kinds are one list; what another one manages is not in it", async () => {
    fill("alpha");
    fill("bravo");
    const { workloads } = await world.data<Listed>(page, { orderBy: [{ field: "KIND" }] });
    expect(workloads.totalCount).toBe(12);
    expect(workloads.nodes.map(({ __typename, cluster }) => [__typename, cluster])).toEqual(
      kinds.flatMap((kind) => ["alpha", "bravo"].map((cluster) => [kind, cluster])),
    );
  });

  test.each([
    ["by place", []],
    ["by name, newest kind first", [{ field: "NAME" }, { field: "KIND", direction: "DESC" }]],
    ["by pods wanted", [{ field: "REPLICAS", direction: "DESC" }]],
  ])("%s are paged without a gap or a repeat, namesakes of all kinds included", async (_what, orderBy) => {
    fill("alpha");
    fill("bravo");
    const whole = await world.data<Listed>(page, { orderBy });
    const paged: object[] = [];
    let after: string | null = null;
    for (let more = true; more; ) {
      const { workloads }: Listed = await world.data<Listed>(page, { orderBy, first: 5, after });
      expect(workloads.totalCount).toBe(12);
      paged.push(...workloads.nodes);
      after = workloads.pageInfo.endCursor;
      more = workloads.pageInfo.hasNextPage;
    }
    expect(paged).toEqual(whole.workloads.nodes);
    expect(paged).toHaveLength(12);
  });

  test("are filtered by kind, image of any container, readiness, and whatever all objects are", async () => {
    fill("alpha");
    fill("bravo");
    const found = async (filter: object) =>
      (await world.data<Listed>(page, { filter: { clusters: ["alpha"], ...filter } })).workloads.nodes
        .map(({ __typename }) => __typename)
        .sort();
    expect(await found({})).toEqual(kinds);
    expect(await found({ kinds: ["STATEFUL_SET", "CRON_JOB"] })).toEqual(["CronJob", "StatefulSet"]);
    expect(await found({ kinds: [] })).toEqual([]);
    expect(await found({ image: { startsWith: "setup:" } })).toEqual(kinds.filter((kind) => kind !== "ReplicaSet"));
    expect(await found({ ready: false })).toEqual(["DaemonSet", "Job"]);
    expect(await found({ namespaces: ["elsewhere"] })).toEqual([]);
    expect(await found({ name: { in: [] } })).toEqual([]);
  });

  test.each([
    ["a page that is too long", { first: 501 }, "LIMIT_EXCEEDED"],
    ["a cursor that is none", { after: "garbage" }, "INVALID_CURSOR"],
    ["a kind that is none", { filter: { kinds: ["POD"] } }, "BAD_USER_INPUT"],
    ["a cluster that is none", { filter: { clusters: ["nowhere"] } }, "UNKNOWN_CLUSTER"],
    ["a selector that is none", { filter: { labels: "a=(" } }, "INVALID_SELECTOR"],
  ])("are refused for %s", async (_what, variables, code) => {
    const { errors } = await world.run(page, variables);
    expect(errors).toMatchObject([{ extensions: { code } }]);
  });

  test("are not shown to whoever may see none, and the clusters say so", async () => {
    fill("alpha");
    for (const cluster of ["alpha", "bravo"]) world.caller.sees(seesNothing, cluster);
    const { workloads } = await world.data<Listed>(page);
    expect(workloads).toMatchObject({ totalCount: 0, nodes: [] });
    expect(new Set(workloads.clusterErrors.map((each) => JSON.stringify(each)))).toEqual(
      new Set(["alpha", "bravo"].map((cluster) => JSON.stringify({ cluster, code: "FORBIDDEN" }))),
    );
  });

  test("are told apart by kind and id, and an id of something else is refused", async () => {
    const { statefulSet } = fill("alpha");
    const one = `query ($by: WorkloadByInput!) { workload(by: $by) { __typename id uid replicas } }`;
    const ref = { cluster: "alpha", kind: "STATEFUL_SET", namespace: "shop", name: "web" };
    const data = await world.data<{ workload: { id: string } }>(one, { by: { ref } });
    expect(data).toMatchObject({ workload: { __typename: "StatefulSet", uid: statefulSet.metadata.uid, replicas: 3 } });
    expect(await world.data(one, { by: { id: data.workload.id } })).toEqual(data);
    expect(await world.data(one, { by: { ref: { ...ref, name: "absent" } } })).toEqual({ workload: null });
    const stray = world.put("alpha", "pods", pod("stray"));
    for (const by of [{ id: stray }, { id: "garbage" }]) {
      const { errors } = await world.run(one, { by });
      expect(errors).toMatchObject([{ extensions: { code: "INVALID_ID" } }]);
    }
  });
});

describe("a workload", () => {
  test("has its pods, those of its replica sets or jobs included, and they lead back to it", async () => {
    fill("alpha");
    const data = await world.data<{ workloads: { nodes: { __typename: string; pods: { nodes: object[] } }[] } }>(
      `{ workloads(filter: { clusters: ["alpha"] }, orderBy: [{ field: KIND }]) {
        nodes { __typename pods { nodes { name workload { __typename name } } } }
      } }`,
    );
    const podOf: Record<string, string> = {
      CronJob: "j",
      DaemonSet: "n",
      Deployment: "d",
      Job: "o",
      ReplicaSet: "r",
      StatefulSet: "s",
    };
    expect(data.workloads.nodes).toEqual(
      kinds.map((kind) => ({
        __typename: kind,
        pods: { nodes: [{ name: `pod-${podOf[kind]}`, workload: { __typename: kind, name: "web" } }] },
      })),
    );
  });

  test("whose owners go round in a circle keeps nobody waiting", async () => {
    const web = deployment("web", {}, { replicas: 1, template });
    const ofWeb = replicaSet("web-4", web, 1);
    world.put("alpha", "apps/replicasets", ofWeb);
    world.put("alpha", "apps/deployments", { ...web, metadata: { ...web.metadata, ...ownedBy(ofWeb) } });
    world.put("alpha", "pods", pod("web-4-x", ownedBy(ofWeb)));
    const data = await world.data('{ pods(filter: { clusters: ["alpha"] }) { nodes { name workload { name } } } }');
    expect(data).toEqual({ pods: { nodes: [{ name: "web-4-x", workload: { name: "web" } }] } });
  });

  test("has the autoscalers that name it and the budgets that select its pods, and they lead back to it", async () => {
    fill("alpha");
    const target = { apiVersion: "apps/v1beta1", kind: "Deployment", name: "web" };
    const autoscaler = (name: string, scaleTargetRef: object) =>
      object("autoscaling/v2", "HorizontalPodAutoscaler", name, { spec: { maxReplicas: 5, scaleTargetRef } });
    world.put("alpha", "autoscaling/horizontalpodautoscalers", autoscaler("scaler", target));
    world.put("alpha", "autoscaling/horizontalpodautoscalers", autoscaler("other", { ...target, name: "other" }));
    const budget = (name: string, selector?: object) =>
      object("policy/v1", "PodDisruptionBudget", name, {
        spec: { minAvailable: "50%", ...(selector && { selector }) },
      });
    world.put("alpha", "policy/poddisruptionbudgets", budget("mine", { matchLabels: { app: "web" } }));
    world.put("alpha", "policy/poddisruptionbudgets", budget("everyones", {}));
    world.put("alpha", "policy/poddisruptionbudgets", budget("nobodys"));
    world.put("alpha", "policy/poddisruptionbudgets", budget("others", { matchLabels: { app: "other" } }));
    const { deployment: found } = await world.data<{ deployment: object }>(`{
      deployment(by: { ref: { cluster: "alpha", namespace: "shop", name: "web" } }) {
        horizontalPodAutoscalers { nodes { name maxReplicas target { __typename name } } }
        podDisruptionBudgets {
          nodes { name minAvailable selector workloads(filter: { kinds: [DEPLOYMENT] }) { nodes { name } } pods { totalCount } }
        }
        requests { cpu cpuCores memory memoryBytes }
      }
    }`);
    const budgetOf = (name: string, selector: string) => ({
      name,
      minAvailable: "50%",
      selector,
      workloads: { nodes: [{ name: "web" }] },
      pods: { totalCount: 6 },
    });
    expect(found).toEqual({
      horizontalPodAutoscalers: {
        nodes: [{ name: "scaler", maxReplicas: 5, target: { __typename: "Deployment", name: "web" } }],
      },
      podDisruptionBudgets: { nodes: [budgetOf("everyones", ""), budgetOf("mine", "app=web")] },
      requests: { cpu: "500m", cpuCores: 0.5, memory: "128Mi", memoryBytes: 134_217_728 },
    });
  });

  test("uses what is measured of its pods, and null where a cluster measures nothing", async () => {
    fill("alpha");
    fill("bravo");
    const alpha = world.cluster("alpha");
    const metrics = { ...served("metrics.k8s.io", "PodMetrics", true, ["get", "list"]), resource: "pods" };
    alpha.discovery.resources = [...alpha.discovery.resources, metrics];
    const usage = { cpu: "12345678n", memory: "20480Ki" };
    world.put(
      "alpha",
      "metrics.k8s.io/pods",
      object("metrics.k8s.io/v1beta1", "PodMetrics", "pod-d", { containers: [{ usage }, { usage }] }),
    );
    const data = await world.data(`{ deployments { nodes { cluster usage { cpu cpuCores memory memoryBytes } } } }`);
    const measured = { cpu: "24691356n", cpuCores: 0.024691356, memory: "40Mi", memoryBytes: 41_943_040 };
    expect(data).toEqual({
      deployments: {
        nodes: [
          { cluster: "alpha", usage: measured },
          { cluster: "bravo", usage: null },
        ],
      },
    });
  });
});
