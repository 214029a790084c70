import { Sandbox, type SandboxOptions } from "./sandbox.ts";

export { banner } from "./banner.ts";
export type { Kubeconfig } from "./kubeconfig.ts";
export type { SandboxCluster, SandboxOptions } from "./sandbox.ts";
export { Sandbox } from "./sandbox.ts";
export { type ScenarioName, scenarioNames } from "./scenarios/scenarios.ts";

/** Starts a sandbox in this process and resolves when all its clusters can be asked. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const sandbox = new Sandbox(options);
  await sandbox.start(options);
  return sandbox;
}
