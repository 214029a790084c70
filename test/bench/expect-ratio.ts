import { spawnSync } from "node:child_process";
import { expect } from "vitest";
import { type GuardedId, guarded } from "../../bench/regression/guarded.ts";
import { holds, ratioOf, tolerance } from "../../bench/regression/ratio.ts";
import { storedRatios } from "../../bench/regression/stored.ts";
import { projectRoot } from "../architecture/source-file.ts";

/** Measures a figure in its short form, of the sources as they are, and compares it with what was stored of it. */
export async function expectRatioToHold(id: GuardedId): Promise<void> {
  const { status } = spawnSync("npm", ["run", "--silent", "build"], { cwd: projectRoot, stdio: "inherit" });
  expect(status, "the gateway is built").toBe(0);
  const lines: string[] = [];
  const ratio = ratioOf(await guarded[id]((line) => lines.push(line)));
  const stored = storedRatios()[id];
  lines.push(`${id}: ${ratio.toFixed(3)} times theirs; stored ${stored}, of which ${tolerance} times may be`);
  expect(holds(ratio, stored), lines.join("\n")).toBe(true);
}
