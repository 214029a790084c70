import type { ServerResponse } from "node:http";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Definitions } from "../../../src/kubernetes/definitions.ts";
import { ClusterConnection, ClusterHealth } from "../../../src/kubernetes/index.ts";
import { until } from "../../support/facts.ts";
import { FakeApiServer, json, status } from "./fake-api-server.ts";
import { realRuntime } from "./runtime.ts";

let server: FakeApiServer;
let stack: AsyncDisposableStack;
let definitions: Definitions;
let health: ClusterHealth;
let changes: number;
let watches: Map<string, ServerResponse>;

beforeEach(async () => {
  stack = new AsyncDisposableStack();
  server = stack.use(await FakeApiServer.start());
  const connection = stack.use(new ClusterConnection(server.config(), {}, realRuntime));
  health = stack.use(new ClusterHealth(connection, { intervalMs: 50, timeoutMs: 80 }, realRuntime));
  changes = 0;
  definitions = new Definitions(connection, health, realRuntime, () => {
    changes += 1;
  });
  stack.defer(() => definitions.stop());
  watches = new Map();
  serve();
});

afterEach(() => stack.disposeAsync());

/** Serves both collections, but for what `refuse` names. */
function serve(refuse = "nothing"): void {
  server.intercept = ({ path, query }, response) => {
    if (!/customresourcedefinitions|apiservices/.test(path)) return false;
    if (path.includes(refuse)) status(response, 403, "Forbidden", "no");
    else if (!query.has("watch")) json(response, 200, { metadata: { resourceVersion: "7" }, items: [] });
    else {
      response.writeHead(200, { "content-type": "application/json" }).flushHeaders();
      watches.set(path.slice(path.lastIndexOf("/") + 1), response);
    }
    return true;
  };
}

const say = (line: string) => watches.get("customresourcedefinitions")?.write(`${line}\n`);
const added = JSON.stringify({ type: "ADDED", object: { metadata: { name: "w", resourceVersion: "8" } } });

test("tell of each change, and at the beginning of what may have changed before", async () => {
  definitions.start();
  expect(definitions.areWatched).toBe(false);
  await until(() => definitions.areWatched, "both watches");
  expect(changes).toBe(2);
  say(added);
  await until(() => changes === 3, "the change");
});

test("are not watched while one of them is refused", async () => {
  serve("apiservices");
  definitions.start();
  await until(() => changes === 1 && server.requests.length >= 3, "the one watch and the refusal");
  expect(definitions.areWatched).toBe(false);
});

test.each([
  ["is garbled", () => say("{")],
  ["says that its version has expired", () => say('{"type":"ERROR","object":{"kind":"Status","code":410}}')],
  ["ends", () => watches.get("customresourcedefinitions")?.end()],
  ["is cut", () => watches.get("customresourcedefinitions")?.destroy()],
])("are watched again, and told to have changed, when a watch %s", async (_, spoil) => {
  definitions.start();
  await until(() => definitions.areWatched, "both watches");
  spoil();
  await until(() => !definitions.areWatched, "the end of the watch");
  const before = changes;
  await until(() => definitions.areWatched && changes > before, "the next watch");
  say(added);
  await until(() => changes > before + 1, "a change");
  expect(watches.size).toBe(2);
});

test("are given up when their server falls silent, and watched again when it is back", async () => {
  health.start();
  definitions.start();
  await until(() => definitions.areWatched, "both watches");
  server.freeze();
  await until(() => health.silent && !definitions.areWatched, "the silence");
  server.thaw();
  const seen = server.requests.length;
  await until(() => definitions.areWatched && server.requests.length > seen, "the watches after it", 9_000);
  await until(() => !health.silent, "the next heartbeat");
  expect(definitions.areWatched).toBe(true);
});
