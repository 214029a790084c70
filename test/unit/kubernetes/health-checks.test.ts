import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ClusterConnection, healthChecks, readHealthChecks } from "../../../src/kubernetes/index.ts";
import { FakeApiServer, status } from "./fake-api-server.ts";
import { realRuntime } from "./runtime.ts";

const well = "[+]ping ok\n[+]etcd ok\n[+]poststarthook/start-apiextensions-informers ok\nreadyz check passed\n";
const ill = "[+]ping ok\n[-]etcd failed: reason withheld\n[+]shutdown excluded: ok\nreadyz check failed\n";

describe("the checks of an API server", () => {
  test("are a line each, the verdict apart", () => {
    expect(readHealthChecks(well)).toEqual([
      { name: "ping", healthy: true, message: null },
      { name: "etcd", healthy: true, message: null },
      { name: "poststarthook/start-apiextensions-informers", healthy: true, message: null },
    ]);
    expect(readHealthChecks(ill)).toEqual([
      { name: "ping", healthy: true, message: null },
      { name: "etcd", healthy: false, message: "reason withheld" },
      { name: "shutdown", healthy: true, message: null },
    ]);
  });

  test.each(["", "ok", "<html>\n[+]</html>", "[?]etcd ok", "[+]\n[-] \n", "etcd ok"])("are not in %j", (text) => {
    expect(readHealthChecks(text)).toEqual([]);
  });

  describe("asked over HTTP", () => {
    let server: FakeApiServer;
    let connection: ClusterConnection;
    beforeEach(async () => {
      server = await FakeApiServer.start();
      connection = new ClusterConnection(server.config("alpha"), { deadlineMs: 500 }, realRuntime);
    });
    afterEach(async () => {
      await connection.stop();
      await server[Symbol.asyncDispose]();
    });

    function answer(code: number, text: string, type = "text/plain; charset=utf-8"): void {
      server.intercept = ({ path }, response) => {
        if (path !== "/readyz") return false;
        response.writeHead(code, { "content-type": type }).end(text);
        return true;
      };
    }

    test("are asked for as whoever asks", async () => {
      answer(200, well);
      const headers = { authorization: "Bearer alice" };
      expect(await healthChecks(connection, { headers })).toHaveLength(3);
      const [seen] = server.requests.filter(({ path }) => path === "/readyz");
      expect(seen?.query.has("verbose")).toBe(true);
      expect(seen?.headers.authorization).toBe("Bearer alice");
    });

    test("are told where one of them fails, too, which is an error to all else", async () => {
      answer(500, ill);
      expect(await healthChecks(connection)).toContainEqual({
        name: "etcd",
        healthy: false,
        message: "reason withheld",
      });
      await expect(connection.request({ path: "/readyz" })).rejects.toMatchObject({ code: "CLUSTER_UNAVAILABLE" });
    });

    test("are none where it names none", async () => {
      answer(200, "ok");
      expect(await healthChecks(connection)).toEqual([]);
    });

    test.each<[number, string, string, string]>([
      [500, "something else", "text/plain", "CLUSTER_UNAVAILABLE"],
      [502, ill, "text/html", "CLUSTER_UNAVAILABLE"],
      [200, "<html>sign in</html>", "text/html", "UPSTREAM_REJECTED"],
      [200, '{"kind":"Status"}', "application/json", "UPSTREAM_REJECTED"],
      [404, "404 page not found", "text/plain", "NOT_FOUND"],
    ])("are not known from status %d and %j as %s", async (code, text, type, error) => {
      answer(code, text, type);
      await expect(healthChecks(connection)).rejects.toMatchObject({ code: error });
    });

    test("are refused to whom the API server refuses them", async () => {
      server.intercept = ({ path }, response) => {
        if (path !== "/readyz") return false;
        status(response, 403, "Forbidden", "not you");
        return true;
      };
      await expect(healthChecks(connection)).rejects.toMatchObject({ code: "FORBIDDEN", message: "not you" });
    });
  });
});
