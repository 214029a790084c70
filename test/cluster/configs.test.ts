import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Cluster } from "../control-plane/cluster.ts";
import { waitFor } from "../control-plane/wait-for.ts";
import { covers } from "../support/covers.ts";
import { query } from "../support/graphql-client.ts";
import { installHomeKinds } from "../support/home-kinds.ts";
import { type Rig, startRig } from "../support/rig.ts";

covers(
  "CO-1",
  "every consumer: variables, envFrom, arguments, volumes, projected volumes, subPath; of all workload kinds",
  "kube-apiserver with controllers",
);
covers(
  "CO-2",
  "update with kept history, differences, undo; exactly those rolled that cannot see the change",
  "kube-apiserver with controllers",
);
covers("CO-2", "rolled in waves by an operation, with its progress", "kube-apiserver with controllers");
covers("CO-3", "compared and applied over clusters, one of them stopped; repeated", "three kube-apiservers");

const stack = new AsyncDisposableStack();
let rig: Rig;
let cluster: Cluster;

const namespace = "default";
const ref = (name: string) => ({ ref: { cluster: "alpha", namespace, name } });
const image = "registry.test/app:1";

type Container = Readonly<Record<string, unknown>>;

function template(name: string, container: Container, volumes: readonly object[] = []) {
  return {
    metadata: { labels: { app: name } },
    spec: { containers: [{ name: "main", image, ...container }], volumes },
  };
}

const fromKey = (key: string) => [{ name: "LEVEL", valueFrom: { configMapKeyRef: { name: "settings", key } } }];
const volume = [{ name: "files", configMap: { name: "settings" } }];
const mounted = (more: object = {}) => ({ volumeMounts: [{ name: "files", mountPath: "/files", ...more }] });

/** Each way to use the config, in one workload each: whether it has to be rolled when `level` changes. */
const users: Readonly<Record<string, { path: string; spec: object; rolled: boolean }>> = {
  "by-variable": deployment("by-variable", template("by-variable", { env: fromKey("level") }), true),
  "by-other-key": deployment("by-other-key", template("by-other-key", { env: fromKey("colour") }), false),
  "by-all": deployment("by-all", template("by-all", { envFrom: [{ configMapRef: { name: "settings" } }] }), true),
  "by-argument": deployment(
    "by-argument",
    template("by-argument", { env: fromKey("level"), args: ["--level=$(LEVEL)"] }),
    true,
  ),
  "by-volume": deployment("by-volume", template("by-volume", mounted(), volume), false),
  "by-sub-path": deployment("by-sub-path", template("by-sub-path", mounted({ subPath: "level" }), volume), true),
  "by-projection": deployment(
    "by-projection",
    template("by-projection", mounted(), [
      { name: "files", projected: { sources: [{ configMap: { name: "settings" } }] } },
    ]),
    false,
  ),
  "by-init": deployment(
    "by-init",
    {
      metadata: { labels: { app: "by-init" } },
      spec: {
        initContainers: [{ name: "first", image, env: fromKey("level") }],
        containers: [{ name: "main", image }],
      },
    },
    true,
  ),
  paused: {
    ...deployment("paused", template("paused", { env: fromKey("level") }), false),
    spec: { ...deployment("paused", template("paused", { env: fromKey("level") }), false).spec, paused: true },
  },
  "none-at-all": deployment("none-at-all", template("none-at-all", {}), false),
  "by-set": {
    path: "/apis/apps/v1/namespaces/default/statefulsets",
    spec: {
      serviceName: "by-set",
      replicas: 1,
      selector: { matchLabels: { app: "by-set" } },
      template: template("by-set", { env: fromKey("level") }),
    },
    rolled: true,
  },
  "by-daemon": {
    path: "/apis/apps/v1/namespaces/default/daemonsets",
    spec: {
      selector: { matchLabels: { app: "by-daemon" } },
      template: template("by-daemon", { env: fromKey("level") }),
    },
    rolled: true,
  },
};

function deployment(name: string, podTemplate: object, rolled: boolean) {
  return {
    path: "/apis/apps/v1/namespaces/default/deployments",
    spec: { replicas: 1, selector: { matchLabels: { app: name } }, template: podTemplate },
    rolled,
  };
}

beforeAll(async () => {
  rig = stack.use(await startRig({ clusters: 3, nodes: 2, config: { allowWrites: true, homeCluster: "alpha" } }));
  cluster = rig.controlPlane.cluster("alpha");
  await installHomeKinds(cluster);
  await cluster.api.request("POST", "/api/v1/namespaces", { metadata: { name: "fairway" } });
  await cluster.api.request("POST", "/api/v1/namespaces/default/configmaps", {
    metadata: { name: "settings" },
    data: { level: "info", colour: "blue" },
  });
  for (const [name, { path, spec }] of Object.entries(users)) {
    await cluster.api.request("POST", path, { metadata: { name }, spec });
  }
  await cluster.api.request("POST", "/apis/batch/v1/namespaces/default/cronjobs", {
    metadata: { name: "by-schedule" },
    spec: {
      schedule: "0 0 1 1 *",
      jobTemplate: {
        spec: {
          template: {
            spec: { restartPolicy: "Never", containers: [{ name: "main", image, env: fromKey("level") }] },
          },
        },
      },
    },
  });
  await cluster.api.request("POST", "/api/v1/namespaces/default/pods", {
    metadata: { name: "alone" },
    spec: { containers: [{ name: "main", image, env: fromKey("level") }] },
  });
}, 120_000);

afterAll(() => stack.disposeAsync());

interface ConsumersAnswer {
  readonly configMap: {
    readonly consumers: readonly {
      readonly object: { readonly kind: string; readonly name: string };
      readonly uses: readonly { readonly kind: string; readonly seesChanges: boolean }[];
    }[];
  };
}

const consumersDocument = `query ($by: ObjectByInput!) {
  configMap(by: $by) { consumers { object { kind name } uses { container kind at keys seesChanges optional } } }
}`;

test("every consumer is found once, with how it uses the config, and what a workload made is not", async () => {
  const expected = [...Object.keys(users).filter((name) => name !== "none-at-all"), "by-schedule", "alone"].sort();
  const consumers = async () => {
    const { configMap } = await query<ConsumersAnswer>(rig.url, consumersDocument, { by: ref("settings") });
    return configMap.consumers;
  };
  await waitFor(async () => (await consumers()).length === expected.length, 20_000, "all consumers");
  const found = await consumers();
  expect(found.map(({ object }) => object.name).sort()).toEqual(expected);
  const kindsOf = (name: string) => found.find(({ object }) => object.name === name)?.uses.map(({ kind }) => kind);
  expect(Object.fromEntries(expected.map((name) => [name, kindsOf(name)]))).toEqual({
    "by-variable": ["ENV"],
    "by-other-key": ["ENV"],
    "by-all": ["ENV_FROM"],
    "by-argument": ["ENV", "ARGUMENT"],
    "by-volume": ["VOLUME"],
    "by-sub-path": ["SUB_PATH"],
    "by-projection": ["PROJECTED_VOLUME"],
    "by-init": ["ENV"],
    "by-set": ["ENV"],
    "by-daemon": ["ENV"],
    "by-schedule": ["ENV"],
    paused: ["ENV"],
    alone: ["ENV"],
  });
});

test("the edge leads back: what a deployment uses, also where it is not there", async () => {
  const document = `query ($by: ObjectByInput!) {
    deployment(by: $by) { configMaps { name configMap { name entries { key value sizeBytes } } uses { kind keys } } }
  }`;
  expect(await query(rig.url, document, { by: ref("by-sub-path") })).toEqual({
    deployment: {
      configMaps: [
        {
          name: "settings",
          configMap: {
            name: "settings",
            entries: [
              { key: "colour", value: "blue", sizeBytes: 4 },
              { key: "level", value: "info", sizeBytes: 4 },
            ],
          },
          uses: [{ kind: "SUB_PATH", keys: ["level"] }],
        },
      ],
    },
  });
});

const update = `mutation ($input: ConfigMapUpdateInput!) {
  configMapUpdate(input: $input) {
    configMap { revisionNumber entries { key value } }
    changes { key kind before after }
    rolls { object { name } outcome reason }
    operation { id }
    userErrors { code message field }
    revision
  }
}`;

interface Updated {
  readonly configMapUpdate: {
    readonly configMap: { readonly revisionNumber: number } | null;
    readonly changes: readonly object[];
    readonly rolls: readonly { readonly object: { readonly name: string }; readonly outcome: string }[];
    readonly operation: { readonly id: string } | null;
    readonly userErrors: readonly object[];
    readonly revision: string | null;
  };
}

async function generations(): Promise<Record<string, number>> {
  const all = Object.entries(users).map(async ([name, { path }]) => {
    const { metadata } = await cluster.api.request<{ metadata: { generation: number } }>("GET", `${path}/${name}`);
    return [name, metadata.generation] as const;
  });
  return Object.fromEntries(await Promise.all(all));
}

describe("a change of a config", () => {
  test("as a dry run says what would change and who would be rolled, and does nothing", async () => {
    const before = await generations();
    const input = { by: ref("settings"), set: [{ key: "level", value: "debug" }], rollout: "AUTO", dryRun: true };
    const { configMapUpdate } = await query<Updated>(rig.url, update, { input });
    expect(configMapUpdate.userErrors).toEqual([]);
    expect(configMapUpdate.changes).toEqual([{ key: "level", kind: "CHANGED", before: "info", after: "debug" }]);
    const rolled = configMapUpdate.rolls.filter(({ outcome }) => outcome === "ROLLED").map(({ object }) => object.name);
    expect(rolled.sort()).toEqual(
      Object.keys(users)
        .filter((name) => users[name]?.rolled)
        .sort(),
    );
    expect(configMapUpdate.revision).toBeNull();
    expect(await generations()).toEqual(before);
    const { data } = await cluster.api.request<{ data: object }>(
      "GET",
      "/api/v1/namespaces/default/configmaps/settings",
    );
    expect(data).toEqual({ level: "info", colour: "blue" });
  });

  test("rolls exactly those that cannot see it, once, and says why not the others", async () => {
    const before = await generations();
    const input = { by: ref("settings"), set: [{ key: "level", value: "debug" }], rollout: "AUTO" };
    const { configMapUpdate } = await query<Updated>(rig.url, update, { input });
    expect(configMapUpdate).toMatchObject({ userErrors: [], configMap: { revisionNumber: 2 } });
    const after = await generations();
    for (const [name, { rolled }] of Object.entries(users)) {
      expect([name, (after[name] ?? 0) - (before[name] ?? 0)]).toEqual([name, rolled ? 1 : 0]);
    }
    const outcomes = Object.fromEntries(configMapUpdate.rolls.map(({ object, outcome }) => [object.name, outcome]));
    expect(outcomes).toMatchObject({
      paused: "NOT_POSSIBLE",
      alone: "NOT_POSSIBLE",
      "by-volume": "NOT_NEEDED",
      "by-other-key": "NOT_NEEDED",
      "by-schedule": "NOT_NEEDED",
    });
    // The same again changes nothing, and so rolls nobody.
    const again = await query<Updated>(rig.url, update, { input });
    expect(again.configMapUpdate).toMatchObject({ changes: [], rolls: expect.any(Array), revision: null });
    expect(again.configMapUpdate.rolls.filter(({ outcome }) => outcome === "ROLLED")).toEqual([]);
    expect(await generations()).toEqual(after);
  });

  test("keeps what was said before, tells the difference, and can be taken back", async () => {
    const document = `query ($by: ObjectByInput!, $min: String) {
      configMap(by: $by, minRevision: $min) {
        revisionNumber
        revisions { number replacedAt entries { key value } }
        changesSince(revision: 1) { key kind before after }
      }
    }`;
    const kept = async () =>
      (await query<{ configMap: { revisions: object[] } }>(rig.url, document, { by: ref("settings") })).configMap;
    await waitFor(async () => (await kept()).revisions.length === 1, 10_000, "the former content");
    expect(await kept()).toEqual({
      revisionNumber: 2,
      revisions: [
        {
          number: 1,
          replacedAt: expect.stringMatching(/^20/),
          entries: [
            { key: "colour", value: "blue" },
            { key: "level", value: "info" },
          ],
        },
      ],
      changesSince: [{ key: "level", kind: "CHANGED", before: "info", after: "debug" }],
    });
    const undo = `mutation ($input: ConfigMapUndoInput!) {
      configMapUndo(input: $input) { configMap { revisionNumber entries { key value } } userErrors { code message } }
    }`;
    expect(await query(rig.url, undo, { input: { by: ref("settings") } })).toEqual({
      configMapUndo: {
        configMap: {
          revisionNumber: 3,
          entries: [
            { key: "colour", value: "blue" },
            { key: "level", value: "info" },
          ],
        },
        userErrors: [],
      },
    });
    expect(await query(rig.url, undo, { input: { by: ref("settings"), toRevision: 77 } })).toMatchObject({
      configMapUndo: { configMap: null, userErrors: [{ code: "NOT_FOUND", message: "No revision 77 of it is kept" }] },
    });
  });

  test("keeps the last ten contents and no more", async () => {
    for (let number = 0; number < 11; number += 1) {
      const input = { by: ref("settings"), set: [{ key: "number", value: String(number) }] };
      const { configMapUpdate } = await query<Updated>(rig.url, update, { input });
      expect(configMapUpdate.userErrors).toEqual([]);
    }
    const { items } = await cluster.api.request<{
      items: { revision: number; metadata: { ownerReferences?: { kind: string }[] } }[];
    }>("GET", "/apis/apps/v1/namespaces/default/controllerrevisions");
    const ofConfig = items.filter(({ metadata }) => metadata.ownerReferences?.some(({ kind }) => kind === "ConfigMap"));
    expect(ofConfig.map(({ revision }) => revision).sort((a, b) => a - b)).toEqual([4, 5, 6, 7, 8, 9, 10, 11, 12, 13]);
  });

  test("loses no former content where somebody has set the number back", async () => {
    const metadata = { annotations: { "fairway.dev/config-revision": "6" } };
    const contentType = "application/merge-patch+json";
    await cluster.api.request("PATCH", "/api/v1/namespaces/default/configmaps/settings", { metadata }, { contentType });
    const input = { by: ref("settings"), set: [{ key: "number", value: "back" }] };
    const { configMapUpdate } = await query<Updated>(rig.url, update, { input });
    expect(configMapUpdate).toMatchObject({ userErrors: [], configMap: { revisionNumber: 15 } });
    const { items } = await cluster.api.request<{
      items: { revision: number; data?: { data?: object }; metadata: { ownerReferences?: { kind: string }[] } }[];
    }>("GET", "/apis/apps/v1/namespaces/default/controllerrevisions");
    const ofConfig = items.filter(({ metadata: of }) => of.ownerReferences?.some(({ kind }) => kind === "ConfigMap"));
    const numbers = ofConfig.map(({ revision }) => revision).sort((a, b) => a - b);
    expect(numbers).toEqual([5, 6, 7, 8, 9, 10, 11, 12, 13, 14]);
    const contents = new Set(ofConfig.map(({ data }) => JSON.stringify(data)));
    expect(contents.size).toBe(10);
  });

  test("rolls exactly those in waves, as an operation that tells its progress", { timeout: 90_000 }, async () => {
    const before = await generations();
    const input = { by: ref("settings"), set: [{ key: "level", value: "trace" }], rollout: "WAVES" };
    const { configMapUpdate } = await query<Updated>(rig.url, update, { input });
    expect(configMapUpdate.userErrors).toEqual([]);
    const toRoll = Object.keys(users).filter((name) => users[name]?.rolled);
    const rolled = configMapUpdate.rolls.filter(({ outcome }) => outcome === "ROLLED").map(({ object }) => object.name);
    expect(rolled.sort()).toEqual(toRoll.sort());
    interface Shown {
      readonly operation: {
        readonly phase: string;
        readonly message: string | null;
        readonly steps: readonly { progress: object }[];
      };
    }
    const document =
      "query ($by: ObjectByInput!) { operation(by: $by) { phase message steps { progress { done total } } } }";
    const shown = async () =>
      (await query<Shown>(rig.url, document, { by: { id: configMapUpdate.operation?.id } })).operation;
    await waitFor(async () => (await shown()).phase === "SUCCEEDED", 80_000, "all waves have rolled out");
    // A quarter of seven is one.
    expect((await shown()).steps).toEqual(toRoll.map(() => ({ progress: { done: 1, total: 1 } })));
    const after = await generations();
    for (const [name, { rolled: is }] of Object.entries(users)) {
      expect([name, (after[name] ?? 0) - (before[name] ?? 0)]).toEqual([name, is ? 1 : 0]);
    }
  });

  test("is not made where the caller expected another version", async () => {
    const input = { by: ref("settings"), set: [{ key: "level", value: "x" }], expectedResourceVersion: "1" };
    const { configMapUpdate } = await query<Updated>(rig.url, update, { input });
    expect(configMapUpdate).toMatchObject({
      configMap: null,
      userErrors: [{ code: "CONFLICT", field: "input.expectedResourceVersion" }],
    });
  });

  test("of an immutable config is refused by the API server, and nothing is rolled", async () => {
    const create = `mutation ($input: ConfigMapCreateInput!) {
      configMapCreate(input: $input) { configMap { name immutable } userErrors { code message field } }
    }`;
    const place = { cluster: "alpha", namespace, name: "fixed" };
    const entries = [{ key: "a", value: "1" }];
    expect(await query(rig.url, create, { input: { ...place, entries, immutable: true } })).toEqual({
      configMapCreate: { configMap: { name: "fixed", immutable: true }, userErrors: [] },
    });
    expect(await query(rig.url, create, { input: { ...place, entries } })).toMatchObject({
      configMapCreate: { configMap: null, userErrors: [{ code: "CONFLICT" }] },
    });
    const input = { by: ref("fixed"), set: [{ key: "a", value: "2" }], rollout: "AUTO" };
    const { configMapUpdate } = await query<Updated>(rig.url, update, { input });
    expect(configMapUpdate).toMatchObject({ configMap: null, rolls: [], userErrors: [{ code: "INVALID" }] });
  });
});

test("a config that is used is deleted only with force", async () => {
  const remove = `mutation ($input: ConfigMapDeleteInput!) {
    configMapDelete(input: $input) { deletedId userErrors { code message field } }
  }`;
  const refused = await query<{ configMapDelete: { userErrors: { message: string }[] } }>(rig.url, remove, {
    input: { by: ref("settings") },
  });
  expect(refused).toMatchObject({
    configMapDelete: {
      deletedId: null,
      userErrors: [
        { code: "INVALID", field: "input.force", message: expect.stringMatching(/^It is used by Deployment /) },
      ],
    },
  });
  expect(await query(rig.url, remove, { input: { by: ref("fixed") } })).toMatchObject({
    configMapDelete: { deletedId: expect.any(String), userErrors: [] },
  });
});

describe("one config over many clusters", () => {
  const apply = `mutation ($input: ConfigMapApplyInput!) {
    configMapApply(input: $input) { results { cluster outcome userErrors { code } } userErrors { code } revision }
  }`;
  const compare = `query ($clusters: [String!]) {
    configMapComparison(namespace: "default", name: "shared", clusters: $clusters) {
      equal
      clusters { cluster configMap { name } }
      entries { key equal values { cluster present value } }
    }
  }`;
  const input = (value: string, more: object = {}) => ({
    clusters: ["alpha", "bravo", "charlie"],
    namespace,
    name: "shared",
    entries: [{ key: "level", value }],
    ...more,
  });
  const outcomes = async (value: string, more: object = {}) => {
    const { configMapApply } = await query<{ configMapApply: { results: { outcome: string }[] } }>(rig.url, apply, {
      input: input(value, more),
    });
    return configMapApply.results.map(({ outcome }) => outcome);
  };

  test("is made, is left as it is when sent again, and is changed where it differs", async () => {
    expect(await outcomes("info", { dryRun: true })).toEqual(["CREATED", "CREATED", "CREATED"]);
    expect(await outcomes("info")).toEqual(["CREATED", "CREATED", "CREATED"]);
    expect(await outcomes("info")).toEqual(["UNCHANGED", "UNCHANGED", "UNCHANGED"]);
    expect(await outcomes("debug", { clusters: ["bravo"], dryRun: true })).toEqual(["CHANGED"]);
    expect(await outcomes("info", { clusters: ["bravo"], dryRun: true })).toEqual(["UNCHANGED"]);
    expect(await outcomes("debug", { clusters: ["bravo"] })).toEqual(["CHANGED"]);
    const bravo = async () =>
      (await query<{ configMapComparison: { equal: boolean; entries: object[] } }>(rig.url, compare))
        .configMapComparison;
    await waitFor(async () => !(await bravo()).equal && (await bravo()).entries.length === 1, 10_000, "the difference");
    expect(await bravo()).toEqual({
      equal: false,
      clusters: ["alpha", "bravo", "charlie"].map((name) => ({ cluster: name, configMap: { name: "shared" } })),
      entries: [
        {
          key: "level",
          equal: false,
          values: [
            { cluster: "alpha", present: true, value: "info" },
            { cluster: "bravo", present: true, value: "debug" },
            { cluster: "charlie", present: true, value: "info" },
          ],
        },
      ],
    });
  });

  test("reaches the others while one is away, which says so", async () => {
    const charlie = rig.controlPlane.cluster("charlie");
    await charlie.stopPart("apiserver");
    const { configMapApply } = await query<{ configMapApply: object }>(rig.url, apply, { input: input("warn") });
    expect(configMapApply).toMatchObject({
      results: [
        { cluster: "alpha", outcome: "CHANGED" },
        { cluster: "bravo", outcome: "CHANGED" },
        { cluster: "charlie", outcome: "FAILED", userErrors: [{ code: "CLUSTER_UNAVAILABLE" }] },
      ],
      revision: expect.any(String),
    });
    await charlie.startPart("apiserver");
    await waitFor(async () => (await outcomes("warn"))[2] === "CHANGED", 30_000, "charlie is back, and told");
  });

  test.each([
    ["no cluster", { clusters: [] }, "INVALID"],
    ["a path as name", { name: "../secrets/x" }, "INVALID"],
    ["a path as namespace", { namespace: "a/b" }, "INVALID"],
    ["a key that is none", { entries: [{ key: "a/b", value: "x" }] }, "INVALID"],
  ])("is refused for %s, before anything is sent", async (_what, more, code) => {
    const { configMapApply } = await query<{ configMapApply: object }>(rig.url, apply, { input: input("x", more) });
    expect(configMapApply).toMatchObject({ results: [], userErrors: [{ code }] });
  });
});
