import { afterEach, beforeEach, expect, test } from "vitest";
import { ConfigRoller } from "../../../src/config-rolls/index.ts";
import { followedConfigs } from "../../../src/domains/configs/index.ts";
import type { Clusters, KubernetesObject } from "../../../src/kubernetes/index.ts";
import { Cell, Stores } from "../../../src/state/index.ts";
import { Origin } from "../../support/origin.ts";
import { ManualClock } from "../authorization/manual-clock.ts";
import { metadata } from "../domains/manifests.ts";
import { MemoryApi } from "../operations/memory-api.ts";

const home = { cluster: "home", namespace: "fairway" };
const names = ["home", "shown"];
const quiet = () => {};
let cell: Cell;
let clock: ManualClock;
let stack: AsyncDisposableStack;
let readOnly: Set<string>;
let written: string[];

beforeEach(() => {
  [cell, clock, stack, readOnly, written] = [
    new Cell(),
    new ManualClock(),
    new AsyncDisposableStack(),
    new Set<string>(),
    [],
  ];
  const leases = new MemoryApi();
  const origins = new Map<string, Origin<KubernetesObject>>();
  const origin = (cluster: string, resource: string) => {
    const key = `${cluster} ${resource}`;
    const known = origins.get(key) ?? new Origin<KubernetesObject>("epoch");
    origins.set(key, known);
    return known;
  };
  const env = [{ name: "LEVEL", valueFrom: { configMapKeyRef: { name: "settings", key: "level" } } }];
  const annotations = { "fairway.dev/roll-on-config-change": "true", "fairway.dev/config-hash": "of before" };
  for (const cluster of names) {
    put(origin(cluster, "configmaps"), { apiVersion: "v1", kind: "ConfigMap", metadata: metadata("settings") });
    put(origin(cluster, "apps/deployments"), {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: metadata("web", { annotations }),
      spec: { template: { spec: { containers: [{ name: "main", env }] } } },
    } as KubernetesObject);
  }
  const stores = stack.use(
    new Stores({
      sourceFor: ({ cluster, resource }) => origin(cluster, resource),
      indexes: [],
      idleMs: 1_000,
      now: () => 0,
      onSourceFailure: (_scope, error) => {
        throw error;
      },
    }),
  );
  const writerOf = (cluster: string): typeof leases.writer => ({
    ...leases.writer,
    patch: async (ref, body, options) => {
      if (ref.resource === "coordination.k8s.io/leases") return leases.writer.patch(ref, body, options);
      written.push(`${cluster} ${ref.name}`);
      return { object: { apiVersion: "apps/v1", kind: "Deployment", metadata: metadata("web") }, resourceVersion: "2" };
    },
  });
  const clusters = { cell, names: () => names, has: () => true, get: (name: string) => ({ writer: writerOf(name) }) };
  const roller = new ConfigRoller({
    home,
    identity: "one",
    configs: followedConfigs,
    clusters: clusters as unknown as Clusters,
    isReadOnly: (cluster) => readOnly.has(cluster),
    stores,
    clock: { now: () => clock.now(), monotonic: () => clock.now(), after: (ms, run) => clock.after(ms, run) },
    random: () => 0,
    log: { debug: quiet, info: quiet, warn: quiet, error: quiet } as never,
  });
  stack.use(roller);
  roller.start();
});
afterEach(() => stack.disposeAsync());

function put(origin: Origin<KubernetesObject>, object: KubernetesObject): void {
  const { namespace = "", name, uid, resourceVersion } = object.metadata;
  origin.items.set(`${namespace}/${name}`, { namespace, name, uid, version: resourceVersion, object });
}

/** Where pods were to be replaced, once all that was begun has come to its end. */
async function settled(): Promise<readonly string[]> {
  for (let turn = 0; turn < 20; turn += 1) await clock.advance(0);
  return [...new Set(written)].sort();
}

test("pods are replaced in each cluster whose configs have changed", async () => {
  expect(await settled()).toEqual(["home web", "shown web"]);
});

test("nothing is written in a cluster that takes no writes, until it does", async () => {
  readOnly.add("shown");
  expect(await settled()).toEqual(["home web"]);
  readOnly.clear();
  cell.touch();
  expect(await settled()).toEqual(["home web", "shown web"]);
});
