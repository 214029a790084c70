export const subscription = "subscription Pods { podEvents { changes { type object { name labels } } phase } }";

/** The label that says when its object was written: microseconds since the epoch, on a clock that all processes share. */
export const WRITTEN = "written-at";

export function now(): number {
  return Math.round((performance.timeOrigin + performance.now()) * 1_000);
}

/** When what a frame tells of was written, each write once. */
export function writesIn(frame: string): number[] {
  return [...frame.matchAll(/"written-at":"(\d+)"/g)].map(([, written]) => Number(written));
}
