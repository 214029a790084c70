import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { encodeId, Seal } from "../../../src/graphql/index.ts";
import { type KubernetesObject, UpstreamError } from "../../../src/kubernetes/index.ts";
import { KubernetesWorld, type ScriptedCluster, served } from "./kubernetes-world.ts";

let world: KubernetesWorld;
let alpha: ScriptedCluster;
let version: number;

beforeEach(async () => {
  world = await KubernetesWorld.start("alpha");
  alpha = world.cluster("alpha");
  version = 100;
  alpha.onPatch = accept;
});

afterEach(() => world[Symbol.asyncDispose]());

/** What an API server makes of it that has nothing to add. */
async function accept(_ref: object, body: object) {
  version += 1;
  const { metadata, ...rest } = body as KubernetesObject;
  const stored = { namespace: "shop", ...metadata, uid: `u-${version}`, resourceVersion: String(version) };
  return { object: { ...rest, metadata: stored }, resourceVersion: String(version) };
}

interface Result {
  readonly resource: object | null;
  readonly userErrors: readonly { readonly code: string; readonly message: string; readonly field: string }[];
}

async function apply(input: object) {
  const { data, errors } = await world.run(
    `mutation ($input: ResourceApplyInput!) {
      resourceApply(input: $input) {
        results {
          resource { id kind name namespace resourceVersion raw }
          userErrors { code message field }
          conflicts { field manager }
          revision
        }
        userErrors { code message field }
        revision
      }
    }`,
    { input: { cluster: "alpha", namespace: "shop", ...input } },
  );
  const payload = data?.resourceApply as
    | {
        readonly results: readonly Result[];
        readonly userErrors: Result["userErrors"];
        readonly revision: string | null;
      }
    | undefined;
  return { payload, errors };
}

/** Each document's errors as `CODE field`; "ok" where it was applied. */
async function outcomes(input: object): Promise<string[]> {
  const { payload, errors } = await apply(input);
  expect(errors).toBeUndefined();
  return (payload?.results ?? []).map(({ resource, userErrors }) =>
    resource ? "ok" : userErrors.map(({ code, field }) => `${code} ${field}`).join(", "),
  );
}

const object = (kind: string, name: string, more: object = {}) => ({
  apiVersion: "v1",
  kind,
  metadata: { name },
  ...more,
});
const revisionOf = (...parts: object[]) => new Seal(Buffer.alloc(32, 7)).close("revision", parts);
const podScope = { cluster: "alpha", resource: "pods" };

describe("applying manifests", () => {
  test("sends each document as it is, once and in order, and answers with what became of it", async () => {
    const manifests = `
apiVersion: v1
kind: Pod
metadata: {name: a}
spec: {future: 1}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: b, namespace: other}
---
apiVersion: v1
kind: Namespace
metadata: {name: c}
`;
    const { payload, errors } = await apply({ manifests });
    expect(errors).toBeUndefined();
    const options = { type: "apply", force: false, dryRun: false, signal: expect.any(AbortSignal) };
    const deployment = { apiVersion: "apps/v1", kind: "Deployment", metadata: { name: "b", namespace: "other" } };
    expect(alpha.patches).toEqual([
      {
        ref: { ...podScope, version: "v1", namespace: "shop", name: "a" },
        body: object("Pod", "a", { spec: { future: 1 } }),
        options,
      },
      {
        ref: { cluster: "alpha", resource: "apps/deployments", version: "v1", namespace: "other", name: "b" },
        body: deployment,
        options,
      },
      {
        ref: { cluster: "alpha", resource: "namespaces", version: "v1", name: "c" },
        body: object("Namespace", "c"),
        options,
      },
    ]);
    expect(payload?.results).toHaveLength(3);
    expect(payload?.results[0]).toEqual({
      resource: {
        id: encodeId({ ...podScope, namespace: "shop", name: "a", uid: "u-101" }),
        kind: "Pod",
        name: "a",
        namespace: "shop",
        resourceVersion: "101",
        raw: expect.objectContaining({ spec: { future: 1 } }),
      },
      userErrors: [],
      conflicts: [],
      revision: revisionOf({ scope: podScope, rv: "101" }),
    });
    expect(payload).toMatchObject({
      userErrors: [],
      revision: revisionOf(
        { scope: podScope, rv: "101" },
        { scope: { cluster: "alpha", resource: "apps/deployments" }, rv: "102" },
        { scope: { cluster: "alpha", resource: "namespaces" }, rv: "103" },
      ),
    });
  });

  test("takes objects as well, by force, and as a dry run without a revision", async () => {
    alpha.onGet = () => Promise.reject(new UpstreamError("NOT_FOUND", "not there", { httpStatus: 404 }));
    const { payload } = await apply({ objects: [object("Pod", "a")], force: true, dryRun: true });
    expect(alpha.patches).toMatchObject([{ body: object("Pod", "a"), options: { force: true, dryRun: true } }]);
    expect(payload).toMatchObject({ results: [{ resource: { name: "a" }, revision: null }], revision: null });
  });

  describe("in a dry run", () => {
    const document = `mutation ($input: ResourceApplyInput!) {
      resourceApply(input: $input) { results { changes { path before after } userErrors { code } } }
    }`;
    const changes = async (more: object = {}) => {
      const input = { cluster: "alpha", namespace: "shop", objects: [object("Pod", "a")], dryRun: true, ...more };
      const { data, errors } = await world.run(document, { input });
      return (data?.resourceApply as { results: object[] } | undefined)?.results ?? errors;
    };
    const spec = (image: string) => ({ containers: [{ name: "web", image }] });
    beforeEach(() => {
      const now = { ...object("Pod", "a"), spec: spec("web:1") };
      const { metadata } = now;
      const noted = {
        namespace: "shop",
        uid: "1",
        generation: 1,
        managedFields: [],
        creationTimestamp: "2026-03-01T08:00:00Z",
      };
      alpha.onGet = async () => ({
        object: { ...now, metadata: { ...metadata, ...noted, resourceVersion: "1" } } as never,
        resourceVersion: "1",
      });
      alpha.onPatch = async (ref, body) => {
        const { object: made } = await accept(ref, body);
        const dry = { ...made, spec: spec("web:2"), metadata: { ...made.metadata, namespace: "shop", generation: 2 } };
        return { object: dry, resourceVersion: "1" };
      };
    });

    test("says what it would change, and not what API servers note themselves", async () => {
      const change = { path: "spec.containers[web].image", before: "web:1", after: "web:2" };
      expect(await changes()).toEqual([{ changes: [change], userErrors: [] }]);
    });

    test("says that all of it would be new, where it is", async () => {
      alpha.onGet = () => Promise.reject(new UpstreamError("NOT_FOUND", "not there", { httpStatus: 404 }));
      expect(await changes()).toMatchObject([
        { changes: expect.arrayContaining([{ path: "spec", before: null, after: spec("web:2") }]) },
      ]);
    });

    test("says nothing of what the caller may not read, and nothing where it is none", async () => {
      alpha.onGet = () => Promise.reject(new UpstreamError("FORBIDDEN", "not you", { httpStatus: 403 }));
      expect(await changes()).toEqual([{ changes: null, userErrors: [] }]);
      alpha.onGet = () => Promise.reject(new UpstreamError("INTERNAL", "nobody should ask", { httpStatus: 500 }));
      expect(await changes({ dryRun: false })).toEqual([{ changes: null, userErrors: [] }]);
    });
  });

  test("has one revision for a kind: the newest, though an apply that changes nothing answers with an old one", async () => {
    alpha.onPatch = async (ref, body) => {
      const written = await accept(ref, body);
      return "name" in ref && ref.name === "old"
        ? { ...written, object: { ...written.object, metadata: { ...written.object.metadata, resourceVersion: "9" } } }
        : written;
    };
    const { payload } = await apply({ objects: [object("Pod", "new"), object("Pod", "old")] });
    expect(payload?.revision).toBe(revisionOf({ scope: podScope, rv: "101" }));
  });

  test("happens once in the order of the document, however many passes the operation takes", async () => {
    const one = (alias: string) =>
      `${alias}: resourceApply(input: { cluster: "alpha", namespace: "shop", objects: [{ apiVersion: "v1", kind: "Pod", metadata: { name: "${alias}" } }] }) {
        results { resource { name events { totalCount } } }
      }`;
    const done = (name: string) => ({ results: [{ resource: { name, events: { totalCount: 0 } } }] });
    expect(await world.data(`mutation { ${one("a")} ${one("b")} }`)).toEqual({ a: done("a"), b: done("b") });
    expect(alpha.patches).toMatchObject([{ ref: { name: "a" } }, { ref: { name: "b" } }]);
  });

  test("of no document is an error, not a success", async () => {
    const none = { results: [], userErrors: [{ code: "INVALID", field: "input" }], revision: null };
    expect((await apply({ manifests: "# nothing\n---\n" })).payload).toMatchObject(none);
    expect((await apply({ objects: [] })).payload).toMatchObject(none);
  });
});

describe("a document that cannot be sent", () => {
  const deep = () => {
    let value: unknown = 1;
    for (let n = 0; n < 101; n += 1) value = [value];
    return value;
  };

  test.each<[string, unknown, string]>([
    ["a text", "Pod", "INVALID documents[0]"],
    ["a number", 1, "INVALID documents[0]"],
    ["a list", [object("Pod", "a")], "INVALID documents[0]"],
    [
      "an empty object",
      {},
      "INVALID documents[0].apiVersion, INVALID documents[0].kind, INVALID documents[0].metadata.name",
    ],
    ["no apiVersion", { ...object("Pod", "a"), apiVersion: undefined }, "INVALID documents[0].apiVersion"],
    ["an apiVersion that is a number", { ...object("Pod", "a"), apiVersion: 1 }, "INVALID documents[0].apiVersion"],
    ["an apiVersion of three parts", { ...object("Pod", "a"), apiVersion: "a/b/c" }, "INVALID documents[0].apiVersion"],
    ["no kind", { ...object("Pod", "a"), kind: "" }, "INVALID documents[0].kind"],
    ["a kind that is a list", { ...object("Pod", "a"), kind: ["Pod"] }, "INVALID documents[0].kind"],
    ["metadata that are a text", { ...object("Pod", "a"), metadata: "a" }, "INVALID documents[0].metadata.name"],
    ["metadata that are null", { ...object("Pod", "a"), metadata: null }, "INVALID documents[0].metadata.name"],
    ["no name", object("Pod", ""), "INVALID documents[0].metadata.name"],
    [
      "a name to be made up",
      object("Pod", "", { metadata: { generateName: "a-" } }),
      "INVALID documents[0].metadata.name",
    ],
    ["a name that is a number", { ...object("Pod", "a"), metadata: { name: 7 } }, "INVALID documents[0].metadata.name"],
    ["a name that reaches a subresource", object("Pod", "a/status"), "INVALID documents[0].metadata.name"],
    ["a name that leaves its place", object("Pod", ".."), "INVALID documents[0].metadata.name"],
    [
      "a namespace that is a path",
      object("Pod", "a", { metadata: { name: "a", namespace: "x/../y" } }),
      "INVALID documents[0].metadata.namespace",
    ],
    [
      "a namespace that is a number",
      object("Pod", "a", { metadata: { name: "a", namespace: 1 } }),
      "INVALID documents[0].metadata.namespace",
    ],
    [
      "a namespace for what lives in none",
      object("Node", "a", { metadata: { name: "a", namespace: "shop" } }),
      "INVALID documents[0].metadata.namespace",
    ],
    [
      "a list of objects",
      { apiVersion: "v1", kind: "List", items: [object("Pod", "a")] },
      "INVALID documents[0].items",
    ],
    ["an unknown kind", object("Unicorn", "a"), "UNKNOWN_KIND documents[0].kind"],
    ["a kind of another group", { ...object("Pod", "a"), apiVersion: "apps/v1" }, "UNKNOWN_KIND documents[0].kind"],
    [
      "a number that JSON cannot hold",
      object("Pod", "a", { spec: { n: [2 ** 53] } }),
      "INVALID documents[0].spec.n[0]",
    ],
    ["nesting beyond reason", object("Pod", "a", { spec: deep() }), "INVALID documents[0]"],
    ["more than an API server takes", object("Pod", "a", { x: "x".repeat(3 * 1024 * 1024) }), "INVALID documents[0]"],
  ])("%s is an error of it alone, and of nothing else of it", async (_what, document, errors) => {
    expect(await outcomes({ objects: [document, object("Pod", "after")] })).toEqual([errors, "ok"]);
    expect(alpha.patches).toMatchObject([{ ref: { name: "after" } }]);
  });

  test.each([
    [".nan", "x: .nan"],
    ["-.inf", "x: -.inf"],
    ["too long a number", "x: 9223372036854775808"],
  ])("%s is refused in YAML", async (_what, line) => {
    const manifests = `apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n${line}`;
    expect(await outcomes({ manifests })).toEqual(["INVALID documents[0].x"]);
  });

  test("has integers of 64 bits, which are sent as they are", async () => {
    const manifests =
      "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nx: [9223372036854775807, -9223372036854775808, 7]";
    expect(await outcomes({ manifests })).toEqual(["ok"]);
    expect(JSON.stringify(alpha.patches.at(-1)?.body)).toContain('"x":[9223372036854775807,-9223372036854775808,7]');
  });

  test("without a namespace of its own or for all of them is told to name one", async () => {
    const objects = [object("Pod", "a"), object("Node", "b")];
    expect(await outcomes({ objects, namespace: null })).toEqual(["INVALID documents[0].metadata.namespace", "ok"]);
  });

  test("that stands for much more than it is long is not sent", async () => {
    const manifests = `a: &a "${"x".repeat(100_000)}"\napiVersion: v1\nkind: Pod\nmetadata: {name: a}\nb: [${"*a,".repeat(99)}]`;
    expect(await outcomes({ manifests })).toEqual(["INVALID documents[0]"]);
  });

  test("that holds itself is not followed for ever", async () => {
    const manifests = "apiVersion: v1\nkind: Pod\nmetadata: &m {name: a, labels: *m}";
    expect(await outcomes({ manifests })).toEqual(["INVALID documents[0]"]);
  });
});

describe("a document that the API server refuses", () => {
  const refuse = (
    code: ConstructorParameters<typeof UpstreamError>[0],
    message: string,
    httpStatus: number,
    causes: object[] = [],
  ) => new UpstreamError(code, message, { httpStatus, causes });
  const held = {
    reason: "FieldManagerConflict",
    message: 'conflict with "kubectl" using apps/v1',
    field: ".spec.replicas",
  };
  const typed = (what: string) =>
    refuse("CLUSTER_UNAVAILABLE", `failed to create typed patch object (shop/a; /v1, Kind=Pod): ${what}`, 500);
  const invalid = { field: "spec.x", message: "no" };

  test.each<[string, Error, object[]]>([
    [
      "since its content is not valid",
      refuse("INVALID", "invalid", 422, [invalid, invalid, { field: "metadata.uid", message: "immutable" }]),
      [
        { code: "INVALID", message: "no", field: "documents[1].spec.x" },
        { code: "INVALID", message: "immutable", field: "documents[1].metadata.uid" },
      ],
    ],
    [
      "for reasons untold",
      refuse("INVALID", "so there", 422),
      [{ code: "INVALID", message: "so there", field: "documents[1]" }],
    ],
    [
      "since its types do not fit",
      typed(
        'errors:\n  .spec.replicas: expected numeric (int or float), got string\n  .spec.c[name="a"].x: field not declared in schema',
      ),
      [
        { code: "INVALID", message: "expected numeric (int or float)", field: "documents[1].spec.replicas" },
        { code: "INVALID", message: "field not declared in schema", field: 'documents[1].spec.c[name="a"].x' },
      ],
    ],
    ["since its types do not fit, in new words", typed("odd"), [{ code: "INVALID", field: "documents[1]" }]],
    [
      "as a bad request",
      refuse("UPSTREAM_REJECTED", "metadata.managedFields must be nil", 400),
      [{ code: "INVALID", field: "documents[1]" }],
    ],
    [
      "since its version is old",
      refuse("CONFLICT", "the object has been modified", 409),
      [{ code: "CONFLICT", message: "the object has been modified", field: "documents[1].metadata.resourceVersion" }],
    ],
    [
      "since its namespace is missing",
      refuse("NOT_FOUND", 'namespaces "shop" not found', 404),
      [{ code: "NOT_FOUND", field: "documents[1].metadata.namespace" }],
    ],
    [
      "since it has no such version",
      refuse("NOT_FOUND", "the server could not find the requested resource", 404),
      [{ code: "UNKNOWN_KIND", field: "documents[1].apiVersion" }],
    ],
    [
      "to this caller",
      refuse("FORBIDDEN", "not you", 403),
      [{ code: "FORBIDDEN", message: "not you", field: "documents[1]" }],
    ],
    ["for now", refuse("TOO_MANY_REQUESTS", "later", 429), [{ code: "TOO_MANY_REQUESTS", field: "documents[1]" }]],
  ])("%s does not take the others along", async (_what, error, userErrors) => {
    alpha.onPatch = (ref, body) => ("name" in ref && ref.name === "bad" ? Promise.reject(error) : accept(ref, body));
    const { payload, errors } = await apply({ objects: ["a", "bad", "c"].map((name) => object("Pod", name)) });
    expect(errors).toBeUndefined();
    expect(payload?.results.map(({ resource }) => resource !== null)).toEqual([true, false, true]);
    expect(payload?.results[1]).toMatchObject({ userErrors, revision: null });
    expect(payload?.userErrors).toMatchObject(userErrors);
    expect(payload?.revision).toBe(revisionOf({ scope: podScope, rv: "102" }));
  });

  test("names who holds each field that it would change", async () => {
    const strange = {
      ...held,
      field: '.spec.c[name="a"].image',
      message: 'conflict with "a \\"b\\"" with subresource "scale"',
    };
    alpha.onPatch = () => Promise.reject(refuse("CONFLICT", "Apply failed with 2 conflicts", 409, [held, strange]));
    const { payload } = await apply({ objects: [object("Pod", "a")] });
    const fields = ["documents[0].spec.replicas", 'documents[0].spec.c[name="a"].image'];
    expect(payload?.results).toMatchObject([
      {
        resource: null,
        conflicts: [
          { field: fields[0], manager: "kubectl" },
          { field: fields[1], manager: 'a "b"' },
        ],
        userErrors: [
          { code: "CONFLICT", message: 'The field is held by "kubectl"', field: fields[0] },
          { code: "CONFLICT", field: fields[1] },
        ],
      },
    ]);
  });

  const canary = "canary-5d21";
  const secret = object("Secret", "a", { stringData: { pin: canary } });

  test.each<[string, Error, object]>([
    [
      "types that do not fit",
      typed(`.stringData.pin: expected map, got &{${canary}}`),
      { code: "INVALID", message: "expected map", field: "documents[0].stringData.pin" },
    ],
    [
      "a conversion",
      refuse("CLUSTER_UNAVAILABLE", `failed to convert new object: ${canary}`, 500),
      { code: "INVALID" },
    ],
    [
      "a validation",
      refuse("INVALID", canary, 422, [{ field: "data[pin]", message: canary, reason: "FieldValueInvalid" }]),
      { code: "INVALID", message: "FieldValueInvalid", field: "documents[0].data[pin]" },
    ],
    ["a webhook", refuse("UPSTREAM_REJECTED", `denied: ${canary}`, 400), { code: "INVALID" }],
    ["another webhook", refuse("FORBIDDEN", `denied: ${canary}`, 403), { code: "FORBIDDEN" }],
    ["a defect of the server", refuse("CLUSTER_UNAVAILABLE", canary, 500), { code: "CLUSTER_UNAVAILABLE" }],
  ])("does not quote a Secret where it quotes: %s", async (_what, error, userError) => {
    alpha.onPatch = () => Promise.reject(error);
    const { payload } = await apply({ objects: [secret] });
    expect(payload?.results).toMatchObject([{ userErrors: [userError] }]);
    expect(JSON.stringify(payload)).not.toContain(canary);
  });

  test("by not answering ends the rest, which would wait as long", async () => {
    alpha.onPatch = () => Promise.reject(new UpstreamError("CLUSTER_TIMEOUT", "late"));
    const objects = ["a", "b", "c"].map((name) => object("Pod", name));
    expect(await outcomes({ objects })).toEqual([0, 1, 2].map((n) => `CLUSTER_TIMEOUT documents[${n}]`));
    expect(alpha.patches).toHaveLength(1);
  });

  test("for a defect of the gateway fails as a whole, and is logged", async () => {
    alpha.onPatch = () => Promise.reject(new Error("canary"));
    const { errors } = await apply({ objects: [object("Pod", "a")] });
    expect(errors).toMatchObject([{ extensions: { code: "INTERNAL" } }]);
    expect(world.logged).toHaveLength(1);
  });
});

describe("documents that need each other", () => {
  const crd = {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: "unicorns.example.com" },
    spec: { group: "example.com", names: { kind: "Unicorn" } },
  };
  const unicorn = { apiVersion: "example.com/v1", kind: "Unicorn", metadata: { name: "u" } };
  const definitions = served("apiextensions.k8s.io", "CustomResourceDefinition", false);

  beforeEach(async () => {
    alpha.upcoming = [definitions];
    await alpha.discovery.refresh();
    alpha.looks = 0;
  });

  test("wait for a kind that an earlier one defines", async () => {
    alpha.onPatch = (ref, body) => {
      if ("kind" in body && body.kind === crd.kind) {
        alpha.upcoming = [served("example.com", "Unicorn")];
      }
      return accept(ref, body);
    };
    expect(await outcomes({ objects: [crd, unicorn] })).toEqual(["ok", "ok"]);
    expect(alpha.patches[1]).toMatchObject({ ref: { resource: "example.com/unicorns", namespace: "shop" } });
  });

  test("try again where the kind is announced before it is served", async () => {
    let refusals = 2;
    alpha.onPatch = (ref, body) => {
      alpha.upcoming = [served("example.com", "Unicorn")];
      if ("name" in ref && ref.name === "u" && refusals > 0) {
        refusals -= 1;
        return Promise.reject(new UpstreamError("NOT_FOUND", "404 page not found", { httpStatus: 404 }));
      }
      return accept(ref, body);
    };
    expect(await outcomes({ objects: [crd, unicorn] })).toEqual(["ok", "ok"]);
  });

  test("are not tried where what they need has failed", async () => {
    alpha.onPatch = () => Promise.reject(new UpstreamError("FORBIDDEN", "not you", { httpStatus: 403 }));
    const inShop = object("Pod", "a");
    const objects = [
      crd,
      unicorn,
      object("Namespace", "shop"),
      inShop,
      { ...inShop, metadata: { name: "b", namespace: "x" } },
    ];
    expect(await outcomes({ objects })).toEqual([
      "FORBIDDEN documents[0]",
      "FORBIDDEN documents[1].kind",
      "FORBIDDEN documents[2]",
      "FORBIDDEN documents[3].metadata.namespace",
      "FORBIDDEN documents[4]",
    ]);
    expect(alpha.patches).toHaveLength(3);
  });

  test("cannot be checked in a dry run, which says why", async () => {
    alpha.onPatch = (ref, body) =>
      "namespace" in ref
        ? Promise.reject(new UpstreamError("NOT_FOUND", 'namespaces "shop" not found', { httpStatus: 404 }))
        : accept(ref, body);
    const objects = [crd, unicorn, object("Namespace", "shop"), object("Pod", "a")];
    alpha.onGet = () => Promise.reject(new UpstreamError("NOT_FOUND", "not there", { httpStatus: 404 }));
    const { payload } = await apply({ objects, dryRun: true });
    expect(payload?.userErrors).toMatchObject([
      { code: "UNKNOWN_KIND", message: expect.stringContaining("documents[0] would define it") },
      { code: "NOT_FOUND", message: expect.stringContaining("documents[2] would make it") },
    ]);
  });

  test("look at the server once for all the kinds that nobody knows", async () => {
    const unknown = ["A", "B", "C"].map((kind) => object(kind, "x"));
    expect(await outcomes({ objects: unknown })).toEqual([0, 1, 2].map((n) => `UNKNOWN_KIND documents[${n}].kind`));
    expect(alpha.looks).toBe(1);
  });

  test("that cannot be told what is served say so", async () => {
    alpha.discovery.refresh = () => Promise.reject(new UpstreamError("CLUSTER_UNAVAILABLE", "not there"));
    expect(await outcomes({ objects: [unicorn, object("Pod", "a")] })).toEqual([
      "CLUSTER_UNAVAILABLE documents[0]",
      "CLUSTER_UNAVAILABLE documents[1]",
    ]);
  });
});

describe("an apply as a whole", () => {
  test.each<[string, object, string]>([
    ["a cluster that is not registered", { cluster: "nowhere", objects: [] }, "UNKNOWN_CLUSTER"],
    ["neither manifests nor objects", {}, "BAD_USER_INPUT"],
    ["both manifests and objects", { manifests: "", objects: [] }, "BAD_USER_INPUT"],
    ["a null among the objects", { objects: [null] }, "BAD_USER_INPUT"],
    ["a namespace that is a path", { objects: [], namespace: "a/b" }, "BAD_USER_INPUT"],
    ["an empty namespace", { objects: [], namespace: "" }, "BAD_USER_INPUT"],
    ["too many objects", { objects: Array(101).fill({}) }, "LIMIT_EXCEEDED"],
    ["too many documents", { manifests: "---\na: 1\n".repeat(101) }, "LIMIT_EXCEEDED"],
    ["aliases without end", { manifests: `a: &a 1\nb: [${"*a,".repeat(101)}]` }, "LIMIT_EXCEEDED"],
  ])("is refused when it names %s", async (_what, input, code) => {
    const { errors } = await apply(input);
    expect(errors).toMatchObject([{ extensions: { code } }]);
    expect(alpha.patches).toEqual([]);
  });

  test("in a gateway that takes no writes is refused before anything is read", async () => {
    world.allowWrites = false;
    const { errors } = await apply({ manifests: "[" });
    expect(errors).toMatchObject([{ extensions: { code: "READ_ONLY" } }]);
  });

  test("ends when the caller has gone", async () => {
    const gone = new AbortController();
    alpha.onPatch = (ref, body) => {
      gone.abort();
      return accept(ref, body);
    };
    const query = `mutation ($objects: [JSON!]) {
      resourceApply(input: { cluster: "alpha", namespace: "shop", objects: $objects }) { revision }
    }`;
    const variables = { objects: ["a", "b"].map((name) => object("Pod", name)) };
    await world.engine.execute({ query, variables }, { ...world.from(), signal: gone.signal });
    expect(alpha.patches).toHaveLength(1);
  });
});
