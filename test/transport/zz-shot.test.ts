import { expect, test } from "vitest";
import { launchChromium } from "./chromium.ts";
import { serveRealEngine } from "./real-engine.ts";
import { post } from "./raw-http.ts";

test("shot", async () => {
  const real = await serveRealEngine();
  real.origin("deployments.apps").put("demo", "app-1", {
    metadata: { name: "app-1", namespace: "demo", uid: `uid-1`, resourceVersion: "1", labels: {} },
    spec: { replicas: 3, selector: { matchLabels: { app: "x" } }, template: {} },
    status: { replicas: 3, readyReplicas: 3 },
  });
  console.log((await post(real.served.origin, { query: "{ deployments(first:1) { totalCount clusterErrors{code message} nodes { cluster name replicas pods {nodes{name}} } } }" })).text);
  const browser = await launchChromium();
  const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
  page.on("console", (m) => console.log("console", m.type(), m.text()));
  page.on("pageerror", (m) => console.log("pageerror", m.message));
  await page.goto(real.served.origin);
  await page.locator(".graphiql-tab-button", { hasText: "AcrossClusters" }).waitFor();
  await page.locator("button.graphiql-execute-button").click();
  await new Promise((r) => setTimeout(r, 3000));
  console.log(await page.locator(".graphiql-response").innerText());
  await page.screenshot({ path: "/tmp/shot1.png" });
  await page.locator(".graphiql-tab-button", { hasText: "LiveChanges" }).click();
  await page.locator("button.graphiql-execute-button").click();
  await new Promise((r) => setTimeout(r, 2000));
  await page.screenshot({ path: "/tmp/shot2.png" });
  await browser.close();
  await real[Symbol.asyncDispose]();
  expect(1).toBe(1);
}, 60_000);
