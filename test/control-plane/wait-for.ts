import { setTimeout as delay } from "node:timers/promises";

const intervalMs = 50;

/**
 * Calls `probe` every 50 ms until it gives something truthy, and returns that. A probe that throws counts as "not yet":
 * probes ask servers that may still be starting or restarting. Throws after `timeoutMs` with the probe's last error as
 * `cause`, and the signal's reason as soon as `signal` is aborted.
 */
export async function waitFor<T>(
  probe: () => T | Promise<T>,
  timeoutMs: number,
  what: string,
  signal?: AbortSignal,
): Promise<NonNullable<T>> {
  const deadline = performance.now() + timeoutMs;
  let lastError: unknown;
  for (;;) {
    signal?.throwIfAborted();
    try {
      const value = await probe();
      if (value) return value;
      lastError = undefined;
    } catch (error) {
      lastError = error;
    }
    signal?.throwIfAborted();
    if (performance.now() > deadline) {
      const detail = lastError instanceof Error ? `: ${lastError.message}` : "";
      throw new Error(`${what} did not come about in ${timeoutMs} ms${detail}`, { cause: lastError });
    }
    await delay(intervalMs);
  }
}
