import type { DeploymentManifest, ReplicaSetManifest } from "../../../src/domains/deployments/deployment.manifest.ts";
import type { PodManifest } from "../../../src/domains/deployments/pod.manifest.ts";
import type { KubernetesObject, ObjectMeta } from "../../../src/kubernetes/index.ts";
import type { OperationManifest, OperationStatus } from "../../../src/operations/index.ts";

let count = 0;

/** Metadata as an API server makes it. */
export function metadata(name: string, more: Partial<ObjectMeta> = {}): ObjectMeta {
  count += 1;
  return {
    name,
    namespace: "shop",
    uid: `00000000-0000-4000-8000-${String(count).padStart(12, "0")}`,
    resourceVersion: String(1_000 + count),
    creationTimestamp: "2026-03-01T08:00:00Z",
    ...more,
  };
}

export function ownedBy(owner: KubernetesObject): Pick<ObjectMeta, "ownerReferences"> {
  const { apiVersion, kind } = owner;
  const { name, uid } = owner.metadata;
  return { ownerReferences: [{ apiVersion, kind, name, uid, controller: true }] };
}

const ready = (status: string) => ({ type: "Ready", status, lastTransitionTime: "2026-03-01T08:00:09Z" });

/** A pod whose two containers run. */
export function pod(name: string, more: Partial<ObjectMeta> = {}, parts: Partial<PodManifest> = {}): PodManifest {
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: metadata(name, { labels: { app: "web", tier: "front" }, ...more }),
    spec: {
      nodeName: "node-1",
      serviceAccountName: "web",
      containers: [
        { name: "web", image: "registry.example/web:1.4" },
        { name: "proxy", image: "registry.example/proxy:2" },
      ],
    },
    status: {
      phase: "Running",
      podIP: "10.128.0.7",
      startTime: "2026-03-01T08:00:01Z",
      conditions: [ready("True")],
      containerStatuses: [
        {
          // Kubelets list by name, not in the order of the spec.
          name: "proxy",
          ready: true,
          restartCount: 0,
          state: { running: { startedAt: "2026-03-01T08:00:04Z" } },
        },
        {
          name: "web",
          ready: true,
          restartCount: 2,
          imageID: "registry.example/web@sha256:0123",
          state: { running: { startedAt: "2026-03-01T08:10:00Z" } },
          lastState: {
            terminated: { exitCode: 137, reason: "OOMKilled", finishedAt: "2026-03-01T08:09:58Z" },
          },
        },
      ],
    },
    ...parts,
  };
}

/** A pod of one container in a state of its own. */
export function podInState(
  status: NonNullable<PodManifest["status"]>,
  spec: Partial<NonNullable<PodManifest["spec"]>> = {},
  more: Partial<ObjectMeta> = {},
): PodManifest {
  return pod("web-0", more, { spec: { containers: [{ name: "web", image: "web:1" }], ...spec }, status });
}

export function deployment(
  name: string,
  more: Partial<ObjectMeta> = {},
  spec: DeploymentManifest["spec"] = {},
): DeploymentManifest {
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: metadata(name, {
      generation: 3,
      labels: { app: name },
      annotations: { "deployment.kubernetes.io/revision": "4" },
      ...more,
    }),
    spec: {
      replicas: 3,
      strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: "25%", maxUnavailable: 1 } },
      template: { spec: { containers: [{ name: "web", image: "registry.example/web:1.4" }] } },
      ...spec,
    },
    status: {
      observedGeneration: 3,
      replicas: 3,
      updatedReplicas: 2,
      readyReplicas: 2,
      availableReplicas: 2,
      unavailableReplicas: 1,
      conditions: [
        {
          type: "Available",
          status: "True",
          reason: "MinimumReplicasAvailable",
          lastTransitionTime: "2026-03-01T08:00:09Z",
        },
      ],
    },
  };
}

export function replicaSet(name: string, owner: KubernetesObject, replicas = 3): ReplicaSetManifest {
  return {
    apiVersion: "apps/v1",
    kind: "ReplicaSet",
    metadata: metadata(name, {
      annotations: { "deployment.kubernetes.io/revision": name.slice(name.lastIndexOf("-") + 1) },
      ...ownedBy(owner),
    }),
    spec: { replicas, template: { spec: { containers: [{ name: "web", image: "registry.example/web:1.4" }] } } },
    status: { replicas, readyReplicas: replicas, availableReplicas: replicas },
  };
}

export function namespace(name: string, phase = "Active"): KubernetesObject {
  const { namespace: _, ...meta } = metadata(name);
  return { apiVersion: "v1", kind: "Namespace", metadata: meta, status: { phase } };
}

export function event(name: string, involved: KubernetesObject, more: object = {}): KubernetesObject {
  const { kind } = involved;
  const { name: of, namespace: within, uid } = involved.metadata;
  return {
    apiVersion: "v1",
    kind: "Event",
    metadata: metadata(name),
    type: "Normal",
    reason: "Pulled",
    message: "Container image is already present",
    count: 1,
    firstTimestamp: "2026-03-01T08:00:02Z",
    lastTimestamp: "2026-03-01T08:00:02Z",
    source: { component: "kubelet", host: "node-1" },
    involvedObject: { kind, namespace: within, name: of, uid },
    ...more,
  };
}

/** An operation of the home namespace, begun by somebody else than who asks in these tests. */
export function operation(name: string, status: OperationStatus = { phase: "RUNNING" }): OperationManifest {
  return {
    apiVersion: "fairway.dev/v1alpha1",
    kind: "Operation",
    metadata: metadata(name, { namespace: "fairway" }),
    spec: {
      type: "rolloutWaves",
      targets: [{ cluster: "alpha", resource: "apps/deployments", namespace: "shop", name: "web" }],
      parameters: { action: { do: "restart" }, waveSize: 1, heldBetween: false, maxFailures: 0 },
      principal: { issuer: "test", username: "jane", groups: ["shop"], extra: {} },
    },
    status: { seal: "made-up", ...status },
  };
}

/** A deployment of a base image and an artifact, as `applicationCompose` makes it. */
export function composed(
  name: string,
  { carrier = "INIT_CONTAINER", base = "registry.test/tomcat:8", artifact = "registry.test/user-app:1" } = {},
): DeploymentManifest {
  const isVolume = carrier === "IMAGE_VOLUME";
  const mount = { name: "artifact", mountPath: "/srv", ...(isVolume && { readOnly: true, subPath: "app" }) };
  const filling = { name: "artifact", mountPath: "/fairway/artifact" };
  const command = ["cp", "-R", "/app/.", "/fairway/artifact"];
  const spec = {
    ...(!isVolume && { initContainers: [{ name: "artifact", image: artifact, command, volumeMounts: [filling] }] }),
    containers: [{ name: "tomcat", image: base, volumeMounts: [mount] }],
    volumes: [{ name: "artifact", ...(isVolume ? { image: { reference: artifact } } : { emptyDir: {} }) }],
  };
  const annotations = { "fairway.dev/composition": '{"base":"tomcat","artifact":"artifact"}' };
  return deployment(name, { annotations }, { template: { spec } });
}
