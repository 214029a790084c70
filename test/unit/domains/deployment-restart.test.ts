import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { encodeId } from "../../../src/graphql/index.ts";
import { UpstreamError } from "../../../src/kubernetes/index.ts";
import { KubernetesWorld, type ScriptedCluster } from "./kubernetes-world.ts";
import { deployment } from "./manifests.ts";

let world: KubernetesWorld;
let alpha: ScriptedCluster;

beforeEach(async () => {
  world = await KubernetesWorld.start("alpha");
  alpha = world.cluster("alpha");
  world.now = Date.parse("2026-03-01T12:00:00.250Z");
});

afterEach(() => world[Symbol.asyncDispose]());

const ref = { cluster: "alpha", namespace: "shop", name: "web" };
const upstreamRef = { cluster: "alpha", resource: "apps/deployments", namespace: "shop", name: "web" };
const current = deployment("web", { uid: "u-1", resourceVersion: "50" });
const idOf = (uid: string) => encodeId({ ...upstreamRef, uid });
const conflict = () => new UpstreamError("CONFLICT", "the object has been modified", { httpStatus: 409 });

function serve(object = current): void {
  alpha.onGet = async () => ({ object, resourceVersion: object.metadata.resourceVersion });
  alpha.onPatch = async () => ({
    object: { ...object, metadata: { ...object.metadata, resourceVersion: "51" } },
    resourceVersion: "51",
  });
}

async function restart(input: object = {}) {
  const { data, errors } = await world.run(
    `mutation ($input: DeploymentRestartInput!) {
      deploymentRestart(input: $input) { deployment { name resourceVersion } userErrors { code message field } revision }
    }`,
    { input: { by: { ref }, ...input } },
  );
  return { payload: data?.deploymentRestart, errors };
}

describe("restarting a deployment", () => {
  test("gives its template the annotation that kubectl gives it, at the time of the gateway's clock", async () => {
    serve();
    const { payload, errors } = await restart();
    expect(errors).toBeUndefined();
    expect(payload).toEqual({
      deployment: { name: "web", resourceVersion: "51" },
      userErrors: [],
      revision: expect.any(String),
    });
    const annotations = { "kubectl.kubernetes.io/restartedAt": "2026-03-01T12:00:00.250Z" };
    expect(alpha.gets).toEqual([upstreamRef]);
    expect(alpha.patches).toEqual([
      {
        ref: upstreamRef,
        body: { spec: { template: { metadata: { annotations } } }, metadata: { resourceVersion: "50" } },
        options: { type: "strategic", dryRun: false, signal: expect.any(AbortSignal) },
      },
    ]);
  });

  test("as a dry run has no revision", async () => {
    serve();
    const { payload } = await restart({ dryRun: true });
    expect(alpha.patches).toMatchObject([{ options: { dryRun: true } }]);
    expect(payload).toMatchObject({ deployment: { name: "web" }, userErrors: [], revision: null });
  });

  test("is refused while it is paused, as nothing would happen", async () => {
    serve(deployment("web", {}, { paused: true }));
    const { payload } = await restart();
    expect(payload).toMatchObject({ deployment: null, userErrors: [{ code: "INVALID", field: "input.by" }] });
    expect(alpha.patches).toEqual([]);
  });

  test("reads again when a controller was faster", async () => {
    serve();
    const patch = alpha.onPatch;
    alpha.onPatch = (...args) => (alpha.patches.length < 3 ? Promise.reject(conflict()) : patch(...args));
    const { payload } = await restart();
    expect(payload).toMatchObject({ userErrors: [] });
    expect([alpha.gets.length, alpha.patches.length]).toEqual([3, 3]);
  });

  test("gives up where somebody is always faster", async () => {
    serve();
    alpha.onPatch = () => Promise.reject(conflict());
    const { payload } = await restart();
    expect(payload).toMatchObject({ deployment: null, userErrors: [{ code: "CONFLICT", field: null }] });
    expect(alpha.patches).toHaveLength(6);
  });

  const expected = { code: "CONFLICT", field: "input.expectedResourceVersion" };

  test("of a version that is not there any more is a conflict, and not tried", async () => {
    serve();
    const { payload } = await restart({ expectedResourceVersion: "49" });
    expect(payload).toMatchObject({ deployment: null, userErrors: [expected] });
    expect(alpha.patches).toEqual([]);
  });

  test("of an expected version is not tried again", async () => {
    serve();
    alpha.onPatch = () => Promise.reject(conflict());
    const { payload } = await restart({ expectedResourceVersion: "50" });
    expect(payload).toMatchObject({ deployment: null, userErrors: [expected] });
    expect(alpha.patches).toHaveLength(1);
  });

  test("by id means this very deployment", async () => {
    serve();
    await restart({ by: { id: idOf("u-1") } });
    expect(alpha.patches).toMatchObject([{ body: { metadata: { uid: "u-1", resourceVersion: "50" } } }]);
    const { payload } = await restart({ by: { id: idOf("u-0") } });
    expect(payload).toMatchObject({ deployment: null, userErrors: [{ code: "NOT_FOUND", field: "input.by" }] });
    expect(alpha.patches).toHaveLength(1);
  });

  test("that is absent is an error for the user to mend", async () => {
    alpha.onGet = () => Promise.reject(new UpstreamError("NOT_FOUND", "canary", { httpStatus: 404 }));
    const { payload } = await restart();
    expect(payload).toMatchObject({ deployment: null, userErrors: [{ code: "NOT_FOUND", field: "input.by" }] });
  });

  test.each(["web/status", "web%2Fstatus", "..", "."])("named %j reaches nothing else", async (name) => {
    const { payload } = await restart({ by: { ref: { ...ref, name } } });
    expect(payload).toMatchObject({ userErrors: [{ code: "NOT_FOUND", field: "input.by" }] });
    expect(alpha.gets).toEqual([]);
  });

  test.each<[string, Error]>([
    ["FORBIDDEN", new UpstreamError("FORBIDDEN", "not you", { httpStatus: 403 })],
    ["CLUSTER_TIMEOUT", new UpstreamError("CLUSTER_TIMEOUT", "late")],
    ["INTERNAL", new Error("canary")],
  ])("fails as a whole with %s", async (code, error) => {
    serve();
    alpha.onPatch = () => Promise.reject(error);
    const { payload, errors } = await restart();
    expect(payload).toBeUndefined();
    expect(errors).toMatchObject([{ path: ["deploymentRestart"], extensions: { code } }]);
    expect(JSON.stringify(errors)).not.toContain("canary");
  });

  test("in a gateway that takes no writes is refused before anything is sent", async () => {
    world.allowWrites = false;
    const { errors } = await restart();
    expect(errors).toMatchObject([{ extensions: { code: "READ_ONLY" } }]);
    expect(alpha.gets).toEqual([]);
  });
});
