import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { projectRoot } from "../architecture/source-file.ts";
import { waitFor } from "../control-plane/wait-for.ts";
import { type Delta, deltaFields, type FoldedObject, FoldedState } from "../support/folded-state.ts";
import { query, subscribe } from "../support/graphql-client.ts";

// What a newcomer meets: the built program, in a home without a kubeconfig.

let home: string;
let gateway: ChildProcess;
let output = "";
let url = "";

beforeAll(async () => {
  execFileSync("npm", ["run", "--silent", "build"], { cwd: projectRoot, stdio: "inherit" });
  home = mkdtempSync(join(tmpdir(), "fairway-home-"));
  gateway = spawn(process.execPath, [join(projectRoot, "dist/main.js"), "--port", "0"], {
    cwd: home,
    env: { HOME: home, TMPDIR: home },
  });
  for (const stream of [gateway.stdout, gateway.stderr]) {
    stream?.on("data", (chunk: Buffer) => {
      output += chunk;
    });
  }
  const address = await waitFor(() => /at (http:\/\/127\.0\.0\.1:\d+\/graphql)$/m.exec(output), 20_000, "the address");
  url = address[1] as string;
}, 60_000);
afterAll(() => {
  gateway?.kill("SIGKILL");
  if (home) rmSync(home, { recursive: true, force: true });
});

test("says that it is a sandbox", () => {
  expect(output).toContain("a SANDBOX: these clusters are made up");
});

test("answers about three clusters, and streams what goes on in them", async () => {
  const state = new FoldedState<FoldedObject>();
  const subscription = subscribe<Record<string, Delta<FoldedObject>>>(
    url,
    `subscription { podEvents { ${deltaFields.replace("... on Object", "... on Pod")} } }`,
    {},
    (response) => state.take("podEvents", response),
  );
  await waitFor(() => state.synced, 10_000, "SYNCED");
  const { clusters, deployments } = await query<{
    clusters: { totalCount: number };
    deployments: { nodes: { cluster: string; namespace: string; name: string; replicas: number }[] };
  }>(url, "{ clusters { totalCount } deployments(first: 1) { nodes { cluster namespace name replicas } } }");
  expect(clusters.totalCount).toBe(3);
  const [first] = deployments.nodes;
  if (!first) throw new Error("the sandbox has no deployments");

  // Scaling makes pods appear.
  const { replicas, ...ref } = first;
  const pods = () =>
    [...state.objects.values()].filter(({ cluster, name }) => cluster === ref.cluster && name.startsWith(ref.name));
  const before = pods().length;
  const { deploymentScale } = await query<{ deploymentScale: { userErrors: unknown[] } }>(
    url,
    "mutation ($input: DeploymentScaleInput!) { deploymentScale(input: $input) { userErrors { code } } }",
    { input: { by: { ref }, replicas: replicas + 2 } },
  );
  expect(deploymentScale.userErrors).toEqual([]);
  await waitFor(() => pods().length >= before + 2, 20_000, "the new pods");
  expect(state.breaks).toEqual([]);
  await subscription.close();
}, 40_000);

test("ends in order, and takes the sandbox along", async () => {
  const kubeconfig = /\((\/.*kubeconfig)\)/.exec(output)?.[1];
  expect(kubeconfig && existsSync(kubeconfig)).toBe(true);
  const ended = new Promise<number | null>((resolve) => gateway.once("exit", resolve));
  gateway.kill("SIGTERM");
  expect(await ended).toBe(0);
  await waitFor(() => !existsSync(kubeconfig as string), 10_000, "the sandbox to be cleared away");
}, 30_000);
