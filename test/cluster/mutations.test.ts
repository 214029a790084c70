import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Cluster } from "../control-plane/cluster.ts";
import { deploymentsAvailable, ensureNamespace, seedDeployments } from "../control-plane/seed.ts";
import { waitFor } from "../control-plane/wait-for.ts";
import { post, query } from "../support/graphql-client.ts";
import { type Rig, startGateway, startRig } from "../support/rig.ts";

interface UserError {
  readonly code: string;
  readonly message: string;
  readonly field: string | null;
}
interface Payload {
  readonly userErrors: readonly UserError[];
  readonly revision: string | null;
}
interface Applied extends Payload {
  readonly results: readonly (Payload & {
    readonly resource: {
      readonly id: string;
      readonly kind: string;
      readonly name: string;
      readonly resourceVersion: string;
    } | null;
    readonly conflicts: readonly { readonly field: string; readonly manager: string }[];
  })[];
}
interface Deleted extends Payload {
  readonly deletedId: string | null;
  readonly resource: { readonly deletedAt: string } | null;
}
interface KubernetesObject {
  readonly metadata: { readonly name: string; readonly uid: string; readonly resourceVersion: string };
  readonly data?: Record<string, string>;
  readonly spec: {
    readonly template: { readonly spec: { readonly containers: readonly { readonly image: string }[] } };
  };
}

let rig: Rig;
let cluster: Cluster;
const SHOP = "shop";

beforeAll(async () => {
  rig = await startRig({ clusters: 1, nodes: 2, config: { allowWrites: true } });
  const [first] = rig.controlPlane.clusters;
  if (!first) throw new Error("no cluster");
  cluster = first;
  await seedDeployments(cluster, { namespace: SHOP, deployments: 3, replicas: 2 });
  await deploymentsAvailable(cluster, SHOP);
});
afterAll(() => rig?.[Symbol.asyncDispose]());

const refOf = (name: string, namespace = SHOP) => ({ cluster: cluster.name, namespace, name });
const api = <T = KubernetesObject>(path: string) => cluster.api.request<T>("GET", path);
const deploymentPath = (name: string) => `/apis/apps/v1/namespaces/${SHOP}/deployments/${name}`;
const configMapPath = (name: string) => `/api/v1/namespaces/${SHOP}/configmaps/${name}`;
const absent = (path: string) => expect(api(path)).rejects.toMatchObject({ status: 404 });

/** Runs the published operation of a mutation. */
async function mutate<T extends Payload = Payload>(field: string, input: object, url = rig.url): Promise<T> {
  const kebab = field.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  const document = await readFile(new URL(`../../schema/operations/${kebab}.graphql`, import.meta.url), "utf8");
  const data = await query<Record<string, T>>(url, document, { input });
  return data[field] as T;
}

async function apply(input: object): Promise<Applied> {
  return mutate<Applied>("resourceApply", { cluster: cluster.name, namespace: SHOP, ...input });
}

const configMap = (name: string, data: Record<string, string>) => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name },
  data,
});

/** The names of the objects of a kind, read from memory that is as new as the revision. */
async function namesOf(kind: string, minRevision: string | null): Promise<string[]> {
  const { resources } = await query<{ resources: { nodes: { name: string }[] } }>(
    rig.url,
    "query ($kind: String!, $minRevision: String) { resources(kind: $kind, first: 500, minRevision: $minRevision) { nodes { name } } }",
    { kind, minRevision },
  );
  return resources.nodes.map(({ name }) => name);
}

describe("restarting", () => {
  test("makes a new replica set, whose pods take over from those of the old one", async () => {
    const replicaSets = async (minRevision?: string | null) => {
      const { deployment } = await query<{
        deployment: { replicaSets: { nodes: { name: string; replicas: number }[] } };
      }>(
        rig.url,
        `query ($ref: ObjectRefInput!, $minRevision: String) {
          deployment(by: { ref: $ref }, minRevision: $minRevision) { replicaSets { nodes { name replicas } } }
        }`,
        { ref: refOf("app-1"), minRevision },
      );
      return deployment.replicaSets.nodes;
    };
    const [before, ...none] = await replicaSets();
    expect(none).toEqual([]);
    const { userErrors, revision } = await mutate("deploymentRestart", { by: { ref: refOf("app-1") } });
    expect(userErrors).toEqual([]);
    const after = await waitFor(
      async () => {
        const all = await replicaSets(revision);
        const isDone = all.some(({ name, replicas }) => name !== before?.name && replicas === 2);
        return isDone && all.find(({ name }) => name === before?.name)?.replicas === 0 && all;
      },
      20_000,
      "the new replica set instead of the old one",
    );
    expect(after).toHaveLength(2);
    await deploymentsAvailable(cluster, SHOP);
    const status = await cluster.kubectl(["-n", SHOP, "rollout", "status", "deployment/app-1", "--timeout=10s"]);
    expect(status).toContain("successfully rolled out");
  });

  test("as a dry run, or while the deployment is paused, changes nothing", async () => {
    const templates = async () => (await api(deploymentPath("app-2"))).spec.template;
    const before = await templates();
    const by = { ref: refOf("app-2") };
    expect(await mutate("deploymentRestart", { by, dryRun: true })).toMatchObject({ userErrors: [], revision: null });
    await cluster.kubectl(["-n", SHOP, "rollout", "pause", "deployment/app-2"]);
    expect(await mutate("deploymentRestart", { by })).toMatchObject({
      userErrors: [{ code: "INVALID", field: "input.by" }],
    });
    await cluster.kubectl(["-n", SHOP, "rollout", "resume", "deployment/app-2"]);
    expect(await templates()).toEqual(before);
  });
});

describe("setting an image", () => {
  const image = "registry.example.com/shop/app:2.0";
  const imagesOf = async (name: string) =>
    (await api(deploymentPath(name))).spec.template.spec.containers.map((container) => container.image);

  test("rolls the deployment to it, and leaves the rest of the template as it is", async () => {
    const { template: before } = (await api(deploymentPath("app-3"))).spec;
    const payload = await mutate("deploymentSetImage", {
      by: { ref: refOf("app-3") },
      images: [{ container: "app", image }],
    });
    expect(payload).toMatchObject({ deployment: { images: [image] }, userErrors: [] });
    const { template } = (await api(deploymentPath("app-3"))).spec;
    expect(template).toEqual({
      ...before,
      spec: { ...before.spec, containers: [{ ...before.spec.containers[0], image }] },
    });
    await deploymentsAvailable(cluster, SHOP);
    const running = async () => {
      const { pods } = await query<{ pods: { nodes: { containers: { image: string }[] }[] } }>(
        rig.url,
        `query ($minRevision: String) {
          pods(filter: { labels: "app=app-3", phase: { in: [RUNNING] } }, minRevision: $minRevision) { nodes { containers { image } } }
        }`,
        { minRevision: payload.revision },
      );
      return pods.nodes.flatMap(({ containers }) => containers.map((container) => container.image));
    };
    // The deployment is available by its former pods until its controller has heard of the change.
    await expect.poll(running, { timeout: 20_000 }).toContain(image);
  });

  test.each<[string, object, object]>([
    ["as a dry run", { images: [{ container: "app", image: "x:1" }], dryRun: true }, { userErrors: [] }],
    [
      "of a container that is not there",
      { images: [{ container: "nobody", image: "x:1" }] },
      { userErrors: [{ code: "NOT_FOUND", field: "input.images[0].container" }] },
    ],
    [
      "of an old version",
      { images: [{ container: "app", image: "x:1" }], expectedResourceVersion: "1" },
      { userErrors: [{ code: "CONFLICT", field: "input.expectedResourceVersion" }] },
    ],
    [
      "that no pod could run",
      { images: [{ container: "app", image: " x:1" }] },
      { userErrors: [{ code: "INVALID", field: "input.images[0].image" }] },
    ],
  ])("%s changes nothing", async (_what, input, payload) => {
    const before = await imagesOf("app-2");
    expect(await mutate("deploymentSetImage", { by: { ref: refOf("app-2") }, ...input })).toMatchObject(payload);
    expect(await imagesOf("app-2")).toEqual(before);
  });
});

describe("applying", () => {
  test("creates, then changes, and the read that names the revision shows it", async () => {
    const created = await apply({ objects: [configMap("made", { a: "1", b: "1" })] });
    expect(created).toMatchObject({ userErrors: [], results: [{ resource: { kind: "ConfigMap", name: "made" } }] });
    expect(await namesOf("configmaps", created.revision)).toContain("made");
    const changed = await apply({
      manifests: "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: made}\ndata: {a: '2'}",
    });
    expect(changed.userErrors).toEqual([]);
    expect((await api(configMapPath("made"))).data).toEqual({ a: "2" });
    expect(changed.results[0]?.resource?.id).toBe(created.results[0]?.resource?.id);
  });

  test("names the manager that holds a field, and takes it over by force alone", async () => {
    const kubectls = JSON.stringify({ ...configMap("shared", { a: "1", b: "1" }) });
    await cluster.kubectl(["-n", SHOP, "apply", "--server-side", "--field-manager=team-a", "-f", "-"], kubectls);
    const objects = [configMap("shared", { a: "2", c: "2" })];
    const { results, revision } = await apply({ objects });
    expect(results).toMatchObject([
      {
        resource: null,
        conflicts: [{ field: "documents[0].data.a", manager: "team-a" }],
        userErrors: [{ code: "CONFLICT", message: expect.stringContaining('"team-a"'), field: "documents[0].data.a" }],
      },
    ]);
    expect(revision).toBeNull();
    expect((await api(configMapPath("shared"))).data).toEqual({ a: "1", b: "1" });
    expect((await apply({ objects, force: true })).userErrors).toEqual([]);
    expect((await api(configMapPath("shared"))).data).toEqual({ a: "2", b: "1", c: "2" });
  });

  test("as a dry run says what would be, and writes nothing", async () => {
    const { results, userErrors, revision } = await apply({ objects: [configMap("never", { a: "1" })], dryRun: true });
    expect({ userErrors, revision }).toEqual({ userErrors: [], revision: null });
    expect(results).toMatchObject([{ resource: { name: "never", resourceVersion: "" }, revision: null }]);
    await absent(configMapPath("never"));
  });

  test("tells of each document what is wrong with it, and applies the others in order", async () => {
    const manifests = `
apiVersion: v1
kind: Namespace
metadata: {name: made-for-two}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: two, namespace: made-for-two}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: wrong}
spec: {replicas: many}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: wrong}
spec: {replicas: -1, selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: c}}, spec: {containers: [{name: a}]}}}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: nowhere, namespace: nowhere}
---
apiVersion: apps/v1beta1
kind: Deployment
metadata: {name: old}
---
apiVersion: example.com/v1
kind: Unicorn
metadata: {name: u}
---
apiVersion: v1
kind: Node
metadata: {name: node, namespace: ${SHOP}}
---
metadata: {name: broken
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: wrong}
spec: {replicaz: 1}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: last}
`;
    const { results, revision } = await apply({ manifests });
    const told = results.map(({ resource, userErrors }) =>
      resource ? "ok" : userErrors.map(({ code, field }) => `${code} ${field}`),
    );
    expect(told).toEqual([
      "ok",
      "ok",
      // One mistake in each: of several the API server sometimes tells but one.
      ["INVALID documents[2].spec.replicas"],
      [
        "INVALID documents[3].spec.replicas",
        "INVALID documents[3].spec.template.metadata.labels",
        "INVALID documents[3].spec.template.spec.containers[0].image",
      ],
      ["NOT_FOUND documents[4].metadata.namespace"],
      ["UNKNOWN_KIND documents[5].apiVersion"],
      ["UNKNOWN_KIND documents[6].kind"],
      ["INVALID documents[7].metadata.namespace"],
      ["INVALID documents[8]"],
      ["INVALID documents[9].spec.replicaz"],
      "ok",
    ]);
    expect(await namesOf("configmaps", revision)).toEqual(expect.arrayContaining(["two", "last"]));
    await absent(deploymentPath("wrong"));
  });

  test("defines a kind and makes one of it in the same request, in a version that is not the preferred one as well", async () => {
    const version = (name: string, storage: boolean) => ({
      name,
      served: true,
      storage,
      schema: { openAPIV3Schema: { type: "object", "x-kubernetes-preserve-unknown-fields": true } },
    });
    const crd = {
      apiVersion: "apiextensions.k8s.io/v1",
      kind: "CustomResourceDefinition",
      metadata: { name: "unicorns.example.com" },
      spec: {
        group: "example.com",
        names: { kind: "Unicorn", plural: "unicorns" },
        scope: "Namespaced",
        versions: [version("v1", true), version("v1beta1", false)],
      },
    };
    const unicorn = (name: string, apiVersion: string) => ({
      apiVersion,
      kind: "Unicorn",
      metadata: { name },
      spec: {},
    });
    const objects = [crd, unicorn("new", "example.com/v1"), unicorn("old", "example.com/v1beta1")];
    const dry = await apply({ objects, dryRun: true });
    expect(dry.userErrors.map(({ code, field }) => `${code} ${field}`)).toEqual([
      "UNKNOWN_KIND documents[1].kind",
      "UNKNOWN_KIND documents[2].kind",
    ]);
    const { userErrors, results, revision } = await apply({ objects });
    expect(userErrors).toEqual([]);
    expect(results[2]).toMatchObject({ resource: { apiVersion: "example.com/v1beta1", name: "old" } });
    expect((await namesOf("unicorns", revision)).sort()).toEqual(["new", "old"]);
  });

  test("never answers with a value of a Secret, whatever becomes of it", async () => {
    const canary = "canary-77aa31";
    const number = 7_731_055_501;
    const secret = (name: string, more: object) => ({ apiVersion: "v1", kind: "Secret", metadata: { name }, ...more });
    const encoded = Buffer.from(canary).toString("base64");
    const { data, errors } = await post<{ resourceApply: { results: { resource: object | null }[] } }>(
      rig.url,
      `mutation ($input: ResourceApplyInput!) {
        resourceApply(input: $input) { results { resource { annotations raw } userErrors { code message field } } }
      }`,
      {
        input: {
          cluster: cluster.name,
          namespace: SHOP,
          objects: [
            secret("good", { stringData: { password: canary }, data: { token: encoded } }),
            secret("map", { stringData: canary }),
            secret("number", { stringData: { pin: number } }),
            secret("coded", { data: { pin: `${canary}!` } }),
            secret("typed", { type: "kubernetes.io/dockerconfigjson", stringData: { ".dockerconfigjson": canary } }),
          ],
        },
      },
    );
    expect(errors).toBeUndefined();
    expect(data?.resourceApply.results.map(({ resource }) => resource !== null)).toEqual([
      true,
      false,
      false,
      false,
      false,
    ]);
    const text = JSON.stringify(data);
    expect(text).toContain("dataSizes");
    for (const value of [canary, encoded, String(number)]) expect(text).not.toContain(value);
    const conflict = secret("good", { data: { token: "b3RoZXI=" } });
    await cluster.kubectl(
      ["-n", SHOP, "apply", "--server-side", "--force-conflicts", "-f", "-"],
      JSON.stringify(conflict),
    );
    const { results } = await apply({ objects: [secret("good", { data: { token: encoded } })] });
    expect(results[0]?.conflicts).toEqual([{ field: "documents[0].data.token", manager: "kubectl" }]);
    expect(JSON.stringify(results)).not.toContain(encoded);
  });
});

describe("deleting", () => {
  const owned = async (name: string, owner: string) => {
    const { uid } = (await api(configMapPath(owner))).metadata;
    const ownerReferences = [{ apiVersion: "v1", kind: "ConfigMap", name: owner, uid, blockOwnerDeletion: true }];
    const object = { ...configMap(name, {}), metadata: { name, ownerReferences } };
    await cluster.api.request("POST", `/api/v1/namespaces/${SHOP}/configmaps`, object);
  };
  const remove = (input: object) => mutate<Deleted>("resourceDelete", input);
  const byName = (name: string, kind = "ConfigMap") => ({ ref: { ...refOf(name), kind } });

  async function make(name: string): Promise<string> {
    const { results } = await apply({ objects: [configMap(name, {})] });
    return results[0]?.resource?.id ?? "";
  }

  test("is seen by the list that names its revision", async () => {
    const id = await make("doomed");
    expect(await namesOf("configmaps", null)).toBeDefined();
    const { deletedId, resource, userErrors, revision } = await remove({ by: { id } });
    expect({ deletedId, resource, userErrors }).toEqual({ deletedId: id, resource: null, userErrors: [] });
    expect(await namesOf("configmaps", revision)).not.toContain("doomed");
    await absent(configMapPath("doomed"));
    expect(await remove({ by: { id } })).toMatchObject({ userErrors: [{ code: "NOT_FOUND", field: "input.by" }] });
  });

  test("as a dry run leaves it", async () => {
    const id = await make("spared");
    expect(await remove({ by: { id }, dryRun: true })).toMatchObject({ deletedId: id, userErrors: [], revision: null });
    expect(await api(configMapPath("spared"))).toBeDefined();
  });

  test("by id or expected version lets be what was made anew or has changed", async () => {
    const id = await make("again");
    await remove({ by: byName("again") });
    await make("again");
    expect(await remove({ by: { id } })).toMatchObject({ deletedId: null, userErrors: [{ code: "NOT_FOUND" }] });
    const { resourceVersion } = (await api(configMapPath("again"))).metadata;
    await apply({ objects: [configMap("again", { a: "1" })] });
    const outdated = await remove({ by: byName("again"), expectedResourceVersion: resourceVersion });
    expect(outdated.userErrors).toMatchObject([{ code: "CONFLICT", field: "input.expectedResourceVersion" }]);
    expect((await api(configMapPath("again"))).data).toEqual({ a: "1" });
  });

  test("in the foreground shows the object as being deleted until what it owns is gone", async () => {
    await make("owner-1");
    await owned("owned-1", "owner-1");
    const { resource, userErrors, revision } = await remove({ by: byName("owner-1"), propagation: "FOREGROUND" });
    expect({ userErrors, deletedAt: resource?.deletedAt }).toEqual({ userErrors: [], deletedAt: expect.any(String) });
    expect(revision).not.toBeNull();
    await waitFor(async () => !(await namesOf("configmaps", revision)).includes("owner-1"), 20_000, "the owner's end");
    await absent(configMapPath("owned-1"));
  });

  test("in the background takes what it owns along later, and orphaning leaves it", async () => {
    for (const n of [2, 3]) {
      await make(`owner-${n}`);
      await owned(`owned-${n}`, `owner-${n}`);
    }
    expect((await remove({ by: byName("owner-2"), propagation: "BACKGROUND" })).resource).toBeNull();
    expect((await remove({ by: byName("owner-3"), propagation: "ORPHAN" })).userErrors).toEqual([]);
    const has = async (name: string) => (await namesOf("configmaps", null)).includes(name);
    await waitFor(async () => !(await has("owned-2")) && !(await has("owner-3")), 20_000, "the end of what was owned");
    const orphan = await api<{ metadata: { ownerReferences?: unknown } }>(configMapPath("owned-3"));
    expect(orphan.metadata.ownerReferences).toBeUndefined();
  });

  test("of a pod that runs marks it, and the read that names the revision shows the mark or its end", async () => {
    const { pods } = await query<{ pods: { nodes: { id: string; name: string }[] } }>(
      rig.url,
      `{ pods(filter: { namespaces: ["${SHOP}"], labels: "app=app-2" }, first: 1) { nodes { id name } } }`,
    );
    const [pod] = pods.nodes;
    const { deletedId, userErrors, revision } = await remove({ by: { id: pod?.id } });
    expect({ deletedId, userErrors }).toEqual({ deletedId: pod?.id, userErrors: [] });
    const read = await query<{ pod: { deletedAt: string | null } | null }>(
      rig.url,
      "query ($id: ID!, $minRevision: String) { pod(by: { id: $id }, minRevision: $minRevision) { deletedAt } }",
      { id: pod?.id, minRevision: revision },
    );
    expect(read.pod === null || read.pod.deletedAt !== null).toBe(true);
  });
});

test("a gateway that takes no writes refuses all of it, and nothing is changed", async () => {
  await ensureNamespace(cluster, "kept");
  await using readOnly = await startGateway(cluster.kubeconfig, { allowWrites: false });
  const by = { ref: refOf("app-1") };
  const inputs = {
    DeploymentRestart: { by },
    DeploymentSetImage: { by, images: [{ container: "app", image: "x" }] },
    ResourceApply: { cluster: cluster.name, namespace: SHOP, objects: [configMap("never", {})] },
    ResourceDelete: { by: { ref: { cluster: cluster.name, kind: "Namespace", name: "kept" } } },
  };
  const before = await api(deploymentPath("app-1"));
  for (const [name, input] of Object.entries(inputs)) {
    const field = `${name[0]?.toLowerCase()}${name.slice(1)}`;
    const { errors } = await post(
      readOnly.url,
      `mutation ($input: ${name}Input!) { ${field}(input: $input) { revision } }`,
      {
        input,
      },
    );
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(["READ_ONLY"]);
  }
  await absent(configMapPath("never"));
  expect((await api(deploymentPath("app-1"))).spec).toEqual(before.spec);
  expect(await api("/api/v1/namespaces/kept")).not.toHaveProperty("metadata.deletionTimestamp");
});
