import { describe, expect, test } from "vitest";
import { rolloutWaves } from "../../../src/domains/deployments/rollout-waves.operation.ts";
import { FairwayError } from "../../../src/errors/index.ts";
import type { StepAccess, StepWork } from "../../../src/operations/index.ts";
import { deployment } from "./manifests.ts";

const target = (name: string) => ({ cluster: "alpha", resource: "apps/deployments", namespace: "shop", name });
const work = (memos: StepWork["memos"] = [], maxFailures = 0): StepWork => ({
  order: {
    type: "rolloutWaves",
    targets: ["a", "b", "c"].map(target),
    parameters: { action: { do: "restart" }, waveSize: 2, heldBetween: false, maxFailures },
    principal: { issuer: "test", username: "jane", groups: [], extra: {} },
  },
  index: 0,
  memos,
});
const { signal } = new AbortController();

const complete = { observedGeneration: 2, updatedReplicas: 3, replicas: 3, availableReplicas: 3 };
const rolledOut = (name: string) => ({ ...deployment(name, { generation: 2 }), status: complete });

/** What becomes of each deployment: how it is after its effect, or an error. */
function access(answers: Readonly<Record<string, Error | object>>) {
  const effects: string[] = [];
  const looks: string[] = [];
  const answer = (name: string) => {
    const given = answers[name] ?? rolledOut(name);
    if (given instanceof Error) throw given;
    return given as never;
  };
  const access: StepAccess = {
    get: async ({ name }) => {
      looks.push(name);
      return answer(name);
    },
    effect: async ({ name }, effectOf) => {
      effects.push(name);
      const { remember } = effectOf(deployment(name) as never);
      return { object: answer(name), remembered: remember };
    },
    now: () => Date.parse("2026-03-01T12:00:00Z"),
  };
  return { access, effects, looks };
}

describe("a wave", () => {
  test("changes its own deployments and no others, and is done when they have rolled out", async () => {
    const { access: given, effects } = access({});
    expect(await rolloutWaves.run(work(), given, signal)).toMatchObject({
      outcome: "done",
      progress: { done: 2, total: 2 },
    });
    expect(effects).toEqual(["a", "b"]);
  });

  test("only looks at what it has changed before, and not at what is over", async () => {
    const rolling = { ...deployment("b", { generation: 2 }), status: { observedGeneration: 1 } };
    const first = await rolloutWaves.run(work(), access({ b: rolling }).access, signal);
    expect(first).toMatchObject({ outcome: "waiting", progress: { done: 1, total: 2 } });
    const { access: given, effects, looks } = access({});
    expect(await rolloutWaves.run(work([first.memo]), given, signal)).toMatchObject({ outcome: "done" });
    expect([effects, looks]).toEqual([[], ["b"]]);
  });

  test.each(["FORBIDDEN", "READ_ONLY"] as const)(
    "fails with %s, and remembers what it did to the others",
    async (code) => {
      const { access: given } = access({ b: new FairwayError(code, "not you") });
      const result = await rolloutWaves.run(work([], 5), given, signal);
      expect(result).toMatchObject({ outcome: "failed", code, message: "not you" });
      expect(result.memo).toMatchObject({
        targets: [{ target: target("a"), change: { before: {} } }, { change: null }],
      });
    },
  );

  test("waits for a cluster that does not answer", async () => {
    const { access: given } = access({ b: new FairwayError("CLUSTER_UNAVAILABLE", "nobody is there") });
    expect(await rolloutWaves.run(work(), given, signal)).toMatchObject({
      outcome: "waiting",
      message: "nobody is there",
    });
  });

  test("counts a deployment that is gone, or cannot be changed, as failed", async () => {
    const answers = { a: new FairwayError("NOT_FOUND", "gone") };
    expect(await rolloutWaves.run(work(), access(answers).access, signal)).toMatchObject({ outcome: "failed" });
    expect(await rolloutWaves.run(work([], 1), access(answers).access, signal)).toMatchObject({ outcome: "done" });
  });

  test("does not make a failure of a cluster of what is a defect", async () => {
    await expect(rolloutWaves.run(work(), access({ a: new Error("canary") }).access, signal)).rejects.toThrow("canary");
  });
});
