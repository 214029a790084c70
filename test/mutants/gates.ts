import { execFileSync, spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { needsControlPlane, testFiles } from "../lanes.ts";
import { runVitest, type VitestOutcome } from "../support/vitest.ts";
import { type Mutant, readMutants } from "./mutant.ts";

export interface GateOptions {
  /** A git work tree. Its files are copied; it is never changed. */
  readonly root: string;
  /** Where the patches are, absolute. */
  readonly folder: string;
  /** Names of mutants; empty: all. */
  readonly only: readonly string[];
  /** Why tests that need real control planes cannot run here. */
  readonly controlPlaneProblem?: string | undefined;
  readonly log: (line: string) => void;
}

export type Verdict =
  | { readonly kind: "killed" }
  /** The tests said nothing, or the mutant proves nothing: then `why` tells what is wrong with it. */
  | { readonly kind: "survived" | "absent"; readonly why: string };

/** Applies each mutant to a copy of the tree and lets its lane judge. One after the other. */
export async function runGates(options: GateOptions): Promise<ReadonlyMap<string, Verdict>> {
  const { only, log } = options;
  const mutants = readMutants(options.folder).filter(({ name }) => only.length === 0 || only.includes(name));
  const verdicts = new Map<string, Verdict>();
  const baselines = new Map<string, Promise<VitestOutcome>>();
  for (const mutant of mutants) {
    const verdict = await judge(mutant, options, baselines);
    verdicts.set(mutant.name, verdict);
    const detail = verdict.kind === "killed" ? `by ${mutant.lane.name}` : `${verdict.why}\n          ${mutant.why}`;
    log(`${verdict.kind.padEnd(8)}  ${mutant.name}: ${detail}`);
  }
  return verdicts;
}

async function judge(
  mutant: Mutant,
  { root, controlPlaneProblem }: GateOptions,
  baselines: Map<string, Promise<VitestOutcome>>,
): Promise<Verdict> {
  const { lane } = mutant;
  const files = mutant.files.length > 0 ? mutant.files : testFiles(root, lane);
  if (controlPlaneProblem !== undefined && files.some((file) => needsControlPlane(lane, file))) {
    return { kind: "absent", why: controlPlaneProblem };
  }
  const target = [lane.name, ...files].join(" ");
  // Without this a lane that fails anyway would kill every mutant.
  const baseline = baselines.get(target) ?? runIn(root, { ...mutant, files }, lane.minutes * 60_000);
  baselines.set(target, baseline);
  const before = await baseline;
  const broken = [...before.failed, ...before.unloadable];
  if (broken.length > 0) return survived(`its tests fail without it: ${some(broken)}\n${tail(before.output)}`);
  if (before.passed.length === 0) return survived("its tests do not exist");

  // A mutant may hang where the sound code does not: each test may run into its time limit, the whole may not wait long.
  const limitMs = 30_000 + before.seconds * 3000 + lane.testSeconds * 3000;
  const after = await runIn(root, { ...mutant, files }, limitMs, mutant.patch);
  if ("patchProblem" in after) return survived(`the patch does not apply: ${after.patchProblem}`);
  if (after.unloadable.length > 0) return survived(`it breaks the loading of ${after.unloadable.join(", ")}`);
  return after.failed.length > 0 ? { kind: "killed" } : survived("no test failed");
}

function survived(why: string): Verdict {
  return { kind: "survived", why };
}

function some(names: readonly string[]): string {
  const more = names.length - 3;
  return names.slice(0, 3).join(", ") + (more > 0 ? `, and ${more} more` : "");
}

function tail(output: string): string {
  return output.trimEnd().split("\n").slice(-40).join("\n");
}

async function runIn(root: string, mutant: Mutant, limitMs: number): Promise<VitestOutcome>;
async function runIn(
  root: string,
  mutant: Mutant,
  limitMs: number,
  patch: string,
): Promise<VitestOutcome | { patchProblem: string }>;
async function runIn(root: string, mutant: Mutant, limitMs: number, patch?: string) {
  const copy = copyOf(root);
  try {
    const patchProblem = patch === undefined ? undefined : applyPatch(copy, patch);
    if (patchProblem !== undefined) return { patchProblem };
    return await runVitest({
      root: copy,
      project: mutant.lane.name,
      files: mutant.files,
      limitMs,
      output: "collect",
      // Kept results of transforms lie in node_modules, which the copies share.
      arguments: ["--fsModuleCache=false", ...(patch === undefined ? [] : ["--bail=1"])],
    });
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

/** The tree as it stands, committed or not, without what git ignores; node_modules is a link. */
function copyOf(root: string): string {
  const copy = realpathSync(mkdtempSync(join(tmpdir(), "fairway-mutant-")));
  const listed = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  for (const path of listed.split("\0").filter(Boolean)) {
    mkdirSync(join(copy, dirname(path)), { recursive: true });
    try {
      copyFileSync(join(root, path), join(copy, path));
    } catch (error) {
      // Tracked, and deleted in the work tree.
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    }
  }
  symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
  return copy;
}

/** What git says against the patch; undefined once it is applied. */
function applyPatch(copy: string, patch: string): string | undefined {
  // Were the copy inside of some repository, git would take the paths as that one's and skip them silently.
  const env = { ...process.env, GIT_CEILING_DIRECTORIES: dirname(copy) };
  const { status, stderr } = spawnSync("git", ["apply", patch], { cwd: copy, env, encoding: "utf8" });
  return status === 0 ? undefined : stderr.trim();
}
