import { badRollout } from "./bad-rollout.ts";
import { nodeDown } from "./node-down.ts";
import type { Scenario } from "./scenario.ts";
import { steady } from "./steady.ts";

/** `quiet` has no life of its own: nothing happens but what clients do, and what follows from it. */
export const scenarios = {
  steady,
  "bad-rollout": badRollout,
  "node-down": nodeDown,
  quiet: () => {},
} satisfies Record<string, Scenario>;

export type ScenarioName = keyof typeof scenarios;

export const scenarioNames = Object.keys(scenarios) as ScenarioName[];
