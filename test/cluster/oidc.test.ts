import { createClient } from "graphql-ws";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { clusterSettings } from "../../src/config/index.ts";
import { createAuthenticator, type JwtIssuer } from "../../src/identity/index.ts";
import { systemClock } from "../../src/telemetry/index.ts";
import type { AuditEvent, Cluster } from "../control-plane/cluster.ts";
import { waitFor } from "../control-plane/wait-for.ts";
import { OidcProvider } from "../support/oidc-provider.ts";
import { type Rig, startRig } from "../support/rig.ts";

const rbac = "/apis/rbac.authorization.k8s.io/v1";

const people = {
  jane: { teams: ["dev", "ops"], oid: "u-jane", realm: { tenant: "blue" }, email: "jane@example.com" },
  joe: { teams: "dev", oid: "u-joe", realm: { tenant: ["blue", "green"] } },
  jürgen: { teams: [], oid: "u-jürgen", realm: { tenant: "" } },
  loner: { oid: "u-loner", realm: { tenant: [] } },
};

/** Mallory's claims would make her a master, and the others' are ill-typed. */
const refusedPeople = {
  mallory: { teams: ["dev", "system:masters"], oid: "u-mallory", realm: { tenant: "blue" } },
  "ill-typed": { teams: [7], oid: "u-ill", realm: { tenant: "blue" } },
  "without-uid": { teams: ["dev"], realm: { tenant: "blue" } },
  "without-tenant": { teams: ["dev"], oid: "u-without-tenant", realm: {} },
};

/** The text that both the API servers and the gateway are given. */
function jwtOf(provider: OidcProvider): JwtIssuer {
  return {
    issuer: {
      url: provider.issuer,
      certificateAuthority: provider.certificateAuthority,
      audiences: ["fairway", "kubernetes"],
      audienceMatchPolicy: "MatchAny",
    },
    claimValidationRules: [{ claim: "client_id", requiredValue: "tests" }],
    claimMappings: {
      username: { claim: "sub", prefix: "id:" },
      groups: { claim: "teams", prefix: "" },
      uid: { claim: "oid" },
      extra: [{ key: "example.com/tenant", valueExpression: "claims.realm['tenant']" }],
    },
  };
}

let provider: OidcProvider;
let rig: Rig;
let alpha: Cluster;
let bravo: Cluster;
beforeAll(async () => {
  provider = await OidcProvider.start({ ...people, ...refusedPeople });
  const jwt = [jwtOf(provider)];
  rig = await startRig({
    clusters: 2,
    nodes: 0,
    controllers: false,
    audit: true,
    authentication: { apiVersion: "apiserver.config.k8s.io/v1", kind: "AuthenticationConfiguration", jwt },
    config: {
      allowWrites: true,
      authentication: { jwt, tokenReview: { clusters: ["alpha", "bravo"] } },
      clusters: [
        { ...clusterSettings([], "alpha"), upstream: "token" },
        // It takes people of alpha for the same people, and alpha does not do so with people of bravo.
        { ...clusterSettings([], "bravo"), upstream: "impersonate", accepts: [provider.issuer, "cluster:alpha"] },
      ],
    },
  });
  [alpha, bravo] = rig.controlPlane.clusters as [Cluster, Cluster];
  for (const { api } of [alpha, bravo]) {
    await api.request("POST", "/apis/apps/v1/namespaces/default/deployments", deployment);
    await api.request("POST", "/api/v1/namespaces/default/serviceaccounts", { metadata: { name: "robot" } });
    const rules = [{ apiGroups: ["apps"], resources: ["deployments"], verbs: ["get", "list", "watch", "patch"] }];
    await api.request("POST", `${rbac}/namespaces/default/roles`, { metadata: { name: "deployer" }, rules });
    await bind(api, { kind: "Group", apiGroup: "rbac.authorization.k8s.io", name: "dev" });
  }
  for (const { api } of [alpha, bravo])
    await bind(api, { kind: "User", apiGroup: "rbac.authorization.k8s.io", name: "alice" });
  await bind(alpha.api, { kind: "ServiceAccount", namespace: "default", name: "robot" });
});
afterAll(async () => {
  await rig?.[Symbol.asyncDispose]();
  await provider?.stop();
});

const labels = { app: "web" };
const deployment = {
  metadata: { name: "web" },
  spec: {
    selector: { matchLabels: labels },
    template: { metadata: { labels }, spec: { containers: [{ name: "web", image: "web:1" }] } },
  },
};

function bind(
  api: Cluster["api"],
  subject: { readonly kind: string; readonly name: string; readonly [more: string]: string },
) {
  return api.request("POST", `${rbac}/namespaces/default/rolebindings`, {
    metadata: { name: `deployer-${subject.name}` },
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "deployer" },
    subjects: [subject],
  });
}

interface Response {
  readonly status: number;
  readonly data?: {
    readonly deployments?: { readonly nodes: readonly { readonly cluster: string }[] };
    readonly deploymentScale?: object | null;
  } | null;
  readonly errors?: readonly { readonly message: string; readonly extensions: { readonly code: string } }[];
}

async function ask(token: string, query: string, variables: object = {}): Promise<Response> {
  const response = await fetch(rig.url, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    body: JSON.stringify({ query, variables }),
  });
  return { status: response.status, ...((await response.json()) as object) };
}

const LIST = "{ deployments { nodes { cluster name } clusterErrors { cluster code } } }";
const SCALE =
  "mutation ($by: ObjectByInput!, $replicas: Int!) { deploymentScale(input: { by: $by, replicas: $replicas }) { revision } }";

const scale = (token: string, cluster: string, replicas: number) =>
  ask(token, SCALE, { by: { ref: { cluster, namespace: "default", name: "web" } }, replicas });
const codesOf = ({ errors = [] }: Response) => errors.map(({ extensions }) => extensions.code);
const clustersOf = ({ data }: Response) => data?.deployments?.nodes.map(({ cluster }) => cluster);

const isScaling = ({ verb, requestURI }: AuditEvent) => verb === "patch" && requestURI.includes("/deployments/web");

interface UserInfo {
  readonly username: string;
  readonly uid?: string;
  readonly groups?: readonly string[];
  readonly extra?: Readonly<Record<string, readonly string[]>>;
}

/** Whom an API server takes the bearer for. */
async function selfOf(token: string, { api }: Cluster): Promise<UserInfo> {
  const review = { apiVersion: "authentication.k8s.io/v1", kind: "SelfSubjectReview" };
  const path = "/apis/authentication.k8s.io/v1/selfsubjectreviews";
  return (await api.request<{ status: { userInfo: UserInfo } }>("POST", path, review, { token })).status.userInfo;
}

async function principalOf(token: string, jwt: readonly JwtIssuer[] = [jwtOf(provider)]) {
  const { now, monotonic, after } = systemClock;
  await using authenticator = createAuthenticator({
    jwt,
    tokenReview: { clusters: [] },
    review: async () => null,
    timing: { now, monotonic, after, random: () => 0.5, graceMs: 0 },
    onIssuerFailure: () => {},
  });
  return (await authenticator.identify({ authorization: `Bearer ${token}` })).principal;
}

describe("the same token is the same person to an API server and to the gateway", () => {
  test.each(Object.keys(people))("%s", async (name) => {
    const token = await provider.token(name);
    // Both have to have fetched the issuer's keys.
    const self = await waitFor(
      () => selfOf(token, alpha).catch(() => undefined),
      20_000,
      "the API server's own answer",
    );
    const { "authentication.kubernetes.io/credential-id": credential, ...extra } = self.extra ?? {};
    expect(credential).toHaveLength(1);
    const principal = await principalOf(token);
    const { username, uid, groups } = principal;
    expect({ username, uid, groups: [...groups, "system:authenticated"], extra: principal.extra }).toEqual({
      username: self.username,
      uid: self.uid,
      groups: self.groups,
      extra,
    });
    expect(username).toBe(`id:${name}`);
  });

  test.each([
    ["meant for others", "jane", "others"],
    ["ill-typed", "ill-typed", "fairway"],
    ["without a uid", "without-uid", "fairway"],
    ["without the attribute", "without-tenant", "fairway"],
  ])("or nobody's to both: %s", async (_what, name, audience) => {
    const token = await provider.token(name, { audience });
    await expect(selfOf(token, alpha)).rejects.toMatchObject({ status: 401 });
    await expect(principalOf(token)).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
  });

  test("but nobody becomes a master by what an issuer says", async () => {
    const token = await provider.token("mallory");
    expect((await selfOf(token, alpha)).groups).toContain("system:masters");
    expect(codesOf(await ask(token, LIST))).toEqual(["UNAUTHENTICATED"]);
  });
});

describe("somebody who is in a group that may", () => {
  test("is shown what it may see in both clusters, and others are not", async () => {
    expect(clustersOf(await ask(await provider.token("jane"), LIST))).toEqual(["alpha", "bravo"]);
    expect(clustersOf(await ask(await provider.token("loner"), LIST))).toEqual([]);
  });

  test("writes under its own name: with its token in one cluster, impersonated in the other", async () => {
    const token = await provider.token("jane");
    for (const cluster of [alpha, bravo]) expect(codesOf(await scale(token, cluster.name, 3))).toEqual([]);
    const patchOf = (cluster: Cluster) =>
      waitFor(() => cluster.auditEvents().find(isScaling), 10_000, `the patch in ${cluster.name}`);
    const groups = ["dev", "ops", "system:authenticated"];
    const byToken = await patchOf(alpha);
    expect(byToken).toMatchObject({ user: { username: "id:jane", groups }, responseStatus: { code: 200 } });
    expect(byToken.impersonatedUser).toBeUndefined();
    expect(await patchOf(bravo)).toMatchObject({
      user: { username: "admin" },
      impersonatedUser: { username: "id:jane", groups },
      responseStatus: { code: 200 },
    });
  });

  test("may not write what the others may not, in either cluster", async () => {
    const token = await provider.token("loner");
    for (const cluster of [alpha, bravo]) {
      expect(await scale(token, cluster.name, 4)).toMatchObject({ errors: [{ extensions: { code: "FORBIDDEN" } }] });
      const path = "/apis/apps/v1/namespaces/default/deployments/web";
      expect((await cluster.api.request<{ spec: { replicas: number } }>("GET", path)).spec.replicas).toBe(3);
    }
  });
});

describe("service accounts of one name in two clusters", () => {
  const tokenOf = async ({ api }: Cluster) => {
    const path = "/api/v1/namespaces/default/serviceaccounts/robot/token";
    const { status } = await api.request<{ status: { token: string } }>("POST", path, { spec: {} });
    return status.token;
  };

  test("are two people: one may what the other may not, and neither is anybody in the other cluster", async () => {
    const [ofAlpha, ofBravo] = await Promise.all([tokenOf(alpha), tokenOf(bravo)]);
    expect(clustersOf(await ask(ofAlpha, LIST))).toEqual(["alpha"]);
    expect(clustersOf(await ask(ofBravo, LIST))).toEqual([]);
    expect(codesOf(await scale(ofAlpha, "alpha", 5))).toEqual([]);
    expect(codesOf(await scale(ofAlpha, "bravo", 5))).toEqual(["FORBIDDEN"]);
    expect(codesOf(await scale(ofBravo, "alpha", 5))).toEqual(["FORBIDDEN"]);
    expect(codesOf(await scale(ofBravo, "bravo", 5))).toEqual(["FORBIDDEN"]);
  });

  test("go to their own cluster with their own token, and its audit names them", async () => {
    await scale(await tokenOf(alpha), "alpha", 6);
    const username = "system:serviceaccount:default:robot";
    const own = () => alpha.auditEvents().filter(({ verb, user }) => verb === "patch" && user.username === username);
    await waitFor(() => own().length > 0, 10_000, "the audit of the service account");
    expect(own().every(({ impersonatedUser }) => impersonatedUser === undefined)).toBe(true);
  });
});

test("somebody whom one cluster knows counts in another that says so, where he is impersonated", async () => {
  const token = alpha.tokenOf("alice");
  expect(clustersOf(await ask(token, LIST))).toEqual(["alpha", "bravo"]);
  for (const cluster of [alpha, bravo]) expect(codesOf(await scale(token, cluster.name, 7))).toEqual([]);
  const patchesOf = ({ name }: { name: string }) =>
    rig.controlPlane
      .cluster(name)
      .auditEvents()
      .filter(isScaling)
      .map(({ user, impersonatedUser }) => [user.username, impersonatedUser?.username]);
  await waitFor(() => patchesOf(bravo).some(([, who]) => who === "alice"), 10_000, "the patch in bravo");
  expect(patchesOf(bravo)).toContainEqual(["admin", "alice"]);
  await waitFor(() => patchesOf(alpha).some(([who]) => who === "alice"), 10_000, "the patch in alpha");
  expect(patchesOf(alpha)).toContainEqual(["alice", undefined]);
});

/** How a subscription on a socket of its own ends. */
function stream(token: string) {
  const client = createClient({
    url: rig.url.replace("http", "ws"),
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    connectionParams: { authorization: `Bearer ${token}` },
  });
  let frames = 0;
  const ended = new Promise<unknown>((resolve) => {
    client.subscribe(
      { query: "subscription { deploymentEvents { phase cursor } }" },
      {
        next: () => {
          frames += 1;
        },
        error: resolve,
        complete: () => resolve("complete"),
      },
    );
  });
  return { ended, live: () => waitFor(() => frames > 0, 10_000, "the first frame") };
}

test("a running subscription ends when its token does, and not before", async () => {
  const began = Date.now();
  const { ended, live } = stream(await provider.token("jane", { seconds: 4 }));
  await live();
  expect(await ended).toMatchObject({ code: 4421 });
  expect(Date.now() - began).toBeGreaterThan(2_900);
  expect(Date.now() - began).toBeLessThan(6_000);
});

test("a running subscription ends when its service account is deleted", async () => {
  const path = "/api/v1/namespaces/default/serviceaccounts";
  await alpha.api.request("POST", path, { metadata: { name: "leaver" } });
  await bind(alpha.api, { kind: "ServiceAccount", namespace: "default", name: "leaver" });
  const { status } = await alpha.api.request<{ status: { token: string } }>("POST", `${path}/leaver/token`, {
    spec: {},
  });
  const { ended, live } = stream(status.token);
  await live();
  await alpha.api.request("DELETE", `${path}/leaver`);
  expect(await ended).toMatchObject({ code: 4421 });
  expect(codesOf(await ask(status.token, LIST))).toEqual(["UNAUTHENTICATED"]);
  // A look at a token is taken every 8 to 12 s, and believes what was found out in the last 10.
}, 45_000);

describe("when the issuer changes", () => {
  test("a token that a new key has signed is taken without a restart, and the old ones as long as they are published", async () => {
    const older = await provider.token("jane");
    await provider.rotate({ keep: true });
    const newer = await provider.token("jane");
    // The keys were asked for a moment ago, and are not asked for again at once.
    await waitFor(async () => (await ask(newer, LIST)).status === 200, 15_000, "the new key is known");
    expect((await ask(older, LIST)).status).toBe(200);
  });

  test("and is gone, known keys go on, and a token of an unknown key is neither good nor bad", async () => {
    const known = await provider.token("joe");
    await provider.rotate();
    const unknown = await provider.token("joe");
    await provider.stop();
    expect(clustersOf(await ask(known, LIST))).toEqual(["alpha", "bravo"]);
    const codes = async () => codesOf(await ask(unknown, LIST));
    await waitFor(async () => (await codes())[0] === "ISSUER_UNAVAILABLE", 15_000, "the issuer is asked in vain");
    expect((await ask(unknown, LIST)).status).toBe(503);
  });
});
