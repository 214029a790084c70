import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { encodeId } from "../../../src/graphql/index.ts";
import { type ExecResult, UpstreamError } from "../../../src/kubernetes/index.ts";
import { KubernetesWorld, type ScriptedCluster } from "./kubernetes-world.ts";
import { pod } from "./manifests.ts";

let world: KubernetesWorld;
let alpha: ScriptedCluster;
let result: ExecResult;

beforeEach(async () => {
  world = await KubernetesWorld.start("alpha");
  alpha = world.cluster("alpha");
  result = { stdout: Buffer.from("out ✓\n"), stderr: Buffer.from([0xff]), truncated: false, end: { exitCode: 7 } };
  alpha.onExec = async () => result;
});
afterEach(() => world[Symbol.asyncDispose]());

const ref = { cluster: "alpha", namespace: "shop", name: "web" };
const mutation = `mutation ($input: PodExecInput!) {
  podExec(input: $input) { result { exitCode stdout stderr truncated } userErrors { code message field } revision }
}`;

async function exec(input: object = {}) {
  const { data, errors } = await world.run(mutation, { input: { by: { ref }, command: ["ls", "-l"], ...input } });
  return { payload: data?.podExec, errors };
}

describe("running a command in a pod", () => {
  test("gives what it wrote and its exit code, whatever that is", async () => {
    const { payload, errors } = await exec({ container: "web", stdin: "in", terminal: { columns: 80, rows: 24 } });
    expect(errors).toBeUndefined();
    expect(payload).toEqual({
      result: { exitCode: 7, stdout: "out ✓\n", stderr: "\ufffd", truncated: false },
      userErrors: [],
      revision: null,
    });
    expect(alpha.executions).toEqual([
      {
        request: {
          namespace: "shop",
          pod: "web",
          container: "web",
          command: ["ls", "-l"],
          stdin: Buffer.from("in"),
          terminal: { columns: 80, rows: 24 },
          outputBytes: 1_048_576,
          timeoutMs: 30_000,
        },
        options: { signal: expect.any(AbortSignal) },
      },
    ]);
  });

  test("that was not waited for has no exit code", async () => {
    result = { ...result, end: null, truncated: true };
    expect((await exec()).payload).toMatchObject({ result: { exitCode: null, truncated: true } });
  });

  test("asks first whether the caller may create pods/exec, and runs nothing where he may not", async () => {
    alpha.mayDelete = false;
    for (const dryRun of [true, false]) {
      expect((await exec({ dryRun })).errors).toMatchObject([{ extensions: { code: "FORBIDDEN" } }]);
    }
    expect(alpha.asked[0]).toEqual({
      verb: "create",
      group: "",
      resource: "pods",
      subresource: "exec",
      namespace: "shop",
      name: "web",
    });
    expect(alpha.executions).toEqual([]);
  });

  test("as a dry run runs nothing", async () => {
    expect((await exec({ dryRun: true })).payload).toEqual({ result: null, userErrors: [], revision: null });
    expect([alpha.executions, alpha.asked.length]).toEqual([[], 1]);
  });

  test("is off unless the gateway was told to, whatever else it lets callers do", async () => {
    world.allowExec = false;
    expect((await exec()).errors).toMatchObject([{ extensions: { code: "READ_ONLY", cluster: "alpha" } }]);
    expect([alpha.executions, alpha.asked]).toEqual([[], []]);
  });

  test("leaves a record that says who, where and when, and no word of the command", async () => {
    await exec({ command: ["login", "canary"], stdin: "canary" });
    expect(world.audit.records).toMatchObject([
      {
        action: "exec",
        verb: "create",
        object: { ...ref, resource: "pods/exec" },
        outcome: "ok",
      },
    ]);
    expect(JSON.stringify(world.audit.records)).not.toContain("canary");
  });

  test("by id means this very pod", async () => {
    const id = encodeId({ ...ref, resource: "pods", uid: "u-1" });
    alpha.onGet = async () => ({ object: pod("web", { uid: "u-2" }), resourceVersion: "1" });
    expect((await exec({ by: { id } })).payload).toMatchObject({ userErrors: [{ code: "NOT_FOUND" }] });
    expect(alpha.executions).toEqual([]);
    alpha.onGet = async () => ({ object: pod("web", { uid: "u-1" }), resourceVersion: "1" });
    expect((await exec({ by: { id } })).payload).toMatchObject({ result: { exitCode: 7 } });
  });

  test("in a protected namespace needs the pod's name once more", async () => {
    alpha.protected.add("shop");
    expect((await exec()).payload).toMatchObject({ userErrors: [{ code: "CONFIRMATION_REQUIRED" }] });
    expect(alpha.executions).toEqual([]);
    expect((await exec({ confirm: "web" })).payload).toMatchObject({ userErrors: [] });
  });

  test.each<[string, UpstreamError, object]>([
    ["pod", new UpstreamError("NOT_FOUND", "none", { httpStatus: 404 }), { code: "NOT_FOUND", field: "input.by" }],
    [
      "container",
      new UpstreamError("UPSTREAM_REJECTED", "container x is not valid", { httpStatus: 400 }),
      { code: "INVALID", field: "input.container", message: "container x is not valid" },
    ],
  ])("in a %s that there is not is for the caller to mend", async (_what, error, userError) => {
    alpha.onExec = () => Promise.reject(error);
    expect((await exec()).payload).toMatchObject({ result: null, userErrors: [userError] });
  });

  test.each([
    [{}, "web"],
    [{ annotations: { "kubectl.kubernetes.io/default-container": "proxy" } }, "proxy"],
    [{ annotations: { "kubectl.kubernetes.io/default-container": "gone" } }, "web"],
  ])("of several containers is in the one that kubectl would take: %j", async (meta, container) => {
    const run = alpha.onExec;
    alpha.onExec = async (request, options) => {
      if (request.container !== undefined) return run(request, options);
      throw new UpstreamError(
        "UPSTREAM_REJECTED",
        "a container name must be specified for pod web, choose one of: [web proxy]",
        { httpStatus: 400 },
      );
    };
    alpha.onGet = async () => ({ object: pod("web", meta), resourceVersion: "1" });
    expect((await exec()).payload).toMatchObject({ result: { exitCode: 7 }, userErrors: [] });
    expect(alpha.executions.at(-1)).toMatchObject({ request: { container } });
    alpha.onGet = async () => Promise.reject(new UpstreamError("FORBIDDEN", "not you", { httpStatus: 403 }));
    expect((await exec()).payload).toMatchObject({ userErrors: [{ code: "INVALID", field: "input.container" }] });
  });

  test("that cannot be started is for the caller to mend", async () => {
    result = { ...result, end: { failure: "executable file not found" } };
    expect((await exec()).payload).toMatchObject({
      result: null,
      userErrors: [{ code: "UPSTREAM_REJECTED", message: "executable file not found", field: "input.command" }],
    });
  });

  test.each<[object, string]>([
    [{ command: [] }, "input.command"],
    [{ command: [""] }, "input.command"],
    [{ command: Array(101).fill("x") }, "input.command"],
    [{ command: ["x".repeat(16_385)] }, "input.command"],
    [{ stdin: "ж".repeat(32_769) }, "input.stdin"],
    [{ terminal: { columns: 0, rows: 24 } }, "input.terminal.columns"],
    [{ terminal: { columns: 80, rows: 1_001 } }, "input.terminal.rows"],
    [{ timeoutSeconds: 0 }, "input.timeoutSeconds"],
    [{ timeoutSeconds: 301 }, "input.timeoutSeconds"],
  ])("is not tried with what is beyond its limits (%#)", async (input, field) => {
    expect((await exec(input)).payload).toMatchObject({ userErrors: [{ code: "INVALID", field }] });
    expect([alpha.executions, alpha.asked]).toEqual([[], []]);
  });

  test.each<[string, object, string]>([
    ["a cluster that is not registered", { by: { ref: { ...ref, cluster: "nowhere" } } }, "UNKNOWN_CLUSTER"],
    ["an id that is none", { by: { id: "garbage" } }, "INVALID_ID"],
    ["a command that is no list of words", { command: [["x"]] }, "BAD_USER_INPUT"],
  ])("is refused when it names %s", async (_what, input, code) => {
    expect((await exec(input)).errors).toMatchObject([{ extensions: { code } }]);
  });
});
