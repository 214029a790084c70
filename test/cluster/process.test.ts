import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { projectRoot } from "../architecture/source-file.ts";
import { type ControlPlane, startControlPlane } from "../control-plane/control-plane.ts";
import { freePort } from "../control-plane/free-port.ts";
import { waitFor } from "../control-plane/wait-for.ts";
import { query } from "../support/graphql-client.ts";
import { SocketClient } from "../transport/socket-client.ts";

// The process as people run it: what was built, over a real API server, seen from outside.

const dir = mkdtempSync(join(tmpdir(), "fairway-process-"));
const started: GatewayProcess[] = [];
let controlPlane: ControlPlane;
/** Accepts connections and never says a word. */
let silent: Server;

class GatewayProcess {
  readonly child: ChildProcess;
  readonly exit: Promise<number | null>;
  out = "";
  err = "";

  constructor(args: readonly string[], environment: Record<string, string> = {}) {
    // A home and an environment of its own, so that nothing of this machine is served by accident.
    this.child = spawn(process.execPath, [join(projectRoot, "dist/main.js"), ...args], {
      cwd: dir,
      env: { HOME: dir, ...environment },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.child.stdout?.on("data", (chunk: Buffer) => {
      this.out += chunk;
    });
    this.child.stderr?.on("data", (chunk: Buffer) => {
      this.err += chunk;
    });
    // `close`: both streams have been read to their end.
    this.exit = once(this.child, "close").then(([code]) => code as number | null);
    started.push(this);
  }

  /** Where it says that it serves. */
  async url(): Promise<string> {
    const [, url = ""] = await waitFor(() => this.err.match(/ at (http:\S+)/), 20_000, "the address");
    return url;
  }

  get running(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }
}

function file(name: string, text: string): string {
  const path = join(dir, name);
  writeFileSync(path, text, { mode: 0o600 });
  return path;
}

/** The control plane's kubeconfig, with further clusters of which nobody is there. */
function kubeconfigWith(name: string, others: Readonly<Record<string, number>>): string {
  const config = JSON.parse(readFileSync(controlPlane.kubeconfig, "utf8"));
  for (const [cluster, port] of Object.entries(others)) {
    config.clusters.push({ name: cluster, cluster: { server: `https://127.0.0.1:${port}` } });
    config.contexts.push({ name: cluster, context: { cluster, user: config.users[0].name } });
  }
  return file(name, JSON.stringify(config));
}

beforeAll(async () => {
  const built = spawnSync("npm", ["run", "--silent", "build"], { cwd: projectRoot, encoding: "utf8" });
  if (built.status !== 0) throw new Error(`the build failed: ${built.stdout}${built.stderr}`);
  silent = createServer(() => {}).listen(0, "127.0.0.1");
  await once(silent, "listening");
  controlPlane = await startControlPlane({ dir: join(dir, "plane"), clusters: 1, nodes: 0, controllers: false });
}, 120_000);

afterAll(async () => {
  for (const each of started.filter(({ running }) => running)) {
    each.child.kill("SIGKILL");
    await each.exit;
  }
  silent?.close();
  await controlPlane?.stop();
  rmSync(dir, { recursive: true, force: true });
});

interface Listed {
  readonly namespaces: {
    readonly nodes: readonly { readonly cluster: string }[];
    readonly clusterErrors: readonly { readonly cluster: string; readonly code: string }[];
  };
}
const namespaces = "{ namespaces(first: 500) { nodes { cluster } clusterErrors { cluster code } } }";

const statusOf = async (url: string, path: string) => (await fetch(new URL(path, url))).status;

describe("what cannot be started ends with its code and one line that says why", () => {
  test.each<[string, number, () => Promise<string[]> | string[], RegExp]>([
    ["an unknown flag", 2, () => ["--bogus"], /^fairway: Unknown option '--bogus'\n\nUsage: fairway/],
    [
      "a mistake in the configuration",
      2,
      () => ["--config", file("typo.yaml", "limits:\n  documentDepht: 3\n")],
      /^fairway: CONFIG_INVALID: limits\.documentDepht: no such setting; there are .*documentDepth/,
    ],
    [
      "an address that others can reach",
      2,
      () => ["--kubeconfig", controlPlane.kubeconfig, "--host", "0.0.0.0"],
      /^fairway: CONFIG_INVALID: .*0\.0\.0\.0/,
    ],
    [
      "a kubeconfig that is not there",
      3,
      () => ["--kubeconfig", join(dir, "nowhere")],
      /^fairway: KUBECONFIG_INVALID: .*nowhere/,
    ],
    [
      "a kubeconfig that is none",
      3,
      () => ["--kubeconfig", file("broken", "contexts: [{name: a, context: {cluster: gone}}]\n")],
      /^fairway: KUBECONFIG_INVALID: .*contexts\[0\]\.context\.cluster names a cluster that is not there: "gone"/,
    ],
    [
      "a port in use",
      4,
      () => ["--kubeconfig", controlPlane.kubeconfig, "--port", String((silent.address() as AddressInfo).port)],
      /^fairway: LISTEN_FAILED: .*the port is in use; choose another with --port/,
    ],
  ])("%s: %i", async (_what, code, args, says) => {
    const gateway = new GatewayProcess(await args());
    expect(await gateway.exit).toBe(code);
    expect(gateway.err).toMatch(says);
  });
});

test("it serves the clusters of the kubeconfig, says as whom, and ends with 0", async () => {
  const gateway = new GatewayProcess(["--kubeconfig", controlPlane.kubeconfig, "--port", "0"]);
  const url = await gateway.url();
  expect(await statusOf(url, "/healthz")).toBe(200);
  await waitFor(async () => (await statusOf(url, "/readyz")) === 200, 10_000, "readiness");
  const answer = await query<Listed>(url, namespaces);
  expect(answer.namespaces.nodes).toContainEqual({ cluster: "alpha" });
  expect(answer.namespaces.clusterErrors).toEqual([]);
  const metrics = await (await fetch(new URL("/metrics", url))).text();
  const held = metrics.match(/^fairway_store_objects\{cluster="alpha",resource="namespaces"\} (\d+)$/m);
  expect(Number(held?.[1])).toBe(answer.namespaces.nodes.length);
  await waitFor(() => gateway.err.includes("--allow-writes"), 2_000, "all of the message");
  expect(gateway.err).toContain("bound to loopback only");
  expect(gateway.err).toContain("alpha-admin (alpha)");
  expect(gateway.err).toContain("read-only; --allow-writes permits mutations");
  gateway.child.kill("SIGTERM");
  expect(await gateway.exit).toBe(0);
  // Logs are JSON, a line each, and nothing else is in between.
  const lines = gateway.out.trim().split("\n");
  expect(lines.map((line) => JSON.parse(line).msg)).toEqual(expect.arrayContaining(["Serving GraphQL", "Stopped"]));
});

test("a kubeconfig that names a dead server is served: the others' data, and a coded entry for that one", async () => {
  const kubeconfig = kubeconfigWith("one-dead", { dead: await freePort() });
  const config = file("quick.yaml", "clusterDeadlineMs: 1000\n");
  const gateway = new GatewayProcess(["--kubeconfig", kubeconfig, "--config", config, "--port", "0"]);
  const url = await gateway.url();
  await waitFor(async () => (await statusOf(url, "/readyz")) === 200, 10_000, "readiness without the dead one");
  const asked = performance.now();
  const { nodes, clusterErrors } = (await query<Listed>(url, namespaces)).namespaces;
  expect(performance.now() - asked).toBeLessThan(2_500);
  expect(nodes).toContainEqual({ cluster: "alpha" });
  expect(clusterErrors.map(({ cluster }) => cluster)).toEqual(["dead"]);
  expect(["CLUSTER_UNAVAILABLE", "CLUSTER_TIMEOUT"]).toContain(clusterErrors[0]?.code);
  gateway.child.kill("SIGTERM");
  expect(await gateway.exit).toBe(0);
});

test("SIGTERM ends subscriptions as going away, lets a request finish, and ends with 0 in time", async () => {
  const drainMs = 8_000;
  const kubeconfig = kubeconfigWith("one-silent", { silent: (silent.address() as AddressInfo).port });
  const config = file("drain.yaml", `clusterDeadlineMs: 2000\ndrainMs: ${drainMs}\n`);
  const gateway = new GatewayProcess(["--config", config, "--port", "0"], { KUBECONFIG: kubeconfig });
  const url = await gateway.url();
  await using client = await SocketClient.open(url);
  const document = `subscription { resourceEvents(kind: "namespaces", filter: { clusters: ["alpha"] }) { phase } }`;
  client.subscribe("1", document);
  expect(await client.next()).toMatchObject({ id: "1", type: "next" });

  // A cluster that says nothing keeps the request waiting for as long as the deadline.
  let answered = false;
  const answering = query<Listed>(url, namespaces).finally(() => {
    answered = true;
  });
  await delay(500);
  expect(answered).toBe(false);
  const asked = performance.now();
  gateway.child.kill("SIGTERM");
  expect(await client.closed).toMatchObject({ code: 1001 });
  const { nodes, clusterErrors } = (await answering).namespaces;
  expect(nodes).toContainEqual({ cluster: "alpha" });
  expect(clusterErrors.map(({ cluster }) => cluster)).toEqual(["silent"]);
  expect(await gateway.exit).toBe(0);
  expect(performance.now() - asked).toBeLessThan(drainMs);
}, 40_000);

test("none of them showed a stack trace or a token", () => {
  const kubeconfig = JSON.parse(readFileSync(controlPlane.kubeconfig, "utf8")) as {
    users: { user: { token: string } }[];
  };
  const tokens = kubeconfig.users.map(({ user }) => user.token);
  expect(tokens.every((token) => token.length > 20)).toBe(true);
  expect(started.length).toBeGreaterThan(8);
  for (const { out, err } of started) {
    expect(err).not.toMatch(/^\s+at /m);
    expect(out).not.toMatch(/\bat \S+ \(|"stack"/);
    for (const token of tokens) expect(out + err).not.toContain(token);
  }
});
