/** Labels, annotations and spec of the pod with this number. */
export type PodTemplate = (index: number) => {
  metadata: { name: string; labels: Record<string, string>; annotations?: Record<string, string> };
  spec: Record<string, unknown>;
};

const teams = ["checkout", "search", "billing", "identity", "platform", "data"];

function pick<T>(values: readonly T[], index: number): T {
  return values[index % values.length] as T;
}

function labels(app: string, index: number): Record<string, string> {
  return {
    "app.kubernetes.io/name": app,
    "app.kubernetes.io/instance": `${app}-${index % 20}`,
    "app.kubernetes.io/version": `1.${index % 7}.${index % 3}`,
    "app.kubernetes.io/managed-by": "Helm",
    team: pick(teams, index),
    tier: index % 3 === 0 ? "frontend" : "backend",
  };
}

const resources = (cpu: string, memory: string) => ({ requests: { cpu, memory }, limits: { memory } });
const probe = (path: string, periodSeconds: number) => ({
  httpGet: { path, port: "http", scheme: "HTTP" },
  initialDelaySeconds: 5,
  periodSeconds,
});
const environment = (index: number, count: number) => [
  { name: "POD_NAME", valueFrom: { fieldRef: { fieldPath: "metadata.name" } } },
  { name: "DB_PASSWORD", valueFrom: { secretKeyRef: { name: "database", key: "password" } } },
  ...Array.from({ length: count }, (_, i) => ({ name: `SETTING_${i}`, value: `value-${(index + i) % 50}` })),
];

/** A web server with a proxy beside it, as a service mesh injects one. */
const web: PodTemplate = (index) => ({
  metadata: {
    name: `web-${index}`,
    labels: labels("web", index),
    annotations: { "prometheus.io/scrape": "true", "prometheus.io/port": "9090" },
  },
  spec: {
    initContainers: [{ name: "proxy-init", image: "registry.example.com/mesh/init:2.4.1" }],
    containers: [
      {
        name: "web",
        image: `registry.example.com/shop/web:1.${index % 7}.${index % 3}`,
        ports: [{ name: "http", containerPort: 8080 }],
        env: environment(index, 6),
        resources: resources("100m", "256Mi"),
        readinessProbe: probe("/ready", 5),
        livenessProbe: probe("/live", 10),
      },
      {
        name: "proxy",
        image: "registry.example.com/mesh/proxy:2.4.1",
        args: ["proxy", "sidecar", "--domain", "$(POD_NAMESPACE).svc.cluster.local", "--concurrency", "2"],
        ports: [{ name: "metrics", containerPort: 9090 }],
        resources: resources("50m", "128Mi"),
      },
    ],
  },
});

/** A JVM with much configuration. */
const service: PodTemplate = (index) => ({
  metadata: { name: `service-${index}`, labels: labels("service", index) },
  spec: {
    containers: [
      {
        name: "app",
        image: `registry.example.com/core/service@sha256:${String(index % 40).padStart(64, "a")}`,
        command: ["java", "-XX:MaxRAMPercentage=75", "-jar", "/app/service.jar"],
        ports: [{ name: "http", containerPort: 8080 }],
        env: environment(index, 18),
        envFrom: [{ configMapRef: { name: "service-settings" } }],
        volumeMounts: [{ name: "config", mountPath: "/etc/service", readOnly: true }],
        resources: resources("250m", "1Gi"),
        readinessProbe: probe("/actuator/health/readiness", 10),
      },
    ],
    volumes: [{ name: "config", configMap: { name: "service-files" } }],
    topologySpreadConstraints: [
      {
        maxSkew: 1,
        topologyKey: "topology.kubernetes.io/zone",
        whenUnsatisfiable: "ScheduleAnyway",
        labelSelector: { matchLabels: { "app.kubernetes.io/name": "service" } },
      },
    ],
  },
});

/** A small agent, as a DaemonSet runs them. */
const agent: PodTemplate = (index) => ({
  metadata: { name: `agent-${index}`, labels: labels("agent", index) },
  spec: {
    priorityClassName: "system-node-critical",
    tolerations: [{ operator: "Exists" }],
    containers: [{ name: "agent", image: "registry.example.com/ops/agent:0.9.3", resources: resources("10m", "32Mi") }],
    volumes: [{ name: "scratch", emptyDir: { sizeLimit: "1Gi" } }],
  },
});

/** A worker that takes jobs from a queue. */
const worker: PodTemplate = (index) => ({
  metadata: { name: `worker-${index}`, labels: labels("worker", index) },
  spec: {
    terminationGracePeriodSeconds: 300,
    containers: [
      {
        name: "worker",
        image: `registry.example.com/data/worker:2026.${(index % 12) + 1}`,
        args: ["--queue", pick(teams, index), "--concurrency", String((index % 8) + 1)],
        env: environment(index, 3),
        resources: resources("500m", "512Mi"),
      },
    ],
    nodeSelector: { "kubernetes.io/os": "linux" },
  },
});

export const podTemplates: readonly PodTemplate[] = [web, service, agent, worker];
