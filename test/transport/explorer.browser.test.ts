import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { launchChromium } from "./chromium.ts";
import { type RealEngine, serveRealEngine } from "./real-engine.ts";

// A browser beside other work on a small machine: twice its usual time is not a failure of the page.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let browser: Browser;
let real: RealEngine;
let page: Page;
const requested: string[] = [];
const complaints: string[] = [];

function deployment(name: string, replicas: number): object {
  return {
    metadata: { name, namespace: "demo", uid: `uid-${name}`, resourceVersion: "1", labels: { app: name } },
    spec: { replicas, selector: { matchLabels: { app: name } }, template: {} },
    status: { replicas, readyReplicas: replicas },
  };
}

beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser?.close());

beforeEach(async () => {
  real = await serveRealEngine();
  real.origin("apps/deployments").put("demo", "app-1", deployment("app-1", 3));
  requested.length = 0;
  complaints.length = 0;
  // A context of its own: no tabs of an earlier test.
  page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
  page.on("request", (request) => requested.push(request.url()));
  page.on("websocket", (socket) => requested.push(socket.url()));
  // What the policy forbids is told here, too.
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
});
afterEach(async () => {
  await page?.context().close();
  await real?.[Symbol.asyncDispose]();
});

const results = () => page.locator(".graphiql-response");
const run = () => page.locator("button.graphiql-execute-button");
const tab = (name: string) => page.locator(".graphiql-tab-button", { hasText: name });

async function resultWith(text: string | RegExp): Promise<void> {
  await results().filter({ hasText: text }).waitFor({ timeout: 20_000 });
}

test.each(["/", "/graphql"])(
  "opened at %s, it shows the examples and runs a query, without the internet",
  async (path) => {
    await page.goto(`${real.served.origin}${path}`);
    await tab("AcrossClusters").waitFor();
    await tab("PodsByNamespace").waitFor();
    await run().click();
    await resultWith('"app-1"');
    await resultWith(/"totalCount": 1/);
    // The schema came, so the editor knows the fields.
    await page.locator("button[aria-label='Show Documentation Explorer']").click();
    await page.locator(".graphiql-doc-explorer-root-type", { hasText: "Subscription" }).waitFor();
    const origins = requested.filter((url) => !url.startsWith("data:")).map((url) => new URL(url).host);
    expect([...new Set(origins)]).toEqual([real.served.host]);
    expect(complaints).toEqual([]);
  },
);

test("a subscription runs over the same port, shows each change, and is ended by the button", async () => {
  await page.goto(real.served.origin);
  // From a tab with another operation, and at once.
  await tab("AcrossClusters").waitFor();
  await run().click();
  await resultWith('"app-1"');
  await tab("LiveChanges").click();
  await run().click();
  await resultWith('"SYNCED"');
  real.origin("apps/deployments").put("demo", "app-1", deployment("app-1", 4));
  await resultWith('"LIVE"');
  await resultWith(/"replicas": 4/);
  expect(real.engine.subscriptions).toEqual({ members: 1, groups: 1 });
  await run().click();
  await expect.poll(() => real.engine.subscriptions.members).toBe(0);
  expect(requested.filter((url) => url.startsWith("ws:"))).toEqual([real.served.url.replace("http", "ws")]);
  expect(complaints).toEqual([]);
});

test("a live query shows what is, again and again, and is ended by the button", async () => {
  await page.goto(real.served.origin);
  await tab("AsItIs").click();
  await run().click();
  await resultWith(/"replicas": 3/);
  await expect.poll(() => real.engine.subscriptions.members).toBe(1);
  real.origin("apps/deployments").put("demo", "app-1", deployment("app-1", 4));
  await resultWith(/"replicas": 4/);
  await run().click();
  await expect.poll(() => real.engine.subscriptions.members).toBe(0);
  expect(complaints).toEqual([]);
});

test("examples with variables are filled in with something that is there", async () => {
  const metadata = { name: "app-1-x", namespace: "demo", uid: "uid-x", resourceVersion: "1" };
  real.origin("pods").put("demo", "app-1-x", { metadata, spec: { containers: [] }, status: { phase: "Running" } });
  await page.goto(real.served.origin);
  await tab("PodsByNamespace").click();
  await run().click();
  await resultWith(/"name": "app-1-x"/);
  expect(complaints).toEqual([]);
});
