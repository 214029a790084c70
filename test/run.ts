import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { assetsState, ensureAssets } from "./control-plane/assets.ts";
import { pythonProblem } from "./examples/python.ts";
import { type Lane, lanes, needsChromium, needsControlPlane, needsPython, testFiles } from "./lanes.ts";
import { type LaneResult, laneResult, summarize } from "./summary.ts";
import { runVitest } from "./support/vitest.ts";
import { chromiumProblem } from "./transport/chromium.ts";

// `npm test [-- LANE...]`: every lane whose parts this machine has, one after the other, then what ran and what did not.

const root = join(import.meta.dirname, "..");
const strict = process.env.CI === "true";

/** The first lane: the `check:*` scripts of package.json. Its architecture part is a lane of its own here. */
async function runCheck(): Promise<LaneResult> {
  const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
    scripts: Record<string, string>;
  };
  const began = performance.now();
  const failed: string[] = [];
  const names = Object.keys(scripts).filter((name) => name.startsWith("check:"));
  for (const name of names) {
    if ((await runScript(name)) !== 0) failed.push(`npm run ${name}`);
  }
  const passed = names.length - failed.length;
  return { name: "check", passed, failed, skipped: [], seconds: (performance.now() - began) / 1000 };
}

function runScript(name: string): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const child = spawn("npm", ["run", "--silent", name], { cwd: root, stdio: "inherit" });
    child.on("error", reject);
    child.on("close", resolve);
  });
}

/** Why real control planes cannot run here, or undefined once they can. Builds them where only that is missing. */
async function controlPlaneProblem(): Promise<string | undefined> {
  if (assetsState().present) return undefined;
  console.log("Building the real control planes, which takes minutes the first time.");
  try {
    await ensureAssets();
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

/** What this machine lacks, in words; undefined where it lacks nothing. */
interface Problems {
  readonly controlPlane: string | undefined;
  readonly python: string | undefined;
  readonly chromium: string | undefined;
}

async function runLane(lane: Lane, { controlPlane, python, chromium }: Problems): Promise<LaneResult> {
  const all = testFiles(root, lane);
  const problemOf = (file: string) =>
    (needsControlPlane(lane, file) ? controlPlane : undefined) ??
    (needsPython(file) ? python : undefined) ??
    (needsChromium(file) ? chromium : undefined);
  const files = all.filter((file) => problemOf(file) === undefined);
  const lacking = [...new Set(all.map(problemOf).filter((problem) => problem !== undefined))].join("; ");
  const absent = all.length === 0 ? "it has no test files" : lacking || undefined;
  if (files.length === 0) {
    return { name: lane.name, passed: 0, failed: [], skipped: [], seconds: 0, absent: absent ?? "" };
  }
  const limitMs = lane.minutes * 60_000;
  return laneResult(
    lane.name,
    await runVitest({ root, project: lane.name, files, limitMs, output: "inherit" }),
    absent,
  );
}

const known = ["check", ...lanes.map((lane) => lane.name)];
const chosen = process.argv.length > 2 ? process.argv.slice(2) : known;
const unknown = chosen.filter((name) => !known.includes(name));
if (unknown.length > 0) {
  console.error(`No such lane: ${unknown.join(", ")}. There are: ${known.join(", ")}.`);
  process.exit(2);
}

const results: LaneResult[] = [];
if (chosen.includes("check")) results.push(await runCheck());
const chosenLanes = lanes.filter((lane) => chosen.includes(lane.name));
const filesOf = (needed: (lane: Lane, file: string) => boolean) =>
  chosenLanes.some((lane) => testFiles(root, lane).some((file) => needed(lane, file)));
const problems: Problems = {
  controlPlane: filesOf(needsControlPlane) ? await controlPlaneProblem() : undefined,
  python: filesOf((_lane, file) => needsPython(file)) ? await pythonProblem() : undefined,
  chromium: filesOf((_lane, file) => needsChromium(file)) ? chromiumProblem() : undefined,
};
for (const lane of chosenLanes) {
  console.log(`\n# ${lane.name}`);
  results.push(await runLane(lane, problems));
}
const summary = summarize(results, strict);
console.log(`\n${summary.lines.join("\n")}`);
process.exitCode = summary.failed > 0 ? 1 : 0;
