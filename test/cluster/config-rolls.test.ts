import { execFileSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { projectRoot } from "../architecture/source-file.ts";
import type { Cluster } from "../control-plane/cluster.ts";
import { type ControlPlane, startControlPlane } from "../control-plane/control-plane.ts";
import { waitFor } from "../control-plane/wait-for.ts";
import { covers } from "../support/covers.ts";
import { GatewayProcess } from "../support/gateway-process.ts";
import { query } from "../support/graphql-client.ts";
import { throughProxies } from "../support/proxied.ts";

covers(
  "CO-2",
  "continuous mode: whoever changes a config, its workloads roll once, by one of two replicas, one killed on the way",
  "kube-apiserver with controllers",
);

const WORKLOADS = 16;
const stack = new AsyncDisposableStack();
let controlPlane: ControlPlane;
let cluster: Cluster;
let replicas: GatewayProcess[];

const deployments = "/apis/apps/v1/namespaces/default/deployments";
const configs = "/api/v1/namespaces/default/configmaps";
const names = Array.from({ length: WORKLOADS }, (_, index) => `follows-${index}`);

beforeAll(async () => {
  // The processes are of this very source, a mutant's too.
  execFileSync("npm", ["run", "--silent", "build"], { cwd: projectRoot, stdio: "inherit" });
  const dir = await mkdtemp(join(tmpdir(), "fairway-rolls-"));
  stack.defer(() => rm(dir, { recursive: true, force: true }));
  controlPlane = stack.use(await startControlPlane({ dir: join(dir, "clusters"), clusters: 1, nodes: 2 }));
  cluster = controlPlane.cluster("alpha");
  const proxied = stack.use(await throughProxies(controlPlane));
  // So that there is a middle in which a replica can be killed.
  proxied.proxies.get("alpha")?.delay(100);
  await cluster.kubectl(["create", "namespace", "fairway"]);
  await cluster.api.request("POST", configs, { metadata: { name: "settings" }, data: { level: "info" } });
  const env = [{ name: "LEVEL", valueFrom: { configMapKeyRef: { name: "settings", key: "level" } } }];
  for (const name of [...names, "stays"]) {
    const annotations = name === "stays" ? {} : { "fairway.dev/roll-on-config-change": "true" };
    await cluster.api.request("POST", deployments, {
      metadata: { name, annotations },
      spec: {
        replicas: 1,
        selector: { matchLabels: { app: name } },
        template: {
          metadata: { labels: { app: name } },
          spec: { containers: [{ name: "main", image: "registry.test/app:1", env }] },
        },
      },
    });
  }
  const file = join(dir, "fairway.yaml");
  const settings = {
    kubeconfig: proxied.kubeconfig,
    homeCluster: "alpha",
    homeNamespace: "fairway",
    rollOnConfigChange: true,
    allowWrites: true,
  };
  await writeFile(file, JSON.stringify(settings));
  replicas = [];
  for (let count = 0; count < 2; count += 1) {
    replicas.push(stack.use(await GatewayProcess.start(dir, ["--config", file])));
  }
}, 120_000);

afterAll(() => stack.disposeAsync());

interface Deployments {
  readonly items: readonly {
    readonly metadata: {
      readonly name: string;
      readonly generation: number;
      readonly annotations?: Readonly<Record<string, string>>;
    };
  }[];
}

async function followers() {
  const { items } = await cluster.api.request<Deployments>("GET", deployments);
  return new Map(items.map(({ metadata }) => [metadata.name, metadata]));
}

async function generations(): Promise<Record<string, number>> {
  return Object.fromEntries([...(await followers())].map(([name, { generation }]) => [name, generation]));
}

async function change(level: string): Promise<void> {
  const contentType = "application/merge-patch+json";
  await cluster.api.request("PATCH", `${configs}/settings`, { data: { level } }, { contentType });
}

const adopted = async () => {
  const all = await followers();
  return names.every((name) => all.get(name)?.annotations?.["fairway.dev/config-hash"] !== undefined);
};

test("a first look replaces no pods", { timeout: 60_000 }, async () => {
  await waitFor(adopted, 50_000, "all workloads are known");
  // Not by the generation: for a deployment an annotation makes another one.
  const { items } = await cluster.api.request<{ items: object[] }>(
    "GET",
    "/apis/apps/v1/namespaces/default/replicasets",
  );
  expect(items).toHaveLength(WORKLOADS + 1);
});

test("a change by anybody rolls each follower once, though the replica that does it is killed on the way", {
  timeout: 120_000,
}, async () => {
  const before = await generations();
  const rolled = async () => {
    const now = await generations();
    return names.filter((name) => now[name] !== before[name]).length;
  };
  await change("debug");
  await waitFor(async () => (await rolled()) > 0, 20_000, "the first one is rolled");
  const holder = async () => {
    const path = "/apis/coordination.k8s.io/v1/namespaces/fairway/leases/fairway-config-rolls";
    return (await cluster.api.request<{ spec: { holderIdentity: string } }>("GET", path)).spec.holderIdentity;
  };
  const leader = await holder();
  const [first, second] = replicas;
  // Which of the two leads stands in what it has said.
  const leading = [first, second].find(
    (each) => each?.output.includes("This replica leads") && each.output.includes("fairway-config-rolls"),
  );
  await leading?.kill();
  const onTheWay = await rolled();
  expect(onTheWay).toBeGreaterThan(0);
  expect(onTheWay).toBeLessThan(WORKLOADS);
  await waitFor(async () => (await rolled()) === WORKLOADS, 60_000, "the other replica rolls the rest");
  expect(await holder()).not.toBe(leader);
  const after = await generations();
  for (const name of names) expect([name, (after[name] ?? 0) - (before[name] ?? 0)]).toEqual([name, 1]);
  expect(after.stays).toBe(before.stays);
});

test("a change while nobody was there is found when somebody is again", { timeout: 120_000 }, async () => {
  for (const each of replicas) await each.kill();
  const before = await generations();
  await change("warn");
  const [, second] = replicas;
  await second?.start();
  await waitFor(
    async () => {
      const now = await generations();
      return names.every((name) => now[name] === (before[name] ?? 0) + 1);
    },
    90_000,
    "all are rolled",
  );
  expect((await generations()).stays).toBe(before.stays);
});

test("a change through the gateway, which rolls whom it concerns, rolls followers once as well", {
  timeout: 60_000,
}, async () => {
  const before = await generations();
  const [, second] = replicas;
  const { configMapUpdate } = await query<{
    configMapUpdate: { rolls: { outcome: string; object: { name: string } }[] };
  }>(
    second?.url as string,
    `mutation ($input: ConfigMapUpdateInput!) { configMapUpdate(input: $input) {
      rolls { outcome object { name } } userErrors { code message }
    } }`,
    {
      input: {
        by: { ref: { cluster: "alpha", namespace: "default", name: "settings" } },
        set: [{ key: "level", value: "error" }],
        rollout: "AUTO",
      },
    },
  );
  const outcomes = Object.fromEntries(configMapUpdate.rolls.map(({ object, outcome }) => [object.name, outcome]));
  expect(outcomes).toEqual({ ...Object.fromEntries(names.map((name) => [name, "NOT_NEEDED"])), stays: "ROLLED" });
  const isRolled = async () => {
    const now = await generations();
    return names.every((name) => now[name] !== before[name]);
  };
  await waitFor(isRolled, 50_000, "all followers are rolled");
  const after = await generations();
  for (const name of [...names, "stays"]) expect([name, (after[name] ?? 0) - (before[name] ?? 0)]).toEqual([name, 1]);
});
