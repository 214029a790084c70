import { readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createCertificateAuthority } from "../control-plane/certificates.ts";
import type { Cluster } from "../control-plane/cluster.ts";
import { waitFor } from "../control-plane/wait-for.ts";
import { covers } from "../support/covers.ts";
import { post } from "../support/graphql-client.ts";
import { type Rig, startRig } from "../support/rig.ts";

covers(
  "SE-1",
  "keys, sizes, types, consumers, certificates' expiry; one revealed with permission and record; write-only inputs",
  "kube-apiserver with controllers and RBAC",
);
covers(
  "SE-2",
  "service accounts and tokens; registry credentials attached, and shown by what pulls with them",
  "kube-apiserver with controllers",
);

const auditFile = join(tmpdir(), `fairway-secrets-${process.pid}.jsonl`);
const stack = new AsyncDisposableStack();
stack.defer(() => rm(auditFile, { force: true }));
let rig: Rig;
let cluster: Cluster;

const namespace = "default";
const ref = (name: string) => ({ ref: { cluster: "alpha", namespace, name } });
const rbac = "/apis/rbac.authorization.k8s.io/v1";
const everything = { apiGroups: ["", "apps", "batch"], resources: ["*"], verbs: ["*"] };
const ca = createCertificateAuthority("shop CA");
const soon = new Date(Date.now() + 5 * 86_400_000);
const leaf = ca.issue({
  commonName: "shop.example.com",
  dnsNames: ["shop.example.com", "www.shop.example.com"],
  notAfter: soon,
});

beforeAll(async () => {
  rig = stack.use(
    await startRig({
      clusters: 1,
      nodes: 1,
      config: {
        allowWrites: true,
        authentication: { jwt: [], tokenReview: { clusters: ["alpha"] } },
        audit: { sink: "file", file: auditFile, required: true },
      },
    }),
  );
  cluster = rig.controlPlane.cluster("alpha");
  const { api } = cluster;
  // Alice may do everything; bob may see secrets in lists, and no one of them by itself.
  for (const [name, user, rules] of [
    ["everything", "alice", [everything]],
    ["lists", "bob", [{ apiGroups: [""], resources: ["secrets"], verbs: ["list", "watch"] }]],
  ] as const) {
    await api.request("POST", `${rbac}/clusterroles`, { metadata: { name }, rules });
    await api.request("POST", `${rbac}/clusterrolebindings`, {
      metadata: { name },
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name },
      subjects: [{ kind: "User", apiGroup: "rbac.authorization.k8s.io", name: user }],
    });
  }
  await api.request("POST", "/api/v1/namespaces/default/secrets", {
    metadata: { name: "shop-tls" },
    type: "kubernetes.io/tls",
    stringData: { "tls.crt": leaf.certificate + ca.certificate, "tls.key": leaf.key },
  });
}, 120_000);

afterAll(() => stack.disposeAsync());

const ask = <T>(user: string, document: string, variables: Record<string, unknown> = {}) =>
  post<T>(rig.url, document, variables, rig.controlPlane.tokenOf(user));

async function data<T>(document: string, variables: Record<string, unknown> = {}, user = "alice"): Promise<T> {
  const { data: found, errors } = await ask<T>(user, document, variables);
  expect(errors).toBeUndefined();
  return found as T;
}

const create = `mutation ($input: SecretCreateInput!) {
  secretCreate(input: $input) { secret { name type keys { key sizeBytes } } userErrors { code message field } }
}`;
const place = (name: string) => ({ cluster: "alpha", namespace, name });

describe("a secret", () => {
  test("is made, changed and deleted, and answers have its keys and sizes alone", async () => {
    const entries = [
      { key: "password", value: "hunter2 and more" },
      { key: "binary", base64: "AAECAw==" },
    ];
    expect(await data(create, { input: { ...place("credentials"), entries } })).toEqual({
      secretCreate: {
        secret: {
          name: "credentials",
          type: "Opaque",
          keys: [
            { key: "binary", sizeBytes: 4 },
            { key: "password", sizeBytes: 16 },
          ],
        },
        userErrors: [],
      },
    });
    const update = `mutation ($input: SecretUpdateInput!) {
      secretUpdate(input: $input) { secret { keys { key sizeBytes } } userErrors { code message field } revision }
    }`;
    const input = { by: ref("credentials"), set: [{ key: "password", value: "another" }], remove: ["binary"] };
    expect(await data(update, { input })).toMatchObject({
      secretUpdate: {
        secret: { keys: [{ key: "password", sizeBytes: 7 }] },
        userErrors: [],
        revision: expect.any(String),
      },
    });
    const stored = await cluster.api.request<{ data: object }>("GET", "/api/v1/namespaces/default/secrets/credentials");
    expect(stored.data).toEqual({ password: Buffer.from("another").toString("base64") });
  });

  test("shows the certificates in it, and is found by when they end", async () => {
    const document = `query ($before: DateTime!) {
      secrets(filter: { certificateExpiresBefore: $before }, orderBy: [{ field: CERTIFICATE_EXPIRES_AT }]) {
        nodes { name type certificateExpiresAt certificates { subject issuer dnsNames expiresAt fingerprint } }
      }
    }`;
    const find = (before: Date) =>
      data<{ secrets: { nodes: object[] } }>(document, { before: before.toISOString() }).then(
        ({ secrets }) => secrets.nodes,
      );
    const ends = new Date(Math.floor(soon.getTime() / 1000) * 1000).toISOString();
    expect(await find(new Date(soon.getTime() + 60_000))).toEqual([
      {
        name: "shop-tls",
        type: "kubernetes.io/tls",
        certificateExpiresAt: ends,
        certificates: [
          {
            subject: "CN=shop.example.com",
            issuer: "CN=shop CA",
            dnsNames: ["shop.example.com", "www.shop.example.com"],
            expiresAt: ends,
            fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/),
          },
          expect.objectContaining({ subject: "CN=shop CA", issuer: "CN=shop CA" }),
        ],
      },
    ]);
    expect(await find(new Date(soon.getTime() - 60_000))).toEqual([]);
  });

  test("that something uses says what does, and is deleted only with force", async () => {
    await cluster.api.request("POST", "/apis/apps/v1/namespaces/default/deployments", {
      metadata: { name: "web" },
      spec: {
        replicas: 1,
        selector: { matchLabels: { app: "web" } },
        template: {
          metadata: { labels: { app: "web" } },
          spec: {
            containers: [
              {
                name: "main",
                image: "registry.test:5000/shop/web:1",
                env: [{ name: "PASSWORD", valueFrom: { secretKeyRef: { name: "credentials", key: "password" } } }],
              },
            ],
          },
        },
      },
    });
    const document = `query ($by: ObjectByInput!) {
      secret(by: $by) { consumers { object { kind name } uses { kind at keys seesChanges } } }
    }`;
    const consumers = () =>
      data<{ secret: { consumers: object[] } }>(document, { by: ref("credentials") }).then(
        ({ secret }) => secret.consumers,
      );
    await waitFor(async () => (await consumers()).length > 0, 10_000, "the consumer");
    expect(await consumers()).toEqual([
      {
        object: { kind: "Deployment", name: "web" },
        uses: [{ kind: "ENV", at: "PASSWORD", keys: ["password"], seesChanges: false }],
      },
    ]);
    const remove = `mutation ($input: SecretDeleteInput!) { secretDelete(input: $input) { deletedId userErrors { message field } } }`;
    expect(await data(remove, { input: { by: ref("credentials") } })).toEqual({
      secretDelete: {
        deletedId: null,
        userErrors: [{ message: "It is used by Deployment web", field: "input.force" }],
      },
    });
  });
});

describe("a value", () => {
  const reveal = `mutation ($input: SecretRevealInput!) {
    secretReveal(input: $input) { values { key value base64 } userErrors { code message field } }
  }`;

  const records = async () => {
    const lines = (await readFile(auditFile, "utf8")).split("\n").filter((line) => line.includes('"secretRead"'));
    return lines
      .map((line) => JSON.parse(line) as Record<string, unknown>)
      .filter(({ stage }) => stage === "ResponseComplete");
  };

  test("is revealed to who may get that secret, with one record that has no value", async () => {
    const before = (await records()).length;
    expect(await data(reveal, { input: { by: ref("credentials"), keys: ["password"] } })).toEqual({
      secretReveal: {
        values: [{ key: "password", value: "another", base64: Buffer.from("another").toString("base64") }],
        userErrors: [],
      },
    });
    const after = await records();
    expect(after.length).toBe(before + 1);
    expect(after.at(-1)).toMatchObject({ verb: "get", outcome: "ok" });
    expect(JSON.stringify(after.at(-1))).toContain("credentials");
    expect(JSON.stringify(after.at(-1))).not.toContain("another");
  });

  test("is not revealed to who may only list secrets, which leaves a record, too", async () => {
    const { data: shown } = await ask<{ secrets: { nodes: { name: string }[] } }>(
      "bob",
      "{ secrets { nodes { name } } }",
    );
    expect(shown?.secrets.nodes.map(({ name }) => name)).toContain("credentials");
    const before = (await records()).length;
    const answer = await ask("bob", reveal, { input: { by: ref("credentials") } });
    expect(answer.errors).toMatchObject([{ extensions: { code: "FORBIDDEN" } }]);
    expect((await records()).slice(before)).toMatchObject([{ outcome: "FORBIDDEN" }]);
  });

  test.each([
    ["a key that is not there", { by: ref("credentials"), keys: ["nothing"] }, "NOT_FOUND"],
    ["a secret that is not there", { by: ref("nothing") }, "NOT_FOUND"],
    ["a path", { by: ref("credentials/../x") }, "NOT_FOUND"],
  ])("of %s is an error", async (_what, input, code) => {
    expect(await data(reveal, { input })).toMatchObject({ secretReveal: { values: [], userErrors: [{ code }] } });
  });

  test("that the API server refuses is not repeated in its error", async () => {
    const entries = [{ key: ".dockerconfigjson", value: "canary that is no JSON" }];
    const answer = await ask("alice", create, {
      input: { ...place("wrong"), type: "kubernetes.io/dockerconfigjson", entries },
    });
    expect(answer).toMatchObject({ data: { secretCreate: { secret: null, userErrors: [{ code: "INVALID" }] } } });
    expect(JSON.stringify(answer)).not.toContain("canary");
  });

  test.each([
    ["a key that is none", [{ key: "a/b", value: "canary" }], "input.entries[0].key"],
    ["both forms", [{ key: "a", value: "canary", base64: "Y2FuYXJ5" }], "input.entries[0]"],
    ["no base64", [{ key: "a", base64: "canary!" }], "input.entries[0].base64"],
  ])("with %s is refused without being repeated", async (_what, entries, field) => {
    const answer = await ask("alice", create, { input: { ...place("wrong"), entries } });
    expect(answer).toMatchObject({
      data: { secretCreate: { secret: null, userErrors: [{ code: "INVALID", field }] } },
    });
    expect(JSON.stringify(answer)).not.toContain("canary");
  });
});

describe("a service account", () => {
  test("is made, leads to its pods and back, and is deleted", async () => {
    const make = `mutation ($input: ServiceAccountCreateInput!) {
      serviceAccountCreate(input: $input) { serviceAccount { name username automountsToken } userErrors { code } }
    }`;
    expect(await data(make, { input: { ...place("robot"), automountsToken: false } })).toEqual({
      serviceAccountCreate: {
        serviceAccount: { name: "robot", username: "system:serviceaccount:default:robot", automountsToken: false },
        userErrors: [],
      },
    });
    await cluster.api.request("POST", "/api/v1/namespaces/default/pods", {
      metadata: { name: "runs-as-robot" },
      spec: { serviceAccountName: "robot", containers: [{ name: "main", image: "registry.test/robot:1" }] },
    });
    const document = `query ($by: ObjectByInput!) {
      serviceAccount(by: $by) { pods { nodes { name serviceAccount { name } } } }
    }`;
    const shown = async () =>
      (await data<{ serviceAccount: { pods: { nodes: object[] } } }>(document, { by: ref("robot") })).serviceAccount;
    await waitFor(async () => (await shown()).pods.nodes.length > 0, 10_000, "the pod");
    expect(await shown()).toEqual({ pods: { nodes: [{ name: "runs-as-robot", serviceAccount: { name: "robot" } }] } });
  });

  test("is issued a token that its API server takes for it", async () => {
    const issue = `mutation ($input: ServiceAccountTokenCreateInput!) {
      serviceAccountTokenCreate(input: $input) { token expiresAt userErrors { code message field } }
    }`;
    const { serviceAccountTokenCreate: issued } = await data<{
      serviceAccountTokenCreate: { token: string; expiresAt: string; userErrors: object[] };
    }>(issue, { input: { by: ref("robot"), expirationSeconds: 600 } });
    expect(issued.userErrors).toEqual([]);
    expect(Date.parse(issued.expiresAt) - Date.now()).toBeGreaterThan(500_000);
    const review = await cluster.api.request<{ status: { user: { username: string } } }>(
      "POST",
      "/apis/authentication.k8s.io/v1/tokenreviews",
      { spec: { token: issued.token } },
    );
    expect(review.status.user.username).toBe("system:serviceaccount:default:robot");
    expect(await readFile(auditFile, "utf8")).not.toContain(issued.token);
    expect(await data(issue, { input: { by: ref("robot"), expirationSeconds: 5 } })).toMatchObject({
      serviceAccountTokenCreate: { token: null, userErrors: [{ code: "INVALID", field: "input.expirationSeconds" }] },
    });
    // By its id it is this very account, and none that was made again under its name.
    const accounts = "/api/v1/namespaces/default/serviceaccounts";
    await cluster.api.request("POST", accounts, { metadata: { name: "again" } });
    const byRef = "query ($by: ObjectByInput!) { serviceAccount(by: $by) { id } }";
    const idOf = async () =>
      (await data<{ serviceAccount: { id: string } | null }>(byRef, { by: ref("again") })).serviceAccount?.id;
    await waitFor(async () => (await idOf()) !== undefined, 10_000, "the account");
    const id = await idOf();
    await cluster.api.request("DELETE", `${accounts}/again`);
    await cluster.api.request("POST", accounts, { metadata: { name: "again" } });
    expect(await data(issue, { input: { by: { id } } })).toMatchObject({
      serviceAccountTokenCreate: { token: null, userErrors: [{ code: "NOT_FOUND", field: "input.by" }] },
    });
  });
});

describe("a registry credential", () => {
  const apply = `mutation ($input: RegistryCredentialApplyInput!) {
    registryCredentialApply(input: $input) {
      secret { name type registries keys { key } }
      serviceAccounts { name imagePullSecretNames }
      userErrors { code field }
    }
  }`;
  const input = (more: object = {}) => ({
    ...place("registry"),
    registry: "registry.test:5000",
    username: "puller",
    password: "canary password",
    serviceAccountNames: ["default", "nobody"],
    ...more,
  });

  test("is given to service accounts, each by itself, and may be sent again", async () => {
    for (const password of ["canary password", "canary renewed"]) {
      const answer = await data(apply, { input: input({ password }) });
      expect(answer).toEqual({
        registryCredentialApply: {
          secret: {
            name: "registry",
            type: "kubernetes.io/dockerconfigjson",
            registries: ["registry.test:5000"],
            keys: [{ key: ".dockerconfigjson" }],
          },
          serviceAccounts: [{ name: "default", imagePullSecretNames: ["registry"] }],
          userErrors: [{ code: "NOT_FOUND", field: "input.serviceAccountNames[1]" }],
        },
      });
      expect(JSON.stringify(answer)).not.toContain("canary");
    }
  });

  test("is shown by what pulls with it, and shows what does", async () => {
    const ofDeployment = `query ($by: ObjectByInput!) {
      deployment(by: $by) { pullCredentials { name origin registries secret { name } } }
    }`;
    const pulled = async () =>
      (await data<{ deployment: { pullCredentials: object[] } }>(ofDeployment, { by: ref("web") })).deployment;
    await waitFor(async () => (await pulled()).pullCredentials.length > 0, 10_000, "the credential");
    expect(await pulled()).toEqual({
      pullCredentials: [
        {
          name: "registry",
          origin: "SERVICE_ACCOUNT",
          registries: ["registry.test:5000"],
          secret: { name: "registry" },
        },
      ],
    });
    const ofSecret = `query ($by: ObjectByInput!) { secret(by: $by) { pulledBy { object { kind name } origin serviceAccountName } } }`;
    expect(await data(ofSecret, { by: ref("registry") })).toEqual({
      secret: {
        pulledBy: [
          { object: { kind: "Deployment", name: "web" }, origin: "SERVICE_ACCOUNT", serviceAccountName: "default" },
        ],
      },
    });
  });

  test.each([
    ["a path for a host", { registry: "registry.test/x" }, "input.registry"],
    ["an address for a host", { registry: "https://registry.test" }, "input.registry"],
    ["a path for an account", { serviceAccountNames: ["a/b"] }, "input.serviceAccountNames[0]"],
    ["a path for a name", { name: "a/b" }, "input.name"],
  ])("is refused with %s", async (_what, more, field) => {
    expect(await data(apply, { input: input(more) })).toMatchObject({
      registryCredentialApply: { secret: null, userErrors: [{ code: "INVALID", field }] },
    });
  });
});
