import type { Log } from "../figure.ts";
import { q1Costs } from "../q1.ts";
import { q2Costs } from "../q2.ts";
import { s1Costs } from "../s1.ts";
import type { Effort } from "../support/under-load.ts";

const short: Effort = {
  rounds: 3,
  warmUp: { milliseconds: 1_000, atLeast: 1_000 },
  load: { milliseconds: 1_000, atLeast: 500 },
};

const fewFrames = { rounds: 3, subscribers: 1_000, changes: 25, bursts: 1 };

/** CPU time for one request, or one frame, in each round. */
export interface Costs {
  readonly ours: readonly number[];
  readonly theirs: readonly number[];
}

/** Figures that are held to what was stored of them, in a short form. They need the built gateway. */
export const guarded = {
  Q1: (log) => q1Costs(short, log),
  Q2: (log) => q2Costs(short, log),
  S1: (log) => s1Costs(fewFrames, log),
} as const satisfies Readonly<Record<string, (log: Log) => Promise<Costs>>>;

export type GuardedId = keyof typeof guarded;
