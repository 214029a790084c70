import { test } from "vitest";
import { Random } from "./random.ts";

/** The first seed of every property test; set to the one that a failure named, with FAIRWAY_RUNS=1, to see it again. */
const FIRST_SEED = Number(process.env.FAIRWAY_SEED ?? 1);

/** A test of a property, once for each of `runs` seeds. A failure names its seed. */
export function property(name: string, runs: number, body: (random: Random) => void | Promise<void>): void {
  const count = Number(process.env.FAIRWAY_RUNS ?? runs);
  test(name, { timeout: Math.max(30_000, count * 1_000) }, async () => {
    for (let seed = FIRST_SEED; seed < FIRST_SEED + count; seed += 1) {
      try {
        await body(new Random(seed));
      } catch (error) {
        throw new Error(`with FAIRWAY_SEED=${seed} FAIRWAY_RUNS=1: ${error instanceof Error ? error.message : error}`, {
          cause: error,
        });
      }
    }
  });
}
