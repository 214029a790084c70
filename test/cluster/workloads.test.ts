import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Cluster } from "../control-plane/cluster.ts";
import { ensureNamespace } from "../control-plane/seed.ts";
import { waitFor } from "../control-plane/wait-for.ts";
import { covers } from "../support/covers.ts";
import { query } from "../support/graphql-client.ts";
import { type Rig, startRig } from "../support/rig.ts";

covers(
  "DE-1",
  "workloads of all kinds as one list; owners and children, to the top and down",
  "kube-apiserver with controllers",
);
covers(
  "DE-1",
  "images, and requests and limits as `kubectl describe node` sums them",
  "kube-apiserver with controllers, kubectl",
);
covers("DE-1", "autoscalers and disruption budgets, and their edges", "kube-apiserver with controllers");

const NAMESPACE = "shown";
const NODES = 2;

let rig: Rig;
let cluster: Cluster;
beforeAll(async () => {
  rig = await startRig({ clusters: 1, nodes: NODES });
  [cluster] = rig.controlPlane.clusters as [Cluster];
  await ensureNamespace(cluster, NAMESPACE);
  const autoscaler = {
    scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "web" },
    minReplicas: 2,
    maxReplicas: 4,
    metrics: [{ type: "Resource", resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 80 } } }],
  };
  for (const [kind, name, spec] of [
    ["deployments", "web", { replicas: 2, ...selecting("web") }],
    ["replicasets", "bare", { replicas: 1, ...selecting("bare") }],
    ["statefulsets", "db", { replicas: 1, serviceName: "db", ...selecting("db") }],
    ["daemonsets", "agent", selecting("agent")],
    ["jobs", "held", { template: held("held") }],
    ["cronjobs", "yearly", { schedule: "0 0 1 1 *", jobTemplate: { spec: { template: held("yearly") } } }],
    ["horizontalpodautoscalers", "web-scaler", autoscaler],
    ["poddisruptionbudgets", "web-budget", { minAvailable: 1, selector: { matchLabels: { app: "web" } } }],
    ["poddisruptionbudgets", "everybodys", { maxUnavailable: "50%", selector: {} }],
  ] as const) {
    await cluster.api.request("POST", folder(kind), { metadata: { name }, spec });
  }
  await cluster.kubectl(["-n", NAMESPACE, "create", "job", "by-hand", "--from=cronjob/yearly"]);
  await waitFor(
    async () => (await listed()).every(({ replicas, currentReplicas }) => currentReplicas === replicas),
    60_000,
    "the pods that are wanted",
  );
}, 180_000);
afterAll(() => rig?.[Symbol.asyncDispose]());

const groups: Readonly<Record<string, string>> = {
  jobs: "/apis/batch/v1",
  cronjobs: "/apis/batch/v1",
  horizontalpodautoscalers: "/apis/autoscaling/v2",
  poddisruptionbudgets: "/apis/policy/v1",
  pods: "/api/v1",
};
const folder = (plural: string) => `${groups[plural] ?? "/apis/apps/v1"}/namespaces/${NAMESPACE}/${plural}`;
const where = { filter: { namespaces: [NAMESPACE] } };

/** As many sorts of containers as there are, so that each has a part in the sums. */
function selecting(name: string) {
  const container = (of: string, requests: object, limits: object) => ({
    name: of,
    image: `registry.test/${of}:1`,
    resources: { requests, limits },
  });
  const spec = {
    initContainers: [
      { ...container("sidecar", { cpu: "20m", memory: "16Mi" }, { memory: "32Mi" }), restartPolicy: "Always" },
      container("setup", { cpu: "500m" }, { cpu: "2", memory: "1Gi" }),
    ],
    containers: [
      container("main", { cpu: "100m", memory: "64Mi" }, { memory: "128Mi" }),
      container("proxy", { cpu: "50m", memory: "32Mi" }, { cpu: "1", memory: "64Mi" }),
    ],
  };
  return { selector: { matchLabels: { app: name } }, template: { metadata: { labels: { app: name } }, spec } };
}

/** Nothing runs them, so that they are there for as long as it takes. */
function held(name: string) {
  const containers = [{ name: "main", image: "registry.test/batch:1" }];
  return {
    metadata: { labels: { app: name } },
    spec: { restartPolicy: "Never", nodeSelector: { nowhere: "true" }, containers },
  };
}

interface Listed {
  readonly kind: string;
  readonly name: string;
  readonly replicas: number | null;
  readonly currentReplicas: number | null;
  readonly readyReplicas: number | null;
}
async function listed(): Promise<readonly Listed[]> {
  const { workloads } = await query<{ workloads: { nodes: Listed[] } }>(
    rig.url,
    `query ($filter: WorkloadFilter) { workloads(filter: $filter, orderBy: [{ field: KIND }]) {
      nodes { kind: __typename name replicas currentReplicas readyReplicas }
    } }`,
    where,
  );
  return workloads.nodes;
}

describe("workloads", () => {
  test("of all kinds are one list with what their controllers report; what another one manages is not in it", async () => {
    const ready = (kind: string, name: string, count: number) => ({
      kind,
      name,
      replicas: count,
      currentReplicas: count,
      readyReplicas: count,
    });
    const expected = [
      { kind: "CronJob", name: "yearly", replicas: null, currentReplicas: null, readyReplicas: null },
      ready("DaemonSet", "agent", NODES),
      ready("Deployment", "web", 2),
      { ...ready("Job", "held", 1), readyReplicas: 0 },
      ready("ReplicaSet", "bare", 1),
      ready("StatefulSet", "db", 1),
    ];
    await waitFor(async () => JSON.stringify(await listed()) === JSON.stringify(expected), 30_000, "ready pods");
    expect(await listed()).toEqual(expected);
  });

  test("have the images of their templates, and are found by them", async () => {
    const found = async (image: string) =>
      (
        await query<{ workloads: { nodes: { name: string; images: string[] }[] } }>(
          rig.url,
          "query ($filter: WorkloadFilter) { workloads(filter: $filter) { nodes { name images } } }",
          { filter: { ...where.filter, image: { startsWith: image } } },
        )
      ).workloads.nodes;
    expect(await found("registry.test/batch")).toEqual([
      { name: "held", images: ["registry.test/batch:1"] },
      { name: "yearly", images: ["registry.test/batch:1"] },
    ]);
    const images = ["registry.test/main:1", "registry.test/proxy:1"];
    expect(await found("registry.test/setup")).toEqual(
      ["agent", "bare", "db", "web"].map((name) => ({ name, images })),
    );
  });

  test("ask for, and are limited to, what `kubectl describe node` says of their pods", async () => {
    const amounts = "requests { cpu memory } limits { cpu memory }";
    type Sums = Readonly<
      Record<"requests" | "limits", { readonly cpu: string | null; readonly memory: string | null }>
    >;
    const { pods, deployments } = await query<{
      pods: { nodes: (Sums & { name: string })[] };
      deployments: { nodes: Sums[] };
    }>(
      rig.url,
      `query ($pods: PodFilter, $deployments: DeploymentFilter) {
        pods(filter: $pods) { nodes { name ${amounts} } }
        deployments(filter: $deployments) { nodes { ${amounts} } }
      }`,
      { pods: { ...where.filter, phase: { in: ["RUNNING"] } }, deployments: where.filter },
    );
    // The columns: namespace, name, and four quantities, each with a share of the node in brackets.
    const row = /^ {2}(\S+) +(\S+) +(\S+) \(\d+%\) +(\S+) \(\d+%\) +(\S+) \(\d+%\) +(\S+) \(\d+%\)/;
    const described = (await cluster.kubectl(["describe", "nodes"])).split("\n").flatMap((line) => {
      const [, namespace, name, cpu, cpuLimit, memory, memoryLimit] = row.exec(line) ?? [];
      if (namespace !== NAMESPACE) return [];
      return [{ name, requests: { cpu, memory }, limits: { cpu: cpuLimit, memory: memoryLimit } }];
    });
    expect(described).toHaveLength(2 + 1 + 1 + NODES);
    const byName = (a: { name?: string | undefined }, b: { name?: string | undefined }) =>
      String(a.name).localeCompare(String(b.name));
    expect([...pods.nodes].sort(byName)).toEqual(described.sort(byName));
    expect(deployments.nodes).toEqual([
      { requests: { cpu: "1040m", memory: "224Mi" }, limits: { cpu: "4", memory: "2112Mi" } },
    ]);
  });
});

describe("owners", () => {
  interface Owned {
    readonly name: string;
    readonly workload: { readonly kind: string; readonly name: string } | null;
    readonly owners: readonly {
      readonly kind: string;
      readonly name: string;
      readonly controller: boolean;
      readonly object: { readonly kind: string; readonly owners: readonly { kind: string; name: string }[] } | null;
    }[];
  }

  test("lead from each pod to the workload at the top of its chain", async () => {
    const { pods } = await query<{ pods: { nodes: Owned[] } }>(
      rig.url,
      `query ($filter: PodFilter) { pods(filter: $filter) { nodes {
        name workload { kind: __typename name }
        owners { kind name controller object { kind: __typename owners { kind name } } }
      } } }`,
      where,
    );
    const chains = pods.nodes.map(({ workload, owners: [owner] }) => {
      const above = owner?.object?.owners[0];
      const steps = [owner, above].flatMap((each) =>
        each ? [`${each.kind} ${each.name.replace(/-[0-9a-f]+$/, "-…")}`] : [],
      );
      return `${steps.join(" < ")} = ${workload?.kind} ${workload?.name}`;
    });
    expect([...new Set(chains)].sort()).toEqual([
      "DaemonSet agent = DaemonSet agent",
      "Job by-hand < CronJob yearly = CronJob yearly",
      "Job held = Job held",
      "ReplicaSet bare = ReplicaSet bare",
      "ReplicaSet web-… < Deployment web = Deployment web",
      "StatefulSet db = StatefulSet db",
    ]);
    expect(pods.nodes.every(({ owners }) => owners.length === 1 && owners[0]?.controller)).toBe(true);
  });

  test("have what names them as children, down to the pods, as the API server lists it", async () => {
    interface Child {
      readonly kind: string;
      readonly uid: string;
      readonly children?: readonly Child[];
    }
    const { deployment, cronJob } = await query<{ deployment: Child & { pods: object }; cronJob: Child }>(
      rig.url,
      `query ($web: ObjectRefInput!, $yearly: ObjectRefInput!) {
        deployment(by: { ref: $web }) { uid ...tree pods { totalCount } }
        cronJob(by: { ref: $yearly }) { uid ...tree }
      }
      fragment tree on KubernetesObject { children { kind: __typename uid children { kind: __typename uid } } }`,
      {
        web: { cluster: cluster.name, namespace: NAMESPACE, name: "web" },
        yearly: { cluster: cluster.name, namespace: NAMESPACE, name: "yearly" },
      },
    );
    const ownedBy = async (plural: string, uid: string | undefined) => {
      type Objects = { items: { metadata: { uid: string; ownerReferences?: { uid: string }[] } }[] };
      const { items } = await cluster.api.request<Objects>("GET", folder(plural));
      return items.flatMap(({ metadata }) =>
        metadata.ownerReferences?.some((reference) => reference.uid === uid) ? [metadata.uid] : [],
      );
    };
    for (const [top, between, type] of [
      [deployment, "replicasets", "ReplicaSet"],
      [cronJob, "jobs", "Job"],
    ] as const) {
      const [child, ...none] = top.children ?? [];
      expect(none).toEqual([]);
      expect(child?.kind).toBe(type);
      expect([child?.uid]).toEqual(await ownedBy(between, top.uid));
      const pods = child?.children?.map(({ uid }) => uid).sort();
      expect(pods).toEqual((await ownedBy("pods", child?.uid)).sort());
      expect(new Set(child?.children?.map(({ kind }) => kind))).toEqual(new Set(["Pod"]));
    }
    expect(deployment.pods).toEqual({ totalCount: 2 });
  });
});

describe("what is set on workloads", () => {
  test("is the autoscaler with its controller's conditions, and leads back to what it scales", async () => {
    interface Scaled {
      readonly horizontalPodAutoscalers: {
        readonly nodes: readonly { readonly conditions: readonly { type: string }[] }[];
      };
    }
    const ask = async () =>
      (
        await query<{ deployment: Scaled }>(
          rig.url,
          `query ($ref: ObjectRefInput!) { deployment(by: { ref: $ref }) { horizontalPodAutoscalers { nodes {
            name minReplicas maxReplicas currentReplicas desiredReplicas
            metrics { type name target current }
            conditions { type status reason }
            target { __typename name horizontalPodAutoscalers { nodes { name } } }
          } } } }`,
          { ref: { cluster: cluster.name, namespace: NAMESPACE, name: "web" } },
        )
      ).deployment.horizontalPodAutoscalers.nodes;
    await waitFor(
      async () => (await ask())[0]?.conditions.some(({ type }) => type === "ScalingActive"),
      60_000,
      "the conditions",
    );
    expect(await ask()).toEqual([
      {
        name: "web-scaler",
        minReplicas: 2,
        maxReplicas: 4,
        currentReplicas: 2,
        desiredReplicas: 0,
        metrics: [{ type: "Resource", name: "cpu", target: "80%", current: null }],
        conditions: [
          { type: "AbleToScale", status: "TRUE", reason: "SucceededGetScale" },
          // Nothing measures pods here.
          { type: "ScalingActive", status: "FALSE", reason: "FailedGetResourceMetric" },
        ],
        target: {
          __typename: "Deployment",
          name: "web",
          horizontalPodAutoscalers: { nodes: [{ name: "web-scaler" }] },
        },
      },
    ]);
  });

  test("are disruption budgets as their controller counts, of pods and of workloads, both ways", async () => {
    const budget = (name: string, rest: object) => ({ name, ...rest });
    const ask = async () =>
      (
        await query<{ workload: { podDisruptionBudgets: { nodes: { name: string; disruptionsAllowed: number }[] } } }>(
          rig.url,
          `query ($by: WorkloadByInput!) { workload(by: $by) { podDisruptionBudgets(orderBy: [{ field: NAME, direction: DESC }]) { nodes {
            name minAvailable maxUnavailable selector expectedPods currentHealthy desiredHealthy disruptionsAllowed
            workloads { totalCount } pods(first: 1, orderBy: [{ field: NAME, direction: DESC }]) {
              totalCount nodes { podDisruptionBudgets { nodes { name } } }
            }
          } } } }`,
          { by: { ref: { cluster: cluster.name, kind: "DEPLOYMENT", namespace: NAMESPACE, name: "web" } } },
        )
      ).workload.podDisruptionBudgets.nodes;
    await waitFor(async () => (await ask())[0]?.disruptionsAllowed === 1, 30_000, "the controller's counts");
    const [web, everybodys] = await ask();
    expect(web).toEqual(
      budget("web-budget", {
        minAvailable: "1",
        maxUnavailable: null,
        selector: "app=web",
        expectedPods: 2,
        currentHealthy: 2,
        desiredHealthy: 1,
        disruptionsAllowed: 1,
        workloads: { totalCount: 1 },
        pods: {
          totalCount: 2,
          nodes: [{ podDisruptionBudgets: { nodes: [{ name: "everybodys" }, { name: "web-budget" }] } }],
        },
      }),
    );
    // Of all kinds, the cron job's own pod and the job's included.
    expect(everybodys).toMatchObject({
      name: "everybodys",
      maxUnavailable: "50%",
      selector: "",
      workloads: { totalCount: 6 },
    });
  });
});
