import { execFileSync, spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { needsControlPlane, testFiles } from "../lanes.ts";
import { inParallel } from "../support/in-parallel.ts";
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

/** How many lanes judge at a time, of those whose tests may run beside others. */
const atATime = 2;

/** Applies each mutant to a copy of the tree and lets its lane judge. */
export async function runGates(options: GateOptions): Promise<ReadonlyMap<string, Verdict>> {
  const { root, only, log } = options;
  const gates = readMutants(options.folder)
    .filter(({ name }) => only.length === 0 || only.includes(name))
    .map((mutant): Gate => {
      const { lane } = mutant;
      const files = mutant.files.length > 0 ? mutant.files : testFiles(root, lane);
      const real = files.some((file) => needsControlPlane(lane, file));
      return { mutant: { ...mutant, files }, real, alone: lane.atATime === 1 };
    });
  const verdicts = new Map<string, Verdict>();
  const baselines = new Baselines(root, gates);
  const judged = async (gate: Gate) => {
    const verdict = await judge(gate, options, baselines);
    const { name, lane, why } = gate.mutant;
    verdicts.set(name, verdict);
    log(
      `${verdict.kind.padEnd(8)}  ${name}: ${verdict.kind === "killed" ? `by ${lane.name}` : `${verdict.why}\n          ${why}`}`,
    );
  };
  const together = gates.filter(({ alone }) => !alone);
  await inParallel(together, judged, atATime);
  for (const gate of gates.filter(({ alone }) => alone)) await judged(gate);
  return verdicts;
}

interface Gate {
  /** With all its files. */
  readonly mutant: Mutant;
  readonly real: boolean;
  readonly alone: boolean;
}

/** What the tests say without a mutant: once for the same files, and once for all mutants of a lane that run beside others. */
class Baselines {
  readonly #root: string;
  readonly #gates: readonly Gate[];
  readonly #known = new Map<string, Promise<VitestOutcome>>();

  constructor(root: string, gates: readonly Gate[]) {
    this.#root = root;
    this.#gates = gates;
  }

  of({ mutant, alone }: Gate): Promise<VitestOutcome> {
    const { lane } = mutant;
    const together = this.#gates.filter((gate) => !gate.alone && gate.mutant.lane === lane);
    const files = alone ? mutant.files : [...new Set(together.flatMap((gate) => gate.mutant.files))].sort();
    const key = [lane.name, ...files].join(" ");
    const known = this.#known.get(key) ?? runIn(this.#root, { ...mutant, files }, lane.minutes * 60_000);
    this.#known.set(key, known);
    return known;
  }
}

async function judge(gate: Gate, { root, controlPlaneProblem }: GateOptions, baselines: Baselines): Promise<Verdict> {
  const { mutant, real } = gate;
  const { lane } = mutant;
  if (controlPlaneProblem !== undefined && real) return { kind: "absent", why: controlPlaneProblem };
  // Without this a lane that fails anyway would kill every mutant.
  const before = await baselines.of(gate);
  const isOf = (name: string) => mutant.files.some((file) => name.startsWith(file));
  const broken = [...before.failed, ...before.unloadable].filter((name) => isOf(name) || !name.startsWith("test/"));
  if (broken.length > 0) return survived(`its tests fail without it: ${some(broken)}\n${tail(before.output)}`);
  if (!before.passed.some(isOf)) return survived("its tests do not exist");

  // A mutant may hang where the sound code does not: each test may run into its time limit, the whole may not wait long.
  const limitMs = 30_000 + before.seconds * 3000 + lane.testSeconds * 3000;
  const after = await runIn(root, mutant, limitMs, mutant.patch);
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
