import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { FairwayError } from "../../../src/errors/index.ts";
import { encodeId, Seal } from "../../../src/graphql/index.ts";
import { UpstreamError } from "../../../src/kubernetes/index.ts";
import { KubernetesWorld } from "./kubernetes-world.ts";
import { deployment } from "./manifests.ts";

let world: KubernetesWorld;

beforeEach(async () => {
  world = await KubernetesWorld.start("alpha", "bravo");
});

afterEach(() => world[Symbol.asyncDispose]());

const mutation = `mutation ($input: DeploymentScaleInput!) {
  deploymentScale(input: $input) { deployment { id name replicas raw } userErrors { code message field } revision }
}`;
const ref = { cluster: "alpha", namespace: "shop", name: "web" };
const merge = { type: "merge", dryRun: false, signal: expect.any(AbortSignal) };

/** What the API server says when a field is refused. */
function invalid(...causes: { readonly field?: string; readonly message?: string }[]): UpstreamError {
  return new UpstreamError("INVALID", 'Deployment.apps "web" is invalid', { httpStatus: 422, causes });
}

async function scale(input: object) {
  const { data, errors } = await world.run(mutation, { input: { by: { ref }, replicas: 5, ...input } });
  return { payload: data?.deploymentScale, errors };
}

describe("scaling a deployment", () => {
  test("patches the one field upstream, and answers with what the API server made of it", async () => {
    const { metadata, ...rest } = deployment("web", {}, { replicas: 5 });
    const written = { ...rest, metadata: { ...metadata, resourceVersion: "77" } };
    world.cluster("alpha").onPatch = async () => ({ object: written, resourceVersion: "77" });
    const { payload, errors } = await scale({});
    expect(errors).toBeUndefined();
    expect(world.cluster("alpha").patches).toEqual([
      {
        ref: { cluster: "alpha", resource: "apps/deployments", namespace: "shop", name: "web" },
        body: { spec: { replicas: 5 }, metadata: {} },
        options: merge,
      },
    ]);
    const identity = {
      cluster: "alpha",
      resource: "apps/deployments",
      namespace: "shop",
      name: "web",
      uid: metadata.uid,
    };
    expect(payload).toEqual({
      deployment: {
        id: encodeId(identity),
        name: "web",
        replicas: 5,
        raw: written,
      },
      userErrors: [],
      revision: new Seal(Buffer.alloc(32, 7)).close("revision", [
        { scope: { cluster: "alpha", resource: "apps/deployments" }, rv: "77" },
      ]),
    });
  });

  test("by id means this very deployment, and a version if one is expected", async () => {
    const id = encodeId({ cluster: "bravo", resource: "apps/deployments", namespace: "shop", name: "web", uid: "u-1" });
    world.cluster("bravo").onPatch = async () => ({ object: deployment("web"), resourceVersion: "77" });
    await scale({ by: { id }, expectedResourceVersion: "42" });
    expect(world.cluster("bravo").patches).toMatchObject([
      { body: { spec: { replicas: 5 }, metadata: { uid: "u-1", resourceVersion: "42" } } },
    ]);
  });

  test("happens once, in the order of the document, however many passes the rest of the operation takes", async () => {
    const done: number[] = [];
    world.cluster("alpha").onPatch = async (_ref, body) => {
      const { replicas } = (body as { spec: { replicas: number } }).spec;
      done.push(replicas);
      return { object: deployment("web", {}, { replicas }), resourceVersion: "77" };
    };
    const set = (alias: string, replicas: number) =>
      `${alias}: deploymentScale(input: { by: { ref: { cluster: "alpha", namespace: "shop", name: "web" } }, replicas: ${replicas} }) {
        deployment { replicas pods { totalCount } }
      }`;
    const data = await world.data(`mutation { ${set("a", 7)} ${set("b", 3)} }`);
    expect(done).toEqual([7, 3]);
    const shown = (replicas: number) => ({ deployment: { replicas, pods: { totalCount: 0 } } });
    expect(data).toEqual({ a: shown(7), b: shown(3) });
  });

  test("as a dry run has no revision, as there is nothing to wait for", async () => {
    world.cluster("alpha").onPatch = async () => ({
      object: deployment("web", {}, { replicas: 5 }),
      resourceVersion: "9",
    });
    const { payload } = await scale({ dryRun: true });
    expect(world.cluster("alpha").patches).toMatchObject([{ options: { dryRun: true } }]);
    expect(payload).toMatchObject({ deployment: { replicas: 5 }, userErrors: [], revision: null });
  });

  test("to less than nothing is not even tried", async () => {
    const { payload } = await scale({ replicas: -1 });
    expect(payload).toMatchObject({
      deployment: null,
      userErrors: [{ code: "INVALID", field: "input.replicas" }],
      revision: null,
    });
    expect(world.cluster("alpha").patches).toEqual([]);
  });

  const byUid = { by: { id: encodeId({ ...ref, resource: "apps/deployments", uid: "u-1" }) } };
  const expected = { expectedResourceVersion: "42" };
  const upstream = (code: "NOT_FOUND" | "CONFLICT") =>
    new UpstreamError(code, "as the server says", { httpStatus: 404 });
  const immutable = invalid({ field: "metadata.uid", message: "field is immutable" });

  test.each<[string, Error, object, object[]]>([
    ["that is absent", upstream("NOT_FOUND"), {}, [{ code: "NOT_FOUND", field: "input.by" }]],
    ["that was created anew", immutable, byUid, [{ code: "NOT_FOUND", field: "input.by" }]],
    [
      "that has changed",
      upstream("CONFLICT"),
      expected,
      [{ code: "CONFLICT", field: "input.expectedResourceVersion" }],
    ],
    ["that changes all the time", upstream("CONFLICT"), {}, [{ code: "CONFLICT", field: null }]],
    [
      "in a way that is not valid",
      invalid({ field: "spec.replicas", message: "too many" }),
      {},
      [{ code: "INVALID", message: "too many", field: "input.replicas" }],
    ],
    [
      "that was not valid before",
      invalid({ field: "spec.paused", message: "odd" }, { message: "no" }),
      {},
      [
        { code: "INVALID", message: "spec.paused: odd", field: null },
        { code: "INVALID", message: "no", field: null },
      ],
    ],
    ["in a way that is not valid, for a reason untold", invalid(), {}, [{ code: "INVALID", field: null }]],
  ])("%s is an error for the user to mend", async (_what, error, input, userErrors) => {
    world.cluster("alpha").onPatch = () => Promise.reject(error);
    const { payload, errors } = await scale(input);
    expect(errors).toBeUndefined();
    expect(payload).toMatchObject({ deployment: null, revision: null, userErrors });
  });

  test.each<[string, Error]>([
    ["FORBIDDEN", new UpstreamError("FORBIDDEN", "not you", { httpStatus: 403, cluster: "alpha" })],
    ["CLUSTER_UNAVAILABLE", new UpstreamError("CLUSTER_UNAVAILABLE", "not there", { cluster: "alpha" })],
    ["UPSTREAM_REJECTED", new FairwayError("UPSTREAM_REJECTED", "what?", { cluster: "alpha" })],
    ["INTERNAL", new Error("canary")],
  ])("fails as a whole with %s", async (code, error) => {
    world.cluster("alpha").onPatch = () => Promise.reject(error);
    const { payload, errors } = await scale({});
    expect(payload).toBeUndefined();
    expect(errors).toMatchObject([{ path: ["deploymentScale"], extensions: { code } }]);
    expect(JSON.stringify(errors)).not.toContain("canary");
  });

  test.each<[string, object, string]>([
    ["a cluster that is not registered", { by: { ref: { ...ref, cluster: "nowhere" } } }, "UNKNOWN_CLUSTER"],
    ["an id that is none", { by: { id: "garbage" } }, "INVALID_ID"],
    ["no deployment", { by: {} }, "BAD_USER_INPUT"],
    ["two deployments", { by: { id: "x", ref } }, "BAD_USER_INPUT"],
    ["no number", { replicas: "many" }, "BAD_USER_INPUT"],
    ["a number beyond all measure", { replicas: 2 ** 31 }, "BAD_USER_INPUT"],
  ])("is refused when it names %s", async (_what, input, code) => {
    const { errors } = await scale(input);
    expect(errors).toMatchObject([{ extensions: { code } }]);
    expect(world.cluster("alpha").patches).toEqual([]);
  });

  test("in a gateway that takes no writes is refused before anything is sent", async () => {
    world.allowWrites = false;
    const { errors } = await scale({ replicas: -1 });
    expect(errors).toMatchObject([{ extensions: { code: "READ_ONLY" } }]);
    expect(world.cluster("alpha").patches).toEqual([]);
  });
});
