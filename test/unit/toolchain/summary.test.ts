import { describe, expect, test } from "vitest";
import { type LaneResult, laneResult, summarize } from "../../summary.ts";

const lane = (name: string, more: Partial<LaneResult> = {}): LaneResult => ({
  name,
  passed: 0,
  failed: [],
  skipped: [],
  seconds: 1.25,
  ...more,
});

describe("the summary of a test run", () => {
  test("ends with the totals of all lanes", () => {
    const summary = summarize([lane("unit", { passed: 3 }), lane("cluster", { passed: 1, failed: ["a > b"] })], true);
    expect(summary.lines.at(-1)).toBe("4 passed, 1 failed");
    expect(summary.failed).toBe(1);
    expect(summary.lines).toContain("  cluster: a > b");
  });

  test("has one row for each lane, with counts and seconds", () => {
    const { lines } = summarize([lane("unit", { passed: 3, skipped: ["x"] })], false);
    expect(lines[0]).toMatch(/^lane +passed +failed +skipped +seconds$/);
    expect(lines[1]).toMatch(/^unit +3 +0 +1 +1\.3$/);
  });

  test("shows skipped tests, and fails for them in CI only", () => {
    const results = [lane("unit", { passed: 1, skipped: ["file > name"] })];
    expect(summarize(results, false)).toMatchObject({ failed: 0 });
    expect(summarize(results, false).lines).toContain("  unit: file > name");
    expect(summarize(results, true).lines).toContain("  unit: skipped, which CI does not allow: file > name");
    expect(summarize(results, true).lines.at(-1)).toBe("1 passed, 1 failed");
  });

  test("says why a lane is absent, and fails for it in CI only", () => {
    const results = [lane("cluster", { absent: "there is no Go" })];
    expect(summarize(results, false).lines[1]).toMatch(/^cluster +- +- +- +- {3}absent: there is no Go$/);
    expect(summarize(results, false).lines.at(-1)).toBe("0 passed, 0 failed");
    expect(summarize(results, true).lines.at(-1)).toBe("0 passed, 1 failed");
  });

  test("counts a file that could not be loaded as a failure", () => {
    const outcome = { passed: ["a"], failed: [], skipped: [], unloadable: ["b.test.ts"] };
    const result = laneResult("unit", { ...outcome, timedOut: false, seconds: 1, output: "" });
    expect(result.failed).toEqual(["b.test.ts could not be loaded"]);
    expect(summarize([result], false).lines.at(-1)).toBe("1 passed, 1 failed");
  });
});
