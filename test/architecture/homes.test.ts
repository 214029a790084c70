import { describe, expect, test } from "vitest";
import { homeFaults } from "./home-rules.ts";
import { parseSource, projectRoot, readSources } from "./source-file.ts";

const faultsIn = (path: string, text: string) => homeFaults([parseSource(path, text)]);

test("environment, clock, randomness and output are used at home only", () => {
  expect(homeFaults(readSources(projectRoot, "src"))).toEqual([]);
});

describe("the homes rule finds", () => {
  test.each([
    ["process.env", "const port = process.env.FAIRWAY_PORT;"],
    ["process.env", 'const port = process["env"].FAIRWAY_PORT;'],
    ["process.env", "const port = globalThis.process.env.FAIRWAY_PORT;"],
    ["import.meta.env", "const port = import.meta.env.FAIRWAY_PORT;"],
    ["env of process", "const { env } = process;"],
    ["env of process", 'import { env } from "node:process";'],
    ["Date.now", "const at = Date.now();"],
    ["Date.now", "function f(now = Date.now) {}"],
    ["new Date()", "const at = new Date();"],
    ["Date()", "const at = Date();"],
    ["performance.now", "const at = performance.now();"],
    ["performance of perf_hooks", 'import { performance } from "node:perf_hooks";'],
    ["process.hrtime.bigint", "const at = process.hrtime.bigint();"],
    ["Math.random", "const x = Math.random();"],
    ["crypto.randomUUID", "const id = crypto.randomUUID();"],
    ["randomBytes of crypto", 'import { createHash, randomBytes as bytes } from "node:crypto";'],
    ["console.log", 'console.log("x");'],
    ["process.stdout", 'process.stdout.write("x");'],
  ])("%s in: %s", (written, text) => {
    const faults = faultsIn("src/kubernetes/a.ts", text);
    expect(faults).toContainEqual(
      expect.stringMatching(`^src/kubernetes/a\\.ts:1 ${written.replace(/[()]/g, "\\$&")} `),
    );
  });
});

describe("the homes rule allows", () => {
  test.each([
    ["a use at home", "src/config/load.ts", "const port = process.env.FAIRWAY_PORT;"],
    ["the clock in its file", "src/telemetry/clock.ts", "export const now = () => Date.now();"],
    ["a date that is given", "src/kubernetes/a.ts", "const at = new Date(text);"],
    ["a hash", "src/kubernetes/a.ts", 'import { createHash } from "node:crypto";'],
    ["a clock that was handed over", "src/kubernetes/a.ts", "const at = this.clock.now();"],
    ["a comment", "src/kubernetes/a.ts", "// Date.now() would read the clock"],
    ["a text", "src/kubernetes/a.ts", 'const text = "console.log";'],
  ])("%s", (_what, path, text) => {
    expect(faultsIn(path, text)).toEqual([]);
  });
});
