import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { buildSchema } from "../../../src/domains/index.ts";
import { encodeId } from "../../../src/graphql/index.ts";
import { UpstreamError } from "../../../src/kubernetes/index.ts";
import { seesNamespaces, seesNothing } from "../../support/callers.ts";
import { RecordedAudit } from "../../support/recorded-audit.ts";
import { deploymentObject, ref } from "./audit-cases/audit-case.ts";
import { auditCases } from "./audit-cases/index.ts";
import { KubernetesWorld, type ScriptedCluster } from "./kubernetes-world.ts";
import { deployment } from "./manifests.ts";
import { silenceObject } from "./scripted-alertmanagers.ts";

let world: KubernetesWorld;
let alpha: ScriptedCluster;

const written = async () => ({ object: deployment("web"), resourceVersion: "77" });

beforeEach(async () => {
  world = await KubernetesWorld.start("alpha");
  alpha = world.cluster("alpha");
  alpha.onCreate = written;
  alpha.onPatch = written;
  alpha.onUpdate = written;
  alpha.onGet = written;
  alpha.onSecretValues = async () => ({ uid: "u-1", values: { password: "Y2FuYXJ5" } });
  alpha.onPost = async () => ({ status: { token: "canary", expirationTimestamp: "2026-12-01T00:00:00Z" } });
  alpha.onDelete = async () => ({ object: null, uid: "u-1", resourceVersion: null });
  // What is beside the clusters fares as they do.
  world.alertmanagers.silences.set(
    "known",
    silenceObject("known", [{ name: "namespace", value: "shop", isRegex: false, isEqual: true }]),
  );
  world.alertmanagers.through = () => alpha.onCreate({ cluster: "alpha", resource: "" }, {}, undefined);
});
afterEach(() => world[Symbol.asyncDispose]());

const fields = Object.keys(buildSchema().getMutationType()?.getFields() ?? {});

async function mutate(field: string, more: object = {}) {
  const { answer, held } = auditCases[field] ?? {};
  for (const each of held ?? []) world.put("alpha", ...each);
  if (answer) {
    const answered = async () => ({ object: answer, resourceVersion: "77" });
    for (const method of ["onCreate", "onPatch", "onUpdate", "onGet"] as const)
      if (alpha[method] === written) alpha[method] = answered;
  }
  const { type, input } = auditCases[field] ?? { type: "Unknown", input: {} };
  const query = `mutation Try($input: ${type}!) { ${field}(input: $input) { userErrors { code message } } }`;
  return world.run(query, { input: { ...input, ...more } });
}

const objectOf = (field: string) => auditCases[field]?.object ?? deploymentObject;
const of = (field: string) => ({
  stage: "ResponseComplete",
  requestId: "request",
  transport: "http",
  principal: { issuer: "test", username: "somebody" },
  action: auditCases[field]?.action ?? "mutation",
  operation: { type: "mutation", name: "Try", field },
  verb: auditCases[field]?.verb,
});

describe.each(fields)("%s leaves one record", (field) => {
  const object = objectOf(field);

  test("of what it did", async () => {
    const { errors } = await mutate(field);
    expect(errors).toBeUndefined();
    expect(world.audit.records).toEqual([
      { ...of(field), time: expect.any(String), object, dryRun: false, outcome: "ok" },
    ]);
  });

  test("of a dry run, marked as one; what cannot be tried takes none", async () => {
    if (auditCases[field]?.takesNoDryRun) {
      const { errors } = await mutate(field, { dryRun: true });
      expect(errors).toMatchObject([{ message: expect.stringContaining('"dryRun" is not defined') }]);
      return;
    }
    await mutate(field, { dryRun: true });
    expect(world.audit.records).toMatchObject([{ object, dryRun: true, outcome: "ok" }]);
  });

  test("of what the API server denies, with its status", async () => {
    const denied = async () => {
      throw new UpstreamError("FORBIDDEN", "not you", { httpStatus: 403, cluster: "alpha" });
    };
    Object.assign(alpha, {
      onSecretValues: denied,
      onPost: denied,
      onCreate: denied,
      onPatch: denied,
      onUpdate: denied,
      onGet: denied,
      onDelete: denied,
    });
    await mutate(field);
    expect(world.audit.records).toMatchObject([{ ...of(field), object, outcome: "FORBIDDEN", status: 403 }]);
  });

  test("of what a gateway that takes no writes refuses, which sends nothing", async () => {
    world.allowWrites = false;
    const { errors } = await mutate(field);
    expect(errors).toMatchObject([{ extensions: { code: "READ_ONLY" } }]);
    expect(world.audit.records).toMatchObject([{ ...of(field), object: { cluster: "alpha" }, outcome: "READ_ONLY" }]);
    expect([alpha.creations, alpha.patches, alpha.updates, alpha.gets, alpha.deletions, alpha.looks]).toEqual([
      [],
      [],
      [],
      [],
      [],
      0,
    ]);
  });

  test("of what has to do with no cluster there is", async () => {
    await mutate(field, auditCases[field]?.elsewhere ?? { by: { ref: { ...ref, cluster: "nowhere" } } });
    expect(world.audit.records).toMatchObject([{ ...of(field), outcome: "UNKNOWN_CLUSTER" }]);
    expect(JSON.stringify(world.audit.records)).not.toContain("nowhere");
  });

  test("of a defect", async () => {
    const broken = async () => {
      throw new Error("canary");
    };
    Object.assign(alpha, {
      onSecretValues: broken,
      onPost: broken,
      onCreate: broken,
      onPatch: broken,
      onUpdate: broken,
      onGet: broken,
      onDelete: broken,
    });
    await mutate(field);
    expect(world.audit.records).toMatchObject([{ object, outcome: "INTERNAL" }]);
    expect(JSON.stringify(world.audit.records)).not.toContain("canary");
  });

  test("before and one after, where that is required; without the first nothing is sent", async () => {
    world.audit = new RecordedAudit(true);
    await mutate(field);
    expect(world.audit.records).toMatchObject([
      { ...of(field), stage: "RequestReceived", object },
      { ...of(field), stage: "ResponseComplete", object, outcome: "ok" },
    ]);
    const before = [alpha.creations.length, alpha.patches.length, alpha.updates.length, alpha.deletions.length];
    world.audit.write = () => Promise.reject(new Error("ENOSPC"));
    const answer = await mutate(field);
    expect(JSON.stringify(answer)).toContain("READ_ONLY");
    expect([alpha.creations.length, alpha.patches.length, alpha.updates.length, alpha.deletions.length]).toEqual(
      before,
    );
  });
});

test("a query leaves word of what may not be seen at all, once for each cluster and kind, and of nothing else", async () => {
  world.caller.sees(seesNothing, "alpha", "pods");
  world.caller.sees(seesNamespaces("other"), "alpha", "apps/deployments");
  const place = '{ ref: { cluster: "alpha", namespace: "shop", name: "web" } }';
  const query = `query Look {
    a: pods { totalCount } b: pods(first: 1) { totalCount } pod(by: ${place}) { name }
    deployments { totalCount } deployment(by: ${place}) { name }
  }`;
  expect(await world.data(query)).toMatchObject({ pod: null, deployments: { totalCount: 0 }, deployment: null });
  const said = { operationType: "query", operationName: "Look" };
  expect(world.denied).toEqual([
    { ...said, verb: "list", scope: { cluster: "alpha", resource: "pods" } },
    { ...said, verb: "get", scope: { cluster: "alpha", resource: "pods" } },
  ]);
  expect(world.audit.records).toEqual([]);
});

test("fields of one operation leave a record each, in their order, however many passes there are", async () => {
  const id = encodeId({ ...ref, resource: "apps/deployments", uid: "u-9" });
  alpha.discovery.hasSynced = false;
  const { data } = await world.run(
    `mutation ($ref: ObjectRefInput!, $id: ID!) {
      a: deploymentScale(input: { by: { ref: $ref }, replicas: -1 }) { userErrors { code } }
      b: deploymentScale(input: { by: { ref: $ref }, replicas: 2 }) {
        userErrors { code } deployment { events { totalCount } replicaSets { totalCount } }
      }
      c: deploymentRestart(input: { by: { id: $id } }) { userErrors { code } }
      d: deploymentScale(input: { by: { ref: $ref }, replicas: 2, expectedResourceVersion: "1" }) { userErrors { code } }
    }`,
    { ref, id },
  );
  expect(data).toMatchObject({
    a: { userErrors: [{ code: "INVALID" }] },
    b: { userErrors: [], deployment: { events: { totalCount: 0 } } },
    c: { userErrors: [{ code: "NOT_FOUND" }] },
    d: { userErrors: [] },
  });
  expect(world.audit.records.map(({ operation, outcome }) => `${operation?.field} ${outcome}`)).toEqual([
    "deploymentScale INVALID",
    "deploymentScale ok",
    "deploymentRestart NOT_FOUND",
    "deploymentScale ok",
  ]);
});

const manifest = { apiVersion: "apps/v1", kind: "Deployment", metadata: { name: "one", namespace: "shop" } };

test("an apply leaves a record for each document, whatever became of it, and shows nothing of them", async () => {
  const secret = { apiVersion: "v1", kind: "Secret", metadata: { name: "s" }, stringData: { password: "canary" } };
  const objects = [{ ...manifest, spec: { canary: 1 } }, secret, { canary: 1 }, { ...secret, kind: "Canary" }];
  alpha.onPatch = async ({ resource }) => {
    if (resource === "secrets") throw new UpstreamError("INVALID", "canary", { httpStatus: 422, cluster: "alpha" });
    return { object: deployment("one"), resourceVersion: "77" };
  };
  await mutate("resourceApply", { namespace: "vault", objects });
  expect(world.audit.records.map(({ object, outcome, status }) => ({ ...object, outcome, status }))).toEqual([
    { ...deploymentObject, name: "one", outcome: "ok" },
    { cluster: "alpha", resource: "secrets", namespace: "vault", name: "s", outcome: "INVALID", status: 422 },
    { cluster: "alpha", namespace: "vault", outcome: "INVALID" },
    { cluster: "alpha", namespace: "vault", outcome: "UNKNOWN_KIND" },
  ]);
  await mutate("resourceApply", { objects: [] });
  expect(world.audit.records.slice(4)).toMatchObject([{ object: { cluster: "alpha" }, outcome: "INVALID" }]);
  expect(JSON.stringify(world.audit.records).toLowerCase()).not.toContain("canary");
});

test("whoever leaves before the API server has answered leaves a record that says that it is not known", async () => {
  const gone = new AbortController();
  const sent = Promise.withResolvers<void>();
  alpha.onPatch = (_ref, _body, { signal }) => {
    sent.resolve();
    return new Promise((_resolve, reject) => signal?.addEventListener("abort", () => reject(signal.reason)));
  };
  const query =
    "mutation ($ref: ObjectRefInput!) { deploymentScale(input: { by: { ref: $ref }, replicas: 2 }) { revision } }";
  const reply = world.engine.execute({ query, variables: { ref } }, { ...world.from(), signal: gone.signal });
  await sent.promise;
  gone.abort();
  await reply;
  expect(world.audit.records).toMatchObject([{ object: deploymentObject, outcome: "CLUSTER_TIMEOUT" }]);
});

test("a place that is none is cut short", async () => {
  const name = "x".repeat(10_000);
  await mutate("deploymentScale", { by: { ref: { cluster: name, namespace: name, name } } });
  await mutate("deploymentScale", { by: { ref: { ...ref, namespace: name, name } }, replicas: -1 });
  const [unknown, long] = world.audit.records;
  expect(unknown?.object).toBeUndefined();
  expect([long?.object?.namespace?.length, long?.object?.name?.length]).toEqual([253, 253]);
});
