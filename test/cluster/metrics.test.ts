import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Gateway } from "../../src/gateway.ts";
import type { Cluster } from "../control-plane/cluster.ts";
import { startControlPlane } from "../control-plane/control-plane.ts";
import { waitFor } from "../control-plane/wait-for.ts";
import { byToken } from "../matrix/by-token.ts";
import { binding, role } from "../matrix/grants.ts";
import { usageAnnotations, usageConfig } from "../parts/metrics-server.ts";
import { type Monitoring, monitoringPrograms, startMonitoring } from "../parts/monitoring.ts";
import { covers } from "../support/covers.ts";
import { metricLine, startExporter } from "../support/exporter.ts";
import { post } from "../support/graphql-client.ts";
import { startGateway } from "../support/rig.ts";

covers("AL-2", "CPU and memory of pods, workloads, namespaces and nodes over time", "Prometheus, kwok's kubelet");
covers("AL-2", "requests, errors, latency and resources of the control plane", "Prometheus, kube-apiserver");
covers("AL-2", "requests, errors and latency of workloads", "Prometheus");
covers("AL-1", "alerting rules and their state", "Prometheus");
covers("AL-2", "PromQL behind its own permission", "Prometheus, kube-apiserver");

const stack = new AsyncDisposableStack();
let alpha: Cluster;
let monitoring: Monitoring;
let gateway: Gateway;

const names = { namespaces: ["shop", "other"], pods: new Map<string, string>() };

beforeAll(async () => {
  await monitoringPrograms.ensure();
  const dir = await mkdtemp(join(tmpdir(), "fairway-metrics-"));
  stack.defer(() => rm(dir, { recursive: true, force: true }));
  const people = ["anna", "ben", "root"].map((name) => ({ name, groups: [] }));
  const kwok = { configFiles: usageConfig };
  const controlPlane = stack.use(
    await startControlPlane({ dir: join(dir, "clusters"), clusters: 2, nodes: 2, kwok, people }),
  );
  const [first, bravo] = controlPlane.clusters as [Cluster, Cluster];
  alpha = first;
  const served = stack.use(await startExporter(servedByWorkloads));
  monitoring = stack.use(
    await startMonitoring({
      dir: join(dir, "monitoring"),
      interval: "2s",
      ruleGroups: [
        {
          name: "memory",
          rules: [
            {
              alert: "MuchMemory",
              expr: "container_memory_working_set_bytes > 1.5 * 2 ^ 30",
              labels: { severity: "page" },
            },
            { alert: "LittleMemory", expr: "container_memory_working_set_bytes < 1" },
          ],
        },
      ],
      scrapeConfigs: [
        ...(await Promise.all([alpha, bravo].map(scraped))).flat(),
        { job_name: "workloads", static_configs: [{ targets: [served.target], labels: { cluster: "alpha" } }] },
      ],
    }),
  );
  for (const namespace of names.namespaces) {
    await alpha.api.request("POST", "/api/v1/namespaces", { metadata: { name: namespace } });
  }
  // The same names in another namespace and in another cluster: none of it may be mixed up.
  await deploy(alpha, "shop", "web", "250m", "64Mi", 2);
  await deploy(alpha, "other", "web", "2", "1Gi", 1);
  await deploy(bravo, "default", "web", "3", "2Gi", 1);
  // Anna sees the shop and may measure it. Ben sees it, and may not.
  const see = [
    { apiGroups: ["", "apps"], resources: ["pods", "deployments", "replicasets"], verbs: ["get", "list", "watch"] },
  ];
  const measure = { apiGroups: ["metrics.k8s.io"], resources: ["pods"], verbs: ["get", "list"] };
  const user = (name: string) => ({ kind: "User" as const, name });
  for (const { path, body } of [
    role("shop", "sees", see),
    binding("shop", "sees", { kind: "Role", name: "sees" }, ["anna", "ben"].map(user)),
    role("shop", "measures", [measure]),
    binding("shop", "measures", { kind: "Role", name: "measures" }, [user("anna")]),
  ]) {
    await alpha.api.request("POST", path, body);
  }
  // Nobody is impersonated as a master, so somebody is given the rights of one in both.
  for (const { api } of [alpha, bravo]) {
    const { path, body } = binding("", "root", { kind: "ClusterRole", name: "cluster-admin" }, [user("root")]);
    await api.request("POST", path, body);
  }
  gateway = stack.use(
    await startGateway(controlPlane.kubeconfig, {
      ...byToken,
      // Whom alpha knows counts in both.
      clusters: [
        {
          name: "bravo",
          accepts: ["cluster:alpha"],
          upstream: "impersonate",
          readOnly: false,
          protected: false,
          protectedNamespaces: [],
        },
      ],
      prometheuses: [
        {
          name: "fleet",
          url: monitoring.prometheusUrl,
          clusterLabel: "cluster",
          nodeLabel: "node",
          scrapeIntervalMs: 2_000,
          timeoutMs: 5_000,
        },
      ],
    }),
  );
  const ready = async () => {
    const answer = await ask<Deployments>("root", deployments, { names: ["CPU", "LATENCY_P99"] });
    const found = answer.data?.deployments.nodes.flatMap(({ metrics }) => metrics?.series ?? []) ?? [];
    // Latency is told of two of the three. Where the first point is there, the rate of the last one is over its whole window.
    if (found.length === 5 && found.every(({ points }) => points.length === 6)) return true;
    const nodes = answer.data?.deployments.nodes.map((each) => [
      each.cluster,
      each.namespace,
      each.metrics?.series.length,
    ]);
    throw new Error(JSON.stringify([nodes, answer.errors]));
  };
  await waitFor(ready, 60_000, "Prometheus has scraped everything several times");
}, 240_000);

afterAll(() => stack.disposeAsync());

/** What Prometheus scrapes of a cluster: its API server, and the kubelet that kwok is for each node. */
async function scraped(cluster: Cluster): Promise<readonly object[]> {
  interface Nodes {
    readonly items: readonly {
      readonly metadata: { readonly name: string };
      readonly status: { readonly daemonEndpoints: { readonly kubeletEndpoint: { readonly Port: number } } };
    }[];
  }
  const { items } = await cluster.api.request<Nodes>("GET", "/api/v1/nodes");
  const secure = { scheme: "https", tls_config: { insecure_skip_verify: true } };
  return [
    {
      job_name: `apiserver-${cluster.name}`,
      ...secure,
      authorization: { credentials: cluster.admin.token },
      static_configs: [
        { targets: [new URL(cluster.server).host], labels: { cluster: cluster.name, job: "apiserver" } },
      ],
    },
    ...items.map(({ metadata: { name: node }, status }) => ({
      job_name: `kubelet-${cluster.name}-${node}`,
      ...secure,
      metrics_path: `/metrics/nodes/${node}/metrics/resource`,
      static_configs: [
        {
          targets: [`127.0.0.1:${status.daemonEndpoints.kubeletEndpoint.Port}`],
          labels: { cluster: cluster.name, node, job: "kubelet" },
        },
      ],
    })),
  ];
}

async function deploy(
  cluster: Cluster,
  namespace: string,
  name: string,
  cpu: string,
  memory: string,
  replicas: number,
) {
  await cluster.api.request("POST", `/apis/apps/v1/namespaces/${namespace}/deployments`, {
    metadata: { name },
    spec: {
      replicas,
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels: { app: name }, annotations: usageAnnotations(cpu, memory) },
        spec: { containers: [{ name: "main", image: "registry.test/app:1" }] },
      },
    },
  });
  const pods = async () => {
    const path = `/api/v1/namespaces/${namespace}/pods`;
    const { items } = await cluster.api.request<{ items: { metadata: { name: string } }[] }>("GET", path);
    return items.length === replicas ? items : undefined;
  };
  for (const { metadata } of await waitFor(pods, 20_000, `the pods of ${name}`)) {
    if (cluster === alpha) names.pods.set(metadata.name, namespace);
  }
}

const began = performance.now();

/** Each pod says that it answers ten requests a second, one in ten with an error, half of them within 100 ms, all within a second. */
function servedByWorkloads(): string {
  const seconds = (performance.now() - began) / 1_000;
  return [...names.pods]
    .flatMap(([pod, namespace]) => {
      const of = { namespace, pod };
      const bucket = (le: string, rate: number) =>
        metricLine("http_request_duration_seconds_bucket", { ...of, le }, rate * seconds);
      return [
        metricLine("http_requests_total", { ...of, code: "200" }, 9 * seconds),
        metricLine("http_requests_total", { ...of, code: "503" }, 1 * seconds),
        ...[bucket("0.1", 5), bucket("1", 10), bucket("+Inf", 10)],
      ];
    })
    .join("");
}

interface Found {
  readonly source: string;
  readonly series: readonly {
    readonly name: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly points: readonly { readonly at: string; readonly value: number | null }[];
  }[];
}
interface Deployments {
  readonly deployments: {
    readonly nodes: readonly { readonly cluster: string; readonly namespace: string; readonly metrics: Found | null }[];
  };
}

const ask = <T>(who: string, query: string, variables: Record<string, unknown> = {}) =>
  post<T>(gateway.url, query, variables, alpha.tokenOf(who));

const range = "range: { lastSeconds: 10, stepSeconds: 2 }";
const deployments = `query ($names: [MetricName!]) {
  deployments(orderBy: [{ field: CLUSTER }, { field: NAMESPACE, direction: DESC }]) {
    nodes { cluster namespace metrics(${range}, names: $names) { source series { name labels points { at value } } } }
  }
}`;

const lastOf = ({ points }: Found["series"][number]) => points.at(-1)?.value ?? Number.NaN;
const mebi = 2 ** 20;

test("what workloads use is told apart by cluster and namespace, though all of them have one name", async () => {
  const { data, errors } = await ask<Deployments>("root", deployments, { names: ["CPU", "MEMORY"] });
  expect(errors).toBeUndefined();
  const found = data?.deployments.nodes.map(({ cluster, namespace, metrics }) => {
    const [cpu, memory] = metrics?.series ?? [];
    if (!cpu || !memory) throw new Error(`nothing is measured in ${namespace}`);
    expect(metrics?.source).toBe("PROMETHEUS");
    expect(cpu.points).toHaveLength(6);
    return { cluster, namespace, cores: lastOf(cpu), bytes: lastOf(memory) };
  });
  // How long it has been since the last scrape is only known to some milliseconds on either side.
  const cores = (value: number) => expect.closeTo(value, value < 1 ? 1 : 0);
  expect(found).toEqual([
    { cluster: "alpha", namespace: "shop", cores: cores(0.5), bytes: 128 * mebi },
    { cluster: "alpha", namespace: "other", cores: cores(2), bytes: 1024 * mebi },
    { cluster: "bravo", namespace: "default", cores: cores(3), bytes: 2048 * mebi },
  ]);
});

test("pods, their namespace and their workload say the same", async () => {
  const document = `{
    namespaces(filter: { clusters: "alpha", name: { in: ["shop"] } }) { nodes {
      metrics(${range}, names: [MEMORY]) { series { name labels points { at value } } }
      pods { nodes { metrics(${range}, names: [MEMORY]) { series { name labels points { at value } } } } }
    } }
  }`;
  interface Namespaces {
    readonly namespaces: {
      readonly nodes: readonly {
        readonly metrics: Found;
        readonly pods: { readonly nodes: readonly { readonly metrics: Found }[] };
      }[];
    };
  }
  const { data, errors } = await ask<Namespaces>("root", document);
  expect(errors).toBeUndefined();
  const [shop] = data?.namespaces.nodes ?? [];
  expect(shop?.metrics.series.map(lastOf)).toEqual([128 * mebi]);
  expect(shop?.pods.nodes.flatMap(({ metrics }) => metrics.series.map(lastOf))).toEqual([64 * mebi, 64 * mebi]);
});

test("nodes say what the pods on them use together", async () => {
  const document = `{ clusterNodes(filter: { clusters: "alpha" }) { nodes {
    metrics(${range}) { source series { name labels points { at value } } }
  } } }`;
  const { data, errors } = await ask<{ clusterNodes: { nodes: readonly { metrics: Found }[] } }>("root", document);
  expect(errors).toBeUndefined();
  const nodes = data?.clusterNodes.nodes ?? [];
  expect(nodes).toHaveLength(2);
  const sumOf = (name: string) =>
    nodes
      .flatMap(({ metrics }) => metrics.series.filter((each) => each.name === name).map(lastOf))
      .reduce((sum, value) => sum + value, 0);
  expect(sumOf("MEMORY")).toBe((128 + 1024) * mebi);
  expect(sumOf("CPU")).toBeCloseTo(2.5, 0);
});

test("the service that workloads give is told as requests, errors and latency", async () => {
  const { data } = await ask<Deployments>("root", deployments, {
    names: ["REQUESTS", "ERROR_RATIO", "LATENCY_P50", "LATENCY_P99"],
  });
  const [shop] = data?.deployments.nodes ?? [];
  const [requests, errors, half, most] = shop?.metrics?.series ?? [];
  if (!requests || !errors || !half || !most) throw new Error("nothing is measured");
  expect(lastOf(requests)).toBeCloseTo(20, -1);
  expect(lastOf(errors)).toBeCloseTo(0.1, 2);
  expect(lastOf(half)).toBeCloseTo(0.1, 2);
  expect(lastOf(most)).toBeCloseTo(0.98, 1);
});

test("the control plane says how it serves, and what its components use", async () => {
  const document = `{ clusters { nodes { name prometheus controlPlaneMetrics(${range}, names: [
    REQUESTS, ERROR_RATIO, LATENCY_P50, LATENCY_P99, REQUESTS_IN_FLIGHT, STORAGE_LATENCY_P99, CPU, MEMORY
  ]) { source series { name labels points { at value } } } } } }`;
  interface Clusters {
    readonly clusters: {
      readonly nodes: readonly { readonly prometheus: string; readonly controlPlaneMetrics: Found }[];
    };
  }
  const { data, errors } = await ask<Clusters>("root", document);
  expect(errors).toBeUndefined();
  expect(data?.clusters.nodes).toHaveLength(2);
  for (const { prometheus, controlPlaneMetrics } of data?.clusters.nodes ?? []) {
    expect(prometheus).toBe("fleet");
    const values = Object.fromEntries(controlPlaneMetrics.series.map((each) => [each.name, lastOf(each)]));
    expect(Object.keys(values)).toEqual([
      ...["REQUESTS", "ERROR_RATIO", "LATENCY_P50", "LATENCY_P99", "REQUESTS_IN_FLIGHT", "STORAGE_LATENCY_P99"],
      ...["CPU", "MEMORY"],
    ]);
    expect(values.REQUESTS).toBeGreaterThan(0.5);
    expect(values.ERROR_RATIO).toBeLessThan(0.5);
    expect(values.LATENCY_P99).toBeGreaterThan(0);
    expect(values.LATENCY_P99).toBeGreaterThanOrEqual(values.LATENCY_P50 as number);
    expect(values.MEMORY).toBeGreaterThan(50 * mebi);
    const labels = controlPlaneMetrics.series.map((each) => each.labels.job ?? null);
    expect(labels).toEqual([null, null, null, null, null, null, "apiserver", "apiserver"]);
  }
});

describe("who may see figures", () => {
  test("is who may get them from the metrics API of that namespace; whoever does not see an object is told of nothing", async () => {
    const [anna, ben] = await Promise.all(
      ["anna", "ben"].map((who) => ask<Deployments>(who, deployments, { names: ["MEMORY"] })),
    );
    expect(
      anna?.data?.deployments.nodes.map(({ namespace, metrics }) => [namespace, metrics?.series.map(lastOf)]),
    ).toEqual([["shop", [128 * mebi]]]);
    expect(ben?.data?.deployments.nodes).toEqual([{ cluster: "alpha", namespace: "shop", metrics: null }]);
    expect(ben?.errors?.map(({ extensions }) => extensions.code)).toEqual(["FORBIDDEN"]);
  });

  test("may not therefore write queries of his own", async () => {
    const document = `query ($promql: String!) {
      prometheusQuery(prometheus: "fleet", promql: $promql) { series { labels points { value text } } warnings }
    }`;
    const promql = 'sum by (cluster) (container_memory_working_set_bytes{pod=~"web-.*"})';
    const { data } = await ask<{ prometheusQuery: { series: object[] } }>("root", document, { promql });
    const series = (cluster: string, mebibytes: number) => {
      const value = mebibytes * mebi;
      return { labels: { cluster }, points: [{ value, text: String(value) }] };
    };
    expect(data?.prometheusQuery.series).toEqual(
      expect.arrayContaining([series("alpha", 128 + 1024), series("bravo", 2048)]),
    );
    const refused = await ask("anna", document, { promql });
    expect(refused.errors?.map(({ extensions }) => extensions.code)).toEqual(["FORBIDDEN"]);
    const wrong = await ask("root", document, { promql: "sum(" });
    expect(wrong.errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT", field: "promql" } }]);
  });
});

test("alerting rules say what is the case, to those who may get them", async () => {
  const document = `query ($states: [AlertRuleState!]) { alertRules(prometheus: "fleet", states: $states) {
    totalCount rules { name group state health alertCount alerts { labels state } }
  } }`;
  interface Rules {
    readonly alertRules: { readonly totalCount: number; readonly rules: readonly object[] };
  }
  const firing = async () => {
    const { data } = await ask<Rules>("root", document, { states: ["FIRING"] });
    return data?.alertRules.totalCount === 1 ? data.alertRules.rules : undefined;
  };
  const labels = { alertname: "MuchMemory", severity: "page", cluster: "bravo", namespace: "default" };
  expect(await waitFor(firing, 20_000, "the alert fires")).toMatchObject([
    {
      ...{ name: "MuchMemory", group: "memory", state: "FIRING", health: "OK", alertCount: 1 },
      alerts: [{ state: "FIRING", labels }],
    },
  ]);
  expect((await ask<Rules>("root", document)).data?.alertRules.totalCount).toBe(2);
  const refused = await ask("anna", document);
  expect(refused.errors?.map(({ extensions }) => extensions.code)).toEqual(["FORBIDDEN"]);
});

test("a Prometheus that dies leaves what stands beside its figures alone", async () => {
  await monitoring.prometheus.stop();
  const { data, errors } = await ask<Deployments>("anna", deployments, { names: ["CPU"] });
  expect(data?.deployments.nodes).toEqual([{ cluster: "alpha", namespace: "shop", metrics: null }]);
  expect(errors).toMatchObject([
    { path: ["deployments", "nodes", 0, "metrics"], extensions: { code: "INTEGRATION_UNAVAILABLE", retryable: true } },
  ]);
});
