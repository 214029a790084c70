/**
 * Aborts after `ms`, or with `ended`. Not made with `AbortSignal.timeout`: before Node 22 such a signal may be collected
 * while somebody waits for what `AbortSignal.any` made of it, which then never fires. A timer is held by nobody's grace.
 */
export function deadline(ms: number, ended: AbortSignal): AbortSignal {
  const limit = new AbortController();
  setTimeout(() => limit.abort(), ms).unref();
  return AbortSignal.any([ended, limit.signal]);
}
