import { expect, test } from "vitest";
import { sizesOf } from "../../../src/sandbox/controllers/rollout.ts";
import type { Deployment, ReplicaSet } from "../../../src/sandbox/controllers/types.ts";
import { property } from "../../support/seeded.ts";

function setOf(name: string, replicas: number, availableReplicas: number): ReplicaSet {
  const metadata = { name, uid: name, resourceVersion: "1", creationTimestamp: "" };
  const template = { spec: { containers: [] } };
  const spec = { replicas, selector: {}, template };
  return { apiVersion: "apps/v1", kind: "ReplicaSet", metadata, spec, status: { replicas, availableReplicas } };
}

function deploymentOf(replicas: number, spec: Partial<Deployment["spec"]> = {}): Deployment {
  const metadata = { name: "d", uid: "d", resourceVersion: "1", creationTimestamp: "" };
  const template = { spec: { containers: [] } };
  return { apiVersion: "apps/v1", kind: "Deployment", metadata, spec: { replicas, selector: {}, template, ...spec } };
}

const sizes = (deployment: Deployment, current: ReplicaSet | undefined, older: readonly ReplicaSet[]) =>
  Object.fromEntries(sizesOf(deployment, current, older).map(({ set, replicas }) => [set.metadata.name, replicas]));

test("a new deployment is made at once", () => {
  expect(sizes(deploymentOf(3), setOf("new", 0, 0), [])).toEqual({ new: 3 });
});

test("a rollout begins with the surge, and takes nothing away that is needed", () => {
  expect(sizes(deploymentOf(4), setOf("new", 0, 0), [setOf("old", 4, 4)])).toEqual({ new: 1, old: 3 });
  expect(sizes(deploymentOf(2), setOf("new", 0, 0), [setOf("old", 2, 2)])).toEqual({ new: 1, old: 2 });
});

test("where new pods do not come up, the old ones stay", () => {
  expect(sizes(deploymentOf(2), setOf("new", 1, 0), [setOf("old", 2, 2)])).toEqual({ new: 1, old: 2 });
});

test("old pods that do not work go first", () => {
  const older = [setOf("broken", 1, 0), setOf("old", 3, 3)];
  expect(sizes(deploymentOf(3), setOf("new", 0, 0), older)).toEqual({ new: 0, broken: 0, old: 3 });
});

test("`Recreate` ends the old before it begins the new", () => {
  const strategy = { type: "Recreate" };
  expect(sizes(deploymentOf(2, { strategy }), setOf("new", 0, 0), [setOf("old", 2, 2)])).toEqual({ old: 0 });
  expect(sizes(deploymentOf(2, { strategy }), setOf("new", 0, 0), [setOf("old", 0, 0)])).toEqual({ new: 2 });
});

test("a paused deployment is scaled, and not rolled", () => {
  expect(sizes(deploymentOf(5, { paused: true }), undefined, [setOf("old", 2, 2)])).toEqual({ old: 5 });
});

property("a rollout ends, and on its way there are never too few nor too many", 60, (random) => {
  const desired = 1 + random.int(8);
  const maxSurge = random.int(4);
  const maxUnavailable = maxSurge === 0 ? 1 + random.int(3) : random.int(4);
  const deployment = deploymentOf(desired, {
    strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge, maxUnavailable } },
  });
  let sets = [setOf("new", 0, 0), setOf("old", desired, desired)];
  for (let step = 0; step < 200; step += 1) {
    const [current, ...older] = sets;
    const next = sizes(deployment, current, older);
    sets = sets.map(({ metadata: { name }, spec, status }) => {
      const replicas = next[name] ?? spec.replicas;
      const held = Math.min(status?.availableReplicas ?? 0, replicas);
      // New pods come up one by one, now and then.
      return setOf(name, replicas, name === "new" && random.chance(0.6) ? Math.min(held + 1, replicas) : held);
    });
    const total = sets.reduce((sum, { spec }) => sum + spec.replicas, 0);
    const available = sets.reduce((sum, { status }) => sum + (status?.availableReplicas ?? 0), 0);
    expect(total).toBeLessThanOrEqual(desired + maxSurge);
    expect(available).toBeGreaterThanOrEqual(Math.max(0, desired - maxUnavailable));
  }
  expect(sets.map(({ spec }) => spec.replicas)).toEqual([desired, 0]);
});
