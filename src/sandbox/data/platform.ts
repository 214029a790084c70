import { certificatesOf } from "./certificates.ts";
import type { Cloud } from "./clouds.ts";
import * as kinds from "./kinds.ts";

/** An object that is there from the beginning, and of which no controller of the sandbox takes care. */
export interface PlatformObject {
  readonly kind: (typeof kinds.kinds)[number];
  /** Empty for what lives in none. */
  readonly namespace: string;
  readonly object: {
    readonly metadata: { readonly name: string; readonly [field: string]: unknown };
    readonly [field: string]: unknown;
  };
  /** What somebody says of it again and again. */
  readonly warning?: { readonly reason: string; readonly message: string; readonly component: string };
}

const labels = (name: string, application: string) => ({
  "app.kubernetes.io/name": name,
  "app.kubernetes.io/part-of": application,
});

/** What clusters have beside workloads: storage, networks, pipelines, limits. `at` gives a time so many minutes before the start. */
export function platformOf(cloud: Cloud, at: (minutesAgo: number) => string): readonly PlatformObject[] {
  return [
    ...storage(cloud),
    ...networks(),
    ...limits(),
    ...schedules(),
    ...pipelines(at),
    ...certificatesOf(cloud, at),
  ];
}

const drivers: Readonly<Record<string, string>> = {
  "eu-prod": "ebs.csi.aws.com",
  "us-prod": "disk.csi.azure.com",
  "dc-berlin": "cinder.csi.openstack.org",
};

function storage({ cluster }: Cloud): readonly PlatformObject[] {
  const driver = drivers[cluster] ?? "csi.example.com";
  const claim = (namespace: string, name: string, size: string, bound: boolean): readonly PlatformObject[] => {
    const volumeName = `pvc-${namespace}-${name}`;
    const spec = {
      accessModes: ["ReadWriteOnce"],
      storageClassName: "fast",
      volumeMode: "Filesystem",
      resources: { requests: { storage: size } },
      ...(bound && { volumeName }),
    };
    const status = bound
      ? { phase: "Bound", accessModes: ["ReadWriteOnce"], capacity: { storage: size } }
      : { phase: "Pending" };
    const claimed: PlatformObject = {
      kind: kinds.claims,
      namespace,
      object: { metadata: { name, labels: labels(name, namespace) }, spec, status },
      ...(!bound && {
        warning: {
          reason: "ProvisioningFailed",
          message: `failed to provision volume with StorageClass "fast": rpc error: code = ResourceExhausted desc = no capacity left in the pool`,
          component: driver,
        },
      }),
    };
    if (!bound) return [claimed];
    const volume = {
      capacity: { storage: size },
      accessModes: ["ReadWriteOnce"],
      persistentVolumeReclaimPolicy: "Delete",
      storageClassName: "fast",
      volumeMode: "Filesystem",
      claimRef: { apiVersion: "v1", kind: "PersistentVolumeClaim", namespace, name },
      csi: { driver, volumeHandle: `vol-${namespace}-${name}`, fsType: "ext4" },
    };
    return [
      claimed,
      {
        kind: kinds.volumes,
        namespace: "",
        object: { metadata: { name: volumeName }, spec: volume, status: { phase: "Bound" } },
      },
    ];
  };
  return [
    {
      kind: kinds.storageClasses,
      namespace: "",
      object: {
        metadata: { name: "fast", annotations: { "storageclass.kubernetes.io/is-default-class": "true" } },
        provisioner: driver,
        reclaimPolicy: "Delete",
        volumeBindingMode: "WaitForFirstConsumer",
        allowVolumeExpansion: true,
      },
    },
    {
      kind: kinds.volumes,
      namespace: "",
      object: {
        metadata: { name: "archive" },
        spec: {
          capacity: { storage: "2Ti" },
          accessModes: ["ReadWriteMany"],
          persistentVolumeReclaimPolicy: "Retain",
          volumeMode: "Filesystem",
          nfs: { server: "nas.example.com", path: "/exports/archive" },
        },
        status: { phase: "Available" },
      },
    },
    ...claim("payments", "ledger", "100Gi", true),
    ...claim("search", "indexer", "500Gi", true),
    ...claim("shop", "catalog", "20Gi", false),
  ];
}

function networks(): readonly PlatformObject[] {
  const ingress = (namespace: string, name: string, host: string): PlatformObject => ({
    kind: kinds.ingresses,
    namespace,
    object: {
      metadata: { name, labels: labels(name, namespace) },
      spec: {
        ingressClassName: "edge",
        tls: [{ hosts: [host], secretName: "wildcard-tls" }],
        rules: [
          {
            host,
            http: { paths: [{ path: "/", pathType: "Prefix", backend: { service: { name, port: { number: 80 } } } }] },
          },
        ],
      },
      status: { loadBalancer: { ingress: [{ ip: "203.0.113.80" }] } },
    },
  });
  const ofApplication = { matchLabels: { "app.kubernetes.io/part-of": "shop" } };
  return [
    {
      kind: kinds.ingressClasses,
      namespace: "",
      object: { metadata: { name: "edge" }, spec: { controller: "example.com/edge" } },
    },
    ingress("shop", "storefront", "shop.example.com"),
    ingress("platform", "api-gateway", "api.example.com"),
    ingress("observability", "dashboards", "dashboards.example.com"),
    {
      kind: kinds.networkPolicies,
      namespace: "payments",
      object: {
        metadata: { name: "from-checkout-alone" },
        spec: {
          podSelector: { matchLabels: { "app.kubernetes.io/name": "payment-gateway" } },
          policyTypes: ["Ingress"],
          ingress: [
            {
              from: [
                {
                  namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "shop" } },
                  podSelector: ofApplication,
                },
              ],
              ports: [{ protocol: "TCP", port: 8443 }],
            },
          ],
        },
      },
    },
    {
      kind: kinds.services,
      namespace: "payments",
      object: {
        metadata: { name: "core-banking", labels: { "fairway.dev/external-service": "true" } },
        spec: { type: "ExternalName", externalName: "core-banking.example.com" },
      },
    },
  ];
}

function limits(): readonly PlatformObject[] {
  const hard = { "requests.cpu": "8", "requests.memory": "16Gi", pods: "60" };
  return [
    {
      kind: kinds.quotas,
      namespace: "shop",
      object: {
        metadata: { name: "team" },
        spec: { hard },
        status: { hard, used: { "requests.cpu": "1200m", "requests.memory": "1536Mi", pods: "12" } },
      },
    },
    {
      kind: kinds.limitRanges,
      namespace: "shop",
      object: {
        metadata: { name: "containers" },
        spec: {
          limits: [
            { type: "Container", default: { memory: "256Mi" }, defaultRequest: { cpu: "100m", memory: "128Mi" } },
          ],
        },
      },
    },
  ];
}

function schedules(): readonly PlatformObject[] {
  const name = "settlement";
  const pod = {
    restartPolicy: "OnFailure",
    containers: [{ name, image: "registry.example.com/payments/settlement:2.9.1" }],
  };
  return [
    {
      kind: kinds.cronJobs,
      namespace: "payments",
      object: {
        metadata: { name, labels: labels(name, "payments") },
        spec: {
          schedule: "30 2 * * *",
          timeZone: "Etc/UTC",
          concurrencyPolicy: "Forbid",
          jobTemplate: { spec: { template: { metadata: { labels: labels(name, "payments") }, spec: pod } } },
        },
        status: {},
      },
    },
    {
      kind: kinds.disruptionBudgets,
      namespace: "shop",
      object: {
        metadata: { name: "storefront", labels: labels("storefront", "shop") },
        spec: { minAvailable: 2, selector: { matchLabels: { "app.kubernetes.io/name": "storefront" } } },
        status: { currentHealthy: 3, desiredHealthy: 2, disruptionsAllowed: 1, expectedPods: 3 },
      },
    },
    {
      kind: kinds.autoscalers,
      namespace: "shop",
      object: {
        metadata: { name: "checkout", labels: labels("checkout", "shop") },
        spec: {
          scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "checkout" },
          minReplicas: 3,
          maxReplicas: 12,
          metrics: [
            { type: "Resource", resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 70 } } },
          ],
        },
        status: { currentReplicas: 3, desiredReplicas: 3 },
      },
    },
  ];
}

function pipelines(at: (minutesAgo: number) => string): readonly PlatformObject[] {
  const step = (name: string) => ({ name, image: `registry.example.com/platform/${name}:1`, command: [name] });
  const pipelineSpec = {
    params: [{ name: "revision", type: "string" }],
    tasks: [
      {
        name: "build",
        taskSpec: { results: [{ name: "digest", type: "string" }], steps: [step("compile"), step("push")] },
      },
      {
        name: "deploy",
        params: [{ name: "digest", value: "$(tasks.build.results.digest)" }],
        taskSpec: { steps: [step("deploy")] },
      },
    ],
    results: [{ name: "image", value: "$(tasks.build.results.digest)" }],
  };
  const application = labels("checkout", "shop");
  const digest = `sha256:${"5f".repeat(32)}`;
  const ended = (status: "True" | "False", finished: string) => ({
    conditions: [
      {
        type: "Succeeded",
        status,
        reason: status === "True" ? "Succeeded" : "Failed",
        lastTransitionTime: finished,
        message: "",
      },
    ],
  });
  const run = (name: string, minutesAgo: number, outcome: "True" | "False" | "Unknown"): readonly PlatformObject[] => {
    const [started, finished] = [at(minutesAgo), at(minutesAgo - 4)];
    const going = {
      conditions: [
        { type: "Succeeded", status: "Unknown", reason: "Running", lastTransitionTime: started, message: "" },
      ],
    };
    const status = {
      startTime: started,
      pipelineSpec,
      ...(outcome === "Unknown" ? going : { ...ended(outcome, finished), completionTime: finished }),
      ...(outcome === "True" && { results: [{ name: "image", value: digest }] }),
    };
    const task = (task: string, exitCode: number | null): PlatformObject => ({
      kind: kinds.taskRuns,
      namespace: "shop",
      object: {
        metadata: {
          name: `${name}-${task}`,
          labels: {
            ...application,
            "tekton.dev/pipelineRun": name,
            "tekton.dev/pipelineTask": task,
            "tekton.dev/pipeline": "release-checkout",
          },
        },
        spec: { taskSpec: pipelineSpec.tasks.find((each) => each.name === task)?.taskSpec },
        status: {
          startTime: started,
          ...(exitCode === null
            ? going
            : { ...ended(exitCode === 0 ? "True" : "False", finished), completionTime: finished }),
          steps: [
            {
              name: task === "build" ? "compile" : "deploy",
              ...(exitCode === null
                ? { running: { startedAt: started } }
                : {
                    terminated: {
                      exitCode,
                      reason: exitCode === 0 ? "Completed" : "Error",
                      startedAt: started,
                      finishedAt: finished,
                    },
                  }),
            },
          ],
        },
      },
    });
    const tasks =
      outcome === "Unknown" ? [task("build", null)] : [task("build", 0), task("deploy", outcome === "True" ? 0 : 1)];
    const spec = {
      pipelineRef: { name: "release-checkout" },
      params: [{ name: "revision", value: `v3.2.${minutesAgo % 7}` }],
    };
    const metadata = { name, labels: { ...application, "tekton.dev/pipeline": "release-checkout" } };
    return [{ kind: kinds.pipelineRuns, namespace: "shop", object: { metadata, spec, status } }, ...tasks];
  };
  return [
    {
      kind: kinds.pipelines,
      namespace: "shop",
      object: { metadata: { name: "release-checkout", labels: application }, spec: pipelineSpec },
    },
    ...run("release-checkout-7k2mq", 3 * 24 * 60, "True"),
    ...run("release-checkout-x9d4t", 26 * 60, "False"),
    ...run("release-checkout-p3vbn", 2, "Unknown"),
  ];
}
