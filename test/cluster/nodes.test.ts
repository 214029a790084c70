import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { quantityOf } from "../../src/domains/resources/quantity.mapping.ts";
import type { Cluster } from "../control-plane/cluster.ts";
import { ensureNamespace } from "../control-plane/seed.ts";
import { waitFor } from "../control-plane/wait-for.ts";
import { byToken } from "../matrix/by-token.ts";
import { binding, role, type Subject } from "../matrix/grants.ts";
import { covers } from "../support/covers.ts";
import { post, query, subscribe } from "../support/graphql-client.ts";
import { published } from "../support/published.ts";
import { type Rig, startGateway, startRig } from "../support/rig.ts";

covers("CL-1", "provider, nodes, capacity, allocatable and requested as kubectl counts them", "kube-apiserver, kwok");
covers("CL-2", "what nodes are, their pods, conditions, requests as kubectl describes them", "kube-apiserver, kwok");
covers("CL-2", "labels, and roles by them", "kube-apiserver");
covers("CL-2", "taints set and taken off, as the scheduler heeds them", "kube-scheduler");
covers("CL-2", "cordon and uncordon, as the scheduler heeds them", "kube-scheduler");

interface Amounts {
  readonly cpuCores: number | null;
  readonly memoryBytes: number | null;
  readonly ephemeralStorageBytes: number | null;
  readonly pods: number | null;
}
interface ClusterNode {
  readonly name: string;
  readonly unschedulable: boolean;
  readonly requested: Amounts;
  readonly limited: Amounts;
  readonly pods: { readonly totalCount: number };
}
interface Payload {
  readonly clusterNode: { readonly name: string; readonly unschedulable: boolean } | null;
  readonly userErrors: readonly { readonly code: string; readonly field: string | null }[];
  readonly revision: string | null;
}
interface Pod {
  readonly metadata: { readonly name: string };
  readonly spec: { readonly nodeName?: string };
  readonly status: {
    readonly phase?: string;
    readonly conditions?: readonly { readonly type: string; readonly reason?: string }[];
  };
}
interface Node {
  readonly metadata: { readonly resourceVersion: string };
  readonly spec: { readonly unschedulable?: boolean };
}

const SHOP = "shop";
const merge = { contentType: "application/merge-patch+json" };
let rig: Rig;
let cluster: Cluster;
let nodes: readonly string[];

beforeAll(async () => {
  rig = await startRig({ clusters: 1, nodes: 2, config: { allowWrites: true } });
  [cluster] = rig.controlPlane.clusters as [Cluster];
  nodes = [`${cluster.name}-node-001`, `${cluster.name}-node-002`];
  await ensureNamespace(cluster, SHOP);
});
afterAll(() => rig?.[Symbol.asyncDispose]());

const api = <T>(path: string) => cluster.api.request<T>("GET", path);
const podPath = (name = "") => `/api/v1/namespaces/${SHOP}/pods/${name}`;
const createPod = (name: string, spec: object) =>
  cluster.api.request("POST", podPath(), {
    metadata: { name },
    spec: { containers: [{ name: "main", image: "x:1" }], ...spec },
  });
const scheduled = (name: string) =>
  waitFor(async () => (await api<Pod>(podPath(name))).spec.nodeName, 20_000, `${name} on a node`);

async function run<T>(name: string, variables: Record<string, unknown>): Promise<T> {
  return query<T>(rig.url, await published(name), variables);
}

async function cordon(verb: "cordon" | "uncordon", input: object): Promise<Payload> {
  const data = await run<Record<string, Payload>>(`cluster-node-${verb}`, { input });
  return data[verb === "cordon" ? "clusterNodeCordon" : "clusterNodeUncordon"] as Payload;
}

const byName = (name: string) => ({ by: { ref: { cluster: cluster.name, name } } });

describe("nodes", () => {
  test("ask for, and may have, what `kubectl describe node` adds up", async () => {
    const resources = (cpu: string, memory: string) => ({
      requests: { cpu, memory },
      limits: { cpu: "1", memory: "1Gi" },
    });
    const main = (cpu: string, memory: string) => ({ name: "main", image: "x:1", resources: resources(cpu, memory) });
    const [nodeName] = nodes;
    await createPod("plain", { nodeName, containers: [main("250m", "100M")] });
    await createPod("starting", {
      nodeName,
      initContainers: [
        { name: "sidecar", image: "x:1", restartPolicy: "Always", resources: resources("50m", "16Mi") },
        { ...main("900m", "1Mi"), name: "init" },
      ],
      containers: [main("100m", "64Mi")],
    });
    await createPod("over", { nodeName, resources: resources("333m", "77Mi") });
    // It ends, and counts no more. What speaks for the kubelet has had its say before.
    await createPod("done", { nodeName, restartPolicy: "Never", containers: [main("1", "1Gi")] });
    await waitFor(async () => (await api<Pod>(podPath("done"))).status.phase === "Running", 20_000, "a pod that runs");
    await cluster.api.request("PATCH", `${podPath("done")}/status`, { status: { phase: "Succeeded" } }, merge);
    const { clusterNodes } = await waitFor(
      async () => {
        const found = await run<{ clusterNodes: { totalCount: number; nodes: ClusterNode[] } }>("cluster-nodes", {
          filter: { clusters: [cluster.name], name: { in: [nodeName] } },
        });
        return found.clusterNodes.nodes[0]?.requested.pods === 3 ? found : undefined;
      },
      20_000,
      "three pods that have not ended",
    );
    const { clusterNode: limited } = await query<{ clusterNode: ClusterNode }>(
      rig.url,
      "query ($by: ClusterScopedByInput!) { clusterNode(by: $by) { limited { cpuCores memoryBytes } } }",
      byName(nodeName as string),
    );
    const described = await cluster.kubectl(["describe", "node", nodeName as string]);
    const row = (resource: string) => {
      const [, requests, limits] =
        new RegExp(`^  ${resource} +(\\S+) \\(\\d+%\\) +(\\S+) \\(\\d+%\\)`, "m").exec(described) ?? [];
      return [quantityOf(requests), quantityOf(limits)];
    };
    const [node] = clusterNodes.nodes as [ClusterNode];
    expect([
      [node.requested.cpuCores, limited.limited.cpuCores],
      [node.requested.memoryBytes, limited.limited.memoryBytes],
    ]).toEqual([row("cpu"), row("memory")]);
    expect(node.requested.cpuCores).toBeGreaterThan(1);
    expect(described).toContain(`(${node.requested.pods} in total)`);
    expect(node.pods.totalCount).toBe(4);
  });

  test("say what kubectl says of them, and so does the cluster of them together", async () => {
    const { cluster: shown } = await query<{ cluster: Record<string, unknown> }>(
      rig.url,
      `query ($name: String!) { cluster(name: $name) {
        provider nodeCount readyNodeCount
        capacity { cpuCores memoryBytes pods ephemeralStorageBytes } allocatable { cpuCores memoryBytes }
        requested { cpuCores pods }
        clusterNodes { nodes {
          name ready roles kubeletVersion osImage kernelVersion containerRuntimeVersion internalIP
          pods { nodes { name node { name } } }
          requested { cpuCores pods }
        } }
      } }`,
      { name: cluster.name },
    );
    const wide = await cluster.kubectl(["get", "nodes", "-o", "wide", "--no-headers"]);
    const { nodes: each } = shown.clusterNodes as {
      nodes: (Record<string, unknown> & {
        requested: { cpuCores: number; pods: number };
        pods: { nodes: { node: { name: string } }[] };
      })[];
    };
    expect(each).toHaveLength(2);
    const lines = wide.trim().split("\n");
    for (const [index, node] of each.entries()) {
      for (const value of [
        node.name,
        "Ready",
        node.kubeletVersion,
        node.osImage,
        node.kernelVersion,
        node.internalIP,
      ]) {
        expect(lines[index]).toContain(value);
      }
      expect(node).toMatchObject({ ready: true, roles: [] });
      expect(node.pods.nodes.filter((pod) => pod.node.name !== node.name)).toEqual([]);
    }
    const sum = (of: "cpuCores" | "pods") => each.reduce((total, { requested }) => total + requested[of], 0);
    expect(shown).toMatchObject({
      provider: "LOCAL",
      nodeCount: 2,
      readyNodeCount: 2,
      capacity: { cpuCores: 64, memoryBytes: 512 * 2 ** 30, pods: 220, ephemeralStorageBytes: 1000 * 2 ** 30 },
      allocatable: { cpuCores: 63, memoryBytes: 500 * 2 ** 30 },
      requested: { cpuCores: sum("cpuCores"), pods: sum("pods") },
    });
  });

  test("that are cordoned get no pods from the scheduler, and get them again once they are not", async () => {
    const [first, second] = nodes as [string, string];
    const events: string[] = [];
    const document = await published("cluster-node-events");
    type Delta = {
      clusterNodeEvents: { phase: string; changes: { object: { name: string; unschedulable: boolean } }[] };
    };
    const filter = { clusters: [cluster.name], name: { in: [first] } };
    const subscription = subscribe<Delta>(rig.url, document, { filter }, ({ data }) => {
      for (const { object } of data?.clusterNodeEvents.changes ?? [])
        events.push(`${object.name} ${object.unschedulable}`);
    });
    await waitFor(() => events.length > 0, 10_000, "the node as it is");
    const node = () => api<Node>(`/api/v1/nodes/${first}`);

    expect(await cordon("cordon", { ...byName(first), dryRun: true })).toEqual({
      clusterNode: { id: expect.any(String), name: first, unschedulable: true },
      userErrors: [],
      revision: null,
    });
    expect((await node()).spec.unschedulable).toBeUndefined();

    const { clusterNode, revision, userErrors } = await cordon("cordon", byName(first));
    expect([clusterNode?.unschedulable, userErrors, typeof revision]).toEqual([true, [], "string"]);
    expect(await cluster.kubectl(["get", "node", first])).toContain("SchedulingDisabled");
    const again = await cordon("cordon", byName(first));
    expect(again).toMatchObject({ clusterNode: { unschedulable: true }, userErrors: [] });

    // The scheduler has to know of it before it is asked for anything.
    await createPod("kept-off", { nodeSelector: { "kubernetes.io/hostname": first } });
    await waitFor(
      async () =>
        (await api<Pod>(podPath("kept-off"))).status.conditions?.some(({ reason }) => reason === "Unschedulable"),
      20_000,
      "the scheduler's refusal",
    );
    for (const name of ["a", "b", "c"]) await createPod(name, {});
    expect(await Promise.all(["a", "b", "c"].map(scheduled))).toEqual([second, second, second]);
    expect((await api<Pod>(podPath("kept-off"))).spec.nodeName).toBeUndefined();

    expect(await cordon("uncordon", byName(first))).toMatchObject({
      clusterNode: { unschedulable: false },
      userErrors: [],
    });
    expect(await scheduled("kept-off")).toBe(first);
    await waitFor(() => events.at(-1) === `${first} false` && events.includes(`${first} true`), 10_000, "both changes");
    await subscription.close();
  });

  test("that are not there, or have changed, are told as what the caller can mend", async () => {
    expect(await cordon("cordon", byName("nobody"))).toMatchObject({
      clusterNode: null,
      userErrors: [{ code: "NOT_FOUND" }],
      revision: null,
    });
    const expected = { ...byName(nodes[1] as string), expectedResourceVersion: "1" };
    expect(await cordon("cordon", expected)).toMatchObject({ clusterNode: null, userErrors: [{ code: "CONFLICT" }] });
    expect((await api<Node>(`/api/v1/nodes/${nodes[1]}`)).spec.unschedulable).toBeUndefined();
  });

  test("get taints that the scheduler heeds, and lose them again", async () => {
    const [first] = nodes as [string];
    interface Tainted extends Payload {
      readonly clusterNode: (NonNullable<Payload["clusterNode"]> & { readonly taints: readonly object[] }) | null;
    }
    const taint = async (input: object) => {
      const data = await run<{ clusterNodeTaint: Tainted }>("cluster-node-taint", {
        input: { ...byName(first), ...input },
      });
      return data.clusterNodeTaint;
    };
    const dedicated = { key: "example.com/dedicated", value: "db", effect: "NO_SCHEDULE" };
    const preferred = { ...dedicated, value: null, effect: "PREFER_NO_SCHEDULE" };
    const dry = await taint({ set: [dedicated], dryRun: true });
    expect(dry).toMatchObject({ clusterNode: { taints: [dedicated] }, userErrors: [], revision: null });
    expect(await taint({ set: [dedicated, preferred] })).toMatchObject({
      clusterNode: { taints: [dedicated, preferred] },
      userErrors: [],
    });
    const described = await cluster.kubectl(["describe", "node", first]);
    expect(described).toContain("example.com/dedicated=db:NoSchedule");
    expect(described).toContain("example.com/dedicated:PreferNoSchedule");
    const nodeSelector = { "kubernetes.io/hostname": first };
    await createPod("intolerant", { nodeSelector });
    await createPod("tolerant", { nodeSelector, tolerations: [{ key: dedicated.key, operator: "Exists" }] });
    expect(await scheduled("tolerant")).toBe(first);
    expect((await api<Pod>(podPath("intolerant"))).spec.nodeName).toBeUndefined();
    expect(await taint({ set: [{ ...dedicated, key: "not a key!" }] })).toMatchObject({
      clusterNode: null,
      userErrors: [{ code: "INVALID", field: "input.set[0].key" }],
    });
    expect(await taint({ remove: [{ key: dedicated.key, effect: dedicated.effect }] })).toMatchObject({
      clusterNode: { taints: [preferred] },
    });
    expect(await scheduled("intolerant")).toBe(first);
    expect(await taint({ remove: [{ key: dedicated.key }] })).toMatchObject({ clusterNode: { taints: [] } });
  });

  test("are labelled like anything, and found by that", async () => {
    const [first] = nodes as [string];
    const by = { ref: { cluster: cluster.name, kind: "nodes", name: first } };
    interface Labelled {
      readonly resourceLabel: { readonly userErrors: readonly object[]; readonly revision: string };
    }
    const role = "node-role.kubernetes.io/database";
    const { resourceLabel } = await run<Labelled>("resource-label", { input: { by, set: { [role]: "" } } });
    expect(resourceLabel.userErrors).toEqual([]);
    const { clusterNodes } = await query<{ clusterNodes: { nodes: { name: string; roles: string[] }[] } }>(
      rig.url,
      `query ($minRevision: String) {
        clusterNodes(filter: { role: "database" }, minRevision: $minRevision) { nodes { name roles } }
      }`,
      { minRevision: resourceLabel.revision },
    );
    expect(clusterNodes.nodes).toEqual([{ name: first, roles: ["database"] }]);
    expect(await cluster.kubectl(["get", "node", first, "--no-headers"])).toContain(" database ");
  });

  test("in trouble show it in the stream: what the kubelet says, and what node-problem-detector adds", async () => {
    const [, name] = nodes as [string, string];
    const seen: string[] = [];
    const document = await published("cluster-node-events");
    type Delta = {
      clusterNodeEvents: { changes: { type: string; object: { name: string; problems: { type: string }[] } | null }[] };
    };
    const filter = { clusters: [cluster.name], hasProblems: true };
    const subscription = subscribe<Delta>(rig.url, document, { filter }, ({ data }) => {
      for (const { type, object } of data?.clusterNodeEvents.changes ?? []) {
        seen.push(`${type} ${object?.name} ${object?.problems.map((problem) => problem.type).join(",")}`);
      }
    });
    const report = async (type: string, status: string) => {
      const condition = {
        type,
        status,
        reason: "Reported",
        message: "by a test",
        lastTransitionTime: new Date().toISOString(),
      };
      await cluster.api.request(
        "PATCH",
        `/api/v1/nodes/${name}/status`,
        { status: { conditions: [condition] } },
        { contentType: "application/strategic-merge-patch+json" },
      );
    };
    // Who speaks for the kubelets would mend at once what is reported here.
    cluster.signal("kwok", "SIGSTOP");
    await report("KernelDeadlock", "True");
    await waitFor(() => seen.includes(`ADDED ${name} KernelDeadlock`), 10_000, "the deadlock");
    await report("KernelDeadlock", "False");
    await waitFor(() => seen.at(-1)?.startsWith(`DELETED ${name}`), 10_000, "its end");
    await report("Ready", "False");
    await waitFor(() => seen.includes(`ADDED ${name} Ready`), 10_000, "a node that is not ready");
    cluster.signal("kwok", "SIGCONT");
    await waitFor(() => seen.at(-1)?.startsWith(`DELETED ${name}`), 20_000, "a node that is ready again");
    expect(seen.filter((line) => !line.startsWith("MODIFIED")).map((line) => line.split(" ")[0])).toEqual([
      "ADDED",
      "DELETED",
      "ADDED",
      "DELETED",
    ]);
    await subscription.close();
  });
});

describe("somebody", () => {
  let gateway: Awaited<ReturnType<typeof startGateway>>;
  beforeAll(async () => {
    gateway = await startGateway(rig.kubeconfig, { ...byToken, allowWrites: true });
    const allow = async (name: string, namespace: string, resource: string) => {
      const rules = [{ apiGroups: [""], resources: [resource], verbs: ["get", "list", "watch"] }];
      const subjects: Subject[] = [{ kind: "User", name: "alice" }];
      const kind = namespace ? "Role" : "ClusterRole";
      for (const { path, body } of [role(namespace, name, rules), binding(namespace, name, { kind, name }, subjects)]) {
        await cluster.api.request("POST", path, body);
      }
    };
    await allow("see-nodes", "", "nodes");
    await allow("see-pods", SHOP, "pods");
  });
  afterAll(() => gateway?.stop());

  const ask = <T>(who: string, document: string, variables: Record<string, unknown>) =>
    post<T>(gateway.url, document, variables, cluster.tokenOf(who));

  interface Seen {
    readonly cluster: {
      readonly nodeCount: number | null;
      readonly requested: { readonly pods: number } | null;
      readonly components: readonly object[] | null;
      readonly clusterNodes: { readonly nodes: readonly object[]; readonly clusterErrors: readonly { code: string }[] };
    };
  }
  const overview = `query ($name: String!) { cluster(name: $name) {
    nodeCount requested { pods } components { name } clusterNodes { nodes { name } clusterErrors { code } }
  } }`;

  test("who may see nodes, and the pods of one namespace, is shown the sums of those", async () => {
    const { items } = await api<{ items: Pod[] }>(podPath());
    const running = items.filter(({ spec, status }) => spec.nodeName && status.phase !== "Succeeded");
    const { data, errors } = await ask<Seen>("alice", overview, { name: cluster.name });
    expect(errors).toBeUndefined();
    expect(data?.cluster).toMatchObject({ nodeCount: 2, requested: { pods: running.length } });
    expect(data?.cluster.clusterNodes.nodes).toHaveLength(2);
  });

  test("who may see nothing is told so, and shown what anybody may know", async () => {
    const { data, errors } = await ask<Seen>("mallory", overview, { name: cluster.name });
    expect(data?.cluster).toMatchObject({
      nodeCount: null,
      requested: null,
      clusterNodes: { nodes: [], clusterErrors: [{ code: "FORBIDDEN" }] },
    });
    expect(data?.cluster.components?.length).toBeGreaterThan(5);
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(["FORBIDDEN", "FORBIDDEN"]);
  });

  test.each(["alice", "mallory"])("as %s, who may not change nodes, cannot cordon one", async (who) => {
    const document = await published("cluster-node-cordon");
    const { errors } = await ask(who, document, { input: byName(nodes[1] as string) });
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(["FORBIDDEN"]);
    expect((await api<Node>(`/api/v1/nodes/${nodes[1]}`)).spec.unschedulable).toBeUndefined();
  });
});
