import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type ApiResource, ClusterConnection, Discovery, groupResourceOf } from "../../../src/kubernetes/index.ts";
import { FakeApiServer, json, status } from "./fake-api-server.ts";
import { realRuntime } from "./runtime.ts";

// Recorded by the Kubernetes project itself, of every group that version 1.30 can serve, alpha ones included.
const recorded = JSON.parse(readFileSync(join(import.meta.dirname, "fixtures/discovery-1.30.json"), "utf8")) as {
  readonly legacy: Readonly<Record<string, object>>;
  readonly aggregated: object;
};

let server: FakeApiServer;
let stack: AsyncDisposableStack;

beforeEach(async () => {
  stack = new AsyncDisposableStack();
  server = stack.use(await FakeApiServer.start());
});

afterEach(() => stack.disposeAsync());

async function discovered(form: "legacy" | "aggregated"): Promise<ReadonlyMap<string, ApiResource>> {
  server.intercept = ({ path, headers }, response) => {
    // Of the two aggregated forms 1.30 is recorded in the older one; the core group stands in a document of its own.
    const aggregated = form === "aggregated" && headers.accept?.includes("v2beta1") && path === "/apis";
    const document = aggregated ? recorded.aggregated : recorded.legacy[path];
    if (document) json(response, 200, document);
    else status(response, 404, "NotFound", "the server could not find the requested resource");
    return true;
  };
  const connection = stack.use(new ClusterConnection(server.config(), {}, realRuntime));
  const discovery = stack.use(new Discovery(connection, {}, realRuntime));
  await discovery.refresh();
  return new Map(discovery.resources.map((resource) => [groupResourceOf(resource), resource]));
}

test("the documents of Kubernetes 1.30 say the same in either form", async () => {
  const [legacy, aggregated] = [await discovered("legacy"), await discovered("aggregated")];
  expect(legacy.size).toBeGreaterThan(60);
  const comparable = (resources: ReadonlyMap<string, ApiResource>) =>
    [...resources].map(([name, { version, kind, namespaced, verbs }]) => [name, version, kind, namespaced, [...verbs]]);
  expect(comparable(aggregated).sort()).toEqual(comparable(legacy).sort());
});

test("Kubernetes 1.30 serves each kind that has a type of its own, in the version that Fairway knows", async () => {
  const resources = await discovered("aggregated");
  const known = ["namespaces", "pods", "events", "nodes", "secrets", "apps/deployments", "apps/replicasets"];
  for (const name of known) expect(resources.get(name), name).toMatchObject({ version: "v1", polled: false });
  expect([...resources.values()].filter(({ polled }) => polled).map(groupResourceOf)).toEqual(["componentstatuses"]);
});
