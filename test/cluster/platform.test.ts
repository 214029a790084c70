import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Gateway } from "../../src/gateway.ts";
import type { Cluster } from "../control-plane/cluster.ts";
import { startControlPlane } from "../control-plane/control-plane.ts";
import { waitFor } from "../control-plane/wait-for.ts";
import { type Monitoring, monitoringPrograms, startMonitoring } from "../parts/monitoring.ts";
import { startTekton, tektonPrograms, tektonStages } from "../parts/tekton.ts";
import { covers } from "../support/covers.ts";
import { metricLine, startExporter } from "../support/exporter.ts";
import { query, subscribe } from "../support/graphql-client.ts";
import { type LiveResult, LiveState } from "../support/live-state.ts";
import { startGateway } from "../support/rig.ts";

covers(
  "DE-1",
  "one application over three clusters in one request: nodes, networks, volumes, pipelines, deployments, configs, secrets, alerts, metrics; and live",
  "three kube-apiservers with controllers, Tekton, Prometheus, Alertmanager",
);

const stack = new AsyncDisposableStack();
let clusters: readonly Cluster[];
let alpha: Cluster;
let monitoring: Monitoring;
let gateway: Gateway;

const NAMESPACE = "shop";
const names = ["alpha", "bravo", "charlie"];
const labels = { "app.kubernetes.io/name": "web", "app.kubernetes.io/part-of": "shop" };
/** Set while something is to be in trouble. */
let trouble = false;

const at = (version: string, plural: string) => {
  const root = version === "v1" ? "/api/v1" : `/apis/${version}`;
  return `${root}/namespaces/${NAMESPACE}/${plural}`;
};

/** What the application has in each cluster. */
async function deploy({ api, kubectl }: Pick<Cluster, "api" | "kubectl">): Promise<void> {
  const metadata = { name: "web", labels };
  await api.request("POST", "/api/v1/namespaces", { metadata: { name: NAMESPACE } });
  await api.request("POST", at("v1", "configmaps"), { metadata, data: { level: "info" } });
  await api.request("POST", at("v1", "secrets"), { metadata, stringData: { token: "not shown" } });
  await api.request("POST", at("v1", "services"), {
    metadata,
    spec: { selector: { "app.kubernetes.io/name": "web" }, ports: [{ port: 80 }] },
  });
  await api.request("POST", "/api/v1/persistentvolumes", {
    metadata: { name: "web-data" },
    spec: {
      capacity: { storage: "1Gi" },
      accessModes: ["ReadWriteOnce"],
      storageClassName: "by-hand",
      nfs: { server: "nas.test", path: "/web" },
    },
  });
  await api.request("POST", at("v1", "persistentvolumeclaims"), {
    metadata,
    spec: { accessModes: ["ReadWriteOnce"], storageClassName: "by-hand", resources: { requests: { storage: "1Gi" } } },
  });
  await api.request("POST", at("networking.k8s.io/v1", "ingresses"), {
    metadata,
    spec: { ingressClassName: "edge", defaultBackend: { service: { name: "web", port: { number: 80 } } } },
  });
  await api.request("POST", at("networking.k8s.io/v1", "networkpolicies"), {
    metadata,
    spec: { podSelector: { matchLabels: { "app.kubernetes.io/name": "web" } }, policyTypes: ["Ingress"] },
  });
  const volumes = [{ name: "data", persistentVolumeClaim: { claimName: "web" } }];
  const envFrom = [{ configMapRef: { name: "web" } }, { secretRef: { name: "web" } }];
  await api.request("POST", at("apps/v1", "deployments"), {
    metadata,
    spec: {
      replicas: 2,
      selector: { matchLabels: { "app.kubernetes.io/name": "web" } },
      template: {
        metadata: { labels },
        spec: { volumes, containers: [{ name: "web", image: "registry.test/web:1", envFrom }] },
      },
    },
  });
  await kubectl(["rollout", "status", "deployment/web", "-n", NAMESPACE, "--timeout=90s"]);
}

beforeAll(async () => {
  await Promise.all([monitoringPrograms.ensure(), tektonPrograms.ensure()]); // minutes, the first time
  const dir = await mkdtemp(join(tmpdir(), "fairway-platform-"));
  stack.defer(() => rm(dir, { recursive: true, force: true }));
  const kwok = { configFiles: tektonStages };
  const plane = stack.use(await startControlPlane({ dir: join(dir, "clusters"), clusters: 3, names, nodes: 2, kwok }));
  clusters = plane.clusters;
  alpha = plane.cluster("alpha");
  stack.use(await startTekton(alpha));
  for (const cluster of clusters) await deploy({ api: cluster.api, kubectl: cluster.kubectl.bind(cluster) });
  const step = { name: "main", image: "registry.test/step:1", command: ["true"] };
  const fails = { annotations: { "simulation.fairway.dev/exit-code": "1" } };
  for (const [name, metadata] of [
    ["release", {}],
    ["broken", fails],
  ] as const) {
    await alpha.api.request("POST", at("tekton.dev/v1", "pipelines"), {
      apiVersion: "tekton.dev/v1",
      kind: "Pipeline",
      metadata: { name, labels },
      spec: { tasks: [{ name: "build", taskSpec: { metadata, steps: [step] } }] },
    });
  }
  await run("release");
  const exporter = stack.use(await startExporter(() => figures().join("")));
  monitoring = stack.use(
    await startMonitoring({
      dir: join(dir, "monitoring"),
      interval: "1s",
      scrapeConfigs: [{ job_name: "figures", honor_labels: true, static_configs: [{ targets: [exporter.target] }] }],
      ruleGroups: [
        {
          name: "trouble",
          rules: [
            {
              alert: "InTrouble",
              expr: "trouble > 0",
              labels: { severity: "critical" },
              annotations: { summary: "There is trouble" },
            },
          ],
        },
      ],
    }),
  );
  await pods();
  gateway = stack.use(
    await startGateway(plane.kubeconfig, {
      allowWrites: true,
      alertmanagers: [
        {
          name: "fleet",
          url: monitoring.alertmanagerUrl,
          clusterLabel: "cluster",
          pollIntervalMs: 500,
          timeoutMs: 2_000,
        },
      ],
      prometheuses: [
        {
          name: "fleet",
          url: monitoring.prometheusUrl,
          clusterLabel: "cluster",
          nodeLabel: "node",
          scrapeIntervalMs: 1_000,
          timeoutMs: 2_000,
        },
      ],
    }),
  );
}, 600_000);
afterAll(() => stack.disposeAsync());

/** By cluster, the names of the application's pods. */
const podNames = new Map<string, readonly string[]>();
async function pods(): Promise<void> {
  for (const { name, api } of clusters) {
    const { items } = await api.request<{ items: { metadata: { name: string } }[] }>("GET", at("v1", "pods"));
    podNames.set(
      name,
      items.map(({ metadata }) => metadata.name),
    );
  }
}

/** As cAdvisor has them, and what is in trouble. */
function figures(): readonly string[] {
  const lines = [...podNames].flatMap(([cluster, all]) =>
    all.map((pod) =>
      metricLine(
        "container_memory_working_set_bytes",
        { cluster, namespace: NAMESPACE, pod, container: "web" },
        64 * 2 ** 20,
      ),
    ),
  );
  const alert = { cluster: "bravo", namespace: NAMESPACE, pod: podNames.get("bravo")?.[0] ?? "" };
  return trouble ? [...lines, metricLine("trouble", alert, 1)] : lines;
}

async function run(pipeline: string): Promise<void> {
  await alpha.api.request("POST", at("tekton.dev/v1", "pipelineruns"), {
    apiVersion: "tekton.dev/v1",
    kind: "PipelineRun",
    metadata: { generateName: `${pipeline}-` },
    spec: { pipelineRef: { name: pipeline } },
  });
}

const published = (name: string) =>
  readFile(new URL(`../../schema/operations/${name}.graphql`, import.meta.url), "utf8");
const variables = { name: "shop", range: { lastSeconds: 10, stepSeconds: 5 } };

interface Nodes<T> {
  readonly nodes: readonly T[];
}
interface OneApplication {
  readonly application: {
    readonly health: string;
    readonly clusters: readonly string[];
    readonly deployments: Nodes<{
      readonly cluster: string;
      readonly readyReplicas: number;
      readonly metrics: {
        readonly source: string;
        readonly series: readonly { readonly name: string; readonly points: readonly { readonly value: number }[] }[];
      } | null;
      readonly pods: Nodes<{
        readonly name: string;
        readonly phase: string;
        readonly node: { readonly ready: boolean };
      }>;
      readonly networkPolicies: Nodes<object>;
      readonly alerts: Nodes<{ readonly alertName: string; readonly state: string }>;
    }>;
    readonly services: Nodes<{
      readonly endpoints: readonly { readonly ready: boolean }[];
      readonly ingresses: Nodes<object>;
    }>;
    readonly persistentVolumeClaims: Nodes<{
      readonly phase: string;
      readonly volume: { readonly source: { readonly type: string } };
    }>;
    readonly configMaps: Nodes<{ readonly consumers: readonly object[] }>;
    readonly secrets: Nodes<{ readonly keys: readonly object[] }>;
    readonly pipelineRuns: Nodes<{ readonly name: string; readonly phase: string }>;
    readonly alerts: Nodes<{
      readonly cluster: string;
      readonly state: string;
      readonly objects: readonly { readonly kind: string; readonly name: string }[];
    }>;
  };
}

test("one request shows all that an application is, over three clusters", async () => {
  const document = await published("one-application");
  const ask = async () => (await query<OneApplication>(gateway.url, document, variables)).application;
  const began = performance.now();
  await ask();
  const coldMs = performance.now() - began;
  const isComplete = async () => {
    const { deployments, pipelineRuns, persistentVolumeClaims } = await ask();
    const isMeasured = deployments.nodes.every(({ metrics }) =>
      metrics?.series.some(({ points }) => points.length > 0),
    );
    const isBuilt = pipelineRuns.nodes.some(({ phase }) => phase === "SUCCEEDED");
    return isMeasured && isBuilt && persistentVolumeClaims.nodes.every(({ phase }) => phase === "BOUND");
  };
  await waitFor(isComplete, 60_000, "figures are scraped, the run has ended, claims are bound");
  const times: number[] = [];
  for (let n = 0; n < 20; n += 1) {
    const start = performance.now();
    await ask();
    times.push(performance.now() - start);
  }
  const application = await ask();
  const inEach = <T>(one: T) => ({ nodes: [one, one, one] });
  expect(application).toMatchObject({
    health: "HEALTHY",
    clusters: names,
    deployments: inEach({
      readyReplicas: 2,
      metrics: { source: "PROMETHEUS" },
      pods: { nodes: [{ phase: "RUNNING", node: { ready: true } }, { node: { ready: true } }] },
      networkPolicies: { nodes: [{ name: "web" }] },
      alerts: { nodes: [] },
    }),
    services: inEach({ endpoints: [{ ready: true }, { ready: true }], ingresses: { nodes: [{ name: "web" }] } }),
    persistentVolumeClaims: inEach({ phase: "BOUND", volume: { source: { type: "NFS" } } }),
    configMaps: inEach({ consumers: [{ object: { kind: "Deployment", name: "web" } }] }),
    secrets: inEach({ keys: [{ key: "token", sizeBytes: 9 }] }),
    pipelineRuns: { nodes: [{ phase: "SUCCEEDED" }] },
    alerts: { nodes: [] },
  });
  const memory = application.deployments.nodes.map(
    ({ metrics }) => metrics?.series.find(({ name }) => name === "MEMORY")?.points.at(-1)?.value,
  );
  // Of both pods, and of this cluster alone.
  expect(memory).toEqual(names.map(() => 2 * 64 * 2 ** 20));
  expect(JSON.stringify(application)).not.toContain("not shown");
  times.sort((a, b) => a - b);
  console.log(
    `one application over 3 clusters: ${Math.round(coldMs)} ms cold, ${times[10]?.toFixed(1)} ms warm (median of 20, with a question to Prometheus)`,
  );
});

test("the same, live, tells what changes of it: a pod that dies, a run that fails, an alert that fires", {
  timeout: 120_000,
}, async () => {
  const state = new LiveState();
  const forms: string[] = [];
  const document = await published("platform-live");
  const subscription = subscribe<OneApplication>(gateway.url, document, { ...variables, throttle: 100 }, (response) => {
    const result = response as LiveResult;
    forms.push(result.patch ? result.patch.map(({ path }) => path).join(" ") : "in full");
    state.take(result);
  });
  const shown = () => (state.data as OneApplication | undefined)?.application;
  await waitFor(() => shown() !== undefined, 20_000, "the first answer");

  const [gone] = podNames.get("charlie") ?? [];
  const sent = forms.length;
  await clusters[2]?.api.request("DELETE", `${at("v1", "pods")}/${gone}`, { gracePeriodSeconds: 0 });
  const ofCharlie = () => shown()?.deployments.nodes.find(({ cluster }) => cluster === "charlie");
  await waitFor(() => ofCharlie()?.pods.nodes.every(({ name }) => name !== gone), 20_000, "the pod is shown no more");
  await waitFor(() => ofCharlie()?.readyReplicas === 2, 20_000, "another one is ready");
  expect(forms[0]).toBe("in full");
  expect(forms.slice(sent).filter((form) => form !== "in full").length).toBeGreaterThan(0);

  await run("broken");
  const failed = () => shown()?.pipelineRuns.nodes.find(({ name }) => name.startsWith("broken-"));
  await waitFor(() => failed()?.phase === "FAILED", 30_000, "the run has failed");

  trouble = true;
  const ofBravo = () => shown()?.deployments.nodes.find(({ cluster }) => cluster === "bravo")?.alerts.nodes ?? [];
  await waitFor(() => ofBravo()[0]?.state === "FIRING", 30_000, "the alert fires");
  // It names a pod: so it is the deployment's, and the application's.
  expect(shown()?.alerts.nodes).toMatchObject([
    { cluster: "bravo", state: "FIRING", objects: [{ kind: "Pod", name: podNames.get("bravo")?.[0] }] },
  ]);
  trouble = false;
  await waitFor(() => ofBravo().length === 0, 30_000, "the alert has ended");
  expect(state.breaks).toEqual([]);
  await subscription.close();
  console.log(`live: ${forms.length} results, ${forms.filter((form) => form !== "in full").length} of them patches`);
});
