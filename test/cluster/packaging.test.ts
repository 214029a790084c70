import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Cluster } from "../control-plane/cluster.ts";
import { startControlPlane } from "../control-plane/control-plane.ts";
import { waitFor } from "../control-plane/wait-for.ts";
import { craneProgram, type ImageRegistry, registryPrograms, startRegistry } from "../parts/registry.ts";
import { covers } from "../support/covers.ts";
import { post, query } from "../support/graphql-client.ts";
import { installHomeKinds } from "../support/home-kinds.ts";
import { startGateway } from "../support/rig.ts";

covers(
  "DE-4",
  "six applications of five images by both carriers; the preview is what is applied; the files that each finds",
  "kube-apiserver with controllers, docker-registry",
);
covers(
  "DE-4",
  "a base moved under twenty applications in waves, paused, resumed and taken back; base and artifact moved apart",
  "kube-apiserver with controllers, docker-registry",
);

const stack = new AsyncDisposableStack();
let registry: ImageRegistry;
let alpha: Cluster;
let url: string;

const namespace = "shop";
const webapps = "/usr/local/tomcat/webapps";
const minutes = 60_000;

beforeAll(async () => {
  await Promise.all([registryPrograms.ensure(), craneProgram.ensure()]); // a minute, the first time
  const dir = mkdtempSync(join(tmpdir(), "fairway-packaging-"));
  stack.defer(() => rmSync(dir, { recursive: true, force: true }));
  const plane = stack.use(
    await startControlPlane({ dir: join(dir, "plane"), clusters: 1, names: ["alpha"], nodes: 3 }),
  );
  alpha = plane.cluster("alpha");
  await installHomeKinds(alpha);
  for (const name of ["fairway", namespace])
    await alpha.api.request("POST", "/api/v1/namespaces", { metadata: { name } });
  registry = stack.use(await startRegistry({ dir: join(dir, "registry") }));
  const gateway = stack.use(
    await startGateway(plane.kubeconfig, {
      allowWrites: true,
      homeCluster: "alpha",
      registries: [{ host: registry.host, url: registry.url, timeoutMs: 5_000 }],
    }),
  );
  url = gateway.url;

  const system = { "bin/sh": "a shell", "etc/os-release": "an operating system" };
  for (const version of ["7.0", "8.0"]) {
    const server = {
      "usr/local/tomcat/bin/catalina.sh": `tomcat ${version}`,
      "usr/local/tomcat/webapps/": "folder/",
    } as const;
    await registry.push(`tomcat:${version}`, [system, server]);
  }
  for (const [index, version] of ["v1", "v2", "v3"].entries()) {
    const tools = { "bin/busybox": "tools", "bin/cp": { link: "busybox" } };
    await registry.push(`user_app:${version}`, [tools, { "artifact/user_app.war": "x".repeat(100 + index) }]);
  }
}, 10 * minutes);
afterAll(() => stack.disposeAsync());

const document = `mutation ($input: ApplicationComposeInput!) {
  applicationCompose(input: $input) {
    deployment { raw }
    manifest warnings userErrors { code field message }
  }
}`;

interface DeploymentObject {
  readonly metadata: { readonly name: string; readonly annotations: object; readonly labels: object };
  readonly spec: { readonly template: { readonly spec: object } };
  readonly status: { readonly observedGeneration?: number; readonly availableReplicas?: number };
}

interface Composed {
  readonly deployment: { readonly raw: DeploymentObject } | null;
  readonly manifest: object;
  readonly warnings: readonly string[];
  readonly userErrors: readonly object[];
}

const inputFor = (name: string, base: string, artifact: string, carrier: string, more: object = {}) => ({
  cluster: "alpha",
  namespace,
  name,
  application: "user-app",
  base: { name: "tomcat", image: `${registry.host}/${base}`, ports: [8080] },
  artifact: { image: `${registry.host}/${artifact}`, path: "/artifact", mountPath: webapps, carrier },
  ...more,
});

async function compose(input: object): Promise<Composed> {
  return (await query<{ applicationCompose: Composed }>(url, document, { input })).applicationCompose;
}

const deployments = `/apis/apps/v1/namespaces/${namespace}/deployments`;
const get = (name: string) => alpha.api.request<DeploymentObject>("GET", `${deployments}/${name}`);
const refOf = (name: string) => ({ cluster: "alpha", namespace, name });

async function rolledOut(name: string): Promise<void> {
  await alpha.kubectl(["rollout", "status", `deployment/${name}`, "-n", namespace, "--timeout=60s"]);
}

describe("six applications of two bases and three artifacts", () => {
  const bases = ["tomcat:7.0", "tomcat:8.0"];
  const artifacts = ["user_app:v1", "user_app:v2", "user_app:v3"];
  const all = bases.flatMap((base, row) =>
    artifacts.map((artifact, column) => ({
      name: `${artifact}-on-${base}`.replaceAll(/[_:.]/g, "-"),
      base,
      artifact,
      // Each base and each artifact by both carriers.
      carrier: (row + column) % 2 === 0 ? "INIT_CONTAINER" : "IMAGE_VOLUME",
      sizeBytes: 100 + column,
    })),
  );

  test("are made as they were shown before, of five images and no more", { timeout: 3 * minutes }, async () => {
    for (const { name, base, artifact, carrier } of all) {
      const shown = await compose(inputFor(name, base, artifact, carrier, { dryRun: true }));
      expect(shown).toMatchObject({ warnings: [], userErrors: [] });
      await expect(get(name)).rejects.toThrow(/not ?found/i);
      const made = await compose(inputFor(name, base, artifact, carrier));
      expect(made.userErrors).toEqual([]);
      expect(made.manifest).toEqual(shown.manifest);
      const there = await get(name);
      expect(there.spec).toEqual(shown.deployment?.raw.spec);
      expect(there.metadata.annotations).toMatchObject(shown.deployment?.raw.metadata.annotations ?? {});
      expect(there.metadata.labels).toEqual(shown.deployment?.raw.metadata.labels);
    }
    for (const { name } of all) await rolledOut(name);

    // What the registry keeps, in its own words; and what the pods run.
    const repositories = (await registry.crane("catalog", registry.host)).trim().split("\n").sort();
    expect(repositories).toEqual(["tomcat", "user_app"]);
    const images: string[] = [];
    for (const repository of repositories) {
      const tags = (await registry.crane("ls", `${registry.host}/${repository}`)).trim().split("\n");
      images.push(...tags.map((tag) => `${registry.host}/${repository}:${tag}`));
    }
    const digests = await Promise.all(images.map((image) => registry.crane("digest", image)));
    expect(new Set(digests).size).toBe(5);
    const pods = await alpha.api.request<{ items: object[] }>("GET", `/api/v1/namespaces/${namespace}/pods`);
    const used = JSON.stringify(pods.items.map((pod) => (pod as { spec: object }).spec)).matchAll(
      /"(?:image|reference)":"([^"]+)"/g,
    );
    expect([...new Set([...used].map(([, image]) => image))].sort()).toEqual(images.sort());
  });

  test("find the artifact at its path, and the base around it", async () => {
    for (const { name, artifact, base, sizeBytes } of all) {
      const { deployment } = await query<{ deployment: { composition: { files: { files: object[] } } & object } }>(
        url,
        `query ($by: ObjectByInput!) { deployment(by: $by) { composition {
          baseImage artifactImage files(under: "/") { totalCount hidden files { path type sizeBytes target from } }
        } } }`,
        { by: { ref: refOf(name) } },
      );
      expect(deployment.composition).toMatchObject({
        baseImage: `${registry.host}/${base}`,
        artifactImage: `${registry.host}/${artifact}`,
      });
      const folder = { type: "DIRECTORY", sizeBytes: 0, target: null, from: "BASE" };
      const file = { type: "FILE", target: null };
      expect(deployment.composition.files).toEqual({
        totalCount: 11,
        hidden: [],
        files: [
          { ...folder, path: "/bin" },
          { ...file, path: "/bin/sh", sizeBytes: 7, from: "BASE" },
          { ...folder, path: "/etc" },
          { ...file, path: "/etc/os-release", sizeBytes: 19, from: "BASE" },
          { ...folder, path: "/usr" },
          { ...folder, path: "/usr/local" },
          { ...folder, path: "/usr/local/tomcat" },
          { ...folder, path: "/usr/local/tomcat/bin" },
          { ...file, path: "/usr/local/tomcat/bin/catalina.sh", sizeBytes: 10, from: "BASE" },
          { ...folder, path: webapps },
          { ...file, path: `${webapps}/user_app.war`, sizeBytes, from: "ARTIFACT" },
        ],
      });
    }
  });

  test("are found by their base, and belong to one application", async () => {
    const found = await query<{ deployments: { nodes: { name: string }[] }; application: { images: string[] } }>(
      url,
      `query ($filter: DeploymentFilter) { deployments(filter: $filter, orderBy: [{ field: NAME }]) { nodes { name } } application(by: { name: "user-app" }) { images } }`,
      { filter: { baseImage: { in: [`${registry.host}/tomcat:7.0`] } } },
    );
    expect(found.deployments.nodes.map(({ name }) => name)).toEqual(
      all.filter(({ base }) => base === "tomcat:7.0").map(({ name }) => name),
    );
    expect(found.application.images).toEqual(bases.map((base) => `${registry.host}/${base}`));
  });

  test("are made again without a change, and not over what kubectl has set since", async () => {
    const [first] = all;
    if (!first) throw new Error("there is none");
    const input = inputFor(first.name, first.base, first.artifact, first.carrier);
    const before = await get(first.name);
    expect((await compose(input)).userErrors).toEqual([]);
    expect((await get(first.name)).metadata).toEqual(before.metadata);
    await alpha.kubectl([
      "set",
      "image",
      `deployment/${first.name}`,
      `tomcat=${registry.host}/tomcat:8.0`,
      "-n",
      namespace,
    ]);
    expect((await compose(input)).userErrors).toEqual([
      { code: "CONFLICT", field: "input.takeOver", message: expect.stringContaining('"kubectl-set"') },
    ]);
    expect((await compose({ ...input, takeOver: true })).userErrors).toEqual([]);
    expect(JSON.stringify((await get(first.name)).spec)).toContain("tomcat:7.0");
  });

  test("are not made of an image that there is not, or of a folder that it has not", async () => {
    const refused = await compose(inputFor("none", "tomcat:9.0", "user_app:v1", "IMAGE_VOLUME"));
    expect(refused.userErrors).toEqual([
      {
        code: "NOT_FOUND",
        field: "input.base.image",
        message: `Registry "${registry.host}" has no image "tomcat:9.0"`,
      },
    ]);
    const input = inputFor("none", "tomcat:8.0", "user_app:v1", "IMAGE_VOLUME");
    const elsewhere = await compose({ ...input, artifact: { ...input.artifact, path: "/elsewhere" } });
    expect(elsewhere.userErrors).toMatchObject([{ code: "INVALID", field: "input.artifact.path" }]);
    const misnamed = await compose({ ...input, name: "Not A Name" });
    expect(misnamed.userErrors).toMatchObject([{ code: "INVALID", field: "input.name" }]);
  });
});

interface OperationShown {
  readonly id: string;
  readonly name: string;
  readonly phase: string;
  readonly message: string | null;
  readonly steps: readonly { readonly state: string }[];
}

const operationFields = "id name phase message steps { state }";

async function begin(field: string, type: string, input: object): Promise<OperationShown> {
  const begun = await query<Record<string, { operation: OperationShown | null; userErrors: object[] }>>(
    url,
    `mutation ($input: ${type}!) { ${field}(input: $input) { operation { ${operationFields} } userErrors { code field message } } }`,
    { input },
  );
  expect(begun[field]?.userErrors).toEqual([]);
  return begun[field]?.operation as OperationShown;
}

async function steer(field: string, type: string, { id }: OperationShown): Promise<void> {
  await begin(field, type, { by: { id } });
}

async function until(
  { id }: OperationShown,
  is: (operation: OperationShown) => boolean,
  what: string,
): Promise<OperationShown> {
  let last: OperationShown | null = null;
  const look = async () => {
    const { operation } = await query<{ operation: OperationShown | null }>(
      url,
      `query ($by: ObjectByInput!) { operation(by: $by) { ${operationFields} } }`,
      { by: { id } },
    );
    last = operation;
    return operation !== null && is(operation);
  };
  await waitFor(look, 2 * minutes, what);
  return last as unknown as OperationShown;
}

const imagesOf = async (names: readonly string[]) => {
  const specs = await Promise.all(names.map(async (name) => JSON.stringify((await get(name)).spec.template.spec)));
  return specs.map((spec) =>
    [...spec.matchAll(/"(?:image|reference)":"[^"]*\/([^"]+)"/g)]
      .map(([, image]) => image)
      .sort()
      .join(" "),
  );
};

describe("a base under twenty applications", () => {
  const names = Array.from({ length: 20 }, (_, index) => `app-${String(index + 1).padStart(2, "0")}`);
  const on = (base: string, artifact = "user_app:v1") => names.map(() => `tomcat:${base} ${artifact}`);
  let moved: OperationShown;

  beforeAll(async () => {
    for (const [index, name] of names.entries()) {
      const carrier = index % 2 === 0 ? "INIT_CONTAINER" : "IMAGE_VOLUME";
      expect((await compose(inputFor(name, "tomcat:7.0", "user_app:v1", carrier))).userErrors).toEqual([]);
    }
    for (const name of names) await rolledOut(name);
  }, 3 * minutes);

  test("is moved in waves, and not further while it is paused", { timeout: 3 * minutes }, async () => {
    const input = {
      deployments: names.map(refOf),
      baseImage: `${registry.host}/tomcat:8.0`,
      waveSize: { count: 5 },
      heldBetween: true,
    };
    moved = await begin("applicationUpgrade", "ApplicationUpgradeInput", input);
    const isDone = (count: number) => (operation: OperationShown) =>
      operation.steps.filter(({ state }) => state === "SUCCEEDED").length === count;
    const first = await until(
      moved,
      (operation) => isDone(1)(operation) && operation.phase === "PAUSED",
      "the first wave is done, the second one held",
    );
    expect(first.steps).toHaveLength(4);
    const half = await imagesOf(names);
    expect(half.slice(0, 5)).toEqual(on("8.0").slice(0, 5));
    expect(half.slice(5)).toEqual(on("7.0").slice(5));

    await steer("operationResume", "OperationResumeInput", moved);
    await until(moved, (operation) => isDone(2)(operation) && operation.phase === "PAUSED", "the second wave is done");
    expect((await imagesOf(names)).slice(10)).toEqual(on("7.0").slice(10));
    for (const count of [3, 4]) {
      await steer("operationResume", "OperationResumeInput", moved);
      await until(moved, isDone(count), `wave ${count} is done`);
    }
    await until(moved, ({ phase }) => phase === "SUCCEEDED", "all are moved");
    expect(await imagesOf(names)).toEqual(on("8.0"));
    for (const name of names) await rolledOut(name);
  });

  test("is taken back in waves", { timeout: 2 * minutes }, async () => {
    const undone = await begin("rolloutWavesUndo", "RolloutWavesUndoInput", {
      by: { id: moved.id },
      waveSize: { percent: 50 },
    });
    await until(undone, ({ phase }) => phase === "SUCCEEDED", "all are back");
    expect(await imagesOf(names)).toEqual(on("7.0"));
  });

  test("stays where it is when the artifact is moved, by either carrier", { timeout: 2 * minutes }, async () => {
    const input = {
      deployments: names.map(refOf),
      artifactImage: `${registry.host}/user_app:v3`,
      waveSize: { percent: 100 },
    };
    const begun = await begin("applicationUpgrade", "ApplicationUpgradeInput", input);
    await until(begun, ({ phase }) => phase === "SUCCEEDED", "all have the new artifact");
    expect(await imagesOf(names)).toEqual(on("7.0", "user_app:v3"));
    const undone = await begin("rolloutWavesUndo", "RolloutWavesUndoInput", {
      by: { id: begun.id },
      waveSize: { percent: 100 },
    });
    await until(undone, ({ phase }) => phase === "SUCCEEDED", "all have the former one");
    expect(await imagesOf(names)).toEqual(on("7.0"));
  });

  test("is not moved to what the registry has not", async () => {
    const input = { deployments: names.map(refOf), baseImage: `${registry.host}/tomcat:80`, waveSize: { count: 5 } };
    const { applicationUpgrade } = await query<{ applicationUpgrade: object }>(
      url,
      "mutation ($input: ApplicationUpgradeInput!) { applicationUpgrade(input: $input) { operation { id } userErrors { code field } } }",
      { input },
    );
    expect(applicationUpgrade).toEqual({
      operation: null,
      userErrors: [{ code: "NOT_FOUND", field: "input.baseImage" }],
    });
  });
});

test("a registry that is away takes nothing along but what it alone knows", async () => {
  await registry.part.stop();
  const shown = await query<{ applicationCompose: Composed }>(url, document, {
    input: inputFor("away", "tomcat:8.0", "user_app:v1", "IMAGE_VOLUME", { dryRun: true }),
  });
  expect(shown.applicationCompose.userErrors).toEqual([]);
  expect(shown.applicationCompose.warnings).toHaveLength(2);
  const composition =
    "query ($by: ObjectByInput!) { deployment(by: $by) { name composition { mountPath files { totalCount } } } }";
  expect(await post(url, composition, { by: { ref: refOf("app-01") } })).toMatchObject({
    data: { deployment: { name: "app-01", composition: { mountPath: webapps, files: null } } },
    errors: [{ extensions: { code: "INTEGRATION_UNAVAILABLE", retryable: true } }],
  });
});
