import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Cluster } from "../control-plane/cluster.ts";
import { ensureNamespace } from "../control-plane/seed.ts";
import { nodeExecProgram, startExecNode } from "../parts/node-exec.ts";
import { covers } from "../support/covers.ts";
import { post } from "../support/graphql-client.ts";
import { type Rig, startRig } from "../support/rig.ts";

covers(
  "DE-3",
  "exec: exit codes, signals, the end of the input, the size of the terminal",
  "kube-apiserver, a node with the streaming server of container runtimes (k8s.io/cri-streaming)",
);

interface Executed {
  readonly result: {
    readonly exitCode: number | null;
    readonly stdout: string;
    readonly stderr: string;
    readonly truncated: boolean;
  } | null;
  readonly userErrors: readonly { readonly code: string; readonly message: string; readonly field: string | null }[];
}

const stack = new AsyncDisposableStack();
let rig: Rig;
let cluster: Cluster;
let document: string;
const NAMESPACE = "shop";

beforeAll(async () => {
  await nodeExecProgram.ensure();
  rig = stack.use(
    await startRig({ clusters: 1, nodes: 0, controllers: false, config: { allowWrites: true, allowExec: true } }),
  );
  cluster = rig.controlPlane.cluster("alpha");
  stack.use(await startExecNode(cluster, "runner"));
  await ensureNamespace(cluster, NAMESPACE);
  const spec = { nodeName: "runner", containers: [{ name: "main", image: "registry.test/main:1" }] };
  await cluster.api.request("POST", `/api/v1/namespaces/${NAMESPACE}/pods`, { metadata: { name: "web" }, spec });
  document = await readFile(new URL("../../schema/operations/pod-exec.graphql", import.meta.url), "utf8");
}, 120_000);
afterAll(() => stack.disposeAsync());

async function run(input: object): Promise<Executed> {
  const by = { ref: { cluster: cluster.name, namespace: NAMESPACE, name: "web" } };
  const { data, errors } = await post<{ podExec: Executed }>(rig.url, document, { input: { by, ...input } });
  if (!data) throw new Error(JSON.stringify(errors));
  return data.podExec;
}

const sh = (script: string, more: object = {}) => run({ command: ["sh", "-c", script], ...more });

test.each([0, 1, 2, 42, 126, 255])(
  "a command that ends with %i is told of with that code, and with what it wrote",
  async (code) => {
    expect(await sh(`echo out; echo err >&2; exit ${code}`)).toMatchObject({
      result: { exitCode: code, stdout: "out\n", stderr: "err\n", truncated: false },
      userErrors: [],
    });
  },
);

test("a command has the whole of its input, and its end", async () => {
  const stdin = "ж".repeat(30_000);
  const { result } = await run({ command: ["cat"], stdin });
  expect(result?.exitCode).toBe(0);
  expect(result?.stdout === stdin).toBe(true);
  expect((await sh("wc -c", { stdin: "" })).result?.stdout.trim()).toBe("0");
});

test("a terminal has the size that was asked for, and the command's code is told", async () => {
  const { result } = await sh("sleep 0.3; stty size; exit 7", { terminal: { columns: 123, rows: 45 } });
  expect(result).toMatchObject({ exitCode: 7, stdout: "45 123\r\n", stderr: "" });
});

test("a program that is not there is told of in the node's words", async () => {
  const { result, userErrors } = await run({ command: ["no-such-program"] });
  expect(result).toBeNull();
  expect(userErrors).toMatchObject([
    { code: "UPSTREAM_REJECTED", message: expect.stringContaining("no-such-program") },
  ]);
});

test("what is written without end is cut, and the command is not waited for", async () => {
  const { result } = await sh("while :; do echo 0123456789abcdef0123456789abcdef; done");
  expect(result?.truncated).toBe(true);
  expect(Buffer.byteLength(result?.stdout ?? "")).toBeLessThanOrEqual(1024 * 1024);
});

test("a command that does not end within its time has no exit code, and what it wrote until then", async () => {
  const began = performance.now();
  const { result } = await sh("echo begun; sleep 30", { timeoutSeconds: 1 });
  expect(performance.now() - began).toBeLessThan(10_000);
  expect(result).toMatchObject({ exitCode: null, stdout: "begun\n" });
});
