import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { NodeManifest } from "../../../src/domains/clusters/cluster-node.manifest.ts";
import { isNodeReady, nodeProblems, rolesOf, troubleOf } from "../../../src/domains/clusters/cluster-node.mapping.ts";
import { clusterProvider } from "../../../src/domains/clusters/provider.mapping.ts";
import { taintFaults, taintsChanged } from "../../../src/domains/clusters/taint.mapping.ts";
import type { KubernetesObject } from "../../../src/kubernetes/index.ts";
import { seesNothing } from "../../support/callers.ts";
import { KubernetesWorld, served } from "./kubernetes-world.ts";
import { metadata, pod } from "./manifests.ts";

type Parts = Pick<NodeManifest, "spec" | "status"> & { readonly labels?: Record<string, string> };

const conditions = [
  { type: "KernelDeadlock", status: "False", reason: "KernelHasNoDeadlock" },
  { type: "MemoryPressure", status: "False", reason: "KubeletHasSufficientMemory" },
  { type: "Ready", status: "True", reason: "KubeletReady", lastTransitionTime: "2026-03-01T08:00:09Z" },
];

/** A node as a kubelet and node-problem-detector report it. */
function node(name: string, { labels, spec, status }: Parts = {}): NodeManifest & KubernetesObject {
  const { namespace: _, ...meta } = metadata(name, labels && { labels });
  const capacity = { cpu: "4", memory: "16Gi", pods: "110", "ephemeral-storage": "100Gi" };
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: meta,
    spec: { podCIDR: "10.1.0.0/24", podCIDRs: ["10.1.0.0/24"], providerID: `aws:///eu-west-1a/${name}`, ...spec },
    status: {
      capacity,
      allocatable: { ...capacity, cpu: "3500m", memory: "15Gi" },
      addresses: [
        { type: "InternalIP", address: "10.0.0.7" },
        { type: "InternalIP", address: "fd00::7" },
        { type: "Hostname", address: name },
      ],
      nodeInfo: {
        architecture: "amd64",
        operatingSystem: "linux",
        osImage: "Debian GNU/Linux 12 (bookworm)",
        kernelVersion: "6.1.0-40-amd64",
        containerRuntimeVersion: "containerd://2.1.4",
        kubeletVersion: "v1.36.3",
      },
      images: [{ names: ["a:1"] }, { names: ["b:1"] }],
      conditions,
      ...status,
    },
  };
}

const withCondition = (type: string, status: string) =>
  node("n", { status: { conditions: [...conditions.filter((each) => each.type !== type), { type, status }] } });

describe("a node", () => {
  test.each<[Record<string, string>, string[]]>([
    [{}, []],
    [
      { "node-role.kubernetes.io/worker": "", "node-role.kubernetes.io/control-plane": "" },
      ["control-plane", "worker"],
    ],
    [{ "kubernetes.io/role": "master" }, ["master"]],
    [{ "node-role.kubernetes.io/": "", "kubernetes.io/role": "" }, []],
  ])("has its roles from its labels: %j", (labels, roles) => {
    expect(rolesOf(node("n", { labels }))).toEqual(roles);
  });

  test.each([
    ["Ready", "False"],
    ["Ready", "Unknown"],
    ["MemoryPressure", "True"],
    ["KernelDeadlock", "True"],
    ["KernelDeadlock", "Unknown"],
    ["KernelReady", "False"],
    ["EtcdIsVoter", "Unknown"],
    ["GpuNotReady", "True"],
  ])("has a problem where %s is %s", (type, status) => {
    expect(nodeProblems(withCondition(type, status))).toEqual([{ type, status }]);
  });

  test.each([
    ["KernelReady", "True"],
    ["EtcdIsVoter", "True"],
    ["KernelDeadlock", "False"],
  ])("has no problem where %s is %s", (type, status) => {
    expect(nodeProblems(withCondition(type, status))).toEqual([]);
  });

  test.each([
    ["Ready", "NotReady"],
    ["KernelReady", "KernelNotReady"],
    ["EtcdIsVoter", "EtcdIsNotVoter"],
    ["DiskPressure", "DiskPressure"],
    ["GpuNotReady", "GpuNotReady"],
  ])("whose %s tells of trouble is %s", (type, trouble) => {
    expect(troubleOf(type)).toBe(trouble);
  });

  test("has no problem where all is well, and is not ready while nobody says so", () => {
    expect(nodeProblems(node("n"))).toEqual([]);
    expect(isNodeReady(node("n"))).toBe(true);
    expect(isNodeReady({ ...node("n"), status: undefined as never })).toBe(false);
    expect(isNodeReady(withCondition("Ready", "Unknown"))).toBe(false);
  });
});

describe("the provider of a cluster", () => {
  test.each([
    ["aws:///eu-west-1a/i-0abc", "AWS"],
    ["azure:///subscriptions/1/resourceGroups/2/providers/Microsoft.Compute/virtualMachines/3", "AZURE"],
    ["gce://project/europe-west1-b/instance", "GCP"],
    ["openstack:///b1c2", "OPENSTACK"],
    ["openstack://RegionOne/b1c2", "OPENSTACK"],
    ["vsphere://4230d", "VSPHERE"],
    ["cn-hangzhou.i-bp1abc", "ALIBABA"],
    ["ocid1.instance.oc1.eu-frankfurt-1.abc", "ORACLE"],
    ["metal3://1234", "ON_PREMISES"],
    ["kind://docker/kind/kind-worker", "LOCAL"],
    ["kwok://alpha/node-1", "LOCAL"],
    ["moon://crater/1", "UNKNOWN"],
    ["constructor://x", "UNKNOWN"],
    ["://x", "UNKNOWN"],
    ["nothing like it", "UNKNOWN"],
  ])("of %s is %s", (providerID, provider) => {
    expect(clusterProvider([providerID, undefined])).toBe(provider);
  });

  test("is not known where no node says anything, and several where they differ", () => {
    expect(clusterProvider([])).toBe("UNKNOWN");
    expect(clusterProvider([undefined, ""])).toBe("UNKNOWN");
    expect(clusterProvider(["aws:///a/1", "gce://b/2/3"])).toBe("SEVERAL");
  });
});

describe("over scripted clusters", () => {
  let world: KubernetesWorld;
  beforeEach(async () => {
    world = await KubernetesWorld.start();
  });
  afterEach(() => world[Symbol.asyncDispose]());

  const put = (object: NodeManifest & KubernetesObject, cluster = "alpha") => world.put(cluster, "nodes", object);
  const requesting = (name: string, nodeName: string, phase: string, cpu: string, memory: string) => {
    const resources = { requests: { cpu, memory }, limits: { memory } };
    const spec = { nodeName, containers: [{ name: "main", resources }] };
    return pod(name, {}, { spec, status: { phase } });
  };

  test("a node says what it is", async () => {
    const taints = [{ key: "dedicated", value: "db", effect: "NoSchedule" }];
    const labels = { "node-role.kubernetes.io/worker": "" };
    put(node("n-1", { labels, spec: { unschedulable: true, taints } }));
    const data = await world.data(`{ clusterNode(by: { ref: { cluster: "alpha", name: "n-1" } }) {
      __typename cluster namespace name roles ready unschedulable conditions { type status changedAt } problems { type }
      taints { key value effect addedAt } addresses { type address } internalIP externalIP
      capacity { cpu cpuCores memory memoryBytes pods ephemeralStorage ephemeralStorageBytes } allocatable { cpu cpuCores }
      kubeletVersion osImage operatingSystem architecture kernelVersion containerRuntimeVersion
      providerID podCIDRs imageCount
    } }`);
    expect(data).toEqual({
      clusterNode: {
        __typename: "ClusterNode",
        cluster: "alpha",
        namespace: null,
        name: "n-1",
        roles: ["worker"],
        ready: true,
        unschedulable: true,
        conditions: [
          { type: "KernelDeadlock", status: "FALSE", changedAt: null },
          { type: "MemoryPressure", status: "FALSE", changedAt: null },
          { type: "Ready", status: "TRUE", changedAt: "2026-03-01T08:00:09Z" },
        ],
        problems: [],
        taints: [{ key: "dedicated", value: "db", effect: "NO_SCHEDULE", addedAt: null }],
        addresses: [
          { type: "InternalIP", address: "10.0.0.7" },
          { type: "InternalIP", address: "fd00::7" },
          { type: "Hostname", address: "n-1" },
        ],
        internalIP: "10.0.0.7",
        externalIP: null,
        capacity: {
          cpu: "4",
          cpuCores: 4,
          memory: "16Gi",
          memoryBytes: 16 * 2 ** 30,
          pods: 110,
          ephemeralStorage: "100Gi",
          ephemeralStorageBytes: 100 * 2 ** 30,
        },
        allocatable: { cpu: "3500m", cpuCores: 3.5 },
        kubeletVersion: "v1.36.3",
        osImage: "Debian GNU/Linux 12 (bookworm)",
        operatingSystem: "linux",
        architecture: "amd64",
        kernelVersion: "6.1.0-40-amd64",
        containerRuntimeVersion: "containerd://2.1.4",
        providerID: "aws:///eu-west-1a/n-1",
        podCIDRs: ["10.1.0.0/24"],
        imageCount: 2,
      },
    });
  });

  test("a node of which nothing is known yet shows nothing, and breaks nothing", async () => {
    const { metadata: meta } = node("bare");
    put({ apiVersion: "v1", kind: "Node", metadata: meta });
    const data = await world.data(`{ clusterNodes { nodes {
      name roles ready unschedulable conditions { type } problems { type } taints { key } addresses { type } internalIP
      capacity { cpu pods } allocatable { memoryBytes } kubeletVersion providerID podCIDRs imageCount requested { cpu pods }
    } } }`);
    const nothing = { conditions: [], problems: [], taints: [], addresses: [], roles: [], podCIDRs: [] };
    const absent = { internalIP: null, kubeletVersion: null, providerID: null };
    expect(data).toEqual({
      clusterNodes: {
        nodes: [
          {
            name: "bare",
            ready: false,
            unschedulable: false,
            ...nothing,
            ...absent,
            capacity: { cpu: null, pods: null },
            allocatable: { memoryBytes: null },
            imageCount: 0,
            requested: { cpu: null, pods: 0 },
          },
        ],
      },
    });
  });

  test.each([
    ["filter: { ready: false }", ["down"]],
    ["filter: { ready: true }", ["big", "cordoned"]],
    ["filter: { unschedulable: true }", ["cordoned"]],
    ["filter: { hasProblems: true }", ["down"]],
    ['filter: { role: "worker" }', ["big"]],
    ['filter: { role: "" }', []],
    ['filter: { taintKey: "dedicated" }', ["cordoned"]],
    ['filter: { labels: "zone=a" }', ["down"]],
    ['filter: { clusters: ["bravo"] }', []],
    ["orderBy: [{ field: ALLOCATABLE_MEMORY, direction: DESC }]", ["big", "cordoned", "down"]],
    ["orderBy: [{ field: ALLOCATABLE_CPU }]", ["cordoned", "down", "big"]],
    ["orderBy: [{ field: KUBELET_VERSION }, { field: NAME, direction: DESC }]", ["down", "cordoned", "big"]],
  ])("nodes are listed by %s", async (args, names) => {
    put(
      node("big", {
        labels: { "node-role.kubernetes.io/worker": "" },
        status: { allocatable: { cpu: "64", memory: "1Ti" }, nodeInfo: { kubeletVersion: "v1.36.3" } },
      }),
    );
    put(node("cordoned", { spec: { unschedulable: true, taints: [{ key: "dedicated" }] } }));
    put(node("down", { labels: { zone: "a" }, status: { conditions: [{ type: "Ready", status: "Unknown" }] } }));
    const data = await world.data(`{ clusterNodes(${args}) { totalCount nodes { name } } }`);
    expect(data).toEqual({ clusterNodes: { totalCount: names.length, nodes: names.map((name) => ({ name })) } });
  });

  test("pods and nodes lead to each other, and what pods that have not ended ask for is summed up", async () => {
    put(node("n-1"));
    put(node("n-2"));
    put(node("n-1"), "bravo");
    world.put("alpha", "pods", requesting("web", "n-1", "Running", "250m", "64Mi"));
    world.put("alpha", "pods", requesting("next", "n-1", "Pending", "1", "1Gi"));
    world.put("alpha", "pods", requesting("done", "n-1", "Succeeded", "2", "2Gi"));
    world.put("alpha", "pods", requesting("lost", "n-1", "Failed", "2", "2Gi"));
    world.put("alpha", "pods", requesting("other", "n-2", "Running", "100m", "32Mi"));
    world.put("alpha", "pods", requesting("orphan", "gone", "Running", "4", "4Gi"));
    world.put("bravo", "pods", requesting("elsewhere", "n-1", "Running", "8", "8Gi"));
    const data = await world.data(`{
      clusterNode(by: { ref: { cluster: "alpha", name: "n-1" } }) {
        pods { totalCount nodes { name node { cluster name } } }
        requested { cpu cpuCores memory memoryBytes pods } limited { cpu memory pods }
      }
      cluster(name: "alpha") {
        nodeCount readyNodeCount provider requested { cpu memory pods } capacity { cpu memory pods } allocatable { cpu }
        clusterNodes { totalCount }
      }
      orphan: pod(by: { ref: { cluster: "alpha", namespace: "shop", name: "orphan" } }) { node { name } }
    }`);
    const back = { cluster: "alpha", name: "n-1" };
    expect(data).toEqual({
      clusterNode: {
        pods: { totalCount: 4, nodes: ["done", "lost", "next", "web"].map((name) => ({ name, node: back })) },
        requested: { cpu: "1250m", cpuCores: 1.25, memory: "1088Mi", memoryBytes: 1088 * 2 ** 20, pods: 2 },
        limited: { cpu: null, memory: "1088Mi", pods: 2 },
      },
      cluster: {
        nodeCount: 2,
        readyNodeCount: 2,
        provider: "AWS",
        requested: { cpu: "1350m", memory: "1120Mi", pods: 3 },
        capacity: { cpu: "8", memory: "32Gi", pods: 220 },
        allocatable: { cpu: "7" },
        clusterNodes: { totalCount: 2 },
      },
      orphan: { node: null },
    });
  });

  test("who may not list nodes is shown none, and the cluster all the same", async () => {
    put(node("n-1"));
    world.put("alpha", "pods", pod("web", {}, { spec: { nodeName: "n-1" } }));
    world.caller.sees(seesNothing, "alpha", "nodes");
    const { data, errors } = await world.run(`{
      cluster(name: "alpha") { name nodeCount provider capacity { cpu } pods { nodes { nodeName node { name } } } }
    }`);
    expect(data).toEqual({
      cluster: {
        name: "alpha",
        nodeCount: null,
        provider: null,
        capacity: null,
        pods: { nodes: [{ nodeName: "n-1", node: null }] },
      },
    });
    expect(new Set(errors?.map(({ extensions }) => extensions?.code))).toEqual(new Set(["FORBIDDEN"]));
  });
});

describe("cordoning", () => {
  let world: KubernetesWorld;
  beforeEach(async () => {
    world = await KubernetesWorld.start();
  });
  afterEach(() => world[Symbol.asyncDispose]());

  const mutate = (field: string, input: object) => {
    const type = `${field.charAt(0).toUpperCase()}${field.slice(1)}Input`;
    const document = `mutation ($input: ${type}!) { ${field}(input: $input) {
      clusterNode { name unschedulable } userErrors { code field } revision
    } }`;
    return world.run(document, { input });
  };
  const ref = { cluster: "alpha", name: "n-1" };

  test.each([
    ["clusterNodeCordon", true],
    ["clusterNodeUncordon", null],
  ])("%s patches that one field", async (field, unschedulable) => {
    const alpha = world.cluster("alpha");
    const object = node("n-1", { spec: { unschedulable: unschedulable ?? false } });
    alpha.onPatch = async () => ({ object, resourceVersion: "7" });
    const { data, errors } = await mutate(field, { by: { ref }, dryRun: true });
    expect(errors).toBeUndefined();
    expect(data).toEqual({
      [field]: {
        clusterNode: { name: "n-1", unschedulable: unschedulable ?? false },
        userErrors: [],
        revision: null,
      },
    });
    expect(alpha.patches).toMatchObject([
      {
        ref: { cluster: "alpha", resource: "nodes", namespace: "", name: "n-1" },
        body: { metadata: {}, spec: { unschedulable } },
        options: { type: "merge", dryRun: true },
      },
    ]);
  });

  test.each<[string, object, object]>([
    ["no node at all", {}, { code: "BAD_USER_INPUT" }],
    ["an id that is none", { id: "rubbish" }, { code: "INVALID_ID" }],
    ["an id and a place", { id: "x", ref }, { code: "BAD_USER_INPUT" }],
    ["a cluster that is not registered", { ref: { ...ref, cluster: "nowhere" } }, { code: "UNKNOWN_CLUSTER" }],
    ["a place with a namespace", { ref: { ...ref, namespace: "shop" } }, { code: "BAD_USER_INPUT" }],
  ])("refuses %s, and asks nobody", async (_what, by, extensions) => {
    const { errors } = await mutate("clusterNodeCordon", { by });
    expect(errors).toMatchObject([{ extensions }]);
    expect(world.cluster("alpha").patches).toEqual([]);
  });

  test("refuses the id of something else, and a name that can be none", async () => {
    const id = world.put("alpha", "pods", pod("web"));
    const { errors } = await mutate("clusterNodeCordon", { by: { id } });
    expect(errors).toMatchObject([{ extensions: { code: "INVALID_ID", field: "input.by.id" } }]);
    const { data } = await mutate("clusterNodeCordon", { by: { ref: { ...ref, name: "../nodes" } } });
    expect(data).toMatchObject({ clusterNodeCordon: { clusterNode: null, userErrors: [{ code: "NOT_FOUND" }] } });
    expect(world.cluster("alpha").patches).toEqual([]);
  });
});

describe("tainting", () => {
  const NoSchedule = "NoSchedule";
  const tainted = node("n-1", {
    spec: {
      taints: [
        { key: "a", value: "1", effect: NoSchedule },
        { key: "a", value: "1", effect: "NoExecute", timeAdded: "2026-03-01T08:00:09Z" },
        { key: "b", effect: NoSchedule },
      ],
    },
  });
  const [a, aExecute, b] = tainted.spec?.taints ?? [];
  const changed = (input: Parameters<typeof taintsChanged>[1], of: NodeManifest = tainted) =>
    taintsChanged(of, input).merge.spec.taints;

  test.each<[string, Parameters<typeof taintsChanged>[1], (object | undefined)[]]>([
    [
      "adds one, and leaves the others",
      { set: [{ key: "c", effect: NoSchedule }] },
      [a, aExecute, b, { key: "c", effect: NoSchedule }],
    ],
    [
      "gives one of the same key and effect the value, and lets the other effect be",
      { set: [{ key: "a", value: "2", effect: NoSchedule }] },
      [aExecute, b, { key: "a", value: "2", effect: NoSchedule }],
    ],
    ["takes off all of a key", { remove: [{ key: "a" }] }, [b]],
    ["takes off that of one effect", { remove: [{ key: "a", effect: "NoExecute" }] }, [a, b]],
    ["takes off what is not there without a word", { remove: [{ key: "z" }] }, [a, aExecute, b]],
    [
      "does both at once",
      { set: [{ key: "b", value: "x", effect: NoSchedule }], remove: [{ key: "a" }] },
      [{ key: "b", value: "x", effect: NoSchedule }],
    ],
  ])("%s", (_what, input, taints) => {
    expect(changed(input)).toEqual(taints);
  });

  test("begins a list where there is none", () => {
    const bare = { ...node("n-1"), spec: undefined as never };
    expect(changed({ set: [{ key: "c", value: "", effect: NoSchedule }] }, bare)).toEqual([
      { key: "c", effect: NoSchedule },
    ]);
  });

  test("says where of the input it is that the API server refuses", () => {
    const { inputPaths } = taintsChanged(tainted, { set: [{ key: "?", effect: NoSchedule }] });
    expect(inputPaths["metadata.taints[3].key"]).toBe("input.set[0].key");
  });

  test.each<[string, Parameters<typeof taintFaults>[0], string[]]>([
    ["nothing", {}, ["input.set"]],
    ["empty lists", { set: [], remove: [] }, ["input.set"]],
    [
      "the same twice",
      {
        set: [
          { key: "a", effect: NoSchedule },
          { key: "a", value: "2", effect: NoSchedule },
        ],
      },
      ["input.set[1]"],
    ],
    [
      "one that is taken off as well",
      { set: [{ key: "a", effect: NoSchedule }], remove: [{ key: "a" }] },
      ["input.set[0]"],
    ],
    [
      "two effects of a key",
      {
        set: [
          { key: "a", effect: NoSchedule },
          { key: "a", effect: "NoExecute" },
        ],
      },
      [],
    ],
    [
      "one effect for another",
      { set: [{ key: "a", effect: NoSchedule }], remove: [{ key: "a", effect: "NoExecute" }] },
      [],
    ],
  ])("finds fault with %s: %j", (_what, input, fields) => {
    expect(taintFaults(input).map(({ field }) => field)).toEqual(fields);
  });
});

describe("the usage of nodes", () => {
  const measured = (name: string, cpu: string): KubernetesObject => {
    const { namespace: _, ...meta } = metadata(name);
    const usage = { cpu, memory: "1Gi" };
    return { apiVersion: "metrics.k8s.io/v1beta1", kind: "NodeMetrics", metadata: meta, usage } as KubernetesObject;
  };
  const query =
    '{ cluster(name: "alpha") { usage { cpuCores memory } clusterNodes { nodes { name usage { cpu } } } } }';
  let world: KubernetesWorld;
  beforeEach(async () => {
    world = await KubernetesWorld.start();
    for (const name of ["n-1", "n-2", "new"]) world.put("alpha", "nodes", node(name));
  });
  afterEach(() => world[Symbol.asyncDispose]());

  test("is what was measured, of each and of the cluster", async () => {
    Object.assign(world.cluster("alpha").discovery, {
      resources: [
        ...world.cluster("alpha").discovery.resources,
        { ...served("metrics.k8s.io", "Node", false), kind: "NodeMetrics" },
      ],
    });
    world.put("alpha", "metrics.k8s.io/nodes", measured("n-1", "250m"));
    world.put("alpha", "metrics.k8s.io/nodes", measured("n-2", "500m"));
    expect(await world.data(query)).toEqual({
      cluster: {
        usage: { cpuCores: 0.75, memory: "2Gi" },
        clusterNodes: {
          nodes: [
            { name: "n-1", usage: { cpu: "250m" } },
            { name: "n-2", usage: { cpu: "500m" } },
            { name: "new", usage: null },
          ],
        },
      },
    });
  });

  test("is not known where nothing is measured", async () => {
    expect(await world.data(query)).toMatchObject({
      cluster: { usage: null, clusterNodes: { nodes: [{ usage: null }, { usage: null }, { usage: null }] } },
    });
  });
});
