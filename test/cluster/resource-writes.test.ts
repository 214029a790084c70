import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Cluster } from "../control-plane/cluster.ts";
import { ensureNamespace } from "../control-plane/seed.ts";
import { covers } from "../support/covers.ts";
import { query } from "../support/graphql-client.ts";
import { type Rig, startRig } from "../support/rig.ts";

covers("RE-1", "what an apply would change, as a dry run shows it before it is done", "kube-apiserver");
covers("RE-1", "patch in all four forms, status and scale, label, annotate", "kube-apiserver");

interface Written {
  readonly resource: { readonly id: string; readonly resourceVersion: string } | null;
  readonly userErrors: readonly { readonly code: string; readonly message: string; readonly field: string | null }[];
  readonly revision: string | null;
}
interface Stored {
  readonly metadata: {
    readonly resourceVersion: string;
    readonly uid: string;
    readonly labels?: object;
    readonly annotations?: object;
  };
  readonly spec: {
    readonly replicas: number;
    readonly template: { readonly spec: { readonly containers: readonly object[] } };
  };
  readonly status?: { readonly observedGeneration?: number };
}

let rig: Rig;
let cluster: Cluster;
const PATH = "/apis/apps/v1/namespaces/shop/deployments";

beforeAll(async () => {
  rig = await startRig({ clusters: 1, nodes: 0, controllers: false, config: { allowWrites: true } });
  const [first] = rig.controlPlane.clusters;
  if (!first) throw new Error("no cluster");
  cluster = first;
  await ensureNamespace(cluster, "shop");
});
afterAll(() => rig?.[Symbol.asyncDispose]());

const by = (name: string, kind = "Deployment") => ({ ref: { cluster: cluster.name, kind, namespace: "shop", name } });
const stored = (name: string) => cluster.api.request<Stored>("GET", `${PATH}/${name}`);

async function create(name: string): Promise<Stored> {
  return cluster.api.request<Stored>("POST", PATH, {
    metadata: { name, labels: { app: name } },
    spec: {
      replicas: 1,
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels: { app: name } },
        spec: {
          containers: [
            { name: "web", image: "web:1" },
            { name: "proxy", image: "proxy:1" },
          ],
        },
      },
    },
  });
}

/** Runs the published operation of a mutation. */
async function write(field: string, input: object): Promise<Written> {
  const kebab = field.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  const document = await readFile(new URL(`../../schema/operations/${kebab}.graphql`, import.meta.url), "utf8");
  return (await query<Record<string, Written>>(rig.url, document, { input }))[field] as Written;
}
const patch = (input: object) => write("resourcePatch", input);

describe("patching", () => {
  test("in each form changes what it names and nothing else", async () => {
    await create("forms");
    const images = async () =>
      (await stored("forms")).spec.template.spec.containers.map((each) => (each as { image: string }).image);
    expect(await patch({ by: by("forms"), patch: { merge: { spec: { replicas: 2 } } } })).toMatchObject({
      userErrors: [],
    });
    expect((await stored("forms")).spec.replicas).toBe(2);
    const container = { spec: { template: { spec: { containers: [{ name: "proxy", image: "proxy:2" }] } } } };
    expect(await patch({ by: by("forms"), patch: { strategic: container } })).toMatchObject({ userErrors: [] });
    expect(await images()).toEqual(["web:1", "proxy:2"]);
    const steps = [
      { op: "TEST", path: "/spec/template/spec/containers/0/name", value: "web" },
      { op: "REPLACE", path: "/spec/template/spec/containers/0/image", value: "web:2" },
    ];
    expect(await patch({ by: by("forms"), patch: { json: steps } })).toMatchObject({ userErrors: [] });
    expect(await images()).toEqual(["web:2", "proxy:2"]);
    const applied = { spec: { minReadySeconds: 7 } };
    expect(await patch({ by: by("forms"), patch: { apply: applied } })).toMatchObject({ userErrors: [] });
    expect(await stored("forms")).toMatchObject({ spec: { replicas: 2, minReadySeconds: 7 } });
  });

  test("reaches the status, and the scale", async () => {
    await create("parts");
    const status = { by: by("parts"), subresource: "STATUS", patch: { merge: { status: { observedGeneration: 41 } } } };
    expect(await patch(status)).toMatchObject({ userErrors: [], resource: { id: expect.any(String) } });
    expect((await stored("parts")).status?.observedGeneration).toBe(41);
    expect(
      await patch({ by: by("parts"), subresource: "SCALE", patch: { merge: { spec: { replicas: 4 } } } }),
    ).toMatchObject({ userErrors: [] });
    expect((await stored("parts")).spec.replicas).toBe(4);
  });

  test("in a dry run changes nothing", async () => {
    const before = await create("dry");
    const answer = await patch({ by: by("dry"), dryRun: true, patch: { merge: { spec: { replicas: 9 } } } });
    expect(answer).toMatchObject({ userErrors: [], revision: null });
    expect((await stored("dry")).metadata.resourceVersion).toBe(before.metadata.resourceVersion);
  });

  test.each(["merge", "strategic", "json", "apply"])(
    "by the form %s is refused where the version is another by now",
    async (form) => {
      const name = `versions-${form}`;
      const { metadata } = await create(name);
      const label = { metadata: { labels: { a: "b" } } };
      const content = form === "json" ? [{ op: "ADD", path: "/metadata/labels/a", value: "b" }] : label;
      const input = { by: by(name), patch: { [form]: content } };
      await write("resourceLabel", { by: by(name), set: { before: "it" } });
      expect(await patch({ ...input, expectedResourceVersion: metadata.resourceVersion })).toMatchObject({
        resource: null,
        userErrors: [{ code: "CONFLICT", field: "input.expectedResourceVersion" }],
      });
      expect((await stored(name)).metadata.labels).not.toHaveProperty("a");
      const current = (await stored(name)).metadata.resourceVersion;
      expect(await patch({ ...input, expectedResourceVersion: current })).toMatchObject({ userErrors: [] });
    },
  );

  test.each(["merge", "strategic", "json", "apply"])(
    "by id and by the form %s leaves a namesake alone",
    async (form) => {
      const name = `namesake-${form}`;
      await create(name);
      const { resource } = await write("resourceLabel", { by: by(name), set: { first: "one" } });
      await cluster.api.request("DELETE", `${PATH}/${name}`);
      await create(name);
      const force = form === "apply";
      const content = form === "json" ? [{ op: "ADD", path: "/spec/replicas", value: 3 }] : { spec: { replicas: 3 } };
      expect(await patch({ by: { id: resource?.id }, force, patch: { [form]: content } })).toMatchObject({
        userErrors: [{ code: "NOT_FOUND" }],
      });
      expect((await stored(name)).spec.replicas).toBe(1);
    },
  );

  test.each([
    ["merge", { merge: { spec: { replicas: -1 } } }, "INVALID", "input.patch.merge.spec.replicas"],
    ["merge of a wrong type", { merge: { spec: { replicas: "many" } } }, "INVALID", "input.patch.merge"],
    ["json", { json: [{ op: "REPLACE", path: "/spec/replicas", value: -1 }] }, "INVALID", "input.patch.json[0]"],
    [
      "json of a path that is not there",
      { json: [{ op: "REMOVE", path: "/spec/nothing/here" }] },
      "INVALID",
      "input.patch.json",
    ],
    ["apply", { apply: { spec: { replicas: -1 } } }, "CONFLICT", "input.patch.apply.spec.replicas"],
  ])("by %s names what was rejected", async (_what, content, code, field) => {
    await create("rejected").catch(() => undefined);
    expect(await patch({ by: by("rejected"), patch: content })).toMatchObject({
      resource: null,
      userErrors: [{ code, field }],
    });
  });

  test("of what is not there says so", async () => {
    expect(await patch({ by: by("nobody"), patch: { merge: {} } })).toMatchObject({
      userErrors: [{ code: "NOT_FOUND", field: "input.by" }],
    });
  });

  test("of a Secret never repeats a value", async () => {
    await cluster.api.request("POST", "/api/v1/namespaces/shop/secrets", { metadata: { name: "keys" } });
    for (const content of [{ merge: { data: { key: "canary hunter2" } } }, { strategic: { data: ["canary"] } }]) {
      const answer = await patch({ by: by("keys", "Secret"), patch: content });
      expect(answer.userErrors).toMatchObject([{ code: "INVALID" }]);
      expect(JSON.stringify(answer)).not.toContain("canary");
    }
  });
});

describe.each([
  ["resourceLabel", "labels"],
  ["resourceAnnotate", "annotations"],
] as const)("%s", (field, map) => {
  test("sets, removes, and replaces where that is asked for", async () => {
    const name = `mapped-${map}`;
    await create(name);
    const held = async () => (await stored(name)).metadata[map] ?? {};
    expect(await write(field, { by: by(name), set: { "example.com/team": "blue", tier: "front" } })).toMatchObject({
      userErrors: [],
    });
    expect(await held()).toMatchObject({ "example.com/team": "blue", tier: "front" });
    expect(await write(field, { by: by(name), set: { tier: "back" } })).toMatchObject({
      userErrors: [{ code: "CONFLICT" }],
    });
    expect(
      await write(field, { by: by(name), set: { tier: "back" }, overwrite: true, remove: ["example.com/team"] }),
    ).toMatchObject({ userErrors: [] });
    expect(await held()).toMatchObject({ tier: "back" });
    expect(await held()).not.toHaveProperty(["example.com/team"]);
  });

  test("refuses a key that is none", async () => {
    await create(`keys-${map}`);
    expect(await write(field, { by: by(`keys-${map}`), set: { "not a key": "x" } })).toMatchObject({
      userErrors: [{ code: "INVALID", field: "input.set" }],
    });
  });
});

describe("an apply", () => {
  const document = `mutation ($input: ResourceApplyInput!) { resourceApply(input: $input) { results {
    changes { path before after } userErrors { code message field }
  } } }`;
  const apply = async (objects: readonly object[], dryRun: boolean) => {
    const input = { cluster: cluster.name, objects, dryRun };
    const { resourceApply } = await query<{ resourceApply: { results: { changes: object[] | null }[] } }>(
      rig.url,
      document,
      { input },
    );
    return resourceApply.results;
  };
  const config = (data: object) => ({
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "shown", namespace: "shop" },
    data,
  });

  test("shows in a dry run what it then changes, and nothing once that is done", async () => {
    const made = await apply([config({ level: "info", color: "red" })], true);
    expect(made).toEqual([
      {
        changes: expect.arrayContaining([{ path: "data", before: null, after: { level: "info", color: "red" } }]),
        userErrors: [],
      },
    ]);
    expect(await apply([config({ level: "info", color: "red" })], false)).toEqual([{ changes: null, userErrors: [] }]);
    expect(await apply([config({ level: "info", color: "red" })], true)).toEqual([{ changes: [], userErrors: [] }]);
    const changes = [
      { path: "data.level", before: "info", after: "debug" },
      { path: "data.size", before: null, after: "9" },
      // What the manager does not name any more is taken away.
      { path: "data.color", before: "red", after: null },
    ];
    const [changed] = await apply([config({ level: "debug", size: "9" })], true);
    expect(changed?.changes).toHaveLength(changes.length);
    expect(changed?.changes).toEqual(expect.arrayContaining(changes));
    const stays = await cluster.api.request<{ data: object }>("GET", "/api/v1/namespaces/shop/configmaps/shown");
    expect(stays.data).toEqual({ level: "info", color: "red" });
  });

  test("shows the API server's own defaults, by the names of containers", async () => {
    const deployment = await create("shown");
    const { metadata, ...rest } = deployment;
    const template = {
      metadata: { labels: { app: "shown" } },
      spec: { containers: [{ name: "more", image: "more:1" }] },
    };
    const object = {
      ...rest,
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name: "shown", namespace: "shop" },
      spec: { selector: { matchLabels: { app: "shown" } }, template },
      status: undefined,
    };
    const [shown] = await apply([object], true);
    expect(shown?.changes).toEqual([
      {
        path: "spec.template.spec.containers[more]",
        before: null,
        after: expect.objectContaining({ name: "more", image: "more:1", imagePullPolicy: "IfNotPresent" }),
      },
    ]);
  });

  test("shows no value of a Secret", async () => {
    const secret = {
      apiVersion: "v1",
      kind: "Secret",
      metadata: { name: "shown", namespace: "shop" },
      stringData: { password: "hunter2" },
    };
    const shown = await apply([secret], true);
    expect(shown).toMatchObject([{ userErrors: [] }]);
    expect(JSON.stringify(shown)).not.toMatch(/hunter2|aHVudGVyMg/);
  });
});
