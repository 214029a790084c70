import { afterEach, describe, expect, test } from "vitest";
import type { SandboxOptions } from "../../../src/sandbox/index.ts";
import { TestSandbox } from "../../support/sandbox.ts";

const running: TestSandbox[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((each) => each[Symbol.asyncDispose]()));
});

async function start(options: SandboxOptions = {}): Promise<TestSandbox> {
  const sandbox = await TestSandbox.start(options);
  running.push(sandbox);
  return sandbox;
}

const paths = [
  "/api/v1/nodes",
  "/api/v1/pods",
  "/api/v1/events",
  "/apis/apps/v1/deployments",
  "/apis/apps/v1/replicasets",
];

async function everything(sandbox: TestSandbox, cluster = 0): Promise<string> {
  const lists = await Promise.all(paths.map((path) => sandbox.json(path, {}, cluster)));
  return JSON.stringify(lists);
}

const minute = 60_000;

describe("a seed", () => {
  test("gives the same clusters, and the same life in them", async () => {
    const [one, same, other] = await Promise.all(
      ["a", "a", "b"].map((seed) => start({ seed, scenario: "steady", clusters: 2 })),
    );
    for (const sandbox of [one, same, other]) sandbox?.step(5 * minute);
    if (!one || !same || !other) throw new Error("not started");
    for (const cluster of [0, 1]) {
      const text = await everything(one, cluster);
      expect(text.length).toBeGreaterThan(50_000);
      expect(await everything(same, cluster)).toBe(text);
      expect(await everything(other, cluster)).not.toBe(text);
    }
  });

  test("gives a life that does not depend on how it is stepped", async () => {
    const [whole, pieces] = await Promise.all([start({ scenario: "steady" }), start({ scenario: "steady" })]);
    whole.step(2 * minute);
    for (let n = 0; n < 240; n += 1) pieces.step(500);
    expect(await everything(pieces)).toBe(await everything(whole));
  });
});

describe("a cluster", () => {
  test("holds what one expects to find, all of it running", async () => {
    const sandbox = await start({ clusters: 3 });
    expect(sandbox.sandbox.kubeconfig.contexts.map(({ name }) => name)).toEqual(["eu-prod", "us-prod", "dc-berlin"]);
    const providers: string[] = [];
    for (const cluster of [0, 1, 2]) {
      const { items: nodes } = await sandbox.json("/api/v1/nodes", {}, cluster);
      providers.push(nodes[0].spec.providerID.split(":")[0]);
      const { items: pods } = await sandbox.json("/api/v1/pods", {}, cluster);
      expect(pods.length).toBeGreaterThan(25);
      expect(new Set(pods.map(({ status }: { status: { phase: string } }) => status.phase))).toEqual(
        new Set(["Running"]),
      );
      const { items: deployments } = await sandbox.json("/apis/apps/v1/deployments", {}, cluster);
      expect(deployments).toHaveLength(15);
      for (const { spec, status } of deployments) expect(status.availableReplicas).toBe(spec.replicas);
    }
    expect(providers).toEqual(["aws", "azure", "openstack"]);
  });

  test("answers a scale with pods that come, run, and go", async () => {
    const sandbox = await start();
    const path = "/apis/apps/v1/namespaces/shop/deployments/cart";
    const scale = (replicas: number) =>
      sandbox.json(path, {
        method: "PATCH",
        body: { spec: { replicas } },
        headers: { "content-type": "application/merge-patch+json" },
      });
    const phases = async () => {
      const selector = encodeURIComponent("app.kubernetes.io/name=cart");
      const { items } = await sandbox.json(`/api/v1/namespaces/shop/pods?labelSelector=${selector}`);
      return items.map(
        ({ status, metadata }: { status: { phase: string }; metadata: { deletionTimestamp?: string } }) =>
          metadata.deletionTimestamp ? "Terminating" : status.phase,
      );
    };
    await scale(4);
    expect(await phases()).toEqual(["Running", "Running"]);
    sandbox.step(200);
    expect((await phases()).toSorted()).toEqual(["Pending", "Pending", "Running", "Running"]);
    sandbox.step(5_000);
    expect(await phases()).toEqual(Array(4).fill("Running"));
    await scale(1);
    sandbox.step(200);
    expect((await phases()).filter((phase: string) => phase === "Terminating")).toHaveLength(3);
    sandbox.step(5_000);
    expect(await phases()).toEqual(["Running"]);
  });

  test("is not stopped by what no controller can make sense of", async () => {
    const sandbox = await TestSandbox.start();
    const merge = (path: string, body: object) => {
      const headers = { "content-type": "application/merge-patch+json" };
      return sandbox.json(path, { method: "PATCH", body, headers });
    };
    const [pod] = (await sandbox.json("/api/v1/namespaces/shop/pods")).items;
    const status = { conditions: 5, containerStatuses: "none" };
    await merge(`/api/v1/namespaces/shop/pods/${pod.metadata.name}/status`, { status });
    await merge("/apis/apps/v1/namespaces/search/deployments/indexer", { spec: { replicas: 3 } });
    sandbox.step(minute);
    expect(sandbox.defects.length).toBeGreaterThan(0);
    const { status: other } = await sandbox.json("/apis/apps/v1/namespaces/search/deployments/indexer");
    expect(other.availableReplicas).toBe(3);
    sandbox.defects.length = 0;
    await sandbox[Symbol.asyncDispose]();
  });
});

interface PodLike {
  readonly metadata: { readonly name: string; readonly deletionTimestamp?: string };
  readonly spec: { readonly nodeName: string };
  readonly status: {
    readonly phase: string;
    readonly reason?: string;
    readonly containerStatuses?: readonly { readonly state: { readonly waiting?: { readonly reason: string } } }[];
  };
}

describe("the scenario", () => {
  test("steady never stands still: a node flaps, a deployment rolls, another breathes", async () => {
    const sandbox = await start({ scenario: "steady" });
    const seen = new Set<string>();
    const versions: number[] = [];
    for (let n = 0; n < 24; n += 1) {
      sandbox.step(5_000);
      versions.push(Number((await sandbox.json("/sandbox")).resourceVersion));
    }
    const { items: events } = await sandbox.json("/api/v1/events");
    for (const { reason } of events) seen.add(reason);
    for (const reason of [
      "NodeNotReady",
      "NodeReady",
      "ScalingReplicaSet",
      "SuccessfulCreate",
      "Scheduled",
      "Pulled",
      "Killing",
    ]) {
      expect(seen).toContain(reason);
    }
    // No stillness is longer than 15 s.
    for (const [index, version] of versions.slice(3).entries()) expect(version).toBeGreaterThan(versions[index] ?? 0);
    const { spec } = await sandbox.json("/apis/apps/v1/namespaces/shop/deployments/storefront");
    expect(spec.template.spec.containers[0].image).toMatch(/storefront:4\.18\.5$/);
    // For long it stays as large as it is: nothing piles up.
    sandbox.step(45 * minute);
    const { items: pods } = await sandbox.json("/api/v1/pods");
    expect(pods.length).toBeLessThan(50);
    expect((await sandbox.json("/api/v1/events")).items.length).toBeLessThan(3_000);
    expect((await sandbox.json("/apis/apps/v1/replicasets")).items.length).toBeLessThan(40);
  });

  test("bad-rollout ends in pods that cannot pull their image, and a deployment that says so", async () => {
    const sandbox = await start({ scenario: "bad-rollout" });
    sandbox.step(30_000);
    const selector = encodeURIComponent("app.kubernetes.io/name=checkout");
    const { items } = await sandbox.json(`/api/v1/namespaces/shop/pods?labelSelector=${selector}`);
    const reasons = (items as PodLike[]).map(
      ({ status }) => status.containerStatuses?.[0]?.state.waiting?.reason ?? status.phase,
    );
    expect(reasons.toSorted()).toEqual(["ImagePullBackOff", "Running", "Running", "Running"]);
    const path = "/apis/apps/v1/namespaces/shop/deployments/checkout";
    const progress = async () =>
      (await sandbox.json(path)).status.conditions.find(({ type }: { type: string }) => type === "Progressing");
    expect(await progress()).toMatchObject({ status: "True", reason: "ReplicaSetUpdated" });
    sandbox.step(11 * minute);
    expect(await progress()).toMatchObject({ status: "False", reason: "ProgressDeadlineExceeded" });
    const { items: events } = await sandbox.json("/api/v1/namespaces/shop/events?fieldSelector=reason%3DBackOff");
    expect(events[0].count).toBeGreaterThan(3);
  });

  test("node-down loses a node: its pods are not ready, then unknown, then replaced elsewhere", async () => {
    const sandbox = await start({ scenario: "node-down" });
    sandbox.step(5_000);
    const { items: nodes } = await sandbox.json("/api/v1/nodes");
    const lost = nodes.find(
      ({ status }: { status: { conditions: { type: string; status: string }[] } }) =>
        status.conditions.find(({ type }) => type === "Ready")?.status === "Unknown",
    );
    expect(lost.spec.taints.map(({ effect }: { effect: string }) => effect)).toEqual(["NoSchedule", "NoExecute"]);
    sandbox.step(minute);
    const { items } = (await sandbox.json("/api/v1/pods")) as { items: PodLike[] };
    const there = items.filter(({ spec }) => spec.nodeName === lost.metadata.name);
    expect(there.length).toBeGreaterThan(3);
    for (const { status, metadata } of there) {
      expect(status).toMatchObject({ phase: "Unknown", reason: "NodeLost" });
      expect(metadata.deletionTimestamp).toEqual(expect.any(String));
    }
    const { items: deployments } = await sandbox.json("/apis/apps/v1/deployments");
    for (const { spec, status } of deployments) expect(status.availableReplicas).toBe(spec.replicas);
  });
});
