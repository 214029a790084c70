import type { KubernetesObject, OwnerReference } from "../../src/kubernetes/index.ts";
import type { GroupResource } from "../../src/state/index.ts";

const teams = ["checkout", "search", "billing", "identity", "platform"];
const created = "2026-10-01T08:00:00Z";

function uid(kind: number, index: number): string {
  return `${String(kind).padStart(8, "0")}-0000-4000-8000-${String(index).padStart(12, "0")}`;
}

function owner(apiVersion: string, kind: string, { metadata: { name, uid } }: KubernetesObject): OwnerReference[] {
  return [{ apiVersion, kind, name, uid, controller: true }];
}

/** Deployments with one replica set each and its pods, as stores hold them. Equal in every process. */
export function makeWorld(deployments: number, pods: number): Map<GroupResource, KubernetesObject[]> {
  const world = {
    "apps/deployments": [] as KubernetesObject[],
    "apps/replicasets": [] as KubernetesObject[],
    pods: [] as KubernetesObject[],
  };
  for (let index = 0; index < deployments; index += 1) {
    const name = `service-${String(index).padStart(3, "0")}`;
    const namespace = `team-${index % 10}`;
    const labels = { app: name, team: teams[index % teams.length] as string, tier: index % 2 ? "front" : "back" };
    const containers = [{ name: "app", image: `registry.example.com/shop/${name}:1.4.${index % 9}` }];
    const template = { metadata: { labels }, spec: { containers } };
    const counts = { replicas: pods, readyReplicas: pods, availableReplicas: pods };
    const deployment: KubernetesObject = {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: {
        name,
        namespace,
        uid: uid(1, index),
        resourceVersion: String(1_000 + index),
        generation: 1,
        labels,
        creationTimestamp: created,
      },
      spec: { replicas: pods, selector: { matchLabels: { app: name } }, strategy: { type: "RollingUpdate" }, template },
      status: { ...counts, updatedReplicas: pods, observedGeneration: 1 },
    };
    const replicaSet: KubernetesObject = {
      apiVersion: "apps/v1",
      kind: "ReplicaSet",
      metadata: {
        name: `${name}-5d9c7b6f4`,
        namespace,
        uid: uid(2, index),
        resourceVersion: String(2_000 + index),
        labels,
        creationTimestamp: created,
        ownerReferences: owner("apps/v1", "Deployment", deployment),
      },
      spec: { replicas: pods, selector: { matchLabels: { app: name } }, template },
      status: counts,
    };
    world["apps/deployments"].push(deployment);
    world["apps/replicasets"].push(replicaSet);
    for (let replica = 0; replica < pods; replica += 1) {
      const number = index * pods + replica;
      world.pods.push({
        apiVersion: "v1",
        kind: "Pod",
        metadata: {
          name: `${replicaSet.metadata.name}-${(number + 46_656).toString(36).padStart(5, "x")}`,
          namespace,
          uid: uid(3, number),
          resourceVersion: String(10_000 + number),
          labels,
          creationTimestamp: created,
          ownerReferences: owner("apps/v1", "ReplicaSet", replicaSet),
        },
        spec: { nodeName: `node-${String(number % 40).padStart(3, "0")}`, containers },
        status: {
          phase: "Running",
          podIP: `10.128.${number >> 8}.${number & 255}`,
          conditions: [{ type: "Ready", status: "True" }],
          containerStatuses: [
            { name: "app", ready: true, restartCount: number % 4, state: { running: { startedAt: created } } },
          ],
        },
      });
    }
  }
  return new Map(Object.entries(world));
}
