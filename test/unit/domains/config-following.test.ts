import { describe, expect, test } from "vitest";
import type { ConfigContent } from "../../../src/domains/configs/config-map.manifest.ts";
import { configHashOf, followingPatch, followsConfigs } from "../../../src/domains/configs/following.mapping.ts";
import { metadata } from "./manifests.ts";

const workload = (container: object, more: object = {}) => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: metadata("web"),
  spec: { template: { spec: { containers: [{ name: "main", ...container }], ...more } } },
});
const env = (key: string, optional = false) => [
  { name: "LEVEL", valueFrom: { configMapKeyRef: { name: "settings", key, ...(optional && { optional }) } } },
];
const hash = (object: ReturnType<typeof workload>, content: ConfigContent | null) =>
  configHashOf(object, () => content);

describe("what the configs of a workload say", () => {
  test("changes with the keys that it uses where it cannot see changes, and with no others", () => {
    const byKey = workload({ env: env("level") });
    const before = hash(byKey, { data: { level: "info", colour: "blue" } });
    expect(before).toMatch(/^[0-9a-f]{32}$/);
    expect(hash(byKey, { data: { colour: "red", level: "info" } })).toBe(before);
    expect(hash(byKey, { data: { level: "debug" } })).not.toBe(before);
    expect(hash(byKey, { data: {} })).not.toBe(before);
    const byAll = workload({ envFrom: [{ configMapRef: { name: "settings" } }] });
    const all = hash(byAll, { data: { level: "info" } });
    expect(hash(byAll, { data: { level: "info", colour: "" } })).not.toBe(all);
    expect(hash(byAll, { data: { level: "info" } })).toBe(all);
  });

  test("is nothing where it sees changes, uses no config, or needs one that is not there", () => {
    const volume = { volumes: [{ name: "files", configMap: { name: "settings" } }] };
    const mounts = { volumeMounts: [{ name: "files", mountPath: "/files" }] };
    expect(hash(workload(mounts, volume), { data: { level: "info" } })).toBeNull();
    expect(hash(workload({}), { data: {} })).toBeNull();
    expect(hash(workload({ env: env("level") }), null)).toBeNull();
    expect(hash(workload({ env: env("level", true) }), null)).not.toBeNull();
  });
});

describe("the patch for it", () => {
  const recorded = (value?: string) => ({
    ...workload({}),
    metadata: metadata("web", value === undefined ? {} : { annotations: { "fairway.dev/config-hash": value } }),
  });

  test("replaces no pods at the first look, and none where nothing changed", () => {
    const fresh = recorded();
    expect(followingPatch(fresh, "a")).toEqual({
      metadata: {
        uid: fresh.metadata.uid,
        resourceVersion: fresh.metadata.resourceVersion,
        annotations: { "fairway.dev/config-hash": "a" },
      },
    });
    expect(followingPatch(recorded("a"), "a")).toBeNull();
  });

  test("changes record and template in one write, of that version alone", () => {
    expect(followingPatch(recorded("a"), "b")).toMatchObject({
      metadata: { resourceVersion: expect.any(String), annotations: { "fairway.dev/config-hash": "b" } },
      spec: { template: { metadata: { annotations: { "fairway.dev/config-hash": "b" } } } },
    });
  });
});

test.each([
  ["true", true],
  ["false", false],
  ["yes", false],
])("a workload that says %s follows: %s", (value, follows) => {
  const annotations = { "fairway.dev/roll-on-config-change": value };
  expect(followsConfigs({ ...workload({}), metadata: metadata("web", { annotations }) })).toBe(follows);
});

test("a workload that says nothing, or is being deleted, does not follow", () => {
  expect(followsConfigs(workload({}))).toBe(false);
  const annotations = { "fairway.dev/roll-on-config-change": "true" };
  const ending = metadata("web", { annotations, deletionTimestamp: "2026-03-01T08:00:00Z" });
  expect(followsConfigs({ ...workload({}), metadata: ending })).toBe(false);
});
