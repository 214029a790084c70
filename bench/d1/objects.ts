import type { KubernetesObject } from "../../src/kubernetes/index.ts";
import type { GroupResource } from "../../src/state/index.ts";

export const teams = ["checkout", "search", "billing", "identity"] as const;
const applications = 10;
const components = ["web", "api", "worker", "cache", "jobs"] as const;
const replicas = 10;

/** Pods of one cluster: 2,000. */
export const podsOfCluster = teams.length * applications * components.length * replicas;

/**
 * What one cluster of a company holds: applications (`app.kubernetes.io/part-of`) of some components, each a deployment with its
 * replica set and pods, a service, a config and a secret. The same applications in each cluster; now and then a pod that does
 * not get ready, and so a deployment that is not complete. Owners come before what they own.
 */
export function objectsOf(clusterNumber: number): Map<GroupResource, readonly KubernetesObject[]> {
  const all = new Map<GroupResource, KubernetesObject[]>();
  const add = (resource: GroupResource, object: Omit<KubernetesObject, "metadata"> & { metadata: object }) => {
    const list = all.get(resource) ?? [];
    list.push({ ...object, metadata: { resourceVersion: "", ...object.metadata } } as KubernetesObject);
    all.set(resource, list);
  };
  const resources = ["apps/deployments", "apps/replicasets", "pods", "services", "configmaps", "secrets"];
  for (const resource of resources) all.set(resource, []);
  let number = clusterNumber;
  for (const namespace of teams) {
    for (let index = 0; index < applications; index += 1) {
      const application = `${namespace}-${index}`;
      for (const component of components) {
        number += 1;
        const failing = number % 40 === 0 ? 1 : 0;
        const name = `${application}-${component}`;
        const labels = {
          "app.kubernetes.io/name": name,
          "app.kubernetes.io/part-of": application,
          "app.kubernetes.io/component": component,
        };
        const metadata = { name, namespace, labels };
        const image = `registry.example.com/${application}/${component}:1.${number % 7}.0`;
        const spec = podSpec(name, image);
        const ready = replicas - failing;
        const counts = { replicas, readyReplicas: ready, availableReplicas: ready, observedGeneration: 1 };
        const template = { metadata: { labels }, spec };
        const selector = { matchLabels: { "app.kubernetes.io/name": name } };
        const annotations = { "deployment.kubernetes.io/revision": "1" };
        const apps = { apiVersion: "apps/v1" } as const;
        add("apps/deployments", {
          ...apps,
          kind: "Deployment",
          metadata: { ...metadata, annotations, uid: `deployment ${name}` },
          spec: { replicas, selector, template },
          status: { ...counts, updatedReplicas: replicas, unavailableReplicas: failing },
        });
        const hash = `${(number * 7919).toString(16).padStart(10, "5")}`;
        add("apps/replicasets", {
          ...apps,
          kind: "ReplicaSet",
          metadata: {
            ...metadata,
            name: `${name}-${hash}`,
            annotations,
            uid: `replica set ${name}`,
            ownerReferences: [owner("Deployment", name, `deployment ${name}`)],
          },
          spec: { replicas, selector, template },
          status: { ...counts, fullyLabeledReplicas: replicas },
        });
        for (let pod = 0; pod < replicas; pod += 1) {
          const isReady = pod >= failing;
          add("pods", {
            apiVersion: "v1",
            kind: "Pod",
            metadata: {
              ...metadata,
              name: `${name}-${hash}-${pod}`,
              uid: `pod ${name} ${pod}`,
              ownerReferences: [owner("ReplicaSet", `${name}-${hash}`, `replica set ${name}`)],
            },
            spec: { ...spec, nodeName: `node-${(number + pod) % 50}` },
            status: podStatus(image, isReady),
          });
        }
        const plain = { apiVersion: "v1" } as const;
        const uid = (kind: string) => ({ ...metadata, uid: `${kind} ${name}` });
        const ports = [{ name: "http", port: 80 }];
        add("services", {
          ...plain,
          kind: "Service",
          metadata: uid("service"),
          spec: { ports, selector: selector.matchLabels },
        });
        const data = { "settings.yaml": `level: info\nnumber: ${number}\n` };
        add("configmaps", { ...plain, kind: "ConfigMap", metadata: uid("config"), data });
        const token = Buffer.from(`token of ${name}`).toString("base64");
        add("secrets", { ...plain, kind: "Secret", metadata: uid("secret"), data: { token } });
      }
    }
  }
  return all;
}

function owner(kind: string, name: string, uid: string) {
  return { apiVersion: "apps/v1", kind, name, uid, controller: true, blockOwnerDeletion: true };
}

function podSpec(name: string, image: string) {
  return {
    containers: [
      {
        name: "app",
        image,
        envFrom: [{ configMapRef: { name } }],
        env: [{ name: "TOKEN", valueFrom: { secretKeyRef: { name, key: "token" } } }],
        ports: [{ name: "http", containerPort: 8080 }],
        resources: { requests: { cpu: "50m", memory: "64Mi" } },
      },
    ],
  };
}

function podStatus(image: string, isReady: boolean) {
  const startedAt = "2026-11-01T08:00:00Z";
  return {
    phase: "Running",
    startTime: startedAt,
    conditions: [
      { type: "Ready", status: isReady ? "True" : "False" },
      { type: "ContainersReady", status: isReady ? "True" : "False" },
      { type: "PodScheduled", status: "True" },
    ],
    containerStatuses: [
      {
        name: "app",
        image,
        imageID: "",
        ready: isReady,
        restartCount: isReady ? 0 : 12,
        state: isReady
          ? { running: { startedAt } }
          : { waiting: { reason: "CrashLoopBackOff", message: "back-off 5m0s restarting failed container" } },
      },
    ],
  };
}
