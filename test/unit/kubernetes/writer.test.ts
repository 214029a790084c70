import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ClusterConnection, Discovery, selfSubjectAccessReview, Writer } from "../../../src/kubernetes/index.ts";
import { FakeApiServer, json, status } from "./fake-api-server.ts";
import { realRuntime } from "./runtime.ts";

let server: FakeApiServer;
let connection: ClusterConnection;
let writer: Writer;
let answer: unknown;

const object = {
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name: "p", uid: "u", resourceVersion: "9007199254740993" },
  future: { a: 1 },
};
const ref = { cluster: "alpha", resource: "pods", namespace: "n", name: "p" };

beforeEach(async () => {
  server = await FakeApiServer.start();
  connection = new ClusterConnection(server.config("alpha"), {}, realRuntime);
  const discovery = new Discovery(connection, {}, realRuntime);
  await discovery.refresh();
  writer = new Writer(connection, discovery);
  answer = object;
  server.intercept = (_, response) => {
    json(response, 200, answer);
    return true;
  };
});

afterEach(async () => {
  await connection.stop();
  await server[Symbol.asyncDispose]();
});

function sent() {
  const { method, path, query, headers, body } = server.requests.at(-1) ?? expect.unreachable();
  return {
    method,
    path,
    query: Object.fromEntries(query),
    type: headers["content-type"],
    body: body ? JSON.parse(body) : undefined,
  };
}

describe("a patch", () => {
  test.each([
    ["merge", "application/merge-patch+json"],
    ["json", "application/json-patch+json"],
    ["strategic", "application/strategic-merge-patch+json"],
    ["apply", "application/apply-patch+yaml"],
  ] as const)("of type %s is sent as %s, in fairway's name", async (type, contentType) => {
    await writer.patch(ref, { spec: {} }, { type });
    expect(sent()).toEqual({
      method: "PATCH",
      path: "/api/v1/namespaces/n/pods/p",
      query: { fieldManager: "fairway" },
      type: contentType,
      body: { spec: {} },
    });
  });

  test("can be in another version than the one that the cluster prefers", async () => {
    await writer.patch({ ...ref, version: "v1beta1" }, {}, { type: "apply" });
    expect(sent().path).toBe("/api/v1beta1/namespaces/n/pods/p");
  });

  test("returns the object as it came, with a version that no number could hold", async () => {
    const written = await writer.patch(ref, {}, { type: "merge" });
    expect(written).toEqual({ object, resourceVersion: "9007199254740993" });
  });

  test("can be a dry run, of a subresource, by force, in somebody's name", async () => {
    const headers = { "impersonate-user": "jane" };
    await writer.patch(
      ref,
      {},
      { type: "apply", subresource: "scale", dryRun: true, force: true, fieldManager: "x", headers },
    );
    expect(sent()).toMatchObject({
      path: "/api/v1/namespaces/n/pods/p/scale",
      query: { fieldManager: "x", dryRun: "All", force: "true" },
    });
    expect(server.requests.at(-1)?.headers["impersonate-user"]).toBe("jane");
    await writer.patch(ref, {}, { type: "merge", force: true });
    expect(sent().query).toEqual({ fieldManager: "fairway" });
  });
});

describe("an update", () => {
  const labelled = {
    ...object,
    metadata: { ...object.metadata, labels: { a: "b" }, annotations: { "kapp.k14s.io/original": "{}" } },
    status: { old: true },
  };

  test("puts back all that it does not change, also what is dropped elsewhere, for one version alone", async () => {
    answer = labelled;
    const written = await writer.update(
      ref,
      { status: { conditions: [] } },
      { subresource: "approval", resourceVersion: "42", dryRun: true },
    );
    expect(sent()).toEqual({
      method: "PUT",
      path: "/api/v1/namespaces/n/pods/p/approval",
      query: { fieldManager: "fairway", dryRun: "All" },
      type: "application/json",
      body: { ...labelled, status: { conditions: [] }, metadata: { ...labelled.metadata, resourceVersion: "42" } },
    });
    expect(written.object.metadata.annotations).toBeUndefined();
  });

  test("reads and writes in somebody's name", async () => {
    const headers = { "impersonate-user": "jane" };
    await writer.update(ref, {}, { subresource: "approval", resourceVersion: "42", headers });
    const asked = server.requests.slice(-2).map(({ method, headers: own }) => `${method} ${own["impersonate-user"]}`);
    expect(asked).toEqual(["GET jane", "PUT jane"]);
  });
});

test("a creation goes to the collection", async () => {
  await writer.create(
    { cluster: "alpha", resource: "apps/deployments", namespace: "n" },
    { kind: "Deployment" },
    { dryRun: true },
  );
  expect(sent()).toMatchObject({
    method: "POST",
    path: "/apis/apps/v1/namespaces/n/deployments",
    query: { fieldManager: "fairway", dryRun: "All" },
    body: { kind: "Deployment" },
  });
});

describe("a deletion", () => {
  test("carries its conditions", async () => {
    await writer.delete(ref, {
      preconditions: { uid: "u", resourceVersion: "5" },
      propagationPolicy: "Foreground",
      gracePeriodSeconds: 0,
      dryRun: true,
    });
    expect(sent()).toMatchObject({
      method: "DELETE",
      path: "/api/v1/namespaces/n/pods/p",
      body: {
        kind: "DeleteOptions",
        preconditions: { uid: "u", resourceVersion: "5" },
        propagationPolicy: "Foreground",
        gracePeriodSeconds: 0,
        dryRun: ["All"],
      },
    });
  });

  test("returns the object while it still exists", async () => {
    expect(await writer.delete(ref)).toEqual({ object, uid: "u", resourceVersion: "9007199254740993" });
  });

  test("returns the uid alone when the object is gone at once", async () => {
    answer = { kind: "Status", status: "Success", details: { name: "p", kind: "pods", uid: "u" } };
    expect(await writer.delete(ref)).toEqual({ object: null, uid: "u", resourceVersion: null });
    answer = { kind: "Status", status: "Success" };
    expect(await writer.delete(ref)).toEqual({ object: null, uid: null, resourceVersion: null });
  });
});

test("a live read gives the object", async () => {
  answer = { ...object, data: { a: "b" } };
  expect((await writer.get(ref)).object).toEqual(answer);
  expect(sent()).toMatchObject({ method: "GET", path: "/api/v1/namespaces/n/pods/p", query: {} });
});

describe("what no store keeps", () => {
  const annotations = { "kubectl.kubernetes.io/last-applied-configuration": "canary" };
  const secret = {
    metadata: { ...object.metadata, annotations, managedFields: [{ manager: "canary" }] },
    data: { password: "Y2FuYXJ5" },
    stringData: { plain: "canary" },
  };
  const kept = {
    apiVersion: "v1",
    kind: "Secret",
    metadata: object.metadata,
    dataSizes: { password: 6, plain: 6 },
  };
  const secretRef = { ...ref, resource: "secrets" };

  beforeEach(() => {
    const kind = { resource: "secrets", responseKind: { kind: "Secret" }, scope: "Namespaced" };
    const items = [{ metadata: {}, versions: [{ version: "v1", resources: [kind] }] }];
    server.intercept = ({ path }, response) => {
      json(response, 200, /^\/apis?$/.test(path) ? { kind: "APIGroupDiscoveryList", items } : answer);
      return true;
    };
    writer = new Writer(connection, new Discovery(connection, {}, realRuntime));
  });

  test.each<[string, () => Promise<{ readonly object: unknown }>]>([
    ["read", () => writer.get(secretRef)],
    ["creation", () => writer.create(secretRef, {})],
    ["patch", () => writer.patch(secretRef, {}, { type: "apply" })],
    ["dry run", () => writer.patch(secretRef, {}, { type: "apply", dryRun: true })],
    ["deletion", () => writer.delete(secretRef)],
  ])("is in no answer to a %s either", async (_what, call) => {
    answer = secret;
    expect((await call()).object).toEqual(kept);
  });

  test("is not in one that a dry run would have created, which has no version yet", async () => {
    const { resourceVersion: _, ...unstored } = secret.metadata;
    answer = { ...secret, metadata: unstored };
    expect(await writer.patch(secretRef, {}, { type: "apply", dryRun: true })).toEqual({
      object: { ...kept, metadata: { ...object.metadata, resourceVersion: "" } },
      resourceVersion: "",
    });
    await expect(writer.patch(secretRef, {}, { type: "apply" })).rejects.toMatchObject({ code: "UPSTREAM_REJECTED" });
  });
});

test("what the API server rejects is thrown with its causes", async () => {
  const causes = [{ reason: "FieldValueInvalid", field: "spec.x", message: "no" }];
  server.intercept = (_, response) => {
    json(response, 422, { kind: "Status", message: "invalid", reason: "Invalid", code: 422, details: { causes } });
    return true;
  };
  await expect(writer.patch(ref, {}, { type: "merge" })).rejects.toMatchObject({ code: "INVALID", causes });
});

test("an unknown resource is not asked for", async () => {
  server.intercept = null;
  await expect(writer.get({ ...ref, resource: "nonsense" })).rejects.toMatchObject({ code: "UNKNOWN_KIND" });
});

test.each([[null], ["text"], [{}], [{ metadata: {} }], [{ kind: "Status", status: "Success" }]])(
  "an answer of %j is refused",
  async (body) => {
    answer = body;
    await expect(writer.get(ref)).rejects.toMatchObject({ code: "UPSTREAM_REJECTED" });
    const dryRun = writer.patch(ref, {}, { type: "apply", dryRun: true });
    await expect(dryRun).rejects.toMatchObject({ code: "UPSTREAM_REJECTED" });
  },
);

test("a write that nobody answers ends at its deadline and is not sent twice", async () => {
  server.intercept = null;
  server.freeze();
  await expect(writer.create(ref, {}, { deadlineMs: 300 })).rejects.toMatchObject({ code: "CLUSTER_TIMEOUT" });
  expect(server.requests.filter(({ method }) => method === "POST")).toHaveLength(1);
});

describe("an access review", () => {
  const attributes = { verb: "list", group: "apps", resource: "deployments", namespace: "n" };

  test.each([true, false])("returns what the cluster says: %s", async (allowed) => {
    answer = { kind: "SelfSubjectAccessReview", status: { allowed, evaluationError: "a webhook is down" } };
    expect(await selfSubjectAccessReview(connection, attributes)).toBe(allowed);
    expect(sent()).toMatchObject({
      method: "POST",
      path: "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
      body: { kind: "SelfSubjectAccessReview", spec: { resourceAttributes: attributes } },
    });
  });

  test.each([[null], [{}], [{ status: {} }], [{ status: { allowed: "true" } }]])(
    "throws when it is not known: %j",
    async (body) => {
      answer = body;
      await expect(selfSubjectAccessReview(connection, attributes)).rejects.toMatchObject({
        code: "UPSTREAM_REJECTED",
      });
    },
  );

  test("throws when it is refused, or late", async () => {
    server.intercept = (_, response) => {
      status(response, 403, "Forbidden", "no");
      return true;
    };
    await expect(selfSubjectAccessReview(connection, attributes)).rejects.toMatchObject({ code: "FORBIDDEN" });
    server.freeze();
    const late = selfSubjectAccessReview(connection, attributes, { deadlineMs: 20 });
    await expect(late).rejects.toMatchObject({ code: "CLUSTER_TIMEOUT" });
  });
});
