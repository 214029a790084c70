import { noMetrics, type Runtime, silentLogger, Turns } from "../../../src/kubernetes/index.ts";

/** The real world, but for logs and metrics. */
export const realRuntime: Runtime = {
  now: Date.now,
  monotonic: () => performance.now(),
  random: Math.random,
  logger: silentLogger,
  metrics: noMetrics,
  turns: new Turns(),
};
