import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { copyFiles } from "./copy-files.ts";
import { KeptBuild, type Log } from "./kept-build.ts";
import { runCommand } from "./run-command.ts";

export interface GoProgramsOptions {
  /** Names them in the cache and in the log. */
  readonly name: string;
  /** A folder with `go.mod` and `go.sum`. */
  readonly moduleFolder: string;
  /** File name of each program, and the package that it is built from. */
  readonly programs: Readonly<Record<string, string>>;
  /** Files of the folder that are compiled, where it has some of its own. */
  readonly sources?: readonly string[];
  /** Files of modules that are kept beside the programs, below `files/`: the module, and which folder of it. */
  readonly files?: readonly { readonly module: string; readonly folder: string; readonly ending: string }[];
}

/** Programs that Go builds from pinned modules; in the folder of the build, beside `files/`. */
export function goPrograms({ name, moduleFolder, programs, sources = [], files = [] }: GoProgramsOptions): KeptBuild {
  const pinned = ["go.mod", "go.sum", ...sources].map((file) => readFileSync(join(moduleFolder, file)));
  const make = async (folder: string, log: Log, signal: AbortSignal | undefined) => {
    const problem = goProblem(moduleFolder);
    if (problem) throw new Error(`${name} cannot be built: ${problem}`);
    log(`${name}: building ${Object.keys(programs).join(", ")}; minutes the first time`);
    const go = (...args: string[]) => runCommand("go", args, { cwd: moduleFolder, env: { GOWORK: "off" }, signal });
    for (const [program, source] of Object.entries(programs)) {
      await go("build", "-buildvcs=false", "-ldflags", "-s -w", "-o", join(folder, program), source);
    }
    for (const { module, folder: within, ending } of files) {
      const root = (await go("list", "-m", "-f", "{{.Dir}}", module)).trim();
      copyFiles(join(root, within), join(folder, "files", within), ending);
    }
  };
  return new KeptBuild({ name, inputs: [...pinned, JSON.stringify([programs, files])], make });
}

/** What keeps Go from building here, in words. */
export function goProblem(moduleFolder: string): string | undefined {
  // Asked inside the module, so that a Go that can fetch the wanted toolchain answers with that one's version
  const answer = spawnSync("go", ["env", "GOVERSION"], { cwd: moduleFolder, encoding: "utf8" });
  const found = answer.stdout?.trim() ?? "";
  const [, major, minor] = found.match(/^go(\d+)\.(\d+)/)?.map(Number) ?? [];
  if (major !== undefined && minor !== undefined && (major > 1 || minor >= 26)) return undefined;
  const instead = answer.error ? "there is no `go` on the PATH" : `\`go\` says ${found || answer.stderr.trim()}`;
  return `Go ≥ 1.26 is needed (${instead}). Install it from https://go.dev/dl`;
}
