import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import { startMonitoring } from "../../parts/monitoring.ts";
import { alertmanagerContract } from "./alertmanager.ts";

const stack = new AsyncDisposableStack();
afterAll(() => stack.disposeAsync());

alertmanagerContract(async () => {
  const dir = mkdtempSync(join(tmpdir(), "fairway-alertmanager-"));
  stack.defer(() => rmSync(dir, { recursive: true, force: true }));
  const { alertmanagerUrl, alertmanager } = stack.use(await startMonitoring({ dir, interval: "1s" }));
  return { url: alertmanagerUrl, kill: () => alertmanager.stop() };
});
