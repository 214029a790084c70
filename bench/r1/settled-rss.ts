import { setTimeout as delay } from "node:timers/promises";

/** What a snapshot is kept for, and what else ends some time after a subscription has begun, has ended by then. */
const SETTLE_MS = 3_000;

/** RSS in bytes, with nothing in it that nobody holds. Needs --expose-gc. */
export async function settledRss(): Promise<number> {
  await delay(SETTLE_MS);
  for (let time = 0; time < 3; time += 1) {
    globalThis.gc?.();
    await delay(100);
  }
  return process.memoryUsage.rss();
}
