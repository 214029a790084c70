import { ApiError } from "./api-client.ts";
import type { Cluster } from "./cluster.ts";
import { type PodTemplate, podTemplates } from "./pod-templates.ts";
import { waitFor } from "./wait-for.ts";

const connections = 48; // more make it no faster on two cores

interface List<T> {
  readonly items: readonly T[];
}

/** Makes the namespace where it does not exist, and waits until pods are let in. */
export async function ensureNamespace(cluster: Cluster, name: string): Promise<void> {
  try {
    await cluster.api.request("POST", "/api/v1/namespaces", { metadata: { name } });
  } catch (error) {
    if (!(error instanceof ApiError && error.status === 409)) throw error;
  }
  if (!cluster.controllers) return;
  const account = `/api/v1/namespaces/${name}/serviceaccounts/default`;
  await waitFor(() => cluster.api.request("GET", account), 20_000, `${cluster.name}: service account ${name}/default`);
}

/**
 * Makes `deployments` Deployments named `app-1`, `app-2` … in `namespace`; the cluster's own controllers make their pods.
 * Resolves with the names once they are accepted: `deploymentsAvailable` waits for the pods.
 */
export async function seedDeployments(
  cluster: Cluster,
  options: { namespace: string; deployments: number; replicas: number },
): Promise<string[]> {
  const { namespace, deployments, replicas } = options;
  await ensureNamespace(cluster, namespace);
  const names = Array.from({ length: deployments }, (_, i) => `app-${i + 1}`);
  await eachInParallel(names, async (name, i) => {
    const labels = { app: name };
    await cluster.api.request("POST", `/apis/apps/v1/namespaces/${namespace}/deployments`, {
      metadata: { name, labels },
      spec: {
        replicas,
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: {
            containers: [
              {
                name: "app",
                image: `registry.example.com/${namespace}/${name}:1.0.${i}`,
                ports: [{ name: "http", containerPort: 8080 }],
                resources: { requests: { cpu: "10m", memory: "32Mi" } },
              },
            ],
          },
        },
      },
    });
  });
  return names;
}

/** Waits until every Deployment of the namespace has all its pods available. */
export async function deploymentsAvailable(cluster: Cluster, namespace: string, timeoutMs = 60_000): Promise<void> {
  type Deployment = { spec: { replicas: number }; status: { updatedReplicas?: number; availableReplicas?: number } };
  const path = `/apis/apps/v1/namespaces/${namespace}/deployments`;
  const probe = async () => {
    const { items } = await cluster.api.request<List<Deployment>>("GET", path);
    return items.every(
      ({ spec: { replicas }, status: { updatedReplicas = 0, availableReplicas = 0 } }) =>
        updatedReplicas === replicas && availableReplicas === replicas,
    );
  };
  await waitFor(probe, timeoutMs, `${cluster.name}: Deployments of ${namespace} available`);
}

/**
 * Makes `count` pods that belong to nobody, spread over namespaces, templates and nodes. They bear their node's name
 * already, because the scheduler would be the slowest part. `podsRunning` waits until they run.
 */
export async function seedPods(
  cluster: Cluster,
  options: { count: number; namespaces?: readonly string[]; templates?: readonly PodTemplate[] },
): Promise<void> {
  const { count, namespaces = ["seed"], templates = podTemplates } = options;
  type Named = { metadata: { name: string } };
  const { items: nodes } = await cluster.api.request<List<Named>>("GET", "/api/v1/nodes");
  if (nodes.length === 0) throw new Error(`${cluster.name} has no nodes for pods`);
  for (const namespace of namespaces) await ensureNamespace(cluster, namespace);
  await eachInParallel(Array.from({ length: count }), async (_, i) => {
    const template = templates[i % templates.length];
    // Not by the remainder alone, else a namespace would only ever get one kind of pod
    const namespace = namespaces[Math.floor(i / templates.length) % namespaces.length];
    const nodeName = nodes[i % nodes.length]?.metadata.name;
    if (!template || !namespace) throw new Error("seedPods needs a namespace and a template");
    const { metadata, spec } = template(i);
    await cluster.api.request("POST", `/api/v1/namespaces/${namespace}/pods`, {
      metadata,
      spec: { ...spec, nodeName },
    });
  });
}

/** Waits until every pod of the cluster, or of one namespace, runs or has succeeded. */
export async function podsRunning(
  cluster: Cluster,
  options: { namespace?: string; timeoutMs?: number } = {},
): Promise<void> {
  const { namespace, timeoutMs = 60_000 } = options;
  const folder = namespace ? `/api/v1/namespaces/${namespace}/pods` : "/api/v1/pods";
  // The server looks for one that is not there yet: the whole list of a large cluster takes it seconds
  const path = `${folder}?limit=1&fieldSelector=${encodeURIComponent("status.phase!=Running,status.phase!=Succeeded")}`;
  const probe = async () => (await cluster.api.request<List<unknown>>("GET", path)).items.length === 0;
  await waitFor(probe, timeoutMs, `${cluster.name}: all pods running`);
}

async function eachInParallel<T>(items: readonly T[], work: (item: T, index: number) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async () => {
    while (next < items.length) {
      const index = next++;
      await work(items[index] as T, index);
    }
  };
  await Promise.all(Array.from({ length: connections }, worker));
}
