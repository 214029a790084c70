import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readCommandLine, usage } from "../../../src/sandbox/command-line.ts";
import { banner, type Kubeconfig, startSandbox } from "../../../src/sandbox/index.ts";

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

test("as a process of its own it says where it is, and ends with its parent", async () => {
  const dir = await mkdtemp(join(tmpdir(), "fairway-sandbox-"));
  const main = join(import.meta.dirname, "../../../src/sandbox/main.ts");
  const child = fork(main, ["--dir", dir, "--clusters", "2", "--scenario", "quiet"], { silent: true, execArgv: [] });
  const [told] = (await once(child, "message")) as [{ kubeconfigFile: string; kubeconfig: Kubeconfig }];
  expect(told.kubeconfigFile).toBe(join(dir, "kubeconfig"));
  const written = JSON.parse(await readFile(told.kubeconfigFile, "utf8")) as Kubeconfig;
  expect(written).toEqual(told.kubeconfig);
  expect(written.contexts.map(({ name }) => name)).toEqual(["eu-prod", "us-prod"]);
  const response = await fetch(`${written.clusters[1]?.cluster.server}/readyz`);
  expect(await response.text()).toBe("ok");
  const ended = once(child, "exit");
  child.disconnect();
  expect(await ended).toEqual([0, null]);
  await rm(dir, { recursive: true });
});
