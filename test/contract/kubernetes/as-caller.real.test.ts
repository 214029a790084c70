import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  type CallerIdentity,
  ClusterConnection,
  noMetrics,
  silentLogger,
  Turns,
  upstreamHeaders,
} from "../../../src/kubernetes/index.ts";
import type { Cluster } from "../../control-plane/cluster.ts";
import { type ControlPlane, startControlPlane } from "../../control-plane/control-plane.ts";
import { waitFor } from "../../control-plane/wait-for.ts";

const runtime = {
  now: Date.now,
  random: Math.random,
  logger: silentLogger,
  metrics: noMetrics,
  turns: new Turns(),
};
const selfPath = "/apis/authentication.k8s.io/v1/selfsubjectreviews";
const selfReview = { apiVersion: "authentication.k8s.io/v1", kind: "SelfSubjectReview" };

interface UserInfo {
  readonly username: string;
  readonly uid?: string;
  readonly groups?: readonly string[];
  readonly extra?: Readonly<Record<string, readonly string[]>>;
}

let planes: ControlPlane;
let cluster: Cluster;
let dir: string;
const connections: ClusterConnection[] = [];
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "fairway-as-caller-"));
  planes = await startControlPlane({ dir, clusters: 1, nodes: 0, controllers: false, audit: true });
  const [first] = planes.clusters;
  if (!first) throw new Error("a control plane without a cluster");
  cluster = first;
});
afterAll(async () => {
  await Promise.all(connections.map((each) => each.stop()));
  await planes?.stop();
  await rm(dir, { recursive: true, force: true });
});

/** The gateway's way in, by client certificate, as a kubeadm kubeconfig has it. */
function connect(impersonate?: Record<string, string | string[]>): ClusterConnection {
  const { certificate, key } = cluster.admin;
  const user = {
    name: "gateway",
    certData: Buffer.from(certificate),
    keyData: Buffer.from(key),
    ...(impersonate && { impersonate }),
  };
  const tls = { caData: Buffer.from(cluster.caData), insecure: false };
  const config = { name: cluster.name, server: cluster.server, credentials: () => ({ tls, user }) };
  const connection = new ClusterConnection(config, {}, runtime);
  connections.push(connection);
  return connection;
}

const jane: CallerIdentity = { issuer: "https://idp.example", username: "jane", groups: [], extra: {} };
type Headers = ReturnType<typeof upstreamHeaders>;

async function seenAs(headers: Headers, connection = connect()): Promise<UserInfo> {
  const request = { method: "POST", path: selfPath, body: selfReview, headers } as const;
  const { body } = await connection.request<{ status: { userInfo: UserInfo } }>(request);
  return body.status.userInfo;
}

const impersonated = (who: Partial<CallerIdentity>) =>
  upstreamHeaders({ ...jane, ...who }, undefined, { name: cluster.name, upstream: "impersonate" });
const withToken = (token: string | undefined) =>
  upstreamHeaders(jane, token, { name: cluster.name, upstream: "token" });

describe("an impersonated caller is to the API server", () => {
  test("who the principal is: two groups are two, uid and extra arrive", async () => {
    const extra = { "example.com/Team": ["a", "b"], "scopes (all)": ["x, y"] };
    const seen = await seenAs(impersonated({ uid: "u-1", groups: ["dev", "ops, and more"], extra }));
    expect(seen).toEqual({
      username: "jane",
      uid: "u-1",
      groups: ["dev", "ops, and more", "system:authenticated"],
      extra,
    });
  });

  test.each(["jürgen", "ジェーン", "🚢", "jane doe@example.com#1?a=b%20", "\u00a0jane\u0085", "idp:jane,doe"])(
    "of exactly the name %j",
    async (username) => {
      const seen = await seenAs(impersonated({ username, groups: [username], extra: { [username]: [username] } }));
      expect(seen.username).toBe(username);
      expect(seen.groups).toEqual([username, "system:authenticated"]);
      expect(seen.extra).toEqual({ [username]: [username] });
    },
  );

  test("himself alone, not in the groups that the kubeconfig impersonates", async () => {
    const own = { "impersonate-user": "robot", "impersonate-group": ["system:masters"], "impersonate-uid": "r" };
    const connection = connect(own);
    expect(await seenAs({}, connection)).toMatchObject({ username: "robot", uid: "r" });
    expect(await seenAs(impersonated({}), connection)).toEqual({ username: "jane", groups: ["system:authenticated"] });
  });
});

describe("a caller's own token", () => {
  test("counts, and not the gateway's client certificate on the same connection's pool", async () => {
    const connection = connect();
    expect((await seenAs({}, connection)).username).toBe("admin");
    expect((await seenAs(withToken(cluster.tokenOf("alice")), connection)).username).toBe("alice");
    expect((await seenAs(withToken(cluster.tokenOf("bob")), connection)).username).toBe("bob");
    expect((await seenAs({}, connection)).username).toBe("admin");
  });

  test("that is none is the caller's problem, and the gateway's credential stays good", async () => {
    const connection = connect();
    const unknown = seenAs(withToken("nobody-knows-this"), connection);
    await expect(unknown).rejects.toMatchObject({ code: "UNAUTHENTICATED", cluster: cluster.name });
    expect((await seenAs({}, connection)).username).toBe("admin");
  });

  test("goes without whom the kubeconfig impersonates", async () => {
    const connection = connect({ "impersonate-user": "robot", "impersonate-group": ["system:masters"] });
    const seen = await seenAs(withToken(cluster.tokenOf("alice")), connection);
    expect(seen).toMatchObject({ username: "alice", groups: ["dev", "system:authenticated"] });
  });
});

test("the audit log names the person, beside the gateway where it impersonates", async () => {
  const connection = connect();
  const path = "/api/v1/namespaces/default/configmaps";
  const write = async (name: string, headers: Headers) => {
    const body = { metadata: { name } };
    await connection.request({ method: "POST", path, query: { fieldManager: name }, body, headers }).catch(() => {});
    const found = () => cluster.auditEvents().find(({ requestURI }) => requestURI.includes(`fieldManager=${name}`));
    return await waitFor(found, 10_000, `the audit of ${name}`);
  };
  const byName = await write("by-name", impersonated({ groups: ["dev", "ops"] }));
  expect(byName).toMatchObject({
    verb: "create",
    user: { username: "admin" },
    impersonatedUser: { username: "jane", groups: ["dev", "ops", "system:authenticated"] },
    responseStatus: { code: 403 },
  });
  const byToken = await write("by-token", withToken(cluster.tokenOf("alice")));
  expect(byToken).toMatchObject({ user: { username: "alice" }, responseStatus: { code: 403 } });
  expect(byToken.impersonatedUser).toBeUndefined();
});
