import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Cluster } from "../control-plane/cluster.ts";
import { waitFor } from "../control-plane/wait-for.ts";
import { metricsServerPrograms, startMetricsServer, usageAnnotations, usageConfig } from "../parts/metrics-server.ts";
import { covers } from "../support/covers.ts";
import { query } from "../support/graphql-client.ts";
import { type Rig, startRig } from "../support/rig.ts";

covers("DE-1", "usage of pods and workloads, equal to `kubectl top`", "metrics-server behind kube-apiserver");
covers("CL-1", "what nodes use together", "metrics-server behind kube-apiserver");
covers("CL-2", "usage of nodes, equal to `kubectl top`", "metrics-server behind kube-apiserver");
covers("AL-2", "figures of now where there is no Prometheus", "metrics-server behind kube-apiserver");
covers("DE-1", "an autoscaler that scales on what is measured", "metrics-server, kube-controller-manager");

const stack = new AsyncDisposableStack();
let rig: Rig;
let cluster: Cluster;

beforeAll(async () => {
  await metricsServerPrograms.ensure(); // minutes, the first time
  const config = { allowWrites: true, pollIntervalMs: 1_000 };
  rig = stack.use(await startRig({ clusters: 1, nodes: 2, kwok: { configFiles: usageConfig }, config }));
  cluster = rig.controlPlane.cluster("alpha");
  const path = "/apis/apps/v1/namespaces/default/deployments";
  await cluster.api.request("POST", path, deployment("web", "250m", "64Mi"));
  await cluster.api.request("POST", path, deployment("api", "1500m", "1Gi"));
  await cluster.api.request("POST", path, deployment("none", "1m", "1Mi", 0));
  stack.use(await startMetricsServer(cluster));
}, 600_000);

afterAll(() => stack.disposeAsync());

function deployment(name: string, cpu: string, memory: string, replicas = 2): object {
  const resources = { requests: { cpu: "500m", memory: "128Mi" } };
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name },
    spec: {
      replicas,
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels: { app: name }, annotations: usageAnnotations(cpu, memory) },
        spec: { containers: [{ name: "main", image: "registry.test/app:1", resources }] },
      },
    },
  };
}

interface Usage {
  readonly cpuCores: number;
  readonly memoryBytes: number;
}
interface Used {
  readonly name: string;
  readonly usage: Usage | null;
}
interface Answer {
  readonly pods: { readonly nodes: readonly Used[] };
  readonly workloads: { readonly nodes: readonly Used[] };
}

const document = `{
  pods(first: 500, orderBy: [{ field: NAME }]) { nodes { name usage { cpuCores memoryBytes } } }
  workloads(orderBy: [{ field: NAME }]) { nodes { name usage { cpuCores memoryBytes } } }
}`;

const mebi = 2 ** 20;

/** Name, millicores and MiB, as `kubectl top` prints them: the one rounded up, the other down. */
function lineOf({ name, usage }: Used): string {
  return usage
    ? `${name} ${Math.ceil(usage.cpuCores * 1000)}m ${Math.floor(usage.memoryBytes / mebi)}Mi`
    : `${name} unmeasured`;
}

async function top(what: "pods" | "nodes" = "pods"): Promise<readonly string[]> {
  const printed = await cluster.kubectl(["top", what, "--no-headers"]);
  return printed
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/).join(" "))
    .sort();
}

describe("what is used", () => {
  test("is what kubectl top prints, for each pod", async () => {
    const equal = async () => {
      const { pods } = await query<Answer>(rig.url, document);
      const [mine, theirs] = [pods.nodes.map(lineOf).sort(), await top()];
      return mine.length === 4 && JSON.stringify(mine) === JSON.stringify(theirs) ? mine : undefined;
    };
    const lines = await waitFor(equal, 25_000, "the same figures as kubectl top");
    expect(lines.map((line) => line.replace(/^(\w+)-\S+ /, "$1 "))).toEqual([
      expect.stringMatching(/^api 1[45]\d\dm 1024Mi$/),
      expect.stringMatching(/^api 1[45]\d\dm 1024Mi$/),
      expect.stringMatching(/^web 2[45]\dm 64Mi$/),
      expect.stringMatching(/^web 2[45]\dm 64Mi$/),
    ]);
  });

  test("is what kubectl top prints, for each node, and for all of them together", async () => {
    interface Nodes {
      readonly cluster: { readonly usage: Usage | null; readonly clusterNodes: { readonly nodes: readonly Used[] } };
    }
    const usage = "usage { cpuCores memoryBytes }";
    const nodes = `{ cluster(name: "alpha") { ${usage} clusterNodes(orderBy: [{ field: NAME }]) { nodes { name ${usage} } } } }`;
    const equal = async () => {
      const found = await query<Nodes>(rig.url, nodes);
      const mine = found.cluster.clusterNodes.nodes.map(lineOf).sort();
      // The parts of what a node can give stand beside.
      const theirs = (await top("nodes")).map((line) => line.replace(/ \d+%/g, ""));
      return mine.length === 2 && JSON.stringify(mine) === JSON.stringify(theirs) ? found.cluster : undefined;
    };
    const { usage: together, clusterNodes } = await waitFor(equal, 25_000, "the same figures as kubectl top");
    const sum = (of: keyof Usage) => clusterNodes.nodes.reduce((total, each) => total + (each.usage?.[of] ?? 0), 0);
    expect(together?.memoryBytes).toBe(sum("memoryBytes"));
    expect(together?.cpuCores).toBeCloseTo(sum("cpuCores"));
  });

  test("is added up for a workload, and nothing is said of one without pods", async () => {
    const { workloads, pods } = await query<Answer>(rig.url, document);
    const [api, none, web] = workloads.nodes;
    const sum = (prefix: string) =>
      pods.nodes
        .filter(({ name }) => name.startsWith(prefix))
        .reduce((total, { usage }) => total + (usage?.memoryBytes ?? Number.NaN), 0);
    expect(none).toEqual({ name: "none", usage: null });
    expect(api?.usage?.memoryBytes).toBe(sum("api-"));
    expect(web?.usage?.memoryBytes).toBe(sum("web-"));
    expect(web?.usage?.cpuCores).toBeCloseTo(0.5, 1);
  });
});

test("metrics are the figures of now where no Prometheus is set up", async () => {
  const measured = `nodes { usage { cpuCores memoryBytes } metrics(range: { lastSeconds: 60 }) { source series { name points { at value } } } }`;
  interface Measured {
    readonly usage: Usage;
    readonly metrics: object;
  }
  const found = await query<Record<"pods" | "clusterNodes", { readonly nodes: readonly Measured[] }>>(
    rig.url,
    `{ pods { ${measured} } clusterNodes { ${measured} } }`,
  );
  const all = [...found.pods.nodes, ...found.clusterNodes.nodes];
  expect(all).toHaveLength(6);
  for (const { usage, metrics } of all) {
    const series = (name: string, value: number) => ({ name, points: [{ at: expect.stringMatching(/^20/), value }] });
    expect(metrics).toEqual({
      source: "METRICS_API",
      series: [series("CPU", expect.closeTo(usage.cpuCores, 6)), series("MEMORY", usage.memoryBytes)],
    });
  }
});

test("an autoscaler gives a workload more pods for what its pods really use", async () => {
  const autoscale = `mutation ($input: DeploymentAutoscaleInput!) {
    deploymentAutoscale(input: $input) { userErrors { code message field } }
  }`;
  const by = { ref: { cluster: "alpha", namespace: "default", name: "api" } };
  // 300 % of what is asked for is used, and 100 % is wanted: three times as many pods.
  const input = { by, minReplicas: 1, maxReplicas: 5, cpuPercent: 100 };
  expect(await query(rig.url, autoscale, { input })).toEqual({ deploymentAutoscale: { userErrors: [] } });
  const state = `{ workload(by: { ref: { kind: DEPLOYMENT, cluster: "alpha", namespace: "default", name: "api" } }) {
    readyReplicas horizontalPodAutoscalers { nodes { desiredReplicas } }
  } }`;
  interface State {
    readonly workload: {
      readonly readyReplicas: number;
      readonly horizontalPodAutoscalers: { readonly nodes: readonly { readonly desiredReplicas: number }[] };
    };
  }
  const scaled = async () => (await query<State>(rig.url, state)).workload.readyReplicas === 5;
  await waitFor(scaled, 60_000, "five pods of the deployment");
  const { workload } = await query<State>(rig.url, state);
  expect(workload.horizontalPodAutoscalers.nodes).toEqual([{ desiredReplicas: 5 }]);
}, 90_000); // The controller looks every 15 s, at figures that are made every 10 s
