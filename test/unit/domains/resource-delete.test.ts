import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { encodeId, Seal } from "../../../src/graphql/index.ts";
import { UpstreamError } from "../../../src/kubernetes/index.ts";
import { KubernetesWorld, type ScriptedCluster, served } from "./kubernetes-world.ts";
import { deployment, pod } from "./manifests.ts";

let world: KubernetesWorld;
let alpha: ScriptedCluster;

beforeEach(async () => {
  world = await KubernetesWorld.start("alpha");
  alpha = world.cluster("alpha");
  alpha.onDelete = async () => ({ object: null, uid: "u-1", resourceVersion: null });
});

afterEach(() => world[Symbol.asyncDispose]());

const ref = { cluster: "alpha", kind: "Deployment", namespace: "shop", name: "web" };
const upstreamRef = { cluster: "alpha", resource: "apps/deployments", namespace: "shop", name: "web" };
const scope = { cluster: "alpha", resource: "apps/deployments" };
const id = encodeId({ ...upstreamRef, uid: "u-1" });

const revisionOf = (part: object) => new Seal(Buffer.alloc(32, 7)).close("revision", [part]);

async function remove(input: object = {}) {
  const { data, errors } = await world.run(
    `mutation ($input: ResourceDeleteInput!) {
      resourceDelete(input: $input) { deletedId resource { name deletedAt raw } userErrors { code message field } revision }
    }`,
    { input: { by: { ref }, ...input } },
  );
  return { payload: data?.resourceDelete as Record<string, unknown> | undefined, errors };
}

describe("deleting what is protected", () => {
  const refusal = {
    deletedId: null,
    resource: null,
    revision: null,
    userErrors: [
      {
        code: "CONFIRMATION_REQUIRED",
        message: "The object is protected: repeat its name in `confirm`",
        field: "input.confirm",
      },
    ],
  };
  const ways = [
    ["by its place", { by: { ref } }],
    ["by id", { by: { id } }],
  ] as const;

  describe.each([
    ["in a namespace", "shop"],
    ["in a cluster", ""],
  ])("%s", (_where, place) => {
    beforeEach(() => alpha.protected.add(place));

    test.each(ways)("%s sends nothing until its name is repeated", async (_way, input) => {
      for (const confirm of [undefined, null, "", "WEB", "web ", "shop"]) {
        const { payload, errors } = await remove({ ...input, confirm });
        expect(errors).toBeUndefined();
        expect(payload).toEqual(refusal);
      }
      expect(alpha.deletions).toEqual([]);
      expect(world.audit.records.map(({ outcome }) => outcome)).toEqual(Array(6).fill("CONFIRMATION_REQUIRED"));
      expect((await remove({ ...input, confirm: "web" })).payload).toMatchObject({ deletedId: id, userErrors: [] });
      expect(alpha.deletions).toHaveLength(1);
    });

    test.each(ways)("%s needs none for a dry run, which is sent as one", async (_way, input) => {
      expect((await remove({ ...input, dryRun: true })).payload).toMatchObject({ userErrors: [] });
      expect(alpha.deletions).toMatchObject([{ options: { dryRun: true } }]);
    });

    test("says to those who may not delete it that they may not, and nothing else", async () => {
      alpha.mayDelete = false;
      const { errors } = await remove();
      expect(errors).toMatchObject([{ extensions: { code: "FORBIDDEN", cluster: "alpha" } }]);
      expect(JSON.stringify(errors)).not.toContain("protected");
      expect(alpha.asked).toEqual([
        { verb: "delete", group: "apps", resource: "deployments", namespace: "shop", name: "web" },
      ]);
      expect(alpha.deletions).toEqual([]);
    });
  });

  test("covers the namespace itself, and no other", async () => {
    alpha.protected.add("shop");
    const namespace = (name: string) => ({ by: { ref: { cluster: "alpha", kind: "Namespace", name } } });
    expect((await remove(namespace("shop"))).payload).toEqual(refusal);
    expect((await remove(namespace("other"))).payload).toMatchObject({ userErrors: [] });
    expect((await remove({ by: { ref: { ...ref, namespace: "other" } } })).payload).toMatchObject({ userErrors: [] });
    // A name that looks like it is not it.
    expect((await remove({ by: { ref: { ...ref, namespace: "other", name: "shop" } } })).payload).toMatchObject({
      userErrors: [],
    });
    expect(alpha.deletions).toHaveLength(3);
  });

  test("is not done while the cluster does not say whether it is protected", async () => {
    const away = new UpstreamError("CLUSTER_UNAVAILABLE", "not there", { cluster: "alpha" });
    Object.assign(alpha, { isProtected: () => Promise.reject(away) });
    expect((await remove()).errors).toMatchObject([{ extensions: { code: "CLUSTER_UNAVAILABLE" } }]);
    expect(alpha.deletions).toEqual([]);
  });
});

describe("deleting an object", () => {
  test("by its place takes whatever is there, and tells its id and that it is gone", async () => {
    const { payload, errors } = await remove();
    expect(errors).toBeUndefined();
    expect(alpha.deletions).toEqual([
      { ref: upstreamRef, options: { preconditions: {}, dryRun: false, signal: expect.any(AbortSignal) } },
    ]);
    expect(payload).toEqual({
      deletedId: id,
      resource: null,
      userErrors: [],
      revision: revisionOf({ scope, gone: { namespace: "shop", name: "web", uid: "u-1" } }),
    });
  });

  test("by id takes this very object, in the version and the way that is asked for", async () => {
    await remove({ by: { id }, expectedResourceVersion: "42", propagation: "FOREGROUND", dryRun: true });
    expect(alpha.deletions).toMatchObject([
      {
        ref: upstreamRef,
        options: {
          preconditions: { uid: "u-1", resourceVersion: "42" },
          propagationPolicy: "Foreground",
          dryRun: true,
        },
      },
    ]);
  });

  test("of a kind that has a mutation of its own takes along what it owns, unless told otherwise", async () => {
    const removeJob = (more: object) =>
      world.data("mutation ($input: JobDeleteInput!) { jobDelete(input: $input) { userErrors { code } } }", {
        input: { by: { ref: { cluster: "alpha", namespace: "shop", name: "once" } }, ...more },
      });
    await removeJob({});
    await removeJob({ propagation: null });
    await removeJob({ propagation: "ORPHAN" });
    const policies = alpha.deletions.map(
      ({ options }) => (options as { propagationPolicy?: string }).propagationPolicy,
    );
    expect(policies).toEqual(["Background", "Background", "Orphan"]);
  });

  test.each(["BACKGROUND", "ORPHAN"])("passes on the propagation %s", async (propagation) => {
    await remove({ propagation });
    const policy = `${propagation[0]}${propagation.slice(1).toLowerCase()}`;
    expect(alpha.deletions).toMatchObject([{ options: { propagationPolicy: policy } }]);
  });

  test("as a dry run has no revision", async () => {
    const { payload } = await remove({ dryRun: true });
    expect(payload).toMatchObject({ deletedId: id, userErrors: [], revision: null });
  });

  const marked = { uid: "u-1", resourceVersion: "77", deletionTimestamp: "2026-03-01T12:00:00Z" };

  test.each<[string, object]>([
    ["a finalizer", { deletionGracePeriodSeconds: 0, finalizers: ["foregroundDeletion"] }],
    ["its grace period", { deletionGracePeriodSeconds: 30 }],
    ["what only its own controller knows", {}],
  ])("that %s keeps shows it as it is, and the revision is of its mark", async (_what, more) => {
    const object = deployment("web", { ...marked, ...more });
    alpha.onDelete = async () => ({ object, uid: "u-1", resourceVersion: "77" });
    const { payload } = await remove();
    expect(payload).toMatchObject({
      deletedId: id,
      resource: { name: "web", deletedAt: "2026-03-01T12:00:00Z" },
      revision: revisionOf({ scope, rv: "77" }),
    });
  });

  test.each<[string, object]>([
    ["without a mark", {}],
    ["that needed no time", { ...marked, deletionGracePeriodSeconds: 0 }],
  ])("answered with its last state %s is gone", async (_what, more) => {
    alpha.onDelete = async () => ({ object: pod("web", { uid: "u-1", ...more }), uid: "u-1", resourceVersion: "77" });
    const { payload } = await remove({ by: { ref: { ...ref, kind: "pods" } } });
    expect(payload).toMatchObject({
      resource: null,
      revision: revisionOf({
        scope: { cluster: "alpha", resource: "pods" },
        gone: { namespace: "shop", name: "web", uid: "u-1" },
      }),
    });
  });

  test("of which nobody says the uid has neither an id nor a revision", async () => {
    alpha.onDelete = async () => ({ object: null, uid: null, resourceVersion: null });
    const { payload } = await remove();
    expect(payload).toEqual({ deletedId: null, resource: null, userErrors: [], revision: null });
  });

  const upstream = (code: "NOT_FOUND" | "CONFLICT" | "INVALID", message: string) =>
    new UpstreamError(code, message, {});
  const otherUid = upstream("CONFLICT", "the UID in the precondition (u-1) does not match the UID in record (u-2)");
  const changed = upstream("CONFLICT", "the ResourceVersion in the precondition (1) does not match");

  test.each<[string, Error, object, object]>([
    ["that is absent", upstream("NOT_FOUND", "none"), {}, { code: "NOT_FOUND", field: "input.by" }],
    ["that was created anew", otherUid, { by: { id } }, { code: "NOT_FOUND", field: "input.by" }],
    [
      "that has changed",
      changed,
      { expectedResourceVersion: "1" },
      { code: "CONFLICT", field: "input.expectedResourceVersion" },
    ],
    ["in a way that it does not know", upstream("INVALID", "policy"), {}, { code: "INVALID", field: null }],
  ])("%s is an error for the user to mend", async (_what, error, input, userError) => {
    alpha.onDelete = () => Promise.reject(error);
    const { payload, errors } = await remove(input);
    expect(errors).toBeUndefined();
    expect(payload).toMatchObject({ deletedId: null, resource: null, revision: null, userErrors: [userError] });
  });

  test("of a kind that was defined a second ago is found", async () => {
    alpha.upcoming = [served("example.com", "Unicorn")];
    await remove({ by: { ref: { ...ref, kind: "unicorns" } } });
    expect(alpha.deletions).toMatchObject([{ ref: { resource: "example.com/unicorns" } }]);
  });

  const notFound = { userErrors: [{ code: "NOT_FOUND", field: "input.by" }] };

  test.each<[string, object]>([
    [
      "an id of a kind that is not served",
      { id: encodeId({ ...upstreamRef, resource: "example.com/nones", uid: "u" }) },
    ],
    ["an id of another name for its kind", { id: encodeId({ ...upstreamRef, resource: "deployments", uid: "u" }) }],
    ["an id of a cluster that has gone", { id: encodeId({ ...upstreamRef, cluster: "gone", uid: "u" }) }],
    ["an id of a cluster itself", { id: encodeId({ ...upstreamRef, resource: "fairway/clusters", uid: "" }) }],
    ["an empty name, which would be the whole collection", { ref: { ...ref, name: "" } }],
    ["a name that would be a path", { ref: { ...ref, name: "web/status" } }],
    ["a namespace that would be a path", { ref: { ...ref, namespace: "../x" } }],
  ])("by %s finds nothing", async (_what, by) => {
    const { payload, errors } = await remove({ by });
    expect(errors).toBeUndefined();
    expect(payload).toMatchObject(notFound);
    expect(alpha.deletions).toEqual([]);
  });

  test.each<[string, object, string]>([
    ["a cluster that is not registered", { by: { ref: { ...ref, cluster: "nowhere" } } }, "UNKNOWN_CLUSTER"],
    ["a kind that is not served", { by: { ref: { ...ref, kind: "unicorns" } } }, "UNKNOWN_KIND"],
    ["no namespace", { by: { ref: { ...ref, namespace: null } } }, "BAD_USER_INPUT"],
    ["an id that is none", { by: { id: "garbage" } }, "INVALID_ID"],
    ["no object", { by: {} }, "BAD_USER_INPUT"],
    ["two objects", { by: { id, ref } }, "BAD_USER_INPUT"],
    ["a propagation that nobody knows", { propagation: "SIDEWAYS" }, "BAD_USER_INPUT"],
  ])("is refused when it names %s", async (_what, input, code) => {
    const { errors } = await remove(input);
    expect(errors).toMatchObject([{ extensions: { code } }]);
    expect(alpha.deletions).toEqual([]);
  });

  test.each<[string, Error]>([
    ["FORBIDDEN", new UpstreamError("FORBIDDEN", "not you", { httpStatus: 403 })],
    ["CLUSTER_UNAVAILABLE", new UpstreamError("CLUSTER_UNAVAILABLE", "not there")],
    ["INTERNAL", new Error("canary")],
  ])("fails as a whole with %s", async (code, error) => {
    alpha.onDelete = () => Promise.reject(error);
    const { errors } = await remove();
    expect(errors).toMatchObject([{ path: ["resourceDelete"], extensions: { code } }]);
    expect(JSON.stringify(errors)).not.toContain("canary");
  });

  test("in a gateway that takes no writes is refused before anything is sent", async () => {
    world.allowWrites = false;
    const { errors } = await remove();
    expect(errors).toMatchObject([{ extensions: { code: "READ_ONLY" } }]);
    expect(alpha.deletions).toEqual([]);
  });
});
