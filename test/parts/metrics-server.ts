import { join } from "node:path";
import type { Cluster } from "../control-plane/cluster.ts";
import { freePort } from "../control-plane/free-port.ts";
import { Part } from "../control-plane/part.ts";
import { waitFor } from "../control-plane/wait-for.ts";
import { Watchdog } from "../control-plane/watchdog.ts";
import { goPrograms } from "./go-programs.ts";

const folder = join(import.meta.dirname, "metrics-server");

export const metricsServerPrograms = goPrograms({
  name: "metrics-server",
  moduleFolder: folder,
  programs: { "metrics-server": "sigs.k8s.io/metrics-server/cmd/metrics-server" },
});

/** For `kwok.configFiles` of a control plane: nodes tell what pods use, as their annotations say. */
export const usageConfig = [join(folder, "usage.yaml")];

/** Annotations of a pod that uses so much. */
export function usageAnnotations(cpu: string, memory: string): Readonly<Record<string, string>> {
  return { "kwok.x-k8s.io/usage-cpu": cpu, "kwok.x-k8s.io/usage-memory": memory };
}

const service = { name: "metrics-server", namespace: "kube-system" };
/** Two rounds of 10 s each, before there is a rate. */
const readyMs = 60_000;

/** The real metrics-server behind a cluster's API server: `metrics.k8s.io`, with what kwok tells of its nodes. Resolves once nodes are measured. */
export async function startMetricsServer(cluster: Cluster): Promise<AsyncDisposable> {
  const root = await metricsServerPrograms.ensure();
  const port = await freePort();
  const nodes = await cluster.api.request<{ items: { metadata: { name: string } }[] }>("GET", "/api/v1/nodes");
  for (const { metadata } of nodes.items) {
    const path = `metrics.k8s.io/resource-metrics-path=/metrics/nodes/${metadata.name}/metrics/resource`;
    await cluster.kubectl(["annotate", "--overwrite", "node", metadata.name, path]);
  }
  const watchdog = new Watchdog();
  const server = new Part({
    name: "metrics-server",
    command: join(root, "metrics-server"),
    args: [
      ...["kubeconfig", "authentication-kubeconfig", "authorization-kubeconfig"].map(
        (flag) => `--${flag}=${cluster.kubeconfig}`,
      ),
      "--bind-address=127.0.0.1",
      `--secure-port=${port}`,
      `--cert-dir=${join(cluster.dir, "metrics-server")}`,
      "--kubelet-insecure-tls",
      "--kubelet-use-node-status-port",
      "--kubelet-preferred-address-types=InternalIP",
      "--metric-resolution=10s",
      "--kubelet-request-timeout=5s",
    ],
    logFile: join(cluster.dir, "metrics-server.log"),
    watchdog,
  });
  const stop = async () => {
    await server.stop();
    await watchdog.close();
  };
  const measured = async () => {
    server.ended.throwIfAborted();
    const answer = await cluster.kubectl(["get", "--raw", "/apis/metrics.k8s.io/v1beta1/nodes"]).catch(() => "{}");
    const { items = [] } = JSON.parse(answer) as { items?: unknown[] };
    return items.length === nodes.items.length;
  };
  try {
    await server.start();
    await cluster.kubectl(["apply", "--server-side", "--filename=-"], JSON.stringify(aggregation(port)));
    await waitFor(measured, readyMs, "metrics-server has measured all nodes");
  } catch (error) {
    await stop();
    throw error;
  }
  return { [Symbol.asyncDispose]: stop };
}

/** The API server reaches it by a service that leads out of the cluster. */
function aggregation(port: number): object {
  const items = [
    {
      apiVersion: "v1",
      kind: "Service",
      metadata: service,
      spec: { type: "ExternalName", externalName: "localhost", ports: [{ port }] },
    },
    {
      apiVersion: "apiregistration.k8s.io/v1",
      kind: "APIService",
      metadata: { name: "v1beta1.metrics.k8s.io" },
      spec: {
        group: "metrics.k8s.io",
        version: "v1beta1",
        service: { ...service, port },
        groupPriorityMinimum: 100,
        versionPriority: 100,
        // Its certificate is made at its start, by itself
        insecureSkipTLSVerify: true,
      },
    },
  ];
  return { apiVersion: "v1", kind: "List", items };
}
