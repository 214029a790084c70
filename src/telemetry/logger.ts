import { type DestinationStream, pino } from "pino";
import { systemClock } from "./clock.ts";
import { summarizeError } from "./error-summary.ts";

export type LogLevel = "trace" | "debug" | "info" | "warn" | "error" | "fatal" | "silent";

export const logLevels: readonly LogLevel[] = ["trace", "debug", "info", "warn", "error", "fatal", "silent"];

/** One line for each call: fields first, then a fixed sentence. Values belong into fields, errors into `err`. */
export interface Logger {
  trace(fields: object, message: string): void;
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
  fatal(fields: object, message: string): void;
  child(fields: object): Logger;
}

const secretNames = [
  "authorization",
  "Authorization",
  "cookie",
  "token",
  "accessToken",
  "refreshToken",
  "idToken",
  "password",
  "secret",
  "clientSecret",
  "cursorSecret",
  "privateKey",
  "variables",
];

/** The second line of defence: nobody should log these, and if somebody does they are blanked, down to two levels. */
const redact = {
  paths: [...secretNames, ...secretNames.map((name) => `*.${name}`), ...secretNames.map((name) => `*.*.${name}`)],
  censor: "[redacted]",
};

export interface LoggerOptions {
  readonly level: LogLevel;
  /** Standard output when absent. */
  readonly destination?: DestinationStream;
}

/** Structured logs: one JSON object on each line. */
export function createLogger({ level, destination }: LoggerOptions): Logger {
  const options = {
    level,
    redact,
    base: { name: "fairway" },
    timestamp: () => `,"time":"${new Date(systemClock.now()).toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { err: (error: unknown) => summarizeError(error) },
  };
  return destination ? pino(options, destination) : pino(options);
}
