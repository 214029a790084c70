import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Cluster } from "../control-plane/cluster.ts";
import { ensureNamespace, podsRunning } from "../control-plane/seed.ts";
import { waitFor } from "../control-plane/wait-for.ts";
import { covers } from "../support/covers.ts";
import { type GraphQLResponse, post } from "../support/graphql-client.ts";
import { type Rig, startGateway, startRig } from "../support/rig.ts";

covers("DE-3", "exec, as a preview: one command, behind its own permission", "kube-apiserver, kwok's kubelet");

interface Payload {
  readonly result: {
    readonly exitCode: number | null;
    readonly stdout: string;
    readonly stderr: string;
    readonly truncated: boolean;
  } | null;
  readonly userErrors: readonly { readonly code: string; readonly message: string; readonly field: string | null }[];
}
type Answer = GraphQLResponse<{ readonly podExec: Payload }>;

const rbac = "/apis/rbac.authorization.k8s.io/v1";
const NAMESPACE = "shop";
let rig: Rig;
let cluster: Cluster;
let document: string;

beforeAll(async () => {
  rig = await startRig({
    clusters: 1,
    nodes: 1,
    kwok: { crds: ["Exec", "ClusterExec"] },
    audit: true,
    config: { allowWrites: true, allowExec: true },
  });
  cluster = rig.controlPlane.cluster("alpha");
  document = await readFile(new URL("../../schema/operations/pod-exec.graphql", import.meta.url), "utf8");
  await ensureNamespace(cluster, NAMESPACE);
  const spec = { containers: [{ name: "main", image: "registry.test/main:1" }] };
  await cluster.api.request("POST", `/api/v1/namespaces/${NAMESPACE}/pods`, { metadata: { name: "web" }, spec });
  // Commands run on this machine, as the user of the test: harmless ones alone.
  await cluster.api.request("POST", `/apis/kwok.x-k8s.io/v1alpha1/namespaces/${NAMESPACE}/execs`, {
    apiVersion: "kwok.x-k8s.io/v1alpha1",
    kind: "Exec",
    metadata: { name: "web" },
    spec: { execs: [{ local: { workDir: "/" } }] },
  });
  await podsRunning(cluster, { namespace: NAMESPACE });
  const isServed = () => exec({ command: ["true"] }).then(({ data }) => data?.podExec.result?.exitCode === 0);
  await waitFor(isServed, 15_000, "kwok knows of the Exec object");
});
afterAll(() => rig?.[Symbol.asyncDispose]());

const by = (name = "web") => ({ ref: { cluster: cluster.name, namespace: NAMESPACE, name } });

function exec(input: object, url = rig.url, token?: string): Promise<Answer> {
  return post<{ podExec: Payload }>(url, document, { input: { by: by(), ...input } }, token);
}

async function payloadOf(input: object): Promise<Payload> {
  const { data, errors } = await exec(input);
  if (!data) throw new Error(JSON.stringify(errors));
  return data.podExec;
}

describe("a command in a container", () => {
  test("gives both of its outputs and its exit code", async () => {
    const { result, userErrors } = await payloadOf({ command: ["sh", "-c", "echo grüße; echo no >&2"] });
    expect(userErrors).toEqual([]);
    expect(result).toEqual({ exitCode: 0, stdout: "grüße\n", stderr: "no\n", truncated: false });
  });

  test("reads what it is given", async () => {
    const stdin = "ж".repeat(30_000);
    // kwok's kubelet passes the input on, but not its end: that is shown in the unit lane.
    const { result } = await payloadOf({ command: ["head", "-c", "60000"], stdin });
    expect(result?.stdout === stdin).toBe(true);
    expect(result?.exitCode).toBe(0);
  });

  test("has a terminal of the size that was asked for", async () => {
    const { result } = await payloadOf({
      // At the end of a command kwok's kubelet does not wait for what its terminal still holds.
      command: ["sh", "-c", "sleep 0.3; stty size; sleep 0.3"],
      terminal: { columns: 123, rows: 45 },
    });
    expect(result?.stdout.trim()).toBe("45 123");
  });

  test("that fails, or is not there, is told of in the kubelet's words", async () => {
    // kwok's kubelet tells no exit code but 0; those of others are shown on recorded messages, in the unit lane.
    const failed = await payloadOf({ command: ["false"] });
    expect(failed).toMatchObject({ result: null, userErrors: [{ code: "UPSTREAM_REJECTED", field: "input.command" }] });
    const absent = await payloadOf({ command: ["/no/such/program"] });
    expect(absent.userErrors).toMatchObject([{ message: expect.stringContaining("no such file") }]);
  });

  test("that takes too long, or writes too much, is not waited for", async () => {
    const slow = await payloadOf({ command: ["sh", "-c", "echo begun; exec sleep 5"], timeoutSeconds: 1 });
    expect(slow.result).toEqual({ exitCode: null, stdout: "begun\n", stderr: "", truncated: false });
    const loud = await payloadOf({ command: ["head", "-c", "3000000", "/dev/zero"] });
    expect(loud.result).toMatchObject({ exitCode: null, truncated: true });
    expect(loud.result?.stdout).toHaveLength(1_048_576);
  });

  test("in a pod or a container that there is not is for the caller to mend", async () => {
    expect(await payloadOf({ by: by("nobody"), command: ["true"] })).toMatchObject({
      userErrors: [{ code: "NOT_FOUND", field: "input.by" }],
    });
    expect(await payloadOf({ container: "nobody", command: ["true"] })).toMatchObject({
      userErrors: [{ code: "INVALID", field: "input.container" }],
    });
  });

  test("is run by no gateway that was not told to", async () => {
    await using gateway = await startGateway(rig.kubeconfig, { allowWrites: true });
    const { errors } = await exec({ command: ["true"] }, gateway.url);
    expect(errors).toMatchObject([{ extensions: { code: "READ_ONLY" } }]);
  });
});

test("who may run it the API server decides, of the caller himself", async () => {
  const authentication = { jwt: [], tokenReview: { clusters: ["alpha"] } };
  await using gateway = await startGateway(rig.kubeconfig, { authentication, allowWrites: true, allowExec: true });
  const ask = (input: object) => exec(input, gateway.url, cluster.tokenOf("alice"));
  const grant = async (name: string, verbs: readonly string[]) => {
    const within = `${rbac}/namespaces/${NAMESPACE}`;
    const rules = [{ apiGroups: [""], resources: ["pods/exec"], verbs }];
    await cluster.api.request("POST", `${within}/roles`, { metadata: { name }, rules });
    await cluster.api.request("POST", `${within}/rolebindings`, {
      metadata: { name },
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name },
      subjects: [{ kind: "User", apiGroup: "rbac.authorization.k8s.io", name: "alice" }],
    });
  };
  const refused = { errors: [{ extensions: { code: "FORBIDDEN" } }] };
  expect(await ask({ command: ["echo", "hi"] })).toMatchObject(refused);
  // Older API servers take a WebSocket for a mere `get`.
  await grant("looks", ["get"]);
  expect(await ask({ command: ["echo", "hi"] })).toMatchObject(refused);
  expect(await ask({ command: ["echo", "hi"], dryRun: true })).toMatchObject(refused);
  await grant("runs", ["create"]);
  const answer = await waitFor(
    async () => {
      const each = await ask({ command: ["echo", "hi"] });
      return each.data ? each : null;
    },
    5_000,
    "the right has reached the API server",
  );
  expect(answer).toMatchObject({ data: { podExec: { result: { exitCode: 0, stdout: "hi\n" } } } });
  const isHers = () =>
    cluster
      .auditEvents()
      .some(({ requestURI, impersonatedUser, user }) =>
        requestURI.includes("/pods/web/exec?") ? (impersonatedUser ?? user).username === "alice" : false,
      );
  await waitFor(isHers, 5_000, "the API server's own record names her");
});
