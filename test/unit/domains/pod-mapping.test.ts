import { describe, expect, test } from "vitest";
import type { PodManifest } from "../../../src/domains/deployments/pod.manifest.ts";
import { containersOf, isReady, phaseOf, restartCountOf } from "../../../src/domains/deployments/pod.mapping.ts";
import { reasonOf } from "../../../src/domains/deployments/pod-reason.mapping.ts";
import { metadata, pod, podInState } from "./manifests.ts";

type Status = NonNullable<PodManifest["status"]>;
type Spec = NonNullable<PodManifest["spec"]>;
type State = NonNullable<NonNullable<Status["containerStatuses"]>[number]["state"]>;

const running: State = { running: { startedAt: "2026-03-01T08:00:04Z" } };
const completed: State = { terminated: { exitCode: 0, reason: "Completed" } };
const container = (name: string, state: State, ready = false) => ({ name, state, ready });
const condition = (type: string, status = "True", reason = "") => ({ type, status, reason });
const web = (state: State, ready = false) => [container("web", state, ready)];
const init = (...names: string[]): Spec => ({
  initContainers: names.map((name) => ({ name, ...(name === "sidecar" && { restartPolicy: "Always" }) })),
});
const deleted = { deletionTimestamp: "2026-03-01T09:00:00Z" };

const cases: readonly [string, string, Status, Spec?, object?][] = [
  ["its phase", "Running", { phase: "Running", containerStatuses: web(running, true) }],
  ["its phase before anybody looked at it", "Pending", { phase: "Pending" }],
  ["its own reason", "Evicted", { phase: "Failed", reason: "Evicted" }],
  [
    "a scheduling gate",
    "SchedulingGated",
    { phase: "Pending", conditions: [condition("PodScheduled", "False", "SchedulingGated")] },
  ],
  [
    "a container that waits",
    "CrashLoopBackOff",
    { phase: "Running", containerStatuses: web({ waiting: { reason: "CrashLoopBackOff" } }) },
  ],
  [
    "a container that ended",
    "OOMKilled",
    { phase: "Running", containerStatuses: web({ terminated: { exitCode: 137, reason: "OOMKilled" } }) },
  ],
  [
    "a container that ended by a signal",
    "Signal:9",
    { phase: "Failed", containerStatuses: web({ terminated: { signal: 9, exitCode: 137 } }) },
  ],
  [
    "a container that ended without a word",
    "ExitCode:3",
    { phase: "Failed", containerStatuses: web({ terminated: { exitCode: 3 } }) },
  ],
  ["all containers done", "Completed", { phase: "Succeeded", containerStatuses: web(completed) }],
  [
    "the first of several",
    "ErrImagePull",
    {
      phase: "Pending",
      containerStatuses: [
        container("a", running, true),
        container("b", { waiting: { reason: "ErrImagePull" } }),
        container("c", { waiting: { reason: "ContainerCreating" } }),
      ],
    },
  ],
  [
    "one done, one running, ready",
    "Running",
    {
      phase: "Running",
      conditions: [condition("Ready")],
      containerStatuses: [container("a", completed), container("b", running, true)],
    },
  ],
  [
    "one done, one running, not ready",
    "NotReady",
    {
      phase: "Running",
      conditions: [condition("Ready", "False")],
      containerStatuses: [container("a", completed), container("b", running, true)],
    },
  ],
  [
    "an init container under way",
    "Init:1/2",
    {
      phase: "Pending",
      initContainerStatuses: [container("a", completed), container("b", running)],
      containerStatuses: web({ waiting: { reason: "PodInitializing" } }),
    },
    init("a", "b"),
  ],
  [
    "an init container that has to wait for its turn",
    "Init:0/1",
    {
      phase: "Pending",
      initContainerStatuses: [container("a", { waiting: { reason: "PodInitializing" } })],
    },
    init("a"),
  ],
  [
    "an init container that crashes",
    "Init:CrashLoopBackOff",
    {
      phase: "Pending",
      initContainerStatuses: [container("a", { waiting: { reason: "CrashLoopBackOff" } })],
    },
    init("a"),
  ],
  [
    "an init container that failed",
    "Init:Error",
    {
      phase: "Failed",
      initContainerStatuses: [container("a", { terminated: { exitCode: 1, reason: "Error" } })],
    },
    init("a"),
  ],
  [
    "an init container that failed without a word",
    "Init:ExitCode:2",
    {
      phase: "Failed",
      initContainerStatuses: [container("a", { terminated: { exitCode: 2 } })],
    },
    init("a"),
  ],
  [
    "a sidecar that runs",
    "Running",
    {
      phase: "Running",
      initContainerStatuses: [{ ...container("sidecar", running, true), started: true }],
      containerStatuses: web(running, true),
    },
    init("sidecar"),
  ],
  [
    "a sidecar that starts",
    "Init:0/1",
    {
      phase: "Pending",
      initContainerStatuses: [{ ...container("sidecar", running), started: false }],
    },
    init("sidecar"),
  ],
  [
    "a sidecar that crashed in a pod that had started",
    "CrashLoopBackOff",
    {
      phase: "Running",
      conditions: [condition("Initialized")],
      initContainerStatuses: [{ ...container("sidecar", { waiting: { reason: "CrashLoopBackOff" } }), started: false }],
      containerStatuses: web({ waiting: { reason: "CrashLoopBackOff" } }),
    },
    init("sidecar"),
  ],
  ["its deletion", "Terminating", { phase: "Running", containerStatuses: web(running, true) }, {}, deleted],
  [
    "its deletion after it was done",
    "Completed",
    { phase: "Succeeded", containerStatuses: web(completed) },
    {},
    deleted,
  ],
  ["a lost node", "Unknown", { phase: "Running", reason: "NodeLost" }, {}, deleted],
];

describe("the reason of a pod is", () => {
  test.each(cases)("%s: %s", (_what, expected, status, spec = {}, meta = {}) => {
    expect(reasonOf(podInState(status, spec, meta))).toBe(expected);
  });
});

describe("a pod", () => {
  test("has its containers in the order of their start, each with its own status", () => {
    const manifest = pod("web-0");
    const { spec, ...rest } = manifest;
    const withInit = {
      ...rest,
      spec: { ...spec, initContainers: [{ name: "migrate", image: "migrate:1" }] },
    } as PodManifest;
    expect(
      containersOf(withInit).map(({ spec: { name }, status, init }) => [name, status?.restartCount, init]),
    ).toEqual([
      ["migrate", undefined, true],
      ["web", 2, false],
      ["proxy", 0, false],
    ]);
  });

  test("counts restarts of its containers and sidecars, not those of init containers", () => {
    const status = {
      initContainerStatuses: [
        { name: "migrate", restartCount: 5 },
        { name: "sidecar", restartCount: 3 },
      ],
      containerStatuses: [{ name: "web", restartCount: 1 }],
    };
    expect(restartCountOf(podInState(status, init("migrate", "sidecar")))).toBe(4);
  });

  test("is ready by its condition alone", () => {
    expect(isReady(pod("web-0"))).toBe(true);
    expect(isReady(podInState({ phase: "Running", containerStatuses: web(running, true) }))).toBe(false);
    expect(isReady(podInState({ conditions: [condition("Ready", "Unknown")] }))).toBe(false);
  });

  test("of an unheard-of phase, or none, is of unknown phase", () => {
    expect(phaseOf(podInState({ phase: "Dreaming" }))).toBe("Unknown");
    expect(phaseOf({ apiVersion: "v1", kind: "Pod", metadata: metadata("bare") })).toBe("Unknown");
  });

  test("that says nothing of itself breaks nothing", () => {
    const bare: PodManifest = { apiVersion: "v1", kind: "Pod", metadata: metadata("bare") };
    expect([containersOf(bare), restartCountOf(bare), isReady(bare), reasonOf(bare)]).toEqual([
      [],
      0,
      false,
      "Unknown",
    ]);
  });
});
