import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";

export interface VitestRun {
  /** The project's root; tests and vitest.config.ts are found from here. */
  readonly root: string;
  readonly project: string;
  /** Paths from the root. None: every file of the project. */
  readonly files?: readonly string[];
  /** Past it the run is ended with every process that it started. */
  readonly limitMs: number;
  /** "inherit" streams vitest's own output; "collect" returns it in `output`. */
  readonly output: "inherit" | "collect";
  readonly arguments?: readonly string[];
}

export interface VitestOutcome {
  /** Names of tests, "file > suite test". */
  readonly passed: readonly string[];
  readonly failed: readonly string[];
  readonly skipped: readonly string[];
  /** Files that failed before a test of theirs was known: a syntax error, an import that throws. */
  readonly unloadable: readonly string[];
  readonly timedOut: boolean;
  readonly seconds: number;
  readonly output: string;
}

interface JsonReport {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

/** Runs one vitest project in a process of its own and tells what became of each test. Never rejects for a failing test. */
export async function runVitest(run: VitestRun): Promise<VitestOutcome> {
  const folder = mkdtempSync(join(tmpdir(), "fairway-vitest-"));
  const reportFile = join(folder, "report.json");
  const began = performance.now();
  try {
    const { code, timedOut, output } = await spawnVitest(run, reportFile);
    const counts = readReport(run.root, reportFile);
    const failed = [...counts.failed];
    // Exit codes know more than tests do: errors after the last test, a crashed worker, no test file at all.
    if (timedOut) failed.push(`the run ended after its limit of ${run.limitMs / 1000} s`);
    else if (code !== 0 && failed.length + counts.unloadable.length === 0) failed.push(`vitest ended with ${code}`);
    return { ...counts, failed, timedOut, output, seconds: (performance.now() - began) / 1000 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function spawnVitest(run: VitestRun, reportFile: string) {
  const vitest = join(dirname(createRequire(import.meta.url).resolve("vitest/package.json")), "vitest.mjs");
  const child = spawn(
    process.execPath,
    [
      ...[vitest, "run", "--project", run.project, "--reporter=default", "--reporter=json"],
      ...[`--outputFile.json=${reportFile}`, ...(run.arguments ?? []), ...(run.files ?? [])],
    ],
    {
      cwd: run.root,
      stdio: run.output === "inherit" ? "inherit" : ["ignore", "pipe", "pipe"],
      // A process group of its own, so that a run which is ended takes workers and control planes with it.
      detached: true,
    },
  );
  const chunks: Buffer[] = [];
  child.stdout?.on("data", (chunk: Buffer) => chunks.push(chunk));
  child.stderr?.on("data", (chunk: Buffer) => chunks.push(chunk));

  let timedOut = false;
  const end = (signal: NodeJS.Signals) => {
    try {
      if (child.pid) process.kill(-child.pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
    }
  };
  const limit = setTimeout(() => {
    timedOut = true;
    end("SIGTERM");
    setTimeout(end, 10_000, "SIGKILL").unref();
  }, run.limitMs);
  // The group does not hear the terminal's Ctrl-C: it is passed on, and this process ends once the child has.
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  const passOn = (signal: NodeJS.Signals) => {
    end(signal);
    process.exitCode = 130;
    child.once("close", () => process.exit());
  };
  for (const signal of signals) process.on(signal, passOn);

  return new Promise<{ code: number | null; timedOut: boolean; output: string }>((resolve, reject) => {
    const settle = () => {
      clearTimeout(limit);
      for (const signal of signals) process.off(signal, passOn);
    };
    child.on("error", (error) => {
      settle();
      reject(error);
    });
    child.on("close", (code) => {
      settle();
      resolve({ code, timedOut, output: Buffer.concat(chunks).toString() });
    });
  });
}

function readReport(root: string, file: string): Pick<VitestOutcome, "passed" | "failed" | "skipped" | "unloadable"> {
  const passed: string[] = [];
  const failed: string[] = [];
  const skipped: string[] = [];
  const unloadable: string[] = [];
  for (const result of parseReport(file).testResults) {
    const path = relative(root, result.name);
    const failedBefore = failed.length;
    for (const test of result.assertionResults) {
      const list = test.status === "passed" ? passed : test.status === "failed" ? failed : skipped;
      list.push(`${path} > ${test.fullName}`);
    }
    if (result.status !== "failed" || failed.length > failedBefore) continue;
    if (result.assertionResults.length === 0) unloadable.push(path);
    // A hook that throws fails no test: those behind it are reported as skipped.
    else failed.push(`${path} > a hook`);
  }
  return { passed, failed, skipped, unloadable };
}

function parseReport(file: string): JsonReport {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    // No report is written where no file matched or vitest itself broke down; its exit code tells that much.
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return { testResults: [] };
    throw error;
  }
  return JSON.parse(text) as JsonReport;
}
