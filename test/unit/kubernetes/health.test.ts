import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ClusterConnection, ClusterHealth, type HealthOptions } from "../../../src/kubernetes/index.ts";
import { FakeApiServer, json, status } from "./fake-api-server.ts";
import { realRuntime } from "./runtime.ts";

let server: FakeApiServer;
let connection: ClusterConnection;
let health: ClusterHealth;

beforeEach(async () => {
  server = await FakeApiServer.start();
});

afterEach(async () => {
  await health.stop();
  await connection.stop();
  await server[Symbol.asyncDispose]();
});

function begin(options: HealthOptions = {}): void {
  connection = new ClusterConnection(server.config("alpha"), {}, realRuntime);
  health = new ClusterHealth(connection, { intervalMs: 50, recoveryIntervalMs: 20, ...options }, realRuntime);
  health.start();
}

function until(condition: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    if (condition()) return resolve();
    const subscription = health.cell.onChange(() => {
      if (!condition()) return;
      subscription[Symbol.dispose]();
      resolve();
    });
  });
}

describe("the health of a cluster", () => {
  test("is that it is reachable, and of which version", async () => {
    begin();
    await until(() => health.version !== null);
    expect(health).toMatchObject({ reachable: true, staleSince: null, error: null, silent: false, version: "v1.36.3" });
  });

  test("is stale since the last contact when the server freezes, and recovers with it", async () => {
    begin({ timeoutMs: 40 });
    await until(() => health.version !== null);
    const contact = connection.lastContact ?? 0;
    server.freeze();
    await until(() => !health.reachable);
    expect(health).toMatchObject({ silent: true, error: { code: "CLUSTER_TIMEOUT" } });
    expect(health.staleSince).toBeGreaterThanOrEqual(contact);
    expect(health.staleSince).toBeLessThanOrEqual(Date.now() - 40);
    server.thaw();
    await until(() => health.reachable);
    expect(health).toMatchObject({ staleSince: null, error: null, silent: false });
  });

  test("sees a dead server at once when somebody asks", async () => {
    begin({ intervalMs: 60_000, recoveryIntervalMs: 60_000 });
    await until(() => health.version !== null);
    const port = await server.kill();
    await health.probe();
    expect(health).toMatchObject({ reachable: false, silent: true, error: { code: "CLUSTER_UNAVAILABLE" } });
    await server.listen(port);
    await health.probe();
    expect(health.reachable).toBe(true);
  });

  test("notices within an interval and a timeout, of which the defaults make less than ten seconds", async () => {
    begin({ timeoutMs: 40 });
    await until(() => health.version !== null);
    server.freeze();
    const frozenAt = performance.now();
    await until(() => !health.reachable);
    expect(performance.now() - frozenAt).toBeLessThan(50 + 40 + 1_000);
  });

  test("makes one heartbeat of several that are asked for at once", async () => {
    begin({ intervalMs: 60_000 });
    await until(() => health.version !== null);
    const before = server.requests.length;
    await Promise.all([health.probe(), health.probe(), health.probe()]);
    expect(server.requests.length - before).toBe(1);
  });

  test("is not stale at once when a slow server still sends something", async () => {
    let slow = false;
    server.intercept = ({ path }) => slow && path === "/livez";
    begin({ intervalMs: 60_000, timeoutMs: 300 });
    await health.probe();
    slow = true;
    const stream = await connection.stream({ path: "/api/v1/pods", query: { watch: true } });
    const reading = (async () => {
      for await (const _ of stream);
    })().catch(() => {});
    const beat = health.probe();
    await server.until(() => server.requests.at(-1)?.path === "/livez");
    await new Promise((resolve) => setTimeout(resolve, 5));
    server.put("a");
    await beat;
    expect(health.reachable).toBe(true);
    // Once: the events may be as late as the answer. The watches are alive, and stay.
    const again = health.probe();
    await new Promise((resolve) => setTimeout(resolve, 5));
    server.put("b");
    await again;
    expect(health).toMatchObject({ reachable: false, silent: false, error: { code: "CLUSTER_TIMEOUT" } });
    await expect(connection.request({ path: "/x", deadlineMs: 600_000 })).rejects.toMatchObject({
      code: "CLUSTER_UNAVAILABLE",
    });
    slow = false;
    await health.probe();
    expect(health.reachable).toBe(true);
    await connection.stop();
    await reading;
  });

  test.each([403, 404, 429])("takes a refusal with %d for a sign of life", async (code) => {
    server.intercept = ({ path }, response) => {
      if (path !== "/livez" && path !== "/version") return false;
      status(response, code, "No", "no");
      return true;
    };
    begin({ intervalMs: 60_000 });
    await health.probe();
    expect(health).toMatchObject({ reachable: true, version: null });
  });

  test.each([
    [401, "CLUSTER_UNAUTHENTICATED"],
    [500, "CLUSTER_UNAVAILABLE"],
  ])("is not reachable, though not silent, where the server answers %d", async (code, expected) => {
    server.intercept = (_, response) => {
      status(response, code, "No", "no");
      return true;
    };
    begin({ intervalMs: 60_000 });
    await health.probe();
    expect(health).toMatchObject({ reachable: false, silent: false, error: { code: expected } });
  });

  test("is stale since the same moment for as long as it is", async () => {
    begin({ intervalMs: 60_000 });
    await health.probe();
    server.intercept = (_, response) => {
      status(response, 401, "Unauthorized", "Unauthorized");
      return true;
    };
    await health.probe();
    const { staleSince } = health;
    const { changedAt } = health.cell;
    await new Promise((resolve) => setTimeout(resolve, 5));
    await health.probe();
    expect(health.staleSince).toBe(staleSince);
    expect(health.cell.changedAt).toBe(changedAt);
  });

  test("learns the new version after an outage", async () => {
    begin();
    await until(() => health.version !== null);
    const port = await server.kill();
    await until(() => !health.reachable);
    server.version = "v1.37.0";
    await server.listen(port);
    await until(() => health.reachable);
    expect(health.version).toBe("v1.37.0");
  });

  test("survives a version that is none", async () => {
    server.intercept = ({ path }, response) => {
      if (path === "/version") json(response, 200, null);
      return path === "/version";
    };
    begin({ intervalMs: 60_000 });
    await health.probe();
    expect(health).toMatchObject({ reachable: true, version: null });
  });

  test("touches its cell when something changes, and not at every heartbeat", async () => {
    begin({ intervalMs: 5 });
    await until(() => health.version !== null);
    const changedAt = health.cell.changedAt;
    const beats = server.requests.length;
    await server.until(() => server.requests.length > beats + 5);
    expect(health.cell.changedAt).toBe(changedAt);
  });

  test("is no longer asked for after the stop", async () => {
    server.freeze();
    begin();
    await server.until(() => server.requests.length === 1);
    await health.stop();
    expect(health.reachable).toBe(true);
    const requests = server.requests.length;
    await health.probe();
    expect(server.requests.length).toBe(requests);
  });
});
