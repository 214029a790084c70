import { writeFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { Random } from "../support/random.ts";
import { Arena } from "./arena.ts";
import { strike } from "./faults.ts";
import { runSeed, type SeedResult } from "./seed.ts";

const SEEDS = Number(process.env.FAIRWAY_CHAOS_SEEDS ?? (process.env.CI ? 200 : 20));
const ONLY = process.env.FAIRWAY_CHAOS_SEED;
const AT_ONCE = 20;

// Six minutes on two cores for 200 seeds, with as much again for a crowded machine.
test(`what subscribers fold equals what the API servers list, over ${ONLY ? `seed ${ONLY}` : `${SEEDS} seeds`}`, async () => {
  await using arena = await Arena.start();
  const seeds = ONLY ? [Number(ONLY)] : Array.from({ length: SEEDS }, (_, n) => n + 1);
  const results: SeedResult[] = [];
  const waiting = [...seeds];
  const worker = async () => {
    for (let seed = waiting.shift(); seed !== undefined; seed = waiting.shift())
      results.push(await runSeed(arena, seed));
  };
  const ended = new AbortController();
  const striking = strike(arena, new Random(seeds[0] ?? 0), ended.signal);
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
  } finally {
    ended.abort();
  }

  const lost = results.filter(({ failures }) => failures.length > 0);
  const sum = (of: (result: SeedResult) => number) => results.reduce((total, result) => total + of(result), 0);
  const figures = {
    writes: sum((r) => r.writes),
    frames: sum((r) => r.frames),
    resumes: sum((r) => r.resumes),
    resets: sum((r) => r.resets),
    excused: sum((r) => r.excused),
    liveResults: sum((r) => r.results),
    faults: await striking,
  };
  console.log(`chaos: ${JSON.stringify(figures)}`);
  const summary = process.env.FAIRWAY_CHAOS_SUMMARY;
  if (summary) await writeFile(summary, `seeds=${results.length} lost=${lost.length}\n`);
  if (lost.length > 0) arena.diaries.set("faults", arena.faults);
  for (const [whose, diary] of arena.diaries) console.log([`${whose}:`, ...diary].join("\n"));
  expect(lost.map(({ seed, failures }) => ({ seed, failures }))).toEqual([]);
  expect(results).toHaveLength(seeds.length);
  // A run in which nothing was cut or resumed would prove nothing.
  if (!ONLY) expect(figures.resumes).toBeGreaterThan(seeds.length);
}, 720_000);
