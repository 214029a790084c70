import type { Kind } from "./kind.ts";
import { type Fields, fieldsOf, type KubeObject } from "./object.ts";

type Default = (object: KubeObject) => KubeObject;

/** What a real server fills in where nothing is said, for the fields that somebody here reads. */
const byResource: Readonly<Record<string, Default>> = {
  pods: (object) => ({ ...object, spec: podSpec(object.spec) }),
  "deployments.apps": workload({
    replicas: 1,
    strategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: "25%", maxSurge: "25%" } },
    revisionHistoryLimit: 10,
    progressDeadlineSeconds: 600,
  }),
  "replicasets.apps": workload({ replicas: 1 }),
  "statefulsets.apps": workload({
    replicas: 1,
    podManagementPolicy: "OrderedReady",
    updateStrategy: { type: "RollingUpdate", rollingUpdate: { partition: 0 } },
    revisionHistoryLimit: 10,
  }),
  "daemonsets.apps": workload({
    updateStrategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } },
    revisionHistoryLimit: 10,
  }),
  secrets: ({ stringData, ...object }) => {
    const encoded = Object.entries(fieldsOf(stringData)).map(([key, value]) => [
      key,
      Buffer.from(String(value)).toString("base64"),
    ]);
    const data = { ...fieldsOf(object.data), ...Object.fromEntries(encoded) };
    return { ...object, ...(Object.keys(data).length > 0 && { data }), type: object.type ?? "Opaque" } as KubeObject;
  },
  services: (object) => {
    const { ports, ...spec } = fieldsOf(object.spec);
    const filled = (Array.isArray(ports) ? ports : []).map((port) => ({
      protocol: "TCP",
      targetPort: fieldsOf(port).port,
      ...fieldsOf(port),
    }));
    return { ...object, spec: { type: "ClusterIP", sessionAffinity: "None", ...spec, ports: filled } };
  },
  namespaces: (object) => {
    const { metadata } = object;
    const labels = { ...metadata.labels, "kubernetes.io/metadata.name": metadata.name };
    return {
      ...object,
      metadata: { ...metadata, labels },
      spec: { finalizers: ["kubernetes"], ...fieldsOf(object.spec) },
    };
  },
};

export function withDefaults(kind: Kind, object: KubeObject): KubeObject {
  const fill = byResource[kind.group === "" ? kind.resource : `${kind.resource}.${kind.group}`];
  return fill ? fill(object) : object;
}

function workload(defaults: Fields): Default {
  return (object) => {
    const spec = fieldsOf(object.spec);
    const template = fieldsOf(spec.template);
    return { ...object, spec: { ...defaults, ...spec, template: { ...template, spec: podSpec(template.spec) } } };
  };
}

function podSpec(given: unknown): Fields {
  const spec = fieldsOf(given);
  const filled: Record<string, unknown> = {
    restartPolicy: "Always",
    terminationGracePeriodSeconds: 30,
    dnsPolicy: "ClusterFirst",
    securityContext: {},
    schedulerName: "default-scheduler",
    ...spec,
  };
  for (const field of ["containers", "initContainers"]) {
    const list = spec[field];
    if (Array.isArray(list)) filled[field] = list.map(container);
  }
  return filled;
}

function container(given: unknown): Fields {
  const { ports, ...spec } = fieldsOf(given);
  const image = String(spec.image ?? "");
  const moving = !image.includes("@") && (/:latest$/.test(image) || !/:[^/]+$/.test(image));
  return {
    resources: {},
    terminationMessagePath: "/dev/termination-log",
    terminationMessagePolicy: "File",
    imagePullPolicy: moving ? "Always" : "IfNotPresent",
    ...spec,
    ...(Array.isArray(ports) && { ports: ports.map((port) => ({ protocol: "TCP", ...fieldsOf(port) })) }),
  };
}
