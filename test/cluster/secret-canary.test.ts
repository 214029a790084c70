import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { createReadStream } from "node:fs";
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { projectRoot } from "../architecture/source-file.ts";
import type { Cluster } from "../control-plane/cluster.ts";
import { startControlPlane } from "../control-plane/control-plane.ts";
import { waitFor } from "../control-plane/wait-for.ts";
import { covers } from "../support/covers.ts";
import { GatewayProcess } from "../support/gateway-process.ts";
import { post, query, subscribe } from "../support/graphql-client.ts";
import { foundIn, tracesOf } from "../support/traces.ts";

covers(
  "SE-1",
  "values planted in secrets are in no answer, event, log line, metric, record or error, and not in the heap",
  "kube-apiserver and the built gateway as a process",
);

/** Random digits would be a chance for the search to find what is not there. */
const planted = {
  data: "canary-in-data-1f8e2c7a",
  stringData: "canary-in-string-data-93bd",
  applied: "canary-last-applied-5c1e77",
  registry: "canary-in-registry-6a0f42",
  updated: "canary-of-an-update-b7d9",
  written: "canary-through-the-gateway-2e",
  refused: "canary-that-is-refused-84ac",
};

const stack = new AsyncDisposableStack();
let dir: string;
let cluster: Cluster;
let gateway: GatewayProcess;
const answers: string[] = [];

const secrets = "/api/v1/namespaces/default/secrets";

beforeAll(async () => {
  // The process is of this very source, a mutant's too.
  execFileSync("npm", ["run", "--silent", "build"], { cwd: projectRoot, stdio: "inherit" });
  dir = await mkdtemp(join(tmpdir(), "fairway-canary-"));
  stack.defer(() => rm(dir, { recursive: true, force: true }));
  const controlPlane = stack.use(
    await startControlPlane({ dir: join(dir, "clusters"), clusters: 1, nodes: 0, controllers: false }),
  );
  cluster = controlPlane.cluster("alpha");
  const { api } = cluster;
  await api.request("POST", secrets, {
    metadata: { name: "planted" },
    data: {
      password: Buffer.from(planted.data).toString("base64"),
      "tls.crt": Buffer.from(planted.data).toString("base64"),
    },
    stringData: { text: planted.stringData },
  });
  const manifest = { apiVersion: "v1", kind: "Secret", metadata: { name: "applied", namespace: "default" } };
  await cluster.kubectl(["apply", "--filename=-"], JSON.stringify({ ...manifest, stringData: { a: planted.applied } }));
  const auth = Buffer.from(`user:${planted.registry}`).toString("base64");
  const config = { auths: { "registry.test": { username: "user", password: planted.registry, auth } } };
  await api.request("POST", secrets, {
    metadata: { name: "registry" },
    type: "kubernetes.io/dockerconfigjson",
    stringData: { ".dockerconfigjson": JSON.stringify(config) },
  });
  const file = join(dir, "fairway.yaml");
  const settings = {
    kubeconfig: cluster.kubeconfig,
    logLevel: "debug",
    allowWrites: true,
    audit: { sink: "file", file: join(dir, "audit.jsonl") },
  };
  await writeFile(file, JSON.stringify(settings));
  const nodeArgs = ["--heapsnapshot-signal=SIGUSR2", `--diagnostic-dir=${dir}`];
  gateway = stack.use(await GatewayProcess.start(dir, ["--config", file], { nodeArgs }));
}, 120_000);

afterAll(() => stack.disposeAsync());

/** What is answered is searched afterwards, whatever it is. */
async function ask(document: string, variables: Record<string, unknown> = {}): Promise<unknown> {
  const answer = await post(gateway.url, document, variables);
  answers.push(JSON.stringify(answer));
  return answer;
}

const all = `id cluster namespace name labels annotations resourceVersion raw owners { name } events { totalCount }`;
const place = { cluster: "alpha", namespace: "default" };
const by = (name: string) => ({ ref: { ...place, name } });

test("the search finds the values where they are: at the API server", async () => {
  const stored = JSON.stringify(await cluster.api.request("GET", secrets));
  for (const name of ["data", "stringData", "applied", "registry"] as const) {
    expect(foundIn(stored, { [name]: planted[name] })).not.toEqual([]);
  }
});

test("reads, streams, live queries and errors are made of everything that there is", { timeout: 60_000 }, async () => {
  const shown = await ask(
    `{ secrets { totalCount nodes { ${all} type keys { key sizeBytes } certificates { subject } registries } } }`,
  );
  expect(shown).toMatchObject({ data: { secrets: { totalCount: 3 } } });
  await ask(`{ resources(kind: "secrets", orderBy: [{ field: CREATED_AT }]) { nodes { ${all} } } }`);
  await ask(
    `query ($by: ObjectByInput!) { secret(by: $by) { ${all} consumers { object { name } } pulledBy { origin } } }`,
    { by: by("planted") },
  );
  const { secrets: found } = await query<{ secrets: { nodes: { id: string }[] } }>(
    gateway.url,
    "{ secrets { nodes { id } } }",
  );
  await ask("query ($ids: [ID!]!) { nodes(ids: $ids) { id ... on Secret { raw } } }", {
    ids: found.nodes.map(({ id }) => id),
  });

  const streams = ["secretEvents", 'resourceEvents(kind: "secrets")'].map((field) => {
    const document = `subscription { ${field} { changes { type object { ${all} } } phase } }`;
    const seen: string[] = [];
    const stream = subscribe(gateway.url, document, {}, (frame) => {
      seen.push(JSON.stringify(frame));
      answers.push(JSON.stringify(frame));
    });
    return { stream, seen };
  });
  const live = subscribe(gateway.url, `query @live { secrets { nodes { ${all} } } }`, {}, (frame) =>
    answers.push(JSON.stringify(frame)),
  );
  await waitFor(() => streams.every(({ seen }) => seen.some((frame) => frame.includes("SYNCED"))), 15_000, "SYNCED");
  const patch = { stringData: { password: planted.updated } };
  await cluster.api.request("PATCH", `${secrets}/planted`, patch, { contentType: "application/merge-patch+json" });
  await waitFor(
    () => streams.every(({ seen }) => seen.some((frame) => frame.includes("MODIFIED"))),
    15_000,
    "MODIFIED",
  );
  for (const { stream } of streams) await stream.close();
  await live.close();

  const write = `mutation ($input: SecretUpdateInput!) { secretUpdate(input: $input) { secret { ${all} } userErrors { message } } }`;
  expect(
    await ask(write, { input: { by: by("planted"), set: [{ key: "more", value: planted.written }] } }),
  ).toMatchObject({
    data: { secretUpdate: { userErrors: [] } },
  });
  const apply = `mutation ($input: ResourceApplyInput!) { resourceApply(input: $input) { results { userErrors { message } } } }`;
  const refused = { apiVersion: "v1", kind: "Secret", metadata: { name: "registry", namespace: "default" } };
  const values = { ".dockerconfigjson": Buffer.from(planted.refused).toString("base64") };
  await ask(apply, {
    input: {
      cluster: "alpha",
      objects: [{ ...refused, type: "kubernetes.io/dockerconfigjson", data: values }],
      force: true,
    },
  });
  await ask(apply, { input: { cluster: "alpha", objects: [{ ...refused, data: { a: { b: planted.refused } } }] } });
  const set = [{ key: ".dockerconfigjson", value: planted.refused }];
  await ask(write, { input: { by: by("registry"), set } });
  await ask(write, { input: { by: by("registry"), set: [{ key: "a/b", value: planted.refused }] } });
  await ask(write, { input: { by: by("absent"), set } });
  expect(answers.length).toBeGreaterThan(12);
});

test("a value is in the answer that it was asked for in", async () => {
  const reveal =
    "mutation ($input: SecretRevealInput!) { secretReveal(input: $input) { values { key value base64 } } }";
  // Not among the answers that are searched: this is where it belongs.
  const answer = await post(gateway.url, reveal, { input: { by: by("planted") } });
  expect(foundIn(JSON.stringify(answer), { updated: planted.updated })).not.toEqual([]);
});

test("no value is in any other answer, in a log line, a metric or a record", async () => {
  const metrics = await (await fetch(new URL("/metrics", gateway.url))).text();
  const audit = await readFile(join(dir, "audit.jsonl"), "utf8");
  expect(metrics).toContain("fairway_");
  expect(audit).toContain("secretRead");
  expect(gateway.output).not.toBe("");
  for (const [where, text] of Object.entries({ answers: answers.join("\n"), metrics, audit, log: gateway.output })) {
    expect([where, ...foundIn(text, planted)]).toEqual([where]);
  }
});

test("no value is in the heap", { timeout: 120_000 }, async () => {
  // What is short-lived goes with the next collection, which a snapshot begins with.
  for (let count = 0; count < 20; count += 1) await post(gateway.url, "{ secrets { totalCount } }");
  process.kill(gateway.pid, "SIGUSR2");
  const snapshot = await waitFor(
    async () => (await readdir(dir)).find((name) => name.endsWith(".heapsnapshot")),
    60_000,
    "the snapshot",
  );
  const path = join(dir, snapshot);
  let size = -1;
  await waitFor(
    async () => {
      const before = size;
      size = (await stat(path)).size;
      // The gateway answers again once it is written.
      return size > 0 && size === before && (await fetch(new URL("/healthz", gateway.url))).ok;
    },
    60_000,
    "the whole snapshot",
  );
  const found = await foundInFile(path, { ...planted, present: "kubernetes.io/dockerconfigjson" });
  // That the search reads the heap at all: the type of a secret is held.
  expect(found).toEqual(["present as text"]);
});

/** As `foundIn`, for a file that is larger than a text may be. */
async function foundInFile(path: string, values: Readonly<Record<string, string>>): Promise<string[]> {
  const found = new Set<string>();
  const longest = Math.max(
    ...Object.values(values).flatMap((value) => tracesOf(value).map(({ pattern }) => pattern.length)),
  );
  let tail = "";
  const stream = createReadStream(path, { encoding: "utf8", highWaterMark: 1 << 22 });
  stream.on("data", (chunk) => {
    const text = tail + chunk;
    for (const each of foundIn(text, values)) found.add(each);
    tail = text.slice(-longest);
  });
  await once(stream, "close");
  return [...found];
}
