import { afterEach, beforeEach, expect, test } from "vitest";
import { FairwayError } from "../../../src/errors/index.ts";
import { RecordedAudit } from "../../support/recorded-audit.ts";
import { KubernetesWorld, type ScriptedCluster } from "./kubernetes-world.ts";
import { deployment, metadata, operation } from "./manifests.ts";

let world: KubernetesWorld;
let alpha: ScriptedCluster;

const config = { apiVersion: "v1", kind: "ConfigMap", metadata: metadata("settings"), data: { level: "info" } };
const env = [{ name: "LEVEL", valueFrom: { configMapKeyRef: { name: "settings", key: "level" } } }];

beforeEach(async () => {
  world = await KubernetesWorld.start("alpha", "bravo");
  alpha = world.cluster("alpha");
  const template = { spec: { containers: [{ name: "web", image: "web:1", env }] } };
  world.put("alpha", "apps/deployments", deployment("web", {}, { template }));
  world.put("alpha", "apps/deployments", deployment("other"));
  alpha.onGet = async () => ({ object: config, resourceVersion: "70" });
  alpha.onPatch = async ({ resource }) => {
    return { object: resource === "configmaps" ? config : operation("waves-1"), resourceVersion: "77" };
  };
  alpha.onCreate = async ({ resource }) => {
    return { object: resource === "fairway.dev/operations" ? operation("waves-1") : config, resourceVersion: "78" };
  };
});
afterEach(() => world[Symbol.asyncDispose]());

async function change(more: object = {}) {
  const { data, errors } = await world.run(
    `mutation ($input: ConfigMapUpdateInput!) { configMapUpdate(input: $input) {
      rolls { object { name } outcome reason } operation { name } userErrors { code } } }`,
    {
      input: {
        by: { ref: { cluster: "alpha", namespace: "shop", name: "settings" } },
        set: [{ key: "level", value: "debug" }],
        rollout: "WAVES",
        ...more,
      },
    },
  );
  return { payload: data?.configMapUpdate, errors };
}

test("those that cannot see a change are rolled by one operation, and nobody else", async () => {
  const { payload } = await change();
  expect(payload).toEqual({
    rolls: [{ object: { name: "web" }, outcome: "ROLLED", reason: "ENV in web" }],
    operation: { name: "waves-1" },
    userErrors: [],
  });
  const made = alpha.creations.find(({ ref }) => (ref as { resource: string }).resource === "fairway.dev/operations");
  expect(made?.body).toMatchObject({
    spec: {
      type: "rolloutWaves",
      targets: [{ cluster: "alpha", resource: "apps/deployments", namespace: "shop", name: "web" }],
      parameters: { action: { do: "restart" }, waveSize: 1, heldBetween: false, maxFailures: 0 },
    },
  });
});

test("without anybody to be rolled there is no operation", async () => {
  const { payload } = await change({ set: [{ key: "colour", value: "red" }] });
  expect(payload).toMatchObject({ rolls: [{ outcome: "NOT_NEEDED" }], operation: null });
  expect(
    alpha.creations.filter(({ ref }) => (ref as { resource: string }).resource === "fairway.dev/operations"),
  ).toEqual([]);
});

test("an operation that cannot be begun is what became of each of them: the config is changed by then", async () => {
  const onCreate = alpha.onCreate;
  alpha.onCreate = async (...args) => {
    if (args[0].resource === "fairway.dev/operations") throw new FairwayError("FORBIDDEN", "not here");
    return onCreate(...args);
  };
  const { payload } = await change();
  expect(payload).toEqual({
    rolls: [{ object: { name: "web" }, outcome: "FAILED", reason: "FORBIDDEN: not here" }],
    operation: null,
    userErrors: [],
  });
});

test("without a home cluster nothing is changed", async () => {
  world.home = null;
  const { payload, errors } = await change();
  expect(payload).toBeUndefined();
  expect(errors).toMatchObject([{ extensions: { code: "NO_HOME_CLUSTER" } }]);
  expect(alpha.patches).toEqual([]);
});

test("one that follows its configs is left to the gateway, where that replaces pods by itself", async () => {
  const template = { spec: { containers: [{ name: "web", image: "web:1", env }] } };
  const annotations = { "fairway.dev/roll-on-config-change": "true" };
  world.put("alpha", "apps/deployments", deployment("web", { annotations }, { template }));
  expect((await change()).payload).toMatchObject({ rolls: [{ outcome: "ROLLED" }] });
  world.rollOnConfigChange = true;
  expect((await change()).payload).toMatchObject({ rolls: [{ outcome: "NOT_NEEDED" }], operation: null });
});

test.each(["AUTO", "WAVES"])(
  "a roll (%s) that cannot be recorded is not done, and says so: the config is changed by then",
  async (rollout) => {
    world.audit = new RecordedAudit(true);
    const { write } = world.audit;
    world.audit.write = async (record) => {
      if (record.object?.resource !== "configmaps") throw new Error("the disk is full");
      await write(record);
    };
    const { payload, errors } = await change({ rollout });
    expect(errors).toBeUndefined();
    expect(payload).toMatchObject({
      rolls: [{ object: { name: "web" }, outcome: "FAILED", reason: expect.stringContaining("READ_ONLY") }],
      operation: null,
      userErrors: [],
    });
  },
);

test("a home cluster that takes no writes is what became of each of them", async () => {
  world.home = { cluster: "bravo", namespace: "fairway" };
  world.readOnly.add("bravo");
  const { payload, errors } = await change();
  expect(errors).toBeUndefined();
  expect(payload).toMatchObject({
    rolls: [{ outcome: "FAILED", reason: "READ_ONLY: no writes here" }],
    userErrors: [],
  });
});
