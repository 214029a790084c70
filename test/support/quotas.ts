import { type QuotaLimits, Quotas } from "../../src/api/index.ts";

/** So much that no test meets it that is not about it. */
const plenty: QuotaLimits = {
  costBurst: 1e9,
  costPerSecond: 1e9,
  operationsPerCaller: 1e6,
  operations: 1e6,
  subscriptionsPerCaller: 1e6,
  subscriptions: 1e6,
};

export function quotas(limits: Partial<QuotaLimits> = {}, monotonic: () => number = () => 0): Quotas {
  return new Quotas({ ...plenty, ...limits }, monotonic);
}
