import type { VitestOutcome } from "./support/vitest.ts";

/** What became of one lane. `absent` is why some of it, or all of it, could not run here. */
export interface LaneResult {
  readonly name: string;
  readonly passed: number;
  readonly failed: readonly string[];
  readonly skipped: readonly string[];
  readonly seconds: number;
  readonly absent?: string;
}

export interface Summary {
  /** Without a line end; the last one is `N passed, N failed`. */
  readonly lines: readonly string[];
  readonly failed: number;
}

export function laneResult(name: string, outcome: VitestOutcome, absent?: string): LaneResult {
  return {
    name,
    passed: outcome.passed.length,
    failed: [...outcome.failed, ...outcome.unloadable.map((file) => `${file} could not be loaded`)],
    skipped: outcome.skipped,
    seconds: outcome.seconds,
    ...(absent === undefined ? {} : { absent }),
  };
}

/**
 * The table of lanes and what to know of them. With `strict` (CI) nothing counts as passed that did not run: an absent
 * lane and a skipped test are failures each.
 */
export function summarize(results: readonly LaneResult[], strict: boolean): Summary {
  const failures = results.flatMap((lane) => [
    ...lane.failed.map((test) => `${lane.name}: ${test}`),
    ...(strict ? lane.skipped.map((test) => `${lane.name}: skipped, which CI does not allow: ${test}`) : []),
    ...(strict && lane.absent !== undefined ? [`${lane.name}: absent, which CI does not allow: ${lane.absent}`] : []),
  ]);
  const skipped = strict ? [] : results.flatMap((lane) => lane.skipped.map((test) => `${lane.name}: ${test}`));
  const passed = results.reduce((sum, lane) => sum + lane.passed, 0);
  return {
    lines: [
      ...table(results),
      ...(skipped.length > 0 ? ["", "Skipped:", ...skipped.map((line) => `  ${line}`)] : []),
      ...(failures.length > 0 ? ["", "Failed:", ...failures.map((line) => `  ${line}`)] : []),
      "",
      `${passed} passed, ${failures.length} failed`,
    ],
    failed: failures.length,
  };
}

function table(results: readonly LaneResult[]): string[] {
  const width = Math.max(4, ...results.map((lane) => lane.name.length));
  const row = (name: string, cells: readonly string[], note = "") =>
    `${name.padEnd(width)}${cells.map((cell) => cell.padStart(9)).join("")}${note && `   ${note}`}`;
  return [
    row("lane", ["passed", "failed", "skipped", "seconds"]),
    ...results.map((lane) => {
      const ran = lane.passed + lane.failed.length + lane.skipped.length > 0;
      const counts = [lane.passed, lane.failed.length, lane.skipped.length].map(String);
      const cells = ran ? [...counts, lane.seconds.toFixed(1)] : ["-", "-", "-", "-"];
      return row(lane.name, cells, lane.absent === undefined ? "" : `absent: ${lane.absent}`);
    }),
  ];
}
