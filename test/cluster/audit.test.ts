import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { AuditRecord } from "../../src/audit/index.ts";
import type { Cluster } from "../control-plane/cluster.ts";
import { waitFor } from "../control-plane/wait-for.ts";
import type { GraphQLResponse } from "../support/graphql-client.ts";
import { type Rig, startGateway, startRig } from "../support/rig.ts";

const rbac = "/apis/rbac.authorization.k8s.io/v1";
const authentication = { jwt: [], tokenReview: { clusters: ["alpha"] } };

let rig: Rig;
let alpha: Cluster;
let dir: string;
let file: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "fairway-audit-"));
  file = join(dir, "audit.log");
  const audit = { sink: "file", file, required: true } as const;
  rig = await startRig({
    clusters: 1,
    nodes: 0,
    controllers: false,
    audit: true,
    config: { allowWrites: true, authentication, audit },
  });
  const [first] = rig.controlPlane.clusters;
  if (!first) throw new Error("a rig has a cluster");
  alpha = first;
  await alpha.api.request("POST", "/api/v1/namespaces", { metadata: { name: "shop" } });
  await alpha.api.request("POST", "/apis/apps/v1/namespaces/shop/deployments", deployment);
  const rules = [
    { apiGroups: ["apps"], resources: ["deployments"], verbs: ["get", "patch"] },
    { apiGroups: [""], resources: ["configmaps", "secrets"], verbs: ["create", "patch", "delete"] },
  ];
  await alpha.api.request("POST", `${rbac}/namespaces/shop/roles`, { metadata: { name: "writer" }, rules });
  await alpha.api.request("POST", `${rbac}/namespaces/shop/rolebindings`, {
    metadata: { name: "writer" },
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "writer" },
    subjects: [{ kind: "User", apiGroup: "rbac.authorization.k8s.io", name: "alice" }],
  });
});
afterAll(async () => {
  await rig?.[Symbol.asyncDispose]();
  await rm(dir, { recursive: true, force: true });
});

const labels = { app: "web" };
const deployment = {
  metadata: { name: "web" },
  spec: {
    selector: { matchLabels: labels },
    template: { metadata: { labels }, spec: { containers: [{ name: "web", image: "web:1" }] } },
  },
};

async function ask(query: string, variables: object, { url = rig.url, token = alpha.tokenOf("alice"), id = "" } = {}) {
  const response = await fetch(url, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      authorization: `Bearer ${token}`,
      ...(id && { "x-request-id": id }),
    },
    body: JSON.stringify({ query, variables }),
  });
  return (await response.json()) as GraphQLResponse<Record<string, { userErrors: { code: string }[] }>>;
}

async function records(): Promise<AuditRecord[]> {
  const lines = (await readFile(file, "utf8")).trimEnd().split("\n");
  return lines.map((line) => JSON.parse(line) as AuditRecord);
}

/** Who did what to which object, and what came of it. */
const told = (who: string, verb: string, object: (string | undefined)[], outcome: string) =>
  [who, verb, ...object.map((each) => each ?? ""), outcome].join(" ");

test("names the same people, objects and outcomes as the API server's own audit log", async () => {
  const ref = { cluster: "alpha", namespace: "shop", name: "web" };
  const configMap = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "one" }, data: { key: "canary-value" } };
  const secret = { apiVersion: "v1", kind: "Secret", metadata: { name: "two" }, stringData: { key: "canary-secret" } };
  const scale = "mutation Scale($by: ObjectByInput!) { deploymentScale(input: { by: $by, replicas: 2 }) { revision } }";
  const apply =
    "mutation ($input: ResourceApplyInput!) { resourceApply(input: $input) { revision userErrors { code } } }";
  const remove = "mutation ($input: ResourceDeleteInput!) { resourceDelete(input: $input) { deletedId } }";
  const byRef = (kind: string, name: string) => ({ by: { ref: { ...ref, kind, name } } });
  await ask(scale, { by: { ref } }, { id: "portal-17" });
  const input = { cluster: "alpha", namespace: "shop", objects: [configMap, secret] };
  expect((await ask(apply, { input })).data?.resourceApply?.userErrors).toEqual([]);
  await ask(remove, { input: byRef("ConfigMap", "one") });
  const { errors } = await ask(remove, { input: byRef("Deployment", "web") });
  expect(errors).toMatchObject([{ extensions: { code: "FORBIDDEN" } }]);

  const all = await records();
  const ours = all
    .filter(({ action, stage }) => action === "mutation" && stage === "ResponseComplete")
    .map(({ principal, verb = "", object, outcome, status }) => {
      const { resource, namespace, name } = object ?? {};
      const plural = resource?.split("/").at(-1);
      return told(principal?.username ?? "", verb, [plural, namespace, name], outcome === "ok" ? "ok" : `${status}`);
    });
  expect(ours).toEqual([
    "alice patch deployments shop web ok",
    "alice patch configmaps shop one ok",
    "alice patch secrets shop two ok",
    "alice delete configmaps shop one ok",
    "alice delete deployments shop web 403",
  ]);
  const theirs = () =>
    alpha
      .auditEvents()
      .filter(({ verb, user }) => user.username === "alice" && ["patch", "delete"].includes(verb))
      .map(({ verb, user, objectRef: at, responseStatus }) => {
        const { code = 0 } = responseStatus ?? {};
        return told(user.username, verb, [at?.resource, at?.namespace, at?.name], code < 400 ? "ok" : `${code}`);
      });
  await waitFor(() => theirs().length === ours.length, 5_000, "the API server's own records");
  expect(theirs()).toEqual(ours);
  expect(all.find(({ stage }) => stage === "ResponseComplete")).toMatchObject({
    requestId: "portal-17",
    transport: "http",
    principal: { issuer: "cluster:alpha", username: "alice", cluster: "alpha" },
    operation: { type: "mutation", name: "Scale", field: "deploymentScale" },
    object: { cluster: "alpha" },
  });
  // Before each of them stands what was about to be sent.
  expect(all.filter(({ stage }) => stage === "RequestReceived")).toHaveLength(ours.length);

  const lines = await readFile(file, "utf8");
  for (const canary of ["canary-value", "canary-secret", alpha.tokenOf("alice")]) expect(lines).not.toContain(canary);
});

test("has who was turned away, with what he tried as far as it is known", async () => {
  const before = (await records()).length;
  await ask("{ clusters { nodes { name } } }", {}, { token: "canary-token", id: "unknown-1" });
  await waitFor(async () => (await records()).length > before, 5_000, "the record of a refusal");
  const [refusal, ...none] = (await records()).slice(before);
  expect(refusal).toEqual({
    name: "fairway-audit",
    time: expect.any(String),
    stage: "ResponseComplete",
    outcome: "UNAUTHENTICATED",
    requestId: "unknown-1",
    transport: "http",
    action: "request",
  });
  expect(none).toEqual([]);
  expect(await readFile(file, "utf8")).not.toContain("canary-token");
});

test("has who asked for what he may not see at all, and not who was shown a part", async () => {
  const before = (await records()).length;
  const query = 'query Look { resources(kind: "configmaps") { totalCount clusterErrors { code } } }';
  const { data } = await ask(query, {}, { token: alpha.tokenOf("mallory"), id: "look-1" });
  expect(data).toEqual({ resources: { totalCount: 0, clusterErrors: [{ code: "FORBIDDEN" }] } });
  await waitFor(async () => (await records()).length > before, 5_000, "the record of a denied read");
  expect((await records()).slice(before)).toEqual([
    {
      name: "fairway-audit",
      time: expect.any(String),
      stage: "ResponseComplete",
      outcome: "FORBIDDEN",
      requestId: "look-1",
      transport: "http",
      principal: { issuer: "cluster:alpha", username: "mallory", uid: "mallory", cluster: "alpha" },
      action: "request",
      operation: { type: "query", name: "Look" },
      verb: "list",
      object: { cluster: "alpha", resource: "configmaps" },
    },
  ]);
});

test("that is required and cannot be written keeps writes from being sent; reads go on", async () => {
  await using gateway = await startGateway(rig.controlPlane.kubeconfig, {
    allowWrites: true,
    authentication,
    logLevel: "silent",
    audit: { sink: "file", file: "/dev/full", required: true },
  });
  const by = { ref: { cluster: "alpha", namespace: "shop", name: "web" } };
  const sent = () => alpha.auditEvents().filter(({ verb, user }) => user.username === "alice" && verb === "patch");
  const before = sent().length;
  const scale = "mutation ($by: ObjectByInput!) { deploymentScale(input: { by: $by, replicas: 5 }) { revision } }";
  const { errors } = await ask(scale, { by }, { url: gateway.url });
  expect(errors).toMatchObject([{ extensions: { code: "READ_ONLY" } }]);
  const { data } = await ask("{ clusters { nodes { name } } }", {}, { url: gateway.url });
  expect(data?.clusters).toEqual({ nodes: [{ name: "alpha" }] });
  const path = "/apis/apps/v1/namespaces/shop/deployments/web";
  expect(await alpha.api.request("GET", path)).toMatchObject({ spec: { replicas: 2 } });
  expect(sent()).toHaveLength(before);
  const metrics = await (
    await fetch(new URL("/metrics", gateway.url), { headers: { authorization: `Bearer ${alpha.tokenOf("alice")}` } })
  ).text();
  expect(metrics).toMatch(/^fairway_audit_failures_total [1-9]/m);
});
