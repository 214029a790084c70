/**
 * Pods as a large cluster holds them: so many of each template, in the order in which an API server lists them, with
 * everything that differs from pod to pod in a real one. Equal for equal arguments.
 */
export function* makePods(templates: number, replicas: number): Generator<object> {
  const all = Array.from({ length: templates }, (_, index) => templateOf(index));
  // By namespace and name, as etcd's keys are ordered.
  all.sort((a, b) => (a.key < b.key ? -1 : 1));
  let number = 0;
  for (const template of all) {
    for (let replica = 0; replica < replicas; replica += 1) {
      yield podOf(template, number);
      number += 1;
    }
  }
}

const teams = ["checkout", "search", "billing", "identity", "platform", "data", "media", "risk"];
const words = ["gateway", "worker", "api", "indexer", "scheduler", "mailer", "ledger", "cache", "sync", "report"];

function pick<T>(values: readonly T[], index: number): T {
  return values[index % values.length] as T;
}

/** Digits that look random and are not: the same for the same numbers. */
function digits(length: number, ...seed: readonly number[]): string {
  let state = 2_166_136_261;
  for (const each of seed) state = Math.imul(state ^ each, 16_777_619);
  let text = "";
  while (text.length < length) {
    state = Math.imul(state ^ (state >>> 15), 2_246_822_507) + 0x9e37_79b9;
    text += (state >>> 0).toString(16).padStart(8, "0");
  }
  return text.slice(0, length);
}

function uuid(...seed: readonly number[]): string {
  const hex = digits(32, ...seed);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
}

interface Template {
  readonly index: number;
  readonly key: string;
  readonly namespace: string;
  readonly name: string;
  readonly hash: string;
  readonly owner: string;
  readonly sidecar: boolean;
  readonly image: string;
  readonly env: readonly object[];
  readonly volumes: readonly object[];
  readonly mounts: readonly object[];
}

function templateOf(index: number): Template {
  const namespace = `${pick(teams, index)}-${index % 3 === 0 ? "staging" : "production"}`;
  const name = `${pick(teams, index)}-${pick(words, index * 7 + Math.floor(index / 8))}-${index}`;
  const hash = digits(10, 1, index);
  const config = index % 2;
  return {
    index,
    key: `${namespace}/${name}`,
    namespace,
    name,
    hash,
    owner: uuid(2, index),
    sidecar: index % 10 === 1,
    image: `registry.example.com/${name}:2026.${index % 12}.${index % 31}`,
    env: [
      { name: "POD_NAME", valueFrom: { fieldRef: { apiVersion: "v1", fieldPath: "metadata.name" } } },
      ...Array.from({ length: 1 + (index % 3) }, (_, i) =>
        i % 3 === 2
          ? { name: `SECRET_${i}`, valueFrom: { secretKeyRef: { name: `${name}-credentials`, key: `key-${i}` } } }
          : { name: `SETTING_${i}_${index % 5}`, value: `backend-${(index + i) % 60}.example.com` },
      ),
    ],
    volumes: Array.from({ length: config }, (_, i) =>
      i % 2 === 0
        ? { name: `config-${i}`, configMap: { name: `${name}-files-${i}`, defaultMode: 420 } }
        : { name: `scratch-${i}`, emptyDir: { sizeLimit: `${1 + (index % 8)}Gi` } },
    ),
    mounts: Array.from({ length: config }, (_, i) => ({
      name: i % 2 === 0 ? `config-${i}` : `scratch-${i}`,
      mountPath: `/var/lib/${name}/${i}`,
      ...(i % 2 === 0 && { readOnly: true }),
    })),
  };
}

function podOf(template: Template, number: number): object {
  const { index, namespace, name, hash, owner, sidecar, image, env, volumes, mounts } = template;
  // Ends in the number, since two pods of one template may not have one name.
  const podName = `${name}-${hash}-${digits(3, 4, number)}${(number % 256).toString(16).padStart(2, "0")}`;
  // Admission gives each pod's token volume a name of its own.
  const token = `kube-api-access-${digits(5, 5, number)}`;
  const tokenMount = { name: token, readOnly: true, mountPath: "/var/run/secrets/kubernetes.io/serviceaccount" };
  // A second of its own within four weeks: what pods of one rollout have in common in reality must not be counted on.
  const created = Date.UTC(2026, 9, 1) + (Number.parseInt(digits(8, 9, number), 16) % (28 * 86_400)) * 1000;
  const at = (seconds: number) => `${new Date(created + seconds * 1000).toISOString().slice(0, 19)}Z`;
  const ip = `10.${128 + (number >> 14)}.${(number >> 6) & 255}.${number & 63}`;
  const node = number % 250;
  const names = sidecar ? ["app", "proxy"] : ["app"];
  const container = (each: string, i: number) => ({
    name: each,
    image: i === 0 ? image : "registry.example.com/mesh/proxy:2.4.1",
    ...(i === 0 && { env }),
    ports: [{ name: i === 0 ? "http" : "metrics", containerPort: i === 0 ? 8080 : 9090, protocol: "TCP" }],
    resources: {
      requests: { cpu: `${50 * (1 + (index % 10))}m`, memory: `${128 * (1 + (index % 6))}Mi` },
    },
    volumeMounts: [...(i === 0 ? mounts : []), tokenMount],
    terminationMessagePath: "/dev/termination-log",
    terminationMessagePolicy: "File",
    imagePullPolicy: "IfNotPresent",
  });
  const status = (each: string, i: number) => ({
    name: each,
    state: { running: { startedAt: at(8 + i) } },
    lastState: {},
    ready: true,
    restartCount: number % 17 === 0 ? 1 : 0,
    image: i === 0 ? image : "registry.example.com/mesh/proxy:2.4.1",
    imageID: `registry.example.com/${i === 0 ? name : "proxy"}@sha256:${digits(64, 6, i === 0 ? index : 9_999)}`,
    containerID: `containerd://${digits(64, 7, number, i)}`,
    started: true,
  });
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      name: podName,
      generateName: `${name}-${hash}-`,
      namespace,
      uid: uuid(8, number),
      resourceVersion: String(1_000_000 + ((number * 7_919) % 900_000)),
      creationTimestamp: at(0),
      labels: {
        "app.kubernetes.io/name": name,
        "pod-template-hash": hash,
        team: pick(teams, index),
      },
      ownerReferences: [
        {
          apiVersion: "apps/v1",
          kind: "ReplicaSet",
          name: `${name}-${hash}`,
          uid: owner,
          controller: true,
          blockOwnerDeletion: true,
        },
      ],
      managedFields: managedFields(names, env.length, at),
    },
    spec: {
      volumes: [
        ...volumes,
        {
          name: token,
          projected: {
            sources: [
              { serviceAccountToken: { expirationSeconds: 3607, path: "token" } },
              { configMap: { name: "kube-root-ca.crt", items: [{ key: "ca.crt", path: "ca.crt" }] } },
              {
                downwardAPI: {
                  items: [{ path: "namespace", fieldRef: { apiVersion: "v1", fieldPath: "metadata.namespace" } }],
                },
              },
            ],
            defaultMode: 420,
          },
        },
      ],
      containers: names.map(container),
      restartPolicy: "Always",
      terminationGracePeriodSeconds: 30,
      dnsPolicy: "ClusterFirst",
      serviceAccountName: name,
      serviceAccount: name,
      nodeName: `node-${String(node).padStart(3, "0")}`,
      securityContext: {},
      schedulerName: "default-scheduler",
      tolerations: ["not-ready", "unreachable"].map((condition) => ({
        key: `node.kubernetes.io/${condition}`,
        operator: "Exists",
        effect: "NoExecute",
        tolerationSeconds: 300,
      })),
      priority: 0,
      enableServiceLinks: true,
    },
    status: {
      phase: "Running",
      conditions: ["Initialized", "Ready", "ContainersReady", "PodScheduled"].map((type, i) => ({
        type,
        status: "True",
        lastProbeTime: null,
        lastTransitionTime: at([1, 10, 10, 0][i] ?? 0),
      })),
      hostIP: `10.0.${node >> 6}.${node & 63}`,
      hostIPs: [{ ip: `10.0.${node >> 6}.${node & 63}` }],
      podIP: ip,
      podIPs: [{ ip }],
      startTime: at(1),
      containerStatuses: names.map(status),
      qosClass: "Burstable",
    },
  };
}

const leaves = (names: readonly string[]) => Object.fromEntries(names.map((name) => [`f:${name}`, {}]));

/** What the API server remembers of who set which field; a fourth of what it sends of a pod. */
function managedFields(containers: readonly string[], settings: number, at: (seconds: number) => string): object[] {
  const variables = Array.from({ length: settings }, (_, i) => [`k:{"name":"SETTING_${i}"}`, { ".": {} }]);
  return [
    {
      manager: "kube-controller-manager",
      operation: "Update",
      apiVersion: "v1",
      time: at(0),
      fieldsType: "FieldsV1",
      fieldsV1: {
        "f:metadata": leaves(["generateName", "labels", "ownerReferences"]),
        "f:spec": {
          "f:containers": Object.fromEntries(
            containers.map((name, i) => [
              `k:{"name":"${name}"}`,
              {
                ".": {},
                ...leaves(["image", "name", "resources"]),
                ...(i === 0 && { "f:env": Object.fromEntries(variables) }),
              },
            ]),
          ),
          ...leaves(["dnsPolicy", "restartPolicy", "serviceAccountName", "volumes"]),
        },
      },
    },
    {
      manager: "kubelet",
      operation: "Update",
      apiVersion: "v1",
      time: at(10),
      fieldsType: "FieldsV1",
      fieldsV1: {
        "f:status": {
          "f:conditions": { 'k:{"type":"Ready"}': { ".": {}, ...leaves(["lastTransitionTime", "status", "type"]) } },
          ...leaves(["containerStatuses", "hostIP", "phase", "podIP", "startTime"]),
        },
      },
      subresource: "status",
    },
  ];
}
