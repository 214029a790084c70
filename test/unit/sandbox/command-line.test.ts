import { expect, test } from "vitest";
import { readCommandLine, usage } from "../../../src/sandbox/command-line.ts";
import { banner, startSandbox } from "../../../src/sandbox/index.ts";

test("flags become options", () => {
  const args = "--port 7000 --seed s --scenario node-down --clusters 2 --dir d --paused".split(" ");
  expect(readCommandLine(args)).toEqual({
    port: 7000,
    seed: "s",
    scenario: "node-down",
    clusters: 2,
    dir: "d",
    paused: true,
  });
  expect(readCommandLine([])).toEqual({});
  expect(readCommandLine(["--help"])).toBe("help");
});

test.each([
  ["--port", "70000"],
  ["--port", "x"],
  ["--clusters", "0"],
  ["--scenario", "nice"],
  ["--nonsense"],
  ["word"],
])("%s %s is refused", (...args) => {
  expect(() => readCommandLine(args)).toThrow();
});

test("the usage names every scenario", () => {
  for (const name of ["steady", "bad-rollout", "node-down", "quiet"]) expect(usage).toContain(name);
});

test("whoever starts one is told that it is a sandbox", async () => {
  await using sandbox = await startSandbox({ clusters: 2, scenario: "quiet", paused: true });
  const text = banner(sandbox).join("\n");
  expect(text).toMatch(/^SANDBOX: 2 made-up clusters \(eu-prod, us-prod\)\. Nothing here is real/);
  for (const { url } of sandbox.clusters) expect(text).toContain(url);
});

test("a port that is taken is an error, and nothing is left behind", async () => {
  await using first = await startSandbox({ clusters: 1, paused: true });
  const port = Number(new URL(first.clusters[0]?.url ?? "").port);
  await expect(startSandbox({ clusters: 1, paused: true, port })).rejects.toThrow("EADDRINUSE");
});
