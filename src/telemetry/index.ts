export { type Clock, systemClock } from "./clock.ts";
export { type ErrorSummary, summarizeError } from "./error-summary.ts";
export type { Levels, StoreLevel } from "./levels.ts";
export { createLogger, type Logger, type LoggerOptions, type LogLevel, logLevels } from "./logger.ts";
export { Metrics, type Transport } from "./metrics.ts";
export { jitter, type Random, requestId, secretKey, systemRandom } from "./random.ts";
export { emit, print, say } from "./terminal.ts";
