import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { root } from "./run-example.ts";

const run = promisify(execFile);
const requirements = join(root, "examples/requirements.txt");

/** Why the Python example cannot run on this machine, or undefined where it can. */
export async function pythonProblem(): Promise<string | undefined> {
  try {
    await run("python3", ["-c", "import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))"]);
    return undefined;
  } catch {
    return "it needs python3, 3.11 or newer, with venv and pip";
  }
}

/** The interpreter of a virtual environment that has the examples' requirements. Kept for later runs. */
export async function pythonWithRequirements(): Promise<string> {
  const problem = await pythonProblem();
  if (problem !== undefined) throw new Error(problem);
  const { stdout: version } = await run("python3", ["-c", "import sys; print(sys.version, sys.prefix)"]);
  const key = createHash("sha256").update(version).update(readFileSync(requirements)).digest("hex").slice(0, 16);
  const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "fairway");
  const folder = join(cache, `python-${key}`);
  const python = join(folder, "bin/python");
  if (existsSync(python)) return python;
  // Made elsewhere and then moved, so that nobody meets a half-made one. Its python finds its packages wherever it is.
  const making = `${folder}.making-${process.pid}`;
  try {
    await mkdir(cache, { recursive: true });
    await run("python3", ["-m", "venv", making]);
    await run(join(making, "bin/python"), ["-m", "pip", "install", "--quiet", "--requirement", requirements]);
    await rename(making, folder).catch((error: unknown) => {
      // Another run was faster.
      if (!existsSync(python)) throw error;
    });
    return python;
  } finally {
    await rm(making, { recursive: true, force: true });
  }
}
