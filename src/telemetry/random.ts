import { randomBytes, randomUUID } from "node:crypto";

/** Uniform in [0, 1). */
export type Random = () => number;

export const systemRandom: Random = Math.random;

/** `ms`, less up to a quarter of it: things that began together do not go on together. */
export function jitter(ms: number, random: Random = systemRandom): number {
  return Math.round(ms * (1 - random() / 4));
}

// Words that proxies and clients use; anything else could forge a log line or a header.
const acceptable = /^[A-Za-z0-9][A-Za-z0-9._:/+=-]{0,127}$/;

/** The id that the client (or a proxy before it) gave its request, if it is harmless; else a new one. */
export function requestId(given?: string | string[]): string {
  return typeof given === "string" && acceptable.test(given) ? given : randomUUID();
}

/** Nobody can guess it. */
export function secretKey(): Buffer {
  return randomBytes(32);
}
