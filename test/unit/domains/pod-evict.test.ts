import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { encodeId, Seal } from "../../../src/graphql/index.ts";
import { UpstreamError } from "../../../src/kubernetes/index.ts";
import { KubernetesWorld, type ScriptedCluster } from "./kubernetes-world.ts";
import { pod } from "./manifests.ts";

let world: KubernetesWorld;
let alpha: ScriptedCluster;

beforeEach(async () => {
  world = await KubernetesWorld.start("alpha");
  alpha = world.cluster("alpha");
  alpha.onEvict = async () => {};
});
afterEach(() => world[Symbol.asyncDispose]());

const ref = { cluster: "alpha", namespace: "shop", name: "web" };
const place = { ...ref, resource: "pods" };
const mutation = `mutation ($input: PodEvictInput!) {
  podEvict(input: $input) { pod { name deletedAt } userErrors { code message field } revision }
}`;

async function evict(input: object = {}) {
  const { data, errors } = await world.run(mutation, { input: { by: { ref }, ...input } });
  return { payload: data?.podEvict, errors };
}

const gone = async () => {
  throw new UpstreamError("NOT_FOUND", "there is none", { httpStatus: 404, cluster: "alpha" });
};

describe("evicting a pod", () => {
  test("asks the Eviction API, and shows the pod as it is left", async () => {
    const left = pod("web", { deletionTimestamp: "2026-03-01T12:00:00Z", resourceVersion: "77" });
    alpha.onGet = async () => ({ object: left, resourceVersion: "77" });
    const { payload, errors } = await evict({ gracePeriodSeconds: 5, expectedResourceVersion: "42" });
    expect(errors).toBeUndefined();
    expect(alpha.evictions).toEqual([
      {
        ref: place,
        options: {
          preconditions: { resourceVersion: "42" },
          gracePeriodSeconds: 5,
          dryRun: false,
          signal: expect.any(AbortSignal),
        },
      },
    ]);
    const scope = { cluster: "alpha", resource: "pods" };
    expect(payload).toEqual({
      pod: { name: "web", deletedAt: "2026-03-01T12:00:00Z" },
      userErrors: [],
      revision: new Seal(Buffer.alloc(32, 7)).close("revision", [{ scope, rv: "77" }]),
    });
  });

  test("by id means this very pod; when it is gone, reads can wait for that", async () => {
    alpha.onGet = gone;
    const { payload } = await evict({ by: { id: encodeId({ ...place, uid: "u-1" }) } });
    expect(alpha.evictions).toMatchObject([{ options: { preconditions: { uid: "u-1" } } }]);
    const scope = { cluster: "alpha", resource: "pods" };
    const part = { scope, gone: { namespace: "shop", name: "web", uid: "u-1" } };
    expect(payload).toEqual({
      pod: null,
      userErrors: [],
      revision: new Seal(Buffer.alloc(32, 7)).close("revision", [part]),
    });
    alpha.onGet = async () => ({ object: pod("web", { uid: "of-its-successor" }), resourceVersion: "78" });
    expect((await evict({ by: { id: encodeId({ ...place, uid: "u-1" }) } })).payload).toMatchObject({ pod: null });
  });

  test("that a budget forbids is an error with the budget's own words", async () => {
    alpha.onEvict = async () => {
      const message = "Cannot evict pod as it would violate the pod's disruption budget.";
      const told = "The disruption budget web needs 2 healthy pods and has 2 currently";
      throw new UpstreamError("TOO_MANY_REQUESTS", message, {
        httpStatus: 429,
        reason: "TooManyRequests",
        cluster: "alpha",
        causes: [{ reason: "DisruptionBudget", message: told }],
      });
    };
    const { payload, errors } = await evict();
    expect(errors).toBeUndefined();
    expect(payload).toEqual({
      pod: null,
      userErrors: [
        {
          code: "TOO_MANY_REQUESTS",
          message:
            "Cannot evict pod as it would violate the pod's disruption budget. The disruption budget web needs 2 healthy pods and has 2 currently",
          field: "input.by",
        },
      ],
      revision: null,
    });
  });

  test("that the API server has no time for fails as such", async () => {
    alpha.onEvict = async () => {
      throw new UpstreamError("TOO_MANY_REQUESTS", "later", { httpStatus: 429, cluster: "alpha" });
    };
    expect((await evict()).errors).toMatchObject([{ extensions: { code: "TOO_MANY_REQUESTS" } }]);
  });

  test("as a dry run has no revision", async () => {
    alpha.onGet = async () => ({ object: pod("web"), resourceVersion: "77" });
    const { payload } = await evict({ dryRun: true });
    expect(alpha.evictions).toMatchObject([{ options: { dryRun: true } }]);
    expect(payload).toMatchObject({ pod: { name: "web", deletedAt: null }, revision: null });
  });

  test("in a protected namespace needs the pod's name once more, of whoever may do it", async () => {
    alpha.onGet = gone;
    alpha.protected.add("shop");
    const { payload } = await evict();
    expect(payload).toMatchObject({ userErrors: [{ code: "CONFIRMATION_REQUIRED", field: "input.confirm" }] });
    expect(alpha.asked).toEqual([
      { verb: "create", group: "", resource: "pods", subresource: "eviction", namespace: "shop", name: "web" },
    ]);
    alpha.mayDelete = false;
    expect((await evict()).errors).toMatchObject([{ extensions: { code: "FORBIDDEN" } }]);
    expect(alpha.evictions).toEqual([]);
    expect((await evict({ confirm: "web" })).payload).toMatchObject({ userErrors: [] });
    expect(alpha.evictions).toHaveLength(1);
  });

  test.each<[string, object, string]>([
    ["a cluster that is not registered", { by: { ref: { ...ref, cluster: "nowhere" } } }, "UNKNOWN_CLUSTER"],
    ["an id that is none", { by: { id: "garbage" } }, "INVALID_ID"],
    [
      "the id of a deployment",
      { by: { id: encodeId({ ...ref, resource: "apps/deployments", uid: "u" }) } },
      "INVALID_ID",
    ],
    ["no pod", { by: {} }, "BAD_USER_INPUT"],
    ["a time that is no number", { gracePeriodSeconds: "soon" }, "BAD_USER_INPUT"],
  ])("is refused when it names %s", async (_what, input, code) => {
    expect((await evict(input)).errors).toMatchObject([{ extensions: { code } }]);
    expect(alpha.evictions).toEqual([]);
  });

  test("within less than no time, or of a name that is none, is not even tried", async () => {
    expect((await evict({ gracePeriodSeconds: -1 })).payload).toMatchObject({
      userErrors: [{ code: "INVALID", field: "input.gracePeriodSeconds" }],
    });
    expect((await evict({ by: { ref: { ...ref, name: "web/eviction" } } })).payload).toMatchObject({
      userErrors: [{ code: "NOT_FOUND" }],
    });
    expect(alpha.evictions).toEqual([]);
  });
});
