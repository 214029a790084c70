import { parseArgs } from "node:util";
import type { SandboxOptions } from "./sandbox.ts";
import { type ScenarioName, scenarioNames } from "./scenarios/scenarios.ts";

export const usage = `Usage: node dist/sandbox/main.js [options]

Serves made-up Kubernetes clusters on 127.0.0.1: to try things out, and for tests.

  --dir DIR          where to write the kubeconfig (fairway-sandbox in the folder for temporary files)
  --clusters N       how many clusters (3)
  --port PORT        port of the first cluster, the others have the next ones; 0 for any (0)
  --seed TEXT        the same seed gives the same clusters (fairway)
  --scenario NAME    ${scenarioNames.join(", ")} (steady)
  --paused           the clock stands still until POST /sandbox/clock steps it
  --help             show this`;

const options = {
  dir: { type: "string" },
  clusters: { type: "string" },
  port: { type: "string" },
  seed: { type: "string" },
  scenario: { type: "string" },
  paused: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

/** `"help"`, or what to start. Throws with words for the person. */
export function readCommandLine(args: readonly string[]): SandboxOptions | "help" {
  const { values } = parseArgs({ args: [...args], options, strict: true, allowPositionals: false });
  if (values.help) return "help";
  const { dir, clusters, port, seed, scenario, paused } = values;
  if (scenario !== undefined && !scenarioNames.includes(scenario as ScenarioName)) {
    throw new Error(`--scenario must be one of ${scenarioNames.join(", ")}`);
  }
  return {
    ...(dir !== undefined && { dir }),
    ...(clusters !== undefined && { clusters: integer("--clusters", clusters, 1, 20) }),
    ...(port !== undefined && { port: integer("--port", port, 0, 65_535) }),
    ...(seed !== undefined && { seed }),
    ...(scenario !== undefined && { scenario: scenario as ScenarioName }),
    ...(paused !== undefined && { paused }),
  };
}

function integer(flag: string, text: string, min: number, max: number): number {
  const value = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= min && value <= max) return value;
  throw new Error(`${flag} must be an integer from ${min} to ${max}`);
}
