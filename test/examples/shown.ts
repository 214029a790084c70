import { expect } from "vitest";
import { deploymentsAvailable, seedDeployments } from "../control-plane/seed.ts";
import { waitFor } from "../control-plane/wait-for.ts";
import { type Rig, startRig } from "../support/rig.ts";
import { ExampleRun } from "./run-example.ts";

/** A gateway over a small cluster for the examples to look at. */
export async function startExampleRig(): Promise<Rig> {
  const rig = await startRig({ clusters: 1, nodes: 1 });
  for (const cluster of rig.controlPlane.clusters) {
    await seedDeployments(cluster, { namespace: "shop", deployments: 4, replicas: 1 });
    await deploymentsAvailable(cluster, "shop");
  }
  return rig;
}

/**
 * Runs an example twice: until it has seen three deltas, one of which is of a change that is made while it runs, and
 * until its seconds are over, when nothing happens.
 */
export async function expectExample(
  { url, controlPlane }: Rig,
  command: string,
  args: readonly string[],
): Promise<void> {
  const [cluster] = controlPlane.clusters;
  await using run = new ExampleRun(command, [...args, url, "3", "60"]);
  // An example that breaks ends without it.
  await Promise.race([waitFor(() => run.output.includes("SYNCED"), 30_000, "the first delta"), run.ended]);
  await cluster?.kubectl(["-n", "shop", "scale", "deployment", "app-2", "--replicas=3"]);
  const { code, output } = await run.ended;
  expect(output).toContain("app-1");
  expect(output).toContain("SYNCED");
  expect(output).toMatch(/MODIFIED.*app-2/s);
  expect(output).toMatch(/^# 3 deltas$/m);
  expect(code).toBe(0);
  await deploymentsAvailable(cluster as NonNullable<typeof cluster>, "shop");
  await cluster?.kubectl(["-n", "shop", "scale", "deployment", "app-2", "--replicas=1"]);

  await using limited = new ExampleRun(command, [...args, url, "1000", "2"]);
  expect(await limited.ended).toEqual({ code: 0, output: expect.stringMatching(/^# \d+ deltas$/m) });
}
