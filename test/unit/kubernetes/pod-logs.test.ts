import type { ServerResponse } from "node:http";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ClusterConnection, PodLogs } from "../../../src/kubernetes/index.ts";
import { until } from "../../support/facts.ts";
import { FakeApiServer, status } from "./fake-api-server.ts";
import { realRuntime } from "./runtime.ts";

let server: FakeApiServer;
let connection: ClusterConnection;
let logs: PodLogs;
let ended: AbortController;
const request = { namespace: "shop", pod: "web-0", container: "web" };
const T = "2026-03-01T12:00:00.000000001Z";

beforeEach(async () => {
  server = await FakeApiServer.start();
  connection = new ClusterConnection(server.config("alpha"), {}, realRuntime);
  logs = new PodLogs(connection);
  ended = new AbortController();
});

afterEach(async () => {
  ended.abort();
  await connection.stop();
  await server[Symbol.asyncDispose]();
});

function answer(run: (response: ServerResponse) => void): void {
  server.intercept = ({ path }, response) => {
    if (!path.endsWith("/log")) return false;
    run(response);
    return true;
  };
}

async function textsOf(reading: AsyncIterable<readonly { readonly text: string }[]>): Promise<string[]> {
  const texts: string[] = [];
  for await (const pieces of reading) texts.push(...pieces.map(({ text }) => text));
  return texts;
}

describe("the log of a container", () => {
  test("is asked for with times, as whoever asks, and given as lines", async () => {
    answer((response) => response.end(`${T} a\n${T} b`));
    const part = { sinceTime: "2026-03-01T12:00:00Z", tailLines: 7, limitBytes: 9, previous: true };
    const headers = { authorization: "Bearer alice" };
    expect(await textsOf(logs.read({ ...request, ...part }, { signal: ended.signal, headers }))).toEqual(["a", "b"]);
    const [seen] = server.requests.filter(({ path }) => path.endsWith("/log"));
    expect(seen?.path).toBe("/api/v1/namespaces/shop/pods/web-0/log");
    expect(Object.fromEntries(seen?.query ?? [])).toEqual({
      container: "web",
      timestamps: "true",
      previous: "true",
      sinceTime: "2026-03-01T12:00:00Z",
      tailLines: "7",
      limitBytes: "9",
    });
    expect(seen?.headers.authorization).toBe("Bearer alice");
    expect(logs.open).toBe(0);
  });

  test("that cannot be had fails with what the API server says", async () => {
    const message = 'container "web" in pod "web-0" is waiting to start: ContainerCreating';
    answer((response) => status(response, 400, "BadRequest", message));
    await expect(textsOf(logs.read(request, { signal: ended.signal }))).rejects.toMatchObject({
      code: "UPSTREAM_REJECTED",
      message,
    });
    expect(logs.open).toBe(0);
  });

  test("that is followed is waited for, however long nothing is written, and let go of at once", async () => {
    let gone = false;
    answer((response) => response.on("close", () => (gone = true)));
    const reading = textsOf(logs.read({ ...request, follow: true }, { signal: ended.signal, deadlineMs: 1 }));
    const failure = reading.then(
      () => null,
      (error: Error) => error,
    );
    await until(() => server.requests.some(({ query }) => query.get("follow") === "true"), "it is asked for");
    expect(logs.open).toBe(1);
    ended.abort(new Error("enough"));
    expect(await failure).toMatchObject({ message: "enough" });
    await until(() => gone, "the socket is closed");
    expect(logs.open).toBe(0);
  });

  test("that nobody takes is not read on: the kubelet's side has to wait", async () => {
    let written = 0;
    const line = `${T} ${"x".repeat(1_000)}\n`.repeat(64);
    answer((response) => {
      const write = () => {
        while (written < 256 * 1024 * 1024) {
          written += line.length;
          if (!response.write(line)) {
            response.once("drain", write);
            return;
          }
        }
        response.end();
      };
      write();
    });
    const reading = logs.read({ ...request, follow: true }, { signal: ended.signal });
    await reading.next();
    let before = -1;
    let still = 0;
    await until(() => {
      still = written === before ? still + 1 : 0;
      before = written;
      return still > 500;
    }, "nothing more is written");
    expect(written).toBeLessThan(32 * 1024 * 1024);
    await reading.return();
  });

  test("does not take the places of watches, though nothing comes of it", async () => {
    answer(() => {});
    const all = Array.from({ length: 40 }, () =>
      textsOf(logs.read({ ...request, follow: true }, { signal: ended.signal })),
    );
    await until(() => server.requests.filter(({ path }) => path.endsWith("/log")).length === 40, "all are asked for");
    const watch = await connection.stream({ path: "/api/v1/pods", query: { watch: true } });
    expect(watch).toBeDefined();
    ended.abort(new Error("enough"));
    expect(await Promise.allSettled(all)).toHaveLength(40);
  });
});
