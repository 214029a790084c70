import { authenticates, type Config } from "./config.ts";

/** What a caller may use of the gateway, where the configuration leaves it to how callers are told apart. */
export interface CallerLimits {
  readonly costBurst: number;
  readonly costPerSecond: number;
  readonly operationsPerCaller: number;
  readonly operations: number;
  readonly subscriptionsPerCaller: number;
  readonly subscriptions: number;
}

/** Without authentication there is one caller, who is everybody: what all may have, he may have. */
export function quotaLimits({ limits, authentication }: Config): CallerLimits {
  const { costBurst, operations, subscriptions } = limits;
  const alone = !authenticates({ authentication });
  return {
    costBurst,
    costPerSecond: limits.costPerSecond ?? (alone ? 10_000_000 : 50_000),
    operationsPerCaller: limits.operationsPerCaller ?? (alone ? operations : 50),
    operations,
    subscriptionsPerCaller: limits.subscriptionsPerCaller ?? (alone ? subscriptions : 1_000),
    subscriptions,
  };
}
