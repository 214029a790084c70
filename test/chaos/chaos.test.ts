import { writeFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { Random } from "../support/random.ts";
import { startRig } from "../support/rig.ts";
import { type Arena, runSeed, type SeedResult } from "./seed.ts";

const SEEDS = Number(process.env.FAIRWAY_CHAOS_SEEDS ?? 50);
const ONLY = process.env.FAIRWAY_CHAOS_SEED;
const AT_ONCE = 5;

test(`what subscribers fold equals what the API servers list, over ${ONLY ? `seed ${ONLY}` : `${SEEDS} seeds`}`, async () => {
  await using rig = await startRig({ clusters: 2, nodes: 0, controllers: false, replicas: 2 });
  const arena: Arena = { clusters: rig.controlPlane.clusters, gateways: rig.gateways.map(({ url }) => url) };
  const seeds = ONLY ? [Number(ONLY)] : Array.from({ length: SEEDS }, (_, n) => n + 1);

  // Faults hit all seeds at once: every connection of one cluster is cut in the middle of whatever it carries.
  const faults = new Random(seeds.length);
  const proxies = [...rig.proxies.values()];
  const faulting = setInterval(() => faults.pick(proxies).cut(), 400);

  const results: SeedResult[] = [];
  const waiting = [...seeds];
  const worker = async () => {
    for (let seed = waiting.shift(); seed !== undefined; seed = waiting.shift())
      results.push(await runSeed(arena, seed));
  };
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
  } finally {
    clearInterval(faulting);
  }

  const lost = results.filter(({ failures }) => failures.length > 0);
  const sum = (of: (result: SeedResult) => number) => results.reduce((total, result) => total + of(result), 0);
  const figures = {
    writes: sum((r) => r.writes),
    frames: sum((r) => r.frames),
    resumes: sum((r) => r.resumes),
    resets: sum((r) => r.resets),
  };
  console.log(`chaos: ${JSON.stringify(figures)}`);
  const summary = process.env.FAIRWAY_CHAOS_SUMMARY;
  if (summary) await writeFile(summary, `seeds=${results.length} lost=${lost.length}\n`);
  expect(lost.map(({ seed, failures }) => ({ seed, failures }))).toEqual([]);
  expect(results).toHaveLength(seeds.length);
  // A run in which nothing was cut or resumed would prove nothing.
  if (!ONLY) expect(figures.resumes).toBeGreaterThan(seeds.length / 2);
}, 600_000);
