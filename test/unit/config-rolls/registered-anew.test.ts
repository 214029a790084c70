import { expect, test } from "vitest";
import { ConfigRoller, type ConfigRollerOptions } from "../../../src/config-rolls/index.ts";
import type { KubernetesObject } from "../../../src/kubernetes/index.ts";
import { Cell, Stores } from "../../../src/state/index.ts";
import { until } from "../../support/facts.ts";
import { Origin } from "../../support/origin.ts";
import { ManualClock } from "../authorization/manual-clock.ts";
import { MemoryApi } from "../operations/memory-api.ts";

const object = (name: string, data = ""): KubernetesObject =>
  ({
    apiVersion: "v1",
    kind: "Any",
    metadata: { name, namespace: "shop", uid: name, resourceVersion: "1" },
    data,
  }) as unknown as KubernetesObject;

test("a cluster that is registered anew is followed anew", async () => {
  const [api, clock, cell] = [new MemoryApi(), new ManualClock(), new Cell()];
  const origins = new Map([
    ["configmaps", new Origin<KubernetesObject>()],
    ["apps/deployments", new Origin<KubernetesObject>()],
  ]);
  const configMaps = origins.get("configmaps") as Origin<KubernetesObject>;
  origins.get("apps/deployments")?.put("shop", "web", object("web"));
  configMaps.put("shop", "settings", object("settings", "one"));
  using stores = new Stores({
    sourceFor: ({ resource }) => origins.get(resource) as Origin<unknown>,
    indexes: [],
    idleMs: 60_000,
    now: () => 0,
    onSourceFailure: (_scope, error) => {
      throw error;
    },
  });
  const rolled: unknown[] = [];
  const patch: typeof api.writer.patch = async (ref, body, options) => {
    if (!("hash" in body)) return await api.writer.patch(ref, body, options);
    rolled.push(body.hash);
    return { object: object("web"), revision: [] } as never;
  };
  const writer = { ...api.writer, patch };
  await using roller = new ConfigRoller({
    home: { cluster: "alpha", namespace: "fairway" },
    identity: "one",
    configs: {
      resources: ["apps/deployments"],
      follows: () => true,
      hashOf: (_workload, configOf) => (configOf("settings") as unknown as { data: string } | null)?.data ?? null,
      patchOf: (_workload, hash) => (rolled.at(-1) === hash ? null : { hash }),
    },
    clusters: {
      cell,
      names: () => ["alpha"],
      has: () => true,
      get: () => ({ writer }),
    } as unknown as ConfigRollerOptions["clusters"],
    isReadOnly: () => false,
    stores,
    clock,
    random: () => 0,
    log: { info: () => {}, warn: () => {} } as unknown as ConfigRollerOptions["log"],
  });
  roller.start();
  await clock.advance(0);
  await until(() => rolled.length === 1, "the first roll");
  // As when its settings change: its stores give way to others.
  stores.drop("alpha");
  cell.touch();
  configMaps.put("shop", "settings", object("settings", "two"));
  await until(() => rolled.length === 2, "the second");
  expect(rolled).toEqual(["one", "two"]);
});
