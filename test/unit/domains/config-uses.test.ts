import { describe, expect, test } from "vitest";
import type { PodSpecManifest } from "../../../src/domains/configs/pod-spec.manifest.ts";
import { rollPlanOf } from "../../../src/domains/configs/roll-plan.mapping.ts";
import { isControlled, podSpecOf } from "../../../src/domains/configs/templates.mapping.ts";
import { seesChanges, usesOf } from "../../../src/domains/configs/uses.mapping.ts";
import { metadata } from "./manifests.ts";

/** As short as it can be said: source, name, container, kind, at, keys. */
const said = (spec: PodSpecManifest) =>
  usesOf(spec).map(({ source, name, container, kind, at, keys }) =>
    [source, name, container, kind, at ?? "-", keys?.join("+") ?? "all"].join(" "),
  );

describe("what a container takes from configs and secrets", () => {
  test("is found in variables of all kinds of containers", () => {
    const env = [
      { name: "PLAIN", value: "x" },
      { name: "LEVEL", valueFrom: { configMapKeyRef: { name: "settings", key: "level" } } },
      { name: "TOKEN", valueFrom: { secretKeyRef: { name: "credentials", key: "token", optional: true } } },
    ];
    expect(
      said({
        initContainers: [{ name: "init", env }],
        containers: [{ name: "main", envFrom: [{ configMapRef: { name: "all" } }, { secretRef: { name: "hidden" } }] }],
        ephemeralContainers: [{ name: "debug", env: env.slice(1, 2) }],
      }),
    ).toEqual([
      "configmaps settings init ENV LEVEL level",
      "secrets credentials init ENV TOKEN token",
      "configmaps all main ENV_FROM - all",
      "secrets hidden main ENV_FROM - all",
      "configmaps settings debug ENV LEVEL level",
    ]);
  });

  test("is found in arguments that name such variables, and not in texts that only look so", () => {
    const container = {
      name: "main",
      command: ["run", "--level=$(LEVEL)"],
      args: ["$$(TOKEN)", "$(PLAIN)", "--mode=$(APP_MODE)", "$(LEVEL)"],
      env: [
        { name: "LEVEL", valueFrom: { configMapKeyRef: { name: "settings", key: "level" } } },
        { name: "TOKEN", valueFrom: { secretKeyRef: { name: "credentials", key: "token" } } },
        { name: "PLAIN", value: "x" },
      ],
      envFrom: [{ prefix: "APP_", configMapRef: { name: "all" } }],
    };
    expect(said({ containers: [container] })).toEqual([
      "configmaps all main ENV_FROM - all",
      "configmaps all main ARGUMENT APP_MODE MODE",
      "configmaps settings main ENV LEVEL level",
      "configmaps settings main ARGUMENT LEVEL level",
      "secrets credentials main ENV TOKEN token",
    ]);
  });

  test("is found in volumes that are mounted, wholly, by items, by file, by folder, and put together", () => {
    const volumes = [
      { name: "whole", configMap: { name: "settings" } },
      {
        name: "some",
        configMap: {
          name: "files",
          items: [
            { key: "a", path: "conf/a.yaml" },
            { key: "b", path: "b.yaml" },
            { key: "b", path: "again.yaml" },
          ],
        },
      },
      { name: "hidden", secret: { secretName: "credentials" } },
      {
        name: "both",
        projected: { sources: [{ configMap: { name: "one" } }, { secret: { name: "two" } }, {}] },
      },
      { name: "unused", configMap: { name: "never" } },
    ];
    const mount = (name: string, subPath?: string) => ({ name, mountPath: `/${name}`, ...(subPath && { subPath }) });
    expect(
      said({
        volumes,
        containers: [
          { name: "main", volumeMounts: [mount("whole"), mount("some"), mount("hidden"), mount("both")] },
          { name: "file", volumeMounts: [mount("whole", "level"), mount("some", "conf"), mount("some", "b.yaml")] },
          { name: "computed", volumeMounts: [{ ...mount("whole"), subPathExpr: "$(NAME)" }] },
          { name: "none", volumeMounts: [mount("some", "c.yaml"), mount("absent")] },
        ],
      }),
    ).toEqual([
      "configmaps settings main VOLUME /whole all",
      "configmaps files main VOLUME /some a+b",
      "secrets credentials main VOLUME /hidden all",
      "configmaps one main PROJECTED_VOLUME /both all",
      "secrets two main PROJECTED_VOLUME /both all",
      "configmaps settings file SUB_PATH /whole level",
      "configmaps files file SUB_PATH /some a",
      "configmaps files file SUB_PATH /some b",
      "configmaps settings computed SUB_PATH /whole all",
    ]);
  });

  test("is nothing of a spec that is missing or half made", () => {
    expect(usesOf(undefined)).toEqual([]);
    expect(said({ containers: [{ name: "main", env: [{ name: "X", valueFrom: {} }], envFrom: [{}] }] })).toEqual([]);
    expect(
      said({ volumes: [{ name: "v", configMap: {} }], containers: [{ name: "main", volumeMounts: [{ name: "v" }] }] }),
    ).toEqual([]);
  });
});

test.each([
  ["ENV", false],
  ["ENV_FROM", false],
  ["ARGUMENT", false],
  ["SUB_PATH", false],
  ["VOLUME", true],
  ["PROJECTED_VOLUME", true],
] as const)("%s sees changes in a running pod: %s", (kind, sees) => {
  expect(seesChanges({ kind })).toBe(sees);
});

test("the template is found in each kind, and what a workload made says nothing of its own", () => {
  const spec: PodSpecManifest = { containers: [{ name: "main" }] };
  const object = (kind: string, parts: object, owner?: string) => ({
    apiVersion: "v1",
    kind,
    metadata: metadata(
      "x",
      owner ? { ownerReferences: [{ apiVersion: "v1", kind: owner, name: "o", uid: "u", controller: true }] } : {},
    ),
    ...parts,
  });
  expect(podSpecOf(object("Pod", { spec }))).toBe(spec);
  expect(podSpecOf(object("Deployment", { spec: { template: { spec } } }))).toBe(spec);
  expect(podSpecOf(object("CronJob", { spec: { jobTemplate: { spec: { template: { spec } } } } }))).toBe(spec);
  expect(podSpecOf(object("Deployment", {}))).toBeUndefined();
  expect(isControlled(object("Pod", {}, "ReplicaSet"))).toBe(true);
  expect(isControlled(object("Deployment", {}, "WebApp"))).toBe(false);
  expect(isControlled(object("Pod", {}))).toBe(false);
});

describe("what is rolled for a change", () => {
  const changes = [{ key: "level", kind: "CHANGED", before: "a", after: "b", binary: false }] as const;
  const use = (kind: "ENV" | "ENV_FROM" | "VOLUME" | "SUB_PATH", keys: readonly string[] | null) =>
    ({ source: "configmaps", name: "settings", container: "main", kind, at: null, keys, optional: false }) as const;
  const plan = (kind: string, uses: readonly ReturnType<typeof use>[], spec: object = {}) =>
    rollPlanOf({ apiVersion: "apps/v1", kind, metadata: metadata("web"), spec } as never, uses, changes).outcome;

  test("is who cannot see it, and uses what changed", () => {
    expect(plan("Deployment", [use("ENV", ["level"])])).toBe("ROLLED");
    expect(plan("Deployment", [use("ENV_FROM", null)])).toBe("ROLLED");
    expect(plan("StatefulSet", [use("VOLUME", null), use("SUB_PATH", ["level"])])).toBe("ROLLED");
    expect(plan("Deployment", [use("ENV", ["other"])])).toBe("NOT_NEEDED");
    expect(plan("DaemonSet", [use("VOLUME", ["level"])])).toBe("NOT_NEEDED");
    expect(plan("CronJob", [use("ENV", ["level"])])).toBe("NOT_NEEDED");
  });

  test("is nobody when nothing changed", () => {
    const object = { apiVersion: "apps/v1", kind: "Deployment", metadata: metadata("web") };
    expect(rollPlanOf(object, [use("ENV_FROM", null)], []).outcome).toBe("NOT_NEEDED");
  });

  test("is said of whom nobody gives new pods", () => {
    expect(plan("Deployment", [use("ENV", ["level"])], { paused: true })).toBe("NOT_POSSIBLE");
    expect(plan("StatefulSet", [use("ENV", ["level"])], { updateStrategy: { type: "OnDelete" } })).toBe("NOT_POSSIBLE");
    expect(plan("Pod", [use("ENV", ["level"])])).toBe("NOT_POSSIBLE");
    expect(plan("Job", [use("ENV", ["level"])])).toBe("NOT_POSSIBLE");
  });
});
