import { createClient } from "graphql-ws";
import { afterAll, beforeAll, expect, test } from "vitest";
import WebSocket from "ws";
import { waitFor } from "../control-plane/wait-for.ts";
import type { GraphQLResponse } from "../support/graphql-client.ts";
import { type Rig, startRig } from "../support/rig.ts";

interface Listed {
  readonly resources: {
    readonly nodes: readonly { readonly cluster: string; readonly name: string }[];
    readonly clusterErrors: readonly { readonly cluster: string; readonly code: string }[];
  };
}

let rig: Rig;
beforeAll(async () => {
  rig = await startRig({
    clusters: 2,
    nodes: 0,
    controllers: false,
    config: { allowWrites: true, authentication: { jwt: [], tokenReview: { clusters: ["alpha"] } } },
  });
  const [alpha] = rig.controlPlane.clusters;
  // In one of the two clusters only, and config maps only.
  await alpha?.api.request("POST", "/apis/rbac.authorization.k8s.io/v1/clusterroles", {
    metadata: { name: "config-map-reader" },
    rules: [{ apiGroups: [""], resources: ["configmaps"], verbs: ["get", "list", "watch"] }],
  });
  await alpha?.api.request("POST", "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings", {
    metadata: { name: "alice-reads" },
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "config-map-reader" },
    subjects: [{ kind: "User", apiGroup: "rbac.authorization.k8s.io", name: "alice" }],
  });
  for (const { api } of rig.controlPlane.clusters) {
    await api.request("POST", "/api/v1/namespaces/default/configmaps", { metadata: { name: "seen-or-not" } });
  }
});
afterAll(() => rig?.[Symbol.asyncDispose]());

async function ask<T>(authorization: string | undefined, query: string) {
  const response = await fetch(rig.url, {
    method: "POST",
    headers: { "content-type": "application/json", ...(authorization && { authorization }) },
    body: JSON.stringify({ query }),
  });
  const { status } = response;
  return { status, ...((await response.json()) as GraphQLResponse<T>) };
}

const LIST = `{ resources(kind: "configmaps", filter: { name: { in: ["seen-or-not"] } }) { nodes { cluster name } clusterErrors { cluster code } } }`;

test.each([
  ["no token", undefined],
  ["a token that nobody knows", "Bearer nobody-knows-this"],
  ["a header that holds none", "Basic YTpi"],
  ["an empty token", "Bearer "],
])("%s is refused", async (_what, authorization) => {
  const { status, errors } = await ask(authorization, LIST);
  expect(status).toBe(401);
  expect(errors?.[0]?.extensions.code).toBe("UNAUTHENTICATED");
});

test("a caller is shown what his cluster lets him list, and is nobody in the others, which know an equal name", async () => {
  const [alpha, bravo] = rig.controlPlane.clusters.map(({ name }) => name);
  const admin = rig.controlPlane.clusters[0]?.admin.token;
  const all = await ask<Listed>(`Bearer ${admin}`, LIST);
  expect(all.data?.resources).toEqual({
    nodes: [{ cluster: alpha, name: "seen-or-not" }],
    clusterErrors: [{ cluster: bravo, code: "FORBIDDEN" }],
  });

  const alice = await ask<Listed>(`Bearer ${rig.controlPlane.tokenOf("alice")}`, LIST);
  expect(alice.data?.resources).toEqual({
    nodes: [{ cluster: alpha, name: "seen-or-not" }],
    clusterErrors: [{ cluster: bravo, code: "FORBIDDEN" }],
  });
  const mallory = await ask<Listed>(`Bearer ${rig.controlPlane.tokenOf("mallory")}`, LIST);
  expect(mallory.data?.resources.nodes).toEqual([]);
  expect(mallory.data?.resources.clusterErrors.map(({ code }) => code)).toEqual(["FORBIDDEN", "FORBIDDEN"]);
});

test("a write goes upstream as the caller, who may not", async () => {
  const [alpha] = rig.controlPlane.clusters;
  const { errors, data } = await ask<{ deploymentScale: unknown }>(
    `Bearer ${rig.controlPlane.tokenOf("alice")}`,
    `mutation { deploymentScale(input: { by: { ref: { cluster: "${alpha?.name}", namespace: "default", name: "any" } }, replicas: 1 }) { userErrors { code } } }`,
  );
  expect(errors?.map(({ extensions }) => extensions.code)).toEqual(["FORBIDDEN"]);
  expect(JSON.stringify(data ?? null)).not.toContain("replicas");
});

test.each([
  ["no token", {}],
  ["a token that nobody knows", { authorization: "Bearer nobody-knows-this" }],
  ["garbage", { authorization: { token: 1 } }],
])("a WebSocket whose connection_init holds %s is closed", async (_what, connectionParams) => {
  const client = createClient({
    url: rig.url.replace("http", "ws"),
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    connectionParams,
  });
  const ended = new Promise((_resolve, reject) => {
    client.subscribe({ query: "{ clusters { totalCount } }" }, { next: () => {}, error: reject, complete: () => {} });
  });
  await expect(ended).rejects.toMatchObject({ code: 4403 });
  await client.dispose();
});

test("a WebSocket may name its token in connection_init, as a browser has to", async () => {
  const connectionParams = { Authorization: `Bearer ${rig.controlPlane.tokenOf("alice")}` };
  const client = createClient({
    url: rig.url.replace("http", "ws"),
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    connectionParams,
  });
  const answers: unknown[] = [];
  for await (const { data } of client.iterate({ query: LIST })) answers.push(data);
  expect(answers).toMatchObject([
    { resources: { nodes: [{ name: "seen-or-not" }], clusterErrors: [{ code: "FORBIDDEN" }] } },
  ]);
  await client.dispose();
});

test("a subscription shows what the caller may see", async () => {
  const [alpha] = rig.controlPlane.clusters;
  class Socket extends WebSocket {
    constructor(address: string | URL, protocols?: string | string[]) {
      super(address, protocols, { headers: { authorization: `Bearer ${rig.controlPlane.tokenOf("alice")}` } });
    }
  }
  const client = createClient({ url: rig.url.replace("http", "ws"), webSocketImpl: Socket, retryAttempts: 0 });
  const seen: string[] = [];
  client.subscribe<Record<string, { changes: { type: string; object: { cluster: string; name: string } }[] }>>(
    { query: `subscription { resourceEvents(kind: "configmaps") { changes { type object { cluster name } } } }` },
    {
      next: ({ data }) => {
        for (const { type, object } of data?.resourceEvents?.changes ?? [])
          seen.push(`${type} ${object.cluster} ${object.name}`);
      },
      error: (error) => seen.push(`error ${JSON.stringify(error)}`),
      complete: () => seen.push("complete"),
    },
  );
  await waitFor(() => seen.includes(`ADDED ${alpha?.name} seen-or-not`), 10_000, "the snapshot");
  for (const { api } of rig.controlPlane.clusters) {
    await api.request("POST", "/api/v1/namespaces/default/configmaps", { metadata: { name: "later" } });
  }
  await waitFor(() => seen.includes(`ADDED ${alpha?.name} later`), 10_000, "the change");
  expect(seen.filter((each) => !each.includes(` ${alpha?.name} `))).toEqual([]);
  await client.dispose();
});
