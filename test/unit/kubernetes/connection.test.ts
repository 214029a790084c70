import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer as createTlsServer, type Server as TlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { FairwayError } from "../../../src/errors/index.ts";
import type { CredentialSources } from "../../../src/kubernetes/credential-sources.ts";
import { ClusterConnection, UpstreamError } from "../../../src/kubernetes/index.ts";
import { createCertificateAuthority } from "../../control-plane/certificates.ts";
import { FakeApiServer, json, status } from "./fake-api-server.ts";
import { realRuntime } from "./runtime.ts";

let server: FakeApiServer;
let connection: ClusterConnection;
let now: number;
const runtime = { ...realRuntime, now: () => now, monotonic: () => now };

beforeEach(async () => {
  now = 1_000_000;
  server = await FakeApiServer.start();
  connection = new ClusterConnection(server.config("alpha"), {}, runtime);
});

afterEach(async () => {
  await connection.stop();
  await server[Symbol.asyncDispose]();
});

const failure = (promise: Promise<unknown>): Promise<UpstreamError> =>
  promise.then(
    () => expect.unreachable("it succeeded"),
    (error: UpstreamError) => error,
  );

/** Answers after a while, so that requests really run at the same time. */
const slowly = (path: string) => async (request: { path: string }, response: Parameters<typeof json>[0]) => {
  if (request.path !== path) return false;
  await new Promise((resolve) => setTimeout(resolve, 5));
  json(response, 200, { ok: true });
  return true;
};

describe("the connections", () => {
  test("of fifty reads at once are no more than the pool has", async () => {
    server.intercept = slowly("/x");
    await Promise.all(Array.from({ length: 50 }, () => connection.request({ path: "/x" })));
    expect(server.maxConnections).toBeLessThanOrEqual(16);
    expect(server.maxConnections).toBeGreaterThan(8);
  });

  test("of requests, with the heartbeat's, are as many as configured", async () => {
    await connection.stop();
    connection = new ClusterConnection(server.config(), { connections: 4 }, runtime);
    server.intercept = slowly("/x");
    const heartbeats = Array.from({ length: 5 }, () => connection.request({ path: "/x", lane: "heartbeat" }));
    await Promise.all([...heartbeats, ...Array.from({ length: 30 }, () => connection.request({ path: "/x" }))]);
    expect(server.maxConnections).toBe(4);
  });

  test("of reads one after the other are hardly more than one", async () => {
    for (let i = 0; i < 20; i++) await connection.request({ path: "/version" });
    // undici may take a second one where the first has not quite finished.
    expect(server.maxConnections).toBeLessThanOrEqual(2);
  });

  test("of requests are not taken by watches, nor the heartbeat's by requests", async () => {
    await connection.stop();
    connection = new ClusterConnection(server.config(), { connections: 2 }, runtime);
    const watches = await Promise.all(
      Array.from({ length: 10 }, () => connection.stream({ path: "/api/v1/pods", query: { watch: true } })),
    );
    server.intercept = ({ path }) => path === "/never";
    const stuck = connection.request({ path: "/never", deadlineMs: 60_000 }).catch(() => {});
    await server.until(() => server.requests.some(({ path }) => path === "/never"));
    expect((await connection.request({ path: "/livez", lane: "heartbeat" })).status).toBe(200);
    await connection.stop();
    await stuck;
    for (const watch of watches) await drain(watch).catch(() => {});
  });
});

async function drain(stream: AsyncIterable<Buffer>): Promise<string> {
  let text = "";
  for await (const chunk of stream) text += chunk;
  return text;
}

describe("a request", () => {
  test("carries the credential, the query and the body", async () => {
    server.intercept = ({ path }, response) => {
      if (path === "/x/y") json(response, 201, { created: true });
      return path === "/x/y";
    };
    const body = { a: "ü" };
    const query = { b: "1 &", c: undefined, d: true };
    const answer = await connection.request({ method: "POST", path: "/x/y", query, body });
    expect(answer).toEqual({ status: 201, body: { created: true } });
    const seen = server.requests.at(-1);
    expect(seen).toMatchObject({ method: "POST", path: "/x/y", body: '{"a":"ü"}' });
    expect([...(seen?.query ?? [])]).toEqual([
      ["b", "1 &"],
      ["d", "true"],
    ]);
    expect(seen?.headers).toMatchObject({
      authorization: "Bearer canary-token",
      accept: "application/json",
      "content-type": "application/json",
      "user-agent": "fairway",
    });
  });

  test("sends two impersonation groups as two headers", async () => {
    const headers = { "impersonate-user": "jane", "impersonate-group": ["dev", "ops"] };
    await connection.request({ path: "/version", headers });
    const raw = server.requests.at(-1)?.rawHeaders ?? [];
    const groups = raw.filter((_, index) => raw[index - 1]?.toLowerCase() === "impersonate-group");
    expect(groups).toEqual(["dev", "ops"]);
  });

  test("goes under the path of the server's URL", async () => {
    await connection.stop();
    const config = server.config();
    connection = new ClusterConnection({ ...config, server: `${config.server}/k8s/clusters/c-1/` }, {}, runtime);
    await connection.request({ path: "/version" }).catch(() => {});
    expect(server.requests.at(-1)?.path).toBe("/k8s/clusters/c-1/version");
  });

  test("gives text where the answer is not JSON", async () => {
    expect((await connection.request({ path: "/livez" })).body).toBe("ok");
  });

  test("that is refused throws what the API server said", async () => {
    server.intercept = (_, response) => {
      status(response, 409, "AlreadyExists", 'pods "a" already exists');
      return true;
    };
    const error = await failure(connection.request({ path: "/x" }));
    expect(error).toBeInstanceOf(UpstreamError);
    expect(error).toMatchObject({ code: "CONFLICT", message: 'pods "a" already exists', reason: "AlreadyExists" });
  });

  test.each(["garbage", '{"a":'])("throws, and quotes nothing, when a success is no JSON: %s", async (text) => {
    server.intercept = (_, response) => {
      response.writeHead(200, { "content-type": "application/json" }).end(`${text}canary`);
      return true;
    };
    const error = await failure(connection.request({ path: "/x" }));
    expect(error.code).toBe("CLUSTER_UNAVAILABLE");
    expect(`${error.message}${error.cause}`).not.toContain("canary");
  });

  test("keeps the status of a refusal whose body is broken", async () => {
    server.intercept = (_, response) => {
      response.writeHead(403, { "content-type": "application/json" }).end("{broken");
      return true;
    };
    expect((await failure(connection.request({ path: "/x" }))).code).toBe("FORBIDDEN");
  });

  test("ends at its deadline when nobody answers", async () => {
    server.freeze();
    const error = await failure(connection.request({ path: "/x", deadlineMs: 30 }));
    expect(error).toMatchObject({ code: "CLUSTER_TIMEOUT", cluster: "alpha", isSilence: true });
  });

  test("ends at its deadline when the body does not end", async () => {
    server.intercept = (_, response) => {
      response.writeHead(200, { "content-type": "application/json" }).write('{"a":');
      return true;
    };
    expect((await failure(connection.request({ path: "/x", deadlineMs: 30 }))).code).toBe("CLUSTER_TIMEOUT");
  });

  test("ends at its deadline while it waits for a connection", async () => {
    await connection.stop();
    connection = new ClusterConnection(server.config(), { connections: 2 }, runtime);
    server.freeze();
    const first = failure(connection.request({ path: "/x", deadlineMs: 2_000 }));
    const startedAt = performance.now();
    expect((await failure(connection.request({ path: "/y", deadlineMs: 30 }))).code).toBe("CLUSTER_TIMEOUT");
    expect(performance.now() - startedAt).toBeLessThan(1_000);
    expect((await first).code).toBe("CLUSTER_TIMEOUT");
  });

  test("that is aborted rejects with the reason, which is no error of the cluster", async () => {
    server.freeze();
    const controller = new AbortController();
    const request = connection.request({ path: "/x", signal: controller.signal }).catch((error: unknown) => error);
    await server.until(() => server.requests.length === 1);
    const reason = new Error("no longer wanted");
    controller.abort(reason);
    expect(await request).toBe(reason);
    expect(await connection.request({ path: "/x", signal: controller.signal }).catch((error: unknown) => error)).toBe(
      reason,
    );
  });

  test("says that nobody listens", async () => {
    await server.kill();
    const error = await failure(connection.request({ path: "/x" }));
    expect(error).toMatchObject({
      code: "CLUSTER_UNAVAILABLE",
      message: 'Cluster "alpha" cannot be reached (ECONNREFUSED).',
    });
  });

  test("is sent again when the kept connection was closed under it, if it only reads", async () => {
    let requests = 0;
    server.intercept = ({ path }, response) => {
      if (path !== "/x") return false;
      requests += 1;
      if (requests === 1) response.socket?.destroy();
      else json(response, 200, {});
      return true;
    };
    await connection.request({ path: "/x" });
    expect(requests).toBe(2);
    requests = 0;
    const write = await failure(connection.request({ path: "/x", method: "POST", body: {} }));
    expect(write.code).toBe("CLUSTER_UNAVAILABLE");
    expect(requests).toBe(1);
  });

  test("after the stop throws", async () => {
    await connection.stop();
    await connection.stop();
    expect((await failure(connection.request({ path: "/x" }))).code).toBe("CLUSTER_UNAVAILABLE");
  });

  test("under way is ended by the stop", async () => {
    server.freeze();
    const request = failure(connection.request({ path: "/x" }));
    await server.until(() => server.requests.length === 1);
    await connection.stop();
    expect(await request).toMatchObject({
      code: "CLUSTER_UNAVAILABLE",
      message: 'The connection to cluster "alpha" was stopped.',
    });
  });

  test("is counted with its status, also where none came", async () => {
    const seen: unknown[] = [];
    const metrics = { ...realRuntime.metrics, request: (...args: unknown[]) => void seen.push(args.slice(0, 3)) };
    await connection.stop();
    connection = new ClusterConnection(server.config("alpha"), {}, { ...runtime, metrics });
    await connection.request({ path: "/version" });
    await failure(connection.request({ path: "/nothing" }));
    await server.kill();
    await failure(connection.request({ method: "DELETE", path: "/x" }));
    expect(seen).toEqual([
      ["alpha", "GET", 200],
      ["alpha", "GET", 404],
      ["alpha", "DELETE", 0],
    ]);
  });
});

describe("a stream", () => {
  test("throws before it begins when it is refused", async () => {
    const error = await failure(connection.stream({ path: "/nothing" }));
    expect(error.code).toBe("NOT_FOUND");
  });

  test("has a deadline for its headers, and none afterwards", async () => {
    server.intercept = async ({ path }, response) => {
      if (path !== "/slow") return false;
      response.writeHead(200).write("a");
      await new Promise((resolve) => setTimeout(resolve, 600));
      response.end("b");
      return true;
    };
    expect(await drain(await connection.stream({ path: "/slow", deadlineMs: 500 }))).toBe("ab");
    server.freeze();
    expect((await failure(connection.stream({ path: "/x", deadlineMs: 20 }))).code).toBe("CLUSTER_TIMEOUT");
  });

  test("closes its connection when nobody iterates any more", async () => {
    const stream = await connection.stream({ path: "/api/v1/pods", query: { watch: true } });
    server.put("a");
    for await (const chunk of stream) {
      expect(chunk.toString()).toContain('"a"');
      break;
    }
    await server.until(() => server.watches === 0);
  });

  test("rejects with the reason when it is aborted in the middle", async () => {
    const controller = new AbortController();
    const stream = await connection.stream({ path: "/api/v1/pods", query: { watch: true }, signal: controller.signal });
    const reason = new Error("enough");
    const end = drain(stream).catch((error: unknown) => error);
    controller.abort(reason);
    expect(await end).toBe(reason);
    await server.until(() => server.watches === 0);
  });

  test("throws when the connection breaks", async () => {
    const stream = await connection.stream({ path: "/api/v1/pods", query: { watch: true } });
    const end = failure(drain(stream));
    server.cutWatches();
    expect((await end).code).toBe("CLUSTER_UNAVAILABLE");
  });

  test("that nobody reads is not read ahead", async () => {
    let sent = 0;
    server.intercept = ({ path }, response) => {
      if (path !== "/flood") return false;
      response.writeHead(200);
      const chunk = Buffer.alloc(1024 * 1024);
      const more = () => {
        while (sent < 256 && response.write(chunk)) sent += 1;
      };
      response.on("drain", more);
      more();
      return true;
    };
    const stream = await connection.stream({ path: "/flood" });
    for await (const _ of stream) {
      // There is no fact to wait for: what is to be seen is that nothing goes on.
      await new Promise((resolve) => setTimeout(resolve, 100));
      break;
    }
    // What the kernel holds for both ends is a few MiB.
    expect(sent).toBeLessThan(64);
  });

  test("counts as a contact", async () => {
    expect(connection.lastContact).toBeNull();
    const stream = await connection.stream({ path: "/api/v1/pods", query: { watch: true } });
    expect(connection.lastContact).toBe(now);
    now += 500;
    server.put("a");
    for await (const _ of stream) break;
    expect(connection.lastContact).toBe(now);
  });
});

describe("a credential", () => {
  const folder = mkdtempSync(join(tmpdir(), "fairway-connection-"));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const connect = (sources: CredentialSources, url = server.config().server) => {
    connection = new ClusterConnection({ name: "alpha", server: url, credentials: () => sources }, {}, runtime);
    return connection;
  };
  const sent = () => server.requests.at(-1)?.headers.authorization;

  test("from a file is read again after a few seconds", async () => {
    const tokenFile = join(mkdtempSync(join(tmpdir(), "fairway-token-")), "token");
    writeFileSync(tokenFile, "first\n");
    connect({ tls: { insecure: false }, user: { name: "u", tokenFile } });
    await connection.request({ path: "/version" });
    expect(sent()).toBe("Bearer first");
    writeFileSync(tokenFile, "second\n");
    await connection.request({ path: "/version" });
    expect(sent()).toBe("Bearer first");
    now += 5_000;
    await connection.request({ path: "/version" });
    expect(sent()).toBe("Bearer second");
  });

  test("that is refused is obtained anew, and the request sent once more", async () => {
    const tokenFile = join(mkdtempSync(join(tmpdir(), "fairway-token-")), "token");
    writeFileSync(tokenFile, "old");
    connect({ tls: { insecure: false }, user: { name: "u", tokenFile } });
    await connection.request({ path: "/version" });
    writeFileSync(tokenFile, "new");
    now += 1_500;
    server.intercept = ({ headers }, response) => {
      if (headers.authorization === "Bearer new") return false;
      status(response, 401, "Unauthorized", "Unauthorized");
      return true;
    };
    await connection.request({ path: "/version" });
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual([
      "Bearer old",
      "Bearer old",
      "Bearer new",
    ]);
  });

  test("that is always refused is tried twice, and no oftener", async () => {
    server.intercept = (_, response) => {
      status(response, 401, "Unauthorized", "Unauthorized");
      return true;
    };
    await failure(connection.request({ path: "/a" }));
    now += 2_000;
    const error = await failure(connection.request({ path: "/b" }));
    expect(error.code).toBe("CLUSTER_UNAUTHENTICATED");
    // A brand-new one is not obtained again for the first request, an older one is for the second.
    expect(server.requests.map(({ path }) => path)).toEqual(["/a", "/b", "/b"]);
  });

  test("whose file has gone is an error that names neither path nor token", async () => {
    connect({ tls: { insecure: false }, user: { name: "u", tokenFile: "/nowhere/canary" } });
    const error = await failure(connection.request({ path: "/version" }));
    expect(error).toBeInstanceOf(FairwayError);
    expect(error).toMatchObject({ code: "CLUSTER_UNAUTHENTICATED", cluster: "alpha" });
    expect(error.message).not.toContain("canary");
  });

  test("is basic where a user and a password are given", async () => {
    connect({ tls: { insecure: false }, user: { name: "u", username: "jane", password: "pä:ss" } });
    await connection.request({ path: "/version" });
    expect(sent()).toBe(`Basic ${Buffer.from("jane:pä:ss").toString("base64")}`);
  });

  describe("of a client certificate", () => {
    const authority = createCertificateAuthority("test");
    const leaf = authority.issue({ commonName: "localhost", dnsNames: ["localhost"], ipAddresses: ["127.0.0.1"] });
    let tls: TlsServer;
    const names: (string | undefined)[] = [];
    let connections = 0;

    beforeEach(async () => {
      names.length = 0;
      connections = 0;
      const options = { cert: leaf.certificate, key: leaf.key, ca: authority.certificate, requestCert: true };
      tls = createTlsServer({ ...options, rejectUnauthorized: false }, (request, response) => {
        const socket = request.socket as import("node:tls").TLSSocket;
        names.push(socket.getPeerCertificate().subject?.CN as string | undefined);
        if (request.url === "/watch") response.writeHead(200).write("begin");
        else json(response, 200, {});
      });
      tls.on("secureConnection", () => {
        connections += 1;
      });
      await new Promise<void>((resolve) => tls.listen(0, "127.0.0.1", resolve));
    });

    afterEach(() => {
      tls.closeAllConnections();
      tls.close();
    });

    const url = () => `https://127.0.0.1:${(tls.address() as AddressInfo).port}`;

    test("is replaced by a new one in new connections, while a watch on the old one goes on", async () => {
      const files = mkdtempSync(join(tmpdir(), "fairway-tls-"));
      onTestFinished(() => rmSync(files, { recursive: true }));
      const [certFile, keyFile] = [join(files, "cert"), join(files, "key")];
      const write = (commonName: string) => {
        const issued = authority.issue({ commonName });
        writeFileSync(certFile, issued.certificate);
        writeFileSync(keyFile, issued.key);
      };
      write("before");
      const caData = Buffer.from(authority.certificate);
      connect({ tls: { insecure: false, caData }, user: { name: "u", certFile, keyFile } }, url());
      await connection.request({ path: "/x" });
      const watch = await connection.stream({ path: "/watch" });
      await connection.request({ path: "/x" });
      expect(connections).toBe(2);

      write("after");
      now += 6_000;
      await connection.request({ path: "/x" });
      expect(names).toEqual(["before", "before", "before", "after"]);
      expect(connections).toBe(3);
      const chunks = watch[Symbol.asyncIterator]();
      expect(String((await chunks.next()).value)).toBe("begin");
      // What is left of older connections ends with the others.
      const end = failure(chunks.next());
      await connection.stop();
      expect((await end).message).toContain("was stopped");
    });

    test("does not help with a server that another authority vouches for", async () => {
      const caData = Buffer.from(createCertificateAuthority("other").certificate);
      connect({ tls: { insecure: false, caData }, user: { name: "u" } }, url());
      const error = await failure(connection.request({ path: "/x" }));
      expect(error.code).toBe("CLUSTER_UNAVAILABLE");
      expect(error.message).toMatch(/\([A-Z_]+\)/);
      expect(names).toEqual([]);
    });

    test("is not asked of a server that need not be verified", async () => {
      connect({ tls: { insecure: true }, user: { name: "u" } }, url());
      await connection.request({ path: "/x" });
      expect(names).toEqual([undefined]);
    });
  });
});
