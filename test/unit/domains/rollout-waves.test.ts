import { describe, expect, test } from "vitest";
import {
  effectOn,
  planOf,
  rollingState,
  type TargetState,
  type TemplateChange,
  type WavesParameters,
  waveResult,
  waveSizeOf,
  wavesOf,
} from "../../../src/domains/deployments/rollout-waves.mapping.ts";
import type { OperationOrder } from "../../../src/operations/index.ts";
import { composed, deployment } from "./manifests.ts";

const target = (name: string) => ({ cluster: "alpha", resource: "apps/deployments", namespace: "shop", name });
const order = (names: readonly string[], parameters: Partial<WavesParameters> = {}): OperationOrder => ({
  type: "rolloutWaves",
  targets: names.map(target),
  parameters: { action: { do: "restart" }, waveSize: 2, heldBetween: false, maxFailures: 0, ...parameters },
  principal: { issuer: "test", username: "jane", groups: [], extra: {} },
});
const at = "2026-03-01T12:00:00.250Z";
const RESTARTED_AT = "kubectl.kubernetes.io/restartedAt";

describe("waves", () => {
  test("have the deployments in their order, the last one what is left", () => {
    const waves = wavesOf(order(["a", "b", "c", "d", "e"]));
    expect(waves.map((wave) => wave.map(({ name }) => name).join())).toEqual(["a,b", "c,d", "e"]);
  });

  test("are the steps of the plan, held but for the first where that is asked for", () => {
    expect(planOf(order(["a", "b", "c"], { heldBetween: true }))).toEqual([
      { name: "wave 1 of 2: 2 deployments", isHeld: false },
      { name: "wave 2 of 2: 1 deployment", isHeld: true },
    ]);
  });

  test.each([
    [{ count: 3 }, 10, 3],
    [{ percent: 25 }, 10, 2],
    [{ percent: 1 }, 10, 1],
    [{ percent: 100 }, 7, 7],
  ])("of %j of %i deployments have %i", (size, total, expected) => {
    expect(waveSizeOf(size, total)).toBe(expected);
  });

  test.each([{}, { action: { do: "levitate" } }, { waveSize: 0 }, { waveSize: 0.5 }, { maxFailures: "none" }])(
    "with parameters like %j cannot be planned",
    (parameters) => {
      const made = order(["a"]);
      const rubbish = Object.keys(parameters).length === 0 ? {} : { ...made.parameters, ...parameters };
      expect(() => planOf({ ...made, parameters: rubbish })).toThrow("not those of rollout waves");
    },
  );
});

describe("what a wave does to a deployment", () => {
  const web = deployment("web");

  test("is kubectl's annotation for a restart, and how it was before is remembered", () => {
    const { patch, remember } = effectOn(web, { do: "restart" }, 0, at);
    expect(patch).toEqual({ spec: { template: { metadata: { annotations: { [RESTARTED_AT]: at } }, spec: {} } } });
    expect(remember).toEqual({ before: { restart: {}, images: [] }, after: { restart: { at }, images: [] } });
  });

  test("is the image of the container, of an init container in its own list", () => {
    const images = [
      { container: "web", image: "web:2" },
      { container: "setup", image: "setup:2" },
    ];
    const template = {
      spec: { containers: [{ name: "web", image: "web:1" }], initContainers: [{ name: "setup", image: "setup:1" }] },
    };
    const { patch, remember } = effectOn(deployment("web", {}, { template }), { do: "setImages", images }, 0, at);
    expect(patch).toEqual({
      spec: {
        template: {
          spec: {
            containers: [{ name: "web", image: "web:2" }],
            initContainers: [{ name: "setup", image: "setup:2" }],
          },
        },
      },
    });
    const before = {
      images: [
        { container: "web", image: "web:1" },
        { container: "setup", image: "setup:1" },
      ],
    };
    expect(remember).toEqual({ before, after: { images } });
  });

  test("is refused for a container that it does not have, and while it is paused", () => {
    const images = [{ container: "nobody", image: "web:2" }];
    expect(() => effectOn(web, { do: "setImages", images }, 0, at)).toThrow('no container "nobody"');
    expect(() => effectOn(deployment("web", {}, { paused: true }), { do: "restart" }, 0, at)).toThrow("paused");
  });

  test("is taken back as it was: an annotation that there was not goes", () => {
    const template = { metadata: { annotations: { [RESTARTED_AT]: at } }, spec: {} };
    const change: TemplateChange = { before: { restart: {}, images: [] }, after: { restart: { at }, images: [] } };
    const { patch, remember } = effectOn(
      deployment("web", {}, { template }),
      { do: "undo", changes: [change] },
      0,
      "later",
    );
    expect(patch).toEqual({ spec: { template: { metadata: { annotations: { [RESTARTED_AT]: null } }, spec: {} } } });
    expect(remember).toEqual({ before: change.after, after: change.before });
  });

  test("is not taken back where somebody has changed it since", () => {
    const images = (image: string) => ({ images: [{ container: "web", image }] });
    const template = { spec: { containers: [{ name: "web", image: "web:3" }] } };
    const changes = [{ before: images("web:1"), after: images("web:2") }];
    expect(() => effectOn(deployment("web", {}, { template }), { do: "undo", changes }, 0, at)).toThrow(
      "changed since",
    );
  });
});

describe("a rollout", () => {
  const change: TemplateChange = { before: { images: [] }, after: { images: [] } };
  const state = (metadata: object, status: object, spec: object = { replicas: 2 }) =>
    rollingState(target("web"), change, { ...deployment("web", metadata), spec, status });

  test.each<[string, string, object, object]>([
    [
      "rolling",
      "before its controller has seen it",
      { generation: 2 },
      { observedGeneration: 1, updatedReplicas: 2, replicas: 2, availableReplicas: 2 },
    ],
    [
      "rolling",
      "with pods of the old template only",
      { generation: 2 },
      { observedGeneration: 2, updatedReplicas: 0, replicas: 2, availableReplicas: 2 },
    ],
    [
      "rolling",
      "while old pods end",
      { generation: 2 },
      { observedGeneration: 2, updatedReplicas: 2, replicas: 3, availableReplicas: 2 },
    ],
    [
      "rolling",
      "while new pods are not available",
      { generation: 2 },
      { observedGeneration: 2, updatedReplicas: 2, replicas: 2, availableReplicas: 1 },
    ],
    [
      "done",
      "with all pods new and available",
      { generation: 2 },
      { observedGeneration: 2, updatedReplicas: 2, replicas: 2, availableReplicas: 2 },
    ],
    [
      "failed",
      "past its deadline",
      { generation: 2 },
      {
        observedGeneration: 2,
        updatedReplicas: 1,
        replicas: 2,
        availableReplicas: 2,
        conditions: [{ type: "Progressing", status: "False", reason: "ProgressDeadlineExceeded" }],
      },
    ],
  ])("is %s %s", (expected, _when, metadata, status) => {
    expect(state(metadata, status).state).toBe(expected);
  });
});

describe("a wave", () => {
  const states = (...all: readonly TargetState["state"][]): readonly TargetState[] =>
    all.map((state, index) => ({ target: target(`d-${index}`), change: null, state, message: `is ${state}` }));

  test("waits for each of its rollouts", () => {
    expect(waveResult(states("done", "rolling"), 0, 0)).toMatchObject({
      outcome: "waiting",
      message: "is rolling",
      progress: { done: 1, total: 2 },
    });
    expect(waveResult(states("done", "done"), 0, 0)).toMatchObject({
      outcome: "done",
      progress: { done: 2, total: 2 },
    });
  });

  test("fails at once with one failure more than may be, and says which", () => {
    expect(waveResult(states("rolling", "failed"), 0, 0)).toMatchObject({
      outcome: "failed",
      message: "alpha/shop/d-1: is failed",
    });
    expect(waveResult(states("done", "failed"), 1, 1)).toMatchObject({ outcome: "failed" });
  });

  test("goes on with as many failures as may be", () => {
    expect(waveResult(states("done", "failed"), 0, 1)).toMatchObject({
      outcome: "done",
      progress: { done: 1, total: 2 },
    });
    expect(waveResult(states("rolling", "failed"), 0, 1)).toMatchObject({ outcome: "waiting" });
  });
});

describe("images of volumes", () => {
  const volumes = [{ volume: "artifact", image: "registry.test/user-app:2" }];
  const action = { do: "setEach", parts: [{ images: [] }, { images: [], volumes }] } as const;
  const app = composed("app", { carrier: "IMAGE_VOLUME" });

  test("are changed as those of containers are, each target by its own part, and can be taken back", () => {
    const { patch, remember } = effectOn(app, action, 1, at);
    expect(patch).toEqual({
      spec: {
        template: { spec: { volumes: [{ name: "artifact", image: { reference: "registry.test/user-app:2" } }] } },
      },
    });
    const change = remember as unknown as TemplateChange;
    expect(change.before).toEqual({ images: [], volumes: [{ volume: "artifact", image: "registry.test/user-app:1" }] });
    const after = composed("app", { carrier: "IMAGE_VOLUME", artifact: "registry.test/user-app:2" });
    expect(effectOn(after, { do: "undo", changes: [change] }, 0, at).patch).toEqual({
      spec: {
        template: { spec: { volumes: [{ name: "artifact", image: { reference: "registry.test/user-app:1" } }] } },
      },
    });
    expect(() => effectOn(app, { do: "undo", changes: [change] }, 0, at)).toThrow("changed since");
  });

  test("are those of volumes that are images, and of no others", () => {
    expect(() => effectOn(composed("app"), action, 1, at)).toThrow('It has no image volume "artifact"');
    expect(() => effectOn(app, action, 2, at)).toThrow("not known which images");
  });
});

describe("a stateful set or daemon set", () => {
  const template = { spec: { containers: [{ name: "db", image: "db:1" }] } };
  const set = (more: object) => ({ ...deployment("db"), spec: { template, ...more } }) as never;

  test("is changed as a deployment is, unless its pods wait for somebody who deletes them", () => {
    const action = { do: "setImages", images: [{ container: "db", image: "db:2" }] } as const;
    expect(effectOn(set({ updateStrategy: { type: "RollingUpdate" } }), action, 0, at).patch).toMatchObject({
      spec: { template: { spec: { containers: [{ name: "db", image: "db:2" }] } } },
    });
    expect(() => effectOn(set({ updateStrategy: { type: "OnDelete" } }), action, 0, at)).toThrow("OnDelete");
  });

  test.each([
    ["apps/statefulsets", { observedGeneration: 3, readyReplicas: 1, updatedReplicas: 1, replicas: 1 }, "done"],
    ["apps/statefulsets", { observedGeneration: 2 }, "rolling"],
    [
      "apps/daemonsets",
      { observedGeneration: 3, desiredNumberScheduled: 2, updatedNumberScheduled: 2, numberAvailable: 2 },
      "done",
    ],
    ["apps/daemonsets", { observedGeneration: 3, desiredNumberScheduled: 2, updatedNumberScheduled: 1 }, "rolling"],
  ])("of %s with %j is %s", (resource, status, state) => {
    const object = {
      ...deployment("db"),
      spec: { replicas: 1, updateStrategy: { type: "RollingUpdate", rollingUpdate: { partition: 0 } }, template },
      status,
    };
    const change: TemplateChange = { before: { images: [] }, after: { images: [] } };
    expect(rollingState({ ...target("db"), resource }, change, object as never).state).toBe(state);
  });

  test("of a kind that does not roll out cannot be followed", () => {
    const change: TemplateChange = { before: { images: [] }, after: { images: [] } };
    expect(() => rollingState({ ...target("db"), resource: "batch/jobs" }, change, deployment("db"))).toThrow(
      "does not roll out",
    );
  });
});
