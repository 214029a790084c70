import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { projectRoot } from "../architecture/source-file.ts";

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "fairway-process-"));
  writeFileSync(join(dir, "typo.yaml"), "limits:\n  bodyBytes: x\n");
});
afterAll(() => rmSync(dir, { recursive: true }));

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** The real process, as far as it comes without a kubeconfig: a home and an environment of its own. */
function run(args: readonly string[], environment: Record<string, string> = {}): Promise<Ended> {
  return new Promise((resolve) => {
    const options = { cwd: dir, env: { HOME: dir, ...environment } };
    execFile(process.execPath, [join(projectRoot, "src/main.ts"), ...args], options, (error, out, err) => {
      resolve({ code: error ? ((error.code as unknown as number) ?? null) : 0, out, err });
    });
  });
}

test.each<[string, string[], Record<string, string>, number, string]>([
  ["an unknown flag", ["--bogus"], {}, 2, "fairway: Unknown option '--bogus'\n\nUsage: fairway"],
  ["a word too many", ["serve"], {}, 2, "fairway: Unexpected argument 'serve'\n\nUsage: fairway"],
  ["a port that is none", [], { FAIRWAY_PORT: "x" }, 2, "fairway: CONFIG_INVALID: FAIRWAY_PORT: must be an integer"],
  [
    "a mistake in the file",
    ["--config", "typo.yaml"],
    {},
    2,
    "fairway: CONFIG_INVALID: limits.bodyBytes: must be a positive",
  ],
  [
    "a file that is not there",
    [],
    { FAIRWAY_CONFIG: "no.yaml" },
    2,
    "fairway: CONFIG_INVALID: no.yaml: the configuration file",
  ],
])(
  "%s ends the process with its code and says why, without a stack trace",
  async (_what, args, environment, code, begins) => {
    const ended = await run(args, environment);
    expect([ended.code, ended.out]).toEqual([code, ""]);
    expect(ended.err.startsWith(begins)).toBe(true);
    expect(ended.err).not.toMatch(/^\s+at /m);
  },
);

test("--help shows the usage and --version the package's version", async () => {
  const [help, version] = await Promise.all([run(["--help"]), run(["--version"])]);
  expect([help.code, help.out.startsWith("Usage: fairway"), help.err]).toEqual([0, true, ""]);
  expect([version.code, version.out]).toEqual([0, expect.stringMatching(/^\d+\.\d+\.\d+\S*\n$/)]);
});
