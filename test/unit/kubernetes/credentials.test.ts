import { X509Certificate } from "node:crypto";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { ClusterConnection, loadKubeconfig } from "../../../src/kubernetes/index.ts";
import { createCertificateAuthority } from "../../control-plane/certificates.ts";
import { FakeApiServer, status } from "./fake-api-server.ts";
import { realRuntime } from "./runtime.ts";

const folder = mkdtempSync(join(tmpdir(), "fairway-plugins-"));
afterAll(() => rmSync(folder, { recursive: true }));

// A credential plugin that counts its calls, and hands out a token with the number in it.
const plugin = join(folder, "login");
writeFileSync(
  plugin,
  `#!/bin/sh
printf x >> "$COUNTER"
[ -n "$FAIL" ] && { echo "canary on stderr" >&2; exit 1; }
[ -n "$KUBERNETES_EXEC_INFO" ] || exit 2
printf '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":{"token":"%s-%s"}}' \\
  "$NAME" "$(wc -c < "$COUNTER" | tr -d ' ')"
`,
);
chmodSync(plugin, 0o755);

let files = 0;
let now = 1_000_000;
/** By how much the time of day was put back, in milliseconds. */
let putBack = 0;
const runtime = { ...realRuntime, now: () => now - putBack, monotonic: () => now };

/** A kubeconfig whose only user is called `admin` and logs in by the plugin. */
function write(name: string, server: string, env: Record<string, string> = {}): { path: string; calls: () => number } {
  const counter = join(folder, `counter-${++files}`);
  const variables = { NAME: name, COUNTER: counter, ...env };
  const exec = {
    apiVersion: "client.authentication.k8s.io/v1",
    command: "./login",
    env: Object.entries(variables).map(([name, value]) => ({ name, value })),
  };
  const path = join(folder, `config-${files}`);
  writeFileSync(
    path,
    stringify({
      clusters: [{ name, cluster: { server } }],
      users: [{ name: "admin", user: { exec } }],
      contexts: [{ name, context: { cluster: name, user: "admin" } }],
    }),
  );
  return { path, calls: () => readFileSync(counter).length };
}

beforeEach(() => {
  now = 1_000_000;
  putBack = 0;
});

describe("a credential plugin", () => {
  test("is run once for many requests, and again when its token is refused", async () => {
    await using server = await FakeApiServer.start();
    const { path, calls } = write("a", server.config().server);
    const [config] = loadKubeconfig(path);
    if (!config) return expect.unreachable();
    await using connection = new ClusterConnection(config, {}, runtime);
    await Promise.all(Array.from({ length: 5 }, () => connection.request({ path: "/version" })));
    now += 60_000;
    await connection.request({ path: "/version" });
    expect(calls()).toBe(1);
    server.intercept = ({ headers }, response) => {
      if (headers.authorization !== "Bearer a-1") return false;
      status(response, 401, "Unauthorized", "Unauthorized");
      return true;
    };
    now += 2_000;
    await connection.request({ path: "/version" });
    expect(calls()).toBe(2);
    expect(server.requests.at(-1)?.headers.authorization).toBe("Bearer a-2");
  });

  test("is run again when its token is refused, though the clock was put back", async () => {
    await using server = await FakeApiServer.start();
    const { path } = write("a", server.config().server);
    const [config] = loadKubeconfig(path);
    if (!config) return expect.unreachable();
    await using connection = new ClusterConnection(config, {}, runtime);
    await connection.request({ path: "/version" });
    server.intercept = ({ headers }, response) => {
      if (headers.authorization !== "Bearer a-1") return false;
      status(response, 401, "Unauthorized", "Unauthorized");
      return true;
    };
    putBack = 600_000;
    now += 2_000;
    await connection.request({ path: "/version" });
    expect(server.requests.at(-1)?.headers.authorization).toBe("Bearer a-2");
  });

  test("of one cluster never serves another, though their users have one name", async () => {
    await using server = await FakeApiServer.start();
    const a = write("a", server.config().server);
    const b = write("b", server.config().server);
    const seen: unknown[] = [];
    for (const config of loadKubeconfig([a.path, b.path].join(delimiter))) {
      await using connection = new ClusterConnection(config, {}, runtime);
      await connection.request({ path: "/version" });
      seen.push(server.requests.at(-1)?.headers.authorization);
    }
    expect(seen).toEqual(["Bearer a-1", "Bearer b-1"]);
  });

  test("that fails is an error of the cluster's credential, without the plugin's words", async () => {
    await using server = await FakeApiServer.start();
    const [config] = loadKubeconfig(write("a", server.config().server, { FAIL: "1" }).path);
    if (!config) return expect.unreachable();
    await using connection = new ClusterConnection(config, {}, runtime);
    const request = connection.request({ path: "/version" });
    await expect(request).rejects.toMatchObject({
      code: "CLUSTER_UNAUTHENTICATED",
      cluster: "a",
      message: 'The gateway\'s credential for cluster "a" cannot be obtained.',
    });
    expect(server.requests).toHaveLength(0);
  });

  test("that hangs is waited for until the deadline", async () => {
    await using server = await FakeApiServer.start();
    const { path } = write("a", server.config().server);
    writeFileSync(
      path,
      readFileSync(path, "utf8").replace("./login", "sleep").replace("env:", "args: ['2']\n        env:"),
    );
    const [config] = loadKubeconfig(path);
    if (!config) return expect.unreachable();
    await using connection = new ClusterConnection(config, {}, runtime);
    const request = connection.request({ path: "/version", deadlineMs: 100 });
    await expect(request).rejects.toMatchObject({ code: "CLUSTER_TIMEOUT" });
  });
});

describe("the end of a credential", () => {
  const inSeconds = (moment: string) => Math.floor(Date.parse(moment) / 1000);
  const jwt = (claims: object) => `h.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.s`;

  async function expiryOf(user: object): Promise<number | null> {
    await using server = await FakeApiServer.start();
    const path = join(folder, `config-${++files}`);
    writeFileSync(
      path,
      stringify({
        clusters: [{ name: "a", cluster: { server: server.config().server } }],
        users: [{ name: "u", user }],
        contexts: [{ name: "a", context: { cluster: "a", user: "u" } }],
      }),
    );
    const [config] = loadKubeconfig(path);
    if (!config) return expect.unreachable();
    await using connection = new ClusterConnection(config, {}, runtime);
    const { changedAt } = connection.credential.cell;
    await connection.request({ path: "/version" });
    const { expiresAt, cell } = connection.credential;
    expect(cell.changedAt > changedAt).toBe(expiresAt !== null);
    return expiresAt;
  }

  test("is that of its client certificate", async () => {
    const leaf = createCertificateAuthority("test").issue({ commonName: "jane" });
    const data = (text: string) => Buffer.from(text).toString("base64");
    const user = { "client-certificate-data": data(leaf.certificate), "client-key-data": data(leaf.key) };
    expect(await expiryOf(user)).toBe(Date.parse(new X509Certificate(leaf.certificate).validTo));
  });

  test("is what a token says of itself", async () => {
    expect(await expiryOf({ token: jwt({ exp: inSeconds("2030-01-01T00:00:00Z") }) })).toBe(Date.UTC(2030, 0, 1));
  });

  test("is what a plugin says of its token", async () => {
    const script = join(folder, `dated-${++files}`);
    const status = '{"token":"opaque","expirationTimestamp":"2031-02-03T04:05:06Z"}';
    writeFileSync(script, `#!/bin/sh\necho '{"kind":"ExecCredential","status":${status}}'\n`, { mode: 0o755 });
    const exec = { apiVersion: "client.authentication.k8s.io/v1", command: script };
    expect(await expiryOf({ exec })).toBe(Date.parse("2031-02-03T04:05:06Z"));
  });

  test.each(["opaque", "a.b.c", jwt({}), jwt({ exp: "soon" }), jwt({ exp: 1e300 }), `h.${"x".repeat(20)}.s`, jwt([])])(
    "is not known of the token %s",
    async (token) => {
      expect(await expiryOf({ token })).toBeNull();
    },
  );
});

test.each([
  ["no-such-login", "no-such-login"],
  ["/canary/such/login", "login"],
])("a credential plugin that is not there is named, and its folder is not: %s", async (command, named) => {
  await using server = await FakeApiServer.start();
  const { path } = write("a", server.config().server);
  writeFileSync(path, readFileSync(path, "utf8").replace("./login", command));
  const [config] = loadKubeconfig(path);
  if (!config) return expect.unreachable();
  await using connection = new ClusterConnection(config, {}, runtime);
  await expect(connection.request({ path: "/version" })).rejects.toMatchObject({
    code: "CLUSTER_UNAUTHENTICATED",
    message: `The gateway's credential for cluster "a" cannot be obtained: the command "${named}" is not there.`,
  });
});
