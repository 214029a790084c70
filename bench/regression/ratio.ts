import type { Costs } from "./guarded.ts";

/**
 * How many times the stored ratio a ratio may be. Other work on the same two cores moves it by a fifth or so; what is
 * worth an alarm moves it by more.
 */
export const tolerance = 1.6;

/** Ours / theirs, of the round of each that was disturbed least: other work can only add to a cost. Throws when there is none. */
export function ratioOf({ ours, theirs }: Costs): number {
  if (ours.length === 0 || theirs.length === 0) throw new Error("nothing was measured");
  return Math.min(...ours) / Math.min(...theirs);
}

export function holds(ratio: number, stored: number): boolean {
  return ratio <= stored * tolerance;
}
