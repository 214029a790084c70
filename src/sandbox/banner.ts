import type { Sandbox } from "./sandbox.ts";

/** What everybody who starts a sandbox is told: that nothing in it is real. */
export function banner({ clusters, scenario, seed, kubeconfigFile }: Sandbox): readonly string[] {
  const names = clusters.map(({ name }) => name).join(", ");
  return [
    `SANDBOX: ${clusters.length} made-up clusters (${names}). Nothing here is real, and nothing outlives this process.`,
    `  scenario ${scenario}, seed ${seed}; change it over HTTP: POST /sandbox/clock, /sandbox/reset, /sandbox/faults`,
    ...clusters.map(({ name, url }) => `  ${name.padEnd(12)} ${url}`),
    ...(kubeconfigFile === undefined ? [] : [`  kubeconfig   ${kubeconfigFile}`]),
  ];
}
