import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ClusterConnection, ClusterHealth, Clusters } from "../../../src/kubernetes/index.ts";
import { until } from "../../support/facts.ts";
import { FakeApiServer, json } from "./fake-api-server.ts";
import { realRuntime } from "./runtime.ts";

let server: FakeApiServer;
let connection: ClusterConnection;
let health: ClusterHealth;

beforeEach(async () => {
  server = await FakeApiServer.start();
  connection = new ClusterConnection(server.config("alpha"), {}, realRuntime);
  health = new ClusterHealth(connection, { intervalMs: 60_000, timeoutMs: 300, recoveryIntervalMs: 20 }, realRuntime);
  await health.probe();
});

afterEach(async () => {
  await health.stop();
  await connection.stop();
  await server[Symbol.asyncDispose]();
});

const asked = () => server.requests.filter(({ path }) => path === "/x").length;

describe("the circuit breaker of a cluster", () => {
  test("is opened by a heartbeat that nobody answers: what is asked then fails at once, with the reason", async () => {
    server.freeze();
    await health.probe();
    // Whoever waited for the server would wait for longer than a test may take.
    const request = connection.request({ path: "/x", deadlineMs: 600_000 });
    await expect(request).rejects.toMatchObject({
      code: "CLUSTER_UNAVAILABLE",
      cluster: "alpha",
      httpStatus: 0,
      retryAfterMs: 20,
      message: 'Cluster "alpha" did not answer within 300 ms. Until it answers, the heartbeat alone asks it.',
    });
    const stream = connection.stream({ path: "/x", deadlineMs: 600_000 });
    await expect(stream).rejects.toMatchObject({ code: "CLUSTER_UNAVAILABLE" });
    expect(asked()).toBe(0);
  });

  test("is opened by a failed connection as soon as the heartbeat that it leads to has failed too", async () => {
    await server.kill();
    await expect(connection.request({ path: "/x" })).rejects.toMatchObject({ code: "CLUSTER_UNAVAILABLE" });
    await until(() => health.refusal !== null, "the refusal");
    await expect(connection.request({ path: "/x" })).rejects.toThrow("(ECONNREFUSED). Until it answers");
  });

  test("stays closed where one request fails and the heartbeat does not", async () => {
    server.intercept = ({ path }) => path === "/never";
    await expect(connection.request({ path: "/never", deadlineMs: 20 })).rejects.toMatchObject({
      code: "CLUSTER_TIMEOUT",
    });
    await server.until(() => server.requests.at(-1)?.path === "/livez");
    await health.probe();
    expect(health.refusal).toBeNull();
    expect((await connection.request({ path: "/version" })).status).toBe(200);
  });

  test("is closed by the first heartbeat that is answered, and everybody who waited does not come at once", async () => {
    server.freeze();
    await health.probe();
    server.thaw();
    await until(() => health.refusal === null, "the recovery");
    let most = 0;
    let running = 0;
    server.intercept = async ({ path }, response) => {
      if (path !== "/x") return false;
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setTimeout(resolve, 5));
      running -= 1;
      json(response, 200, {});
      return true;
    };
    await Promise.all(Array.from({ length: 6 }, () => connection.request({ path: "/x" })));
    expect(asked()).toBe(6);
    expect(most).toBeLessThanOrEqual(4);
  });

  test("of one cluster is nobody else's", async () => {
    await using other = await FakeApiServer.start();
    const options = { health: { intervalMs: 20, timeoutMs: 200 } };
    await using clusters = new Clusters([server.config("alpha"), other.config("bravo")], options, realRuntime);
    server.freeze();
    clusters.start();
    await until(() => clusters.get("alpha").health.refusal !== null, "the open breaker");
    expect((await clusters.get("bravo").connection.request({ path: "/version" })).status).toBe(200);
    expect(clusters.get("bravo").health.refusal).toBeNull();
  });
});
