const NAMESPACE = "printed";
const meta = (name: string, more: object = {}) => ({ metadata: { name, ...more } });
const containers = [
  { name: "one", image: "one:1" },
  { name: "two", image: "two:2" },
];
const template = (app: string, more: object = {}) => ({
  metadata: { labels: { app } },
  spec: { containers, ...more },
});
const selector = (app: string) => ({ matchLabels: { app } });
const odd = {
  matchLabels: { app: "odd", tier: "back" },
  matchExpressions: [
    { key: "stage", operator: "In", values: ["b", "a"] },
    { key: "zone", operator: "NotIn", values: ["x"] },
    { key: "any", operator: "Exists" },
    { key: "no", operator: "DoesNotExist" },
  ],
};
const service = { name: "hook", namespace: NAMESPACE };
const webhook = {
  name: "a.example.com",
  sideEffects: "None",
  admissionReviewVersions: ["v1"],
  failurePolicy: "Ignore",
};

/** A kind with the columns of its own that its definition says. */
export const gadgets = {
  apiVersion: "apiextensions.k8s.io/v1",
  kind: "CustomResourceDefinition",
  metadata: { name: "gadgets.fairway.test" },
  spec: {
    group: "fairway.test",
    scope: "Namespaced",
    names: { plural: "gadgets", singular: "gadget", kind: "Gadget" },
    versions: [
      {
        name: "v1",
        served: true,
        storage: true,
        schema: { openAPIV3Schema: { type: "object", "x-kubernetes-preserve-unknown-fields": true } },
        additionalPrinterColumns: [
          { name: "Size", type: "integer", jsonPath: ".spec.size" },
          { name: "Ratio", type: "number", jsonPath: ".spec.ratio", priority: 1 },
          { name: "On", type: "boolean", jsonPath: ".spec.on" },
          {
            name: "Label",
            type: "string",
            jsonPath: ".metadata.labels.example\\.com/team",
            description: "Whose it is.",
          },
          { name: "Ready", type: "string", jsonPath: '.status.conditions[?(@.type=="Ready")].status' },
          { name: "Large", type: "string", jsonPath: ".spec.parts[?(@.n>1)].name" },
          { name: "Last", type: "string", jsonPath: ".spec.parts[-1:].name" },
          { name: "Parts", type: "string", jsonPath: ".spec.parts[*].name" },
          { name: "Whole", type: "string", jsonPath: ".spec.parts" },
          { name: "Map", type: "string", jsonPath: ".spec.map" },
          { name: "Float", type: "string", jsonPath: ".spec.ratio" },
          { name: "Deep", type: "string", jsonPath: "..deepest" },
          { name: "Wrong", type: "integer", jsonPath: ".spec.map" },
          { name: "Nothing", type: "string", jsonPath: ".spec.nothing.here" },
          { name: "Since", type: "date", jsonPath: ".spec.since" },
          { name: "Garbled", type: "date", jsonPath: ".spec.garbled" },
          { name: "Age", type: "date", jsonPath: ".metadata.creationTimestamp" },
        ],
      },
    ],
  },
};

const namespaced = (group: string, plural: string) => `${group}/namespaces/${NAMESPACE}/${plural}`;
const core = "/api/v1";
const group = (name: string, version = "v1") => `/apis/${name}/${version}`;

/** Objects of many kinds, each created by a POST of the body to the path. */
export const printedObjects: readonly (readonly [path: string, body: object])[] = [
  [namespaced(core, "configmaps"), { ...meta("settings"), data: { a: "1", b: "2" }, binaryData: { c: "AA==" } }],
  [namespaced(core, "secrets"), { ...meta("keys"), type: "example.com/odd", stringData: { a: "canary", b: "2" } }],
  [namespaced(core, "serviceaccounts"), meta("robot")],
  [
    namespaced(core, "services"),
    { ...meta("plain"), spec: { selector: { app: "web", tier: "a" }, ports: [{ port: 80 }] } },
  ],
  [
    namespaced(core, "services"),
    {
      ...meta("nodes"),
      spec: {
        type: "NodePort",
        externalIPs: ["192.0.2.1"],
        ports: [
          { name: "a", port: 80 },
          { name: "b", port: 53, protocol: "UDP" },
        ],
      },
    },
  ],
  [namespaced(core, "services"), { ...meta("balanced"), spec: { type: "LoadBalancer", ports: [{ port: 443 }] } }],
  [
    namespaced(core, "services"),
    { ...meta("elsewhere"), spec: { type: "ExternalName", externalName: "old.example.com" } },
  ],
  [namespaced(core, "services"), { ...meta("headless"), spec: { clusterIP: "None", selector: { app: "web" } } }],
  [
    namespaced(core, "endpoints"),
    {
      ...meta("many"),
      subsets: [
        {
          addresses: ["192.0.2.1", "192.0.2.2"].map((ip) => ({ ip })),
          ports: [
            { name: "a", port: 1 },
            { name: "b", port: 2 },
          ],
        },
      ],
    },
  ],
  [
    namespaced(group("discovery.k8s.io"), "endpointslices"),
    {
      ...meta("slice"),
      addressType: "IPv4",
      ports: [{ name: "a", port: 1 }, { name: "b" }],
      endpoints: [
        { addresses: ["192.0.2.1"] },
        { addresses: ["192.0.2.2"] },
        { addresses: ["192.0.2.3"] },
        { addresses: ["192.0.2.4"] },
      ],
    },
  ],
  [
    namespaced(core, "resourcequotas"),
    { ...meta("quota"), spec: { hard: { pods: "100", "requests.cpu": "10", "limits.memory": "20Gi" } } },
  ],
  [
    namespaced(core, "limitranges"),
    { ...meta("limits"), spec: { limits: [{ type: "Container", default: { cpu: "100m", memory: "64Mi" } }] } },
  ],
  [namespaced(core, "podtemplates"), { ...meta("pattern"), template: template("pattern") }],
  [
    namespaced(core, "replicationcontrollers"),
    { ...meta("old"), spec: { replicas: 1, selector: { app: "old" }, template: template("old") } },
  ],
  [
    namespaced(group("apps"), "deployments"),
    { ...meta("web"), spec: { replicas: 2, selector: selector("web"), template: template("web") } },
  ],
  [
    namespaced(group("apps"), "statefulsets"),
    {
      ...meta("store"),
      spec: { replicas: 1, serviceName: "s", selector: selector("store"), template: template("store") },
    },
  ],
  [
    namespaced(group("apps"), "daemonsets"),
    {
      ...meta("agent"),
      spec: {
        selector: selector("agent"),
        template: template("agent", { nodeSelector: { "kubernetes.io/os": "linux" } }),
      },
    },
  ],
  [
    namespaced(group("batch"), "jobs"),
    {
      ...meta("once"),
      spec: { completions: 2, parallelism: 2, template: template("once", { restartPolicy: "Never" }) },
    },
  ],
  [
    namespaced(group("batch"), "jobs"),
    { ...meta("held"), spec: { suspend: true, template: template("held", { restartPolicy: "Never" }) } },
  ],
  [
    namespaced(group("batch"), "cronjobs"),
    {
      ...meta("nightly"),
      spec: {
        schedule: "0 3 * * *",
        timeZone: "Etc/UTC",
        suspend: true,
        jobTemplate: { spec: { template: template("n", { restartPolicy: "Never" }) } },
      },
    },
  ],
  [
    namespaced(group("autoscaling", "v2"), "horizontalpodautoscalers"),
    {
      ...meta("scaler"),
      spec: {
        scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "nothing" },
        minReplicas: 2,
        maxReplicas: 5,
        metrics: [
          { type: "Resource", resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 60 } } },
          { type: "Pods", pods: { metric: { name: "m" }, target: { type: "AverageValue", averageValue: "10" } } },
          { type: "External", external: { metric: { name: "q" }, target: { type: "Value", value: "30" } } },
        ],
      },
    },
  ],
  [
    namespaced(group("policy"), "poddisruptionbudgets"),
    { ...meta("budget"), spec: { minAvailable: "50%", selector: selector("web") } },
  ],
  [
    namespaced(group("networking.k8s.io"), "networkpolicies"),
    { ...meta("closed"), spec: { podSelector: odd, policyTypes: ["Ingress"] } },
  ],
  [namespaced(group("networking.k8s.io"), "networkpolicies"), { ...meta("all"), spec: { podSelector: {} } }],
  [
    namespaced(group("networking.k8s.io"), "ingresses"),
    {
      ...meta("front"),
      spec: {
        ingressClassName: "edge",
        tls: [{ hosts: ["a.example.com"] }],
        rules: ["a", "b", "c", "d"].map((name) => ({ host: `${name}.example.com` })),
      },
    },
  ],
  [
    group("networking.k8s.io").concat("/ingressclasses"),
    {
      ...meta("edge", { annotations: { "ingressclass.kubernetes.io/is-default-class": "true" } }),
      spec: { controller: "example.com/c", parameters: { apiGroup: "example.com", kind: "P", name: "p" } },
    },
  ],
  [
    `${core}/persistentvolumes`,
    {
      ...meta("disk"),
      spec: {
        capacity: { storage: "5Gi" },
        accessModes: ["ReadOnlyMany", "ReadWriteOnce"],
        storageClassName: "fast",
        hostPath: { path: "/x" },
      },
    },
  ],
  [
    namespaced(core, "persistentvolumeclaims"),
    {
      ...meta("claim"),
      spec: { accessModes: ["ReadWriteOnce"], storageClassName: "fast", resources: { requests: { storage: "1Gi" } } },
    },
  ],
  [
    group("storage.k8s.io").concat("/storageclasses"),
    {
      ...meta("fast", { annotations: { "storageclass.kubernetes.io/is-default-class": "true" } }),
      provisioner: "example.com/disk",
      allowVolumeExpansion: true,
    },
  ],
  [
    group("storage.k8s.io").concat("/csidrivers"),
    {
      ...meta("disk.example.com"),
      spec: { podInfoOnMount: true, tokenRequests: [{ audience: "a" }, { audience: "b" }] },
    },
  ],
  [
    group("storage.k8s.io").concat("/csinodes"),
    { ...meta("somewhere"), spec: { drivers: [{ name: "disk.example.com", nodeID: "n" }] } },
  ],
  [
    group("storage.k8s.io").concat("/volumeattachments"),
    {
      ...meta("held"),
      spec: { attacher: "disk.example.com", nodeName: "n", source: { persistentVolumeName: "disk" } },
    },
  ],
  [
    namespaced(group("storage.k8s.io"), "csistoragecapacities"),
    { ...meta("room"), storageClassName: "fast", capacity: "10Gi" },
  ],
  [
    group("scheduling.k8s.io").concat("/priorityclasses"),
    { ...meta("urgent"), value: 1000, preemptionPolicy: "Never" },
  ],
  [group("node.k8s.io").concat("/runtimeclasses"), { ...meta("sealed"), handler: "sealed" }],
  [namespaced(group("coordination.k8s.io"), "leases"), { ...meta("leader"), spec: { holderIdentity: "me" } }],
  [namespaced(group("rbac.authorization.k8s.io"), "roles"), { ...meta("reader"), rules: [] }],
  [
    namespaced(group("rbac.authorization.k8s.io"), "rolebindings"),
    {
      ...meta("readers"),
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "reader" },
      subjects: [
        { kind: "User", apiGroup: "rbac.authorization.k8s.io", name: "ann" },
        { kind: "Group", apiGroup: "rbac.authorization.k8s.io", name: "team" },
        { kind: "Group", apiGroup: "rbac.authorization.k8s.io", name: "others" },
        { kind: "ServiceAccount", name: "robot", namespace: NAMESPACE },
      ],
    },
  ],
  [
    group("admissionregistration.k8s.io").concat("/mutatingwebhookconfigurations"),
    { ...meta("hooks"), webhooks: [{ ...webhook, clientConfig: { service }, rules: [] }] },
  ],
  [
    group("admissionregistration.k8s.io").concat("/validatingwebhookconfigurations"),
    { ...meta("hooks"), webhooks: [{ ...webhook, clientConfig: { service }, rules: [] }] },
  ],
  [
    group("admissionregistration.k8s.io").concat("/validatingadmissionpolicies"),
    {
      ...meta("policy"),
      spec: {
        failurePolicy: "Ignore",
        paramKind: { apiVersion: "v1", kind: "ConfigMap" },
        matchConstraints: {
          resourceRules: [
            { apiGroups: ["example.com"], apiVersions: ["v1"], operations: ["CREATE"], resources: ["x"] },
          ],
        },
        validations: [{ expression: "true" }],
      },
    },
  ],
  [
    namespaced(core, "events"),
    {
      ...meta("happened"),
      involvedObject: { kind: "Pod", name: "p", namespace: NAMESPACE, fieldPath: "spec.containers{one}" },
      type: "Warning",
      reason: "BackOff",
      message: "  back-off \n",
      count: 3,
      firstTimestamp: "2026-01-01T00:00:00Z",
      lastTimestamp: "2026-01-02T00:00:00Z",
      source: { component: "kubelet", host: "n" },
    },
  ],
  [
    namespaced(group("fairway.test"), "gadgets"),
    {
      apiVersion: "fairway.test/v1",
      kind: "Gadget",
      ...meta("full", { labels: { "example.com/team": "blue" } }),
      spec: {
        size: 12,
        ratio: 1.5,
        on: true,
        since: "2026-01-01T00:00:00Z",
        garbled: "yesterday",
        map: { z: 1, a: "<b>&", deepest: "found" },
        parts: [
          { name: "small", n: 1 },
          { name: "large", n: 2 },
          { name: "huge", n: 3 },
        ],
      },
      status: {
        conditions: [
          { type: "Synced", status: "False" },
          { type: "Ready", status: "True" },
        ],
      },
    },
  ],
  [namespaced(group("fairway.test"), "gadgets"), { apiVersion: "fairway.test/v1", kind: "Gadget", ...meta("empty") }],
];

/** Every kind that is compared, with the path under which all its objects are listed. */
export const printedKinds: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    [
      "pods",
      "nodes",
      "namespaces",
      "configmaps",
      "secrets",
      "serviceaccounts",
      "services",
      "endpoints",
      "events",
      "resourcequotas",
      "limitranges",
      "podtemplates",
      "replicationcontrollers",
      "persistentvolumes",
      "persistentvolumeclaims",
    ].map((plural) => [plural, `${core}/${plural}`]),
  ),
  ...Object.fromEntries(
    [
      "apps/deployments",
      "apps/replicasets",
      "apps/statefulsets",
      "apps/daemonsets",
      "apps/controllerrevisions",
      "batch/jobs",
      "batch/cronjobs",
      "policy/poddisruptionbudgets",
      "networking.k8s.io/networkpolicies",
      "networking.k8s.io/ingresses",
      "networking.k8s.io/ingressclasses",
      "networking.k8s.io/servicecidrs",
      "networking.k8s.io/ipaddresses",
      "discovery.k8s.io/endpointslices",
      "storage.k8s.io/storageclasses",
      "storage.k8s.io/csidrivers",
      "storage.k8s.io/csinodes",
      "storage.k8s.io/volumeattachments",
      "storage.k8s.io/csistoragecapacities",
      "scheduling.k8s.io/priorityclasses",
      "node.k8s.io/runtimeclasses",
      "coordination.k8s.io/leases",
      "rbac.authorization.k8s.io/roles",
      "rbac.authorization.k8s.io/rolebindings",
      "rbac.authorization.k8s.io/clusterroles",
      "rbac.authorization.k8s.io/clusterrolebindings",
      "admissionregistration.k8s.io/mutatingwebhookconfigurations",
      "admissionregistration.k8s.io/validatingwebhookconfigurations",
      "admissionregistration.k8s.io/validatingadmissionpolicies",
      "flowcontrol.apiserver.k8s.io/flowschemas",
      "flowcontrol.apiserver.k8s.io/prioritylevelconfigurations",
      "apiextensions.k8s.io/customresourcedefinitions",
      "apiregistration.k8s.io/apiservices",
      "fairway.test/gadgets",
    ].map((resource) => [resource, `${group(resource.split("/")[0] as string)}/${resource.split("/")[1]}`]),
  ),
  "autoscaling/horizontalpodautoscalers": `${group("autoscaling", "v2")}/horizontalpodautoscalers`,
};

export const printedNamespace = NAMESPACE;
