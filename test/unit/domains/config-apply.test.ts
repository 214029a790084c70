import { expect, test } from "vitest";
import type { KubernetesObject } from "../../../src/kubernetes/index.ts";
import { KubernetesWorld } from "./kubernetes-world.ts";
import { metadata } from "./manifests.ts";

const config = (level: string) =>
  ({ apiVersion: "v1", kind: "ConfigMap", metadata: metadata("settings"), data: { level } }) as KubernetesObject;

test.each([
  ["a dry run, which gives the version of before", "debug", "7", true, "CHANGED"],
  ["one that holds what was there already, which gives another version", "info", "8", false, "UNCHANGED"],
])("what became of a config is told by what it says: %s", async (_what, level, resourceVersion, dryRun, outcome) => {
  await using world = await KubernetesWorld.start("alpha");
  const alpha = world.cluster("alpha");
  alpha.onGet = async () => ({ object: config("info"), resourceVersion: "7" });
  alpha.onPatch = async () => ({ object: config(level), resourceVersion });
  const data = await world.data(
    "mutation ($input: ConfigMapApplyInput!) { configMapApply(input: $input) { results { outcome } } }",
    {
      input: {
        clusters: ["alpha"],
        namespace: "shop",
        name: "settings",
        entries: [{ key: "level", value: level }],
        dryRun,
      },
    },
  );
  expect(data).toEqual({ configMapApply: { results: [{ outcome }] } });
});
