import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { encodeId } from "../../../src/graphql/index.ts";
import { UpstreamError } from "../../../src/kubernetes/index.ts";
import { KubernetesWorld, type ScriptedCluster } from "./kubernetes-world.ts";
import { deployment } from "./manifests.ts";

let world: KubernetesWorld;
let alpha: ScriptedCluster;

const upstreamRef = { cluster: "alpha", resource: "apps/deployments", namespace: "shop", name: "web" };
const ref = { cluster: "alpha", kind: "Deployment", namespace: "shop", name: "web" };
const id = encodeId({ ...upstreamRef, uid: "u-1" });

beforeEach(async () => {
  world = await KubernetesWorld.start("alpha");
  alpha = world.cluster("alpha");
  const object = deployment("web", {
    uid: "u-1",
    resourceVersion: "50",
    labels: { app: "web", tier: "front" },
    annotations: { note: "old" },
  });
  alpha.onGet = async () => ({ object, resourceVersion: "50" });
  alpha.onPatch = async () => ({ object, resourceVersion: "51" });
});

afterEach(() => world[Symbol.asyncDispose]());

async function run(field: string, input: object) {
  const type = `${field.charAt(0).toUpperCase()}${field.slice(1)}Input`;
  const { data, errors } = await world.run(
    `mutation ($input: ${type}!) { ${field}(input: $input) { resource { name } userErrors { code message field } revision } }`,
    { input: { by: { ref }, ...input } },
  );
  return { payload: data?.[field] as Record<string, unknown> | undefined, errors };
}
const patch = (content: object, more: object = {}) => run("resourcePatch", { patch: content, ...more });
const refuse = (...args: ConstructorParameters<typeof UpstreamError>) => {
  alpha.onPatch = async () => {
    throw new UpstreamError(...args);
  };
};

describe("patching an object of any kind", () => {
  test.each([
    ["merge", { merge: { spec: { replicas: 2 } } }, { spec: { replicas: 2 } }],
    ["strategic", { strategic: { spec: { replicas: 2 } } }, { spec: { replicas: 2 } }],
    [
      "json",
      {
        json: [
          { op: "REPLACE", path: "/spec/replicas", value: 2 },
          { op: "MOVE", path: "/a", from: "/b" },
          { op: "REMOVE", path: "/c" },
          { op: "ADD", path: "/d" },
        ],
      },
      [
        { op: "replace", path: "/spec/replicas", value: 2 },
        { op: "move", path: "/a", from: "/b" },
        { op: "remove", path: "/c" },
        { op: "add", path: "/d", value: null },
      ],
    ],
    [
      "apply",
      { apply: { spec: { replicas: 2 } } },
      {
        apiVersion: "apps/v1",
        kind: "Deployment",
        metadata: { name: "web", namespace: "shop" },
        spec: { replicas: 2 },
      },
    ],
  ])("sends a patch of the form %s", async (type, content, body) => {
    const { payload, errors } = await patch(content);
    expect(errors).toBeUndefined();
    expect(payload).toEqual({ resource: { name: "web" }, userErrors: [], revision: expect.any(String) });
    expect(alpha.patches).toMatchObject([{ ref: upstreamRef, options: { type, dryRun: false, force: false } }]);
    expect(alpha.patches[0]?.body).toEqual(body);
    expect(alpha.gets).toEqual([]);
  });

  test("by id is good for this very object alone, and for one version where that is given", async () => {
    const input = { by: { id }, expectedResourceVersion: "50" };
    await patch({ merge: { metadata: { labels: { a: "b" } } } }, input);
    await patch({ json: [] }, input);
    expect(alpha.patches.map(({ body }) => body)).toEqual([
      { metadata: { labels: { a: "b" }, uid: "u-1", resourceVersion: "50" } },
      [
        { op: "replace", path: "/metadata/uid", value: "u-1" },
        { op: "replace", path: "/metadata/resourceVersion", value: "50" },
      ],
    ]);
  });

  test("reaches a subresource, and takes fields over, where that is asked for", async () => {
    await patch({ merge: { spec: { replicas: 3 } } }, { subresource: "SCALE", dryRun: true });
    await patch({ apply: { apiVersion: "apps/v1beta2" } }, { force: true });
    expect(alpha.patches).toMatchObject([
      { options: { subresource: "scale", dryRun: true } },
      { ref: { version: "v1beta2" }, options: { force: true } },
    ]);
  });

  test.each([
    [{ merge: [] }, "input.patch.merge"],
    [{ strategic: "spec" }, "input.patch.strategic"],
    [{ merge: { spec: { replicas: 2 ** 60 } } }, "input.patch.merge.spec.replicas"],
    [{ json: [{ op: "REMOVE", path: "spec" }] }, "input.patch.json[0].path"],
    [{ json: [{ op: "REMOVE", path: "/a~2b" }] }, "input.patch.json[0].path"],
    [{ json: [{ op: "MOVE", path: "/a" }] }, "input.patch.json[0].from"],
    [{ apply: { apiVersion: "v1" } }, "input.patch.apply.apiVersion"],
    [{ apply: { apiVersion: "apps/v1/v2" } }, "input.patch.apply.apiVersion"],
    [{ apply: { apiVersion: 7 } }, "input.patch.apply.apiVersion"],
    [{ apply: { kind: "Pod" } }, "input.patch.apply.kind"],
    [{ apply: { metadata: { name: "other" } } }, "input.patch.apply.metadata.name"],
    [{ apply: { metadata: { namespace: "other" } } }, "input.patch.apply.metadata.namespace"],
    [{ apply: { metadata: [] } }, "input.patch.apply.metadata"],
  ])("refuses %j before anything is sent", async (content, field) => {
    const { errors } = await patch(content);
    expect(errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT", field } }]);
    expect(alpha.patches).toEqual([]);
  });

  test.each([[{}], [{ merge: {}, json: [] }]])("refuses %j: it is not one form", async (content) => {
    expect((await patch(content)).errors).toHaveLength(1);
    expect(alpha.patches).toEqual([]);
  });

  test.each([
    [{ merge: {} }, "input.patch.merge.spec.template.spec.containers[0].image"],
    [
      {
        json: [
          { op: "ADD", path: "/spec" },
          { op: "ADD", path: "/spec/template" },
        ],
      },
      "input.patch.json[1]",
    ],
    [{ json: [{ op: "ADD", path: "/status" }] }, "input.patch.json"],
  ])("names where in %j a rejected field is", async (content, field) => {
    const cause = {
      field: "spec.template.spec.containers[0].image",
      message: "Required value",
      reason: "FieldValueRequired",
    };
    refuse("INVALID", "it is invalid", { httpStatus: 422, causes: [cause] });
    const { payload } = await patch(content);
    expect(payload).toEqual({
      resource: null,
      userErrors: [{ code: "INVALID", message: "Required value", field }],
      revision: null,
    });
  });

  test("says who holds a field", async () => {
    const cause = {
      reason: "FieldManagerConflict",
      message: 'conflict with "kubectl" using apps/v1',
      field: ".spec.replicas",
    };
    refuse("CONFLICT", "conflict", { httpStatus: 409, causes: [cause] });
    const { payload } = await patch({ apply: { spec: { replicas: 1 } } });
    expect(payload?.userErrors).toEqual([
      { code: "CONFLICT", message: 'The field is held by "kubectl"', field: "input.patch.apply.spec.replicas" },
    ]);
  });

  test("of a Secret does not repeat what the API server quotes of it", async () => {
    refuse("UPSTREAM_REJECTED", 'cannot unmarshal "hunter2"', { httpStatus: 400 });
    const by = { ref: { ...ref, kind: "Secret" } };
    const { payload } = await patch({ merge: { data: "hunter2" } }, { by });
    expect(payload?.userErrors).toMatchObject([{ code: "INVALID", field: "input.patch.merge" }]);
    expect(JSON.stringify(payload)).not.toContain("hunter2");
  });

  test.each([
    ["NOT_FOUND", "NOT_FOUND", "gone", undefined],
    ["CONFLICT", "NOT_FOUND", "Precondition failed: UID in precondition: u-1, UID in object meta: u-2", undefined],
    ["CONFLICT", "CONFLICT", "the object has been modified", "50"],
  ] as const)("tells %s as %s", async (code, told, message, expectedResourceVersion) => {
    refuse(code, message, { httpStatus: 409 });
    const { payload } = await patch({ merge: {} }, { by: { id }, expectedResourceVersion });
    expect(payload?.userErrors).toMatchObject([{ code: told }]);
  });

  test("fails where the caller may not do it", async () => {
    refuse("FORBIDDEN", "no", { httpStatus: 403 });
    expect((await patch({ merge: {} })).errors).toMatchObject([{ extensions: { code: "FORBIDDEN" } }]);
  });
});

describe.each([
  ["resourceLabel", "labels", { app: "web" }, "tier"],
  ["resourceAnnotate", "annotations", { note: "old" }, "other"],
])("%s", (field, map, held, removed) => {
  const [[key = ""] = []] = Object.entries(held);

  test("sets what is new and removes what is named, at the version that was read", async () => {
    const { payload } = await run(field, { set: { team: "blue", ...held }, remove: [removed] });
    expect(payload).toEqual({ resource: { name: "web" }, userErrors: [], revision: expect.any(String) });
    expect(alpha.patches).toMatchObject([{ options: { type: "merge" } }]);
    expect(alpha.patches[0]?.body).toEqual({
      metadata: { [map]: { team: "blue", ...held, [removed]: null }, resourceVersion: "50" },
    });
  });

  test("does not replace a value, unless it is told to", async () => {
    const { payload } = await run(field, { set: { [key]: "new", team: "blue" } });
    expect(payload?.userErrors).toEqual([
      { code: "CONFLICT", message: "It has another value already", field: `input.set["${key}"]` },
    ]);
    expect(alpha.patches).toEqual([]);
    await run(field, { set: { [key]: "new" }, overwrite: true });
    expect(alpha.patches).toHaveLength(1);
  });

  test.each([
    [{}, "input"],
    [{ set: {}, remove: [] }, "input"],
    [{ set: { a: "b" }, remove: ["a"] }, 'input.set["a"]'],
    [{ remove: Array.from({ length: 501 }, (_, n) => `k${n}`) }, "input"],
  ])("refuses what cannot be meant", async (input, at) => {
    const { payload } = await run(field, input);
    expect(payload?.userErrors).toMatchObject([{ field: at }]);
    expect(alpha.gets).toEqual([]);
  });

  test("refuses values that are no texts", async () => {
    expect((await run(field, { set: { a: 1 } })).errors).toHaveLength(1);
  });
});
