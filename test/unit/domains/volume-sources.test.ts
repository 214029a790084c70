import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { isShareable, pluginModesOf, volumePlugins } from "../../../src/domains/volumes/volume-plugins.ts";
import { VolumeSourceType, volumeSourceOf } from "../../../src/domains/volumes/volume-source.mapping.ts";
import type { KubernetesObject } from "../../../src/kubernetes/index.ts";
import {
  podSources,
  type SourceFixture,
  sourceAnswer,
  sourceSelection,
  volumeSources,
} from "../../support/volume-sources.ts";
import { KubernetesWorld } from "./kubernetes-world.ts";
import { metadata, pod } from "./manifests.ts";

let world: KubernetesWorld;
beforeEach(async () => {
  world = await KubernetesWorld.start("alpha");
});
afterEach(() => world[Symbol.asyncDispose]());

const volume = (name: string, spec: object): KubernetesObject =>
  ({
    apiVersion: "v1",
    kind: "PersistentVolume",
    metadata: { ...metadata(name), namespace: undefined as never },
    spec: { accessModes: ["ReadWriteOnce"], capacity: { storage: "1Gi" }, ...spec },
  }) as KubernetesObject;

const named = (fixture: SourceFixture) => [fixture.type, fixture] as const;
const inPods = sourceSelection(podSources);
const inVolumes = sourceSelection(volumeSources);

describe("the source of a volume", () => {
  test("is known of each plugin that there is a name for, by a manifest of it", () => {
    const shown = new Set([...podSources, ...volumeSources].map(({ type }) => type));
    const all = Object.keys(VolumeSourceType).filter((name) => name !== "OTHER");
    expect([...shown].sort()).toEqual(all.sort());
    expect(volumePlugins).toHaveLength(all.length);
  });

  test.each(podSources.map(named))("of a pod that is %s is told with all of its settings", async (_type, fixture) => {
    const spec = { volumes: [{ name: "data", ...fixture.manifest }], containers: [{ name: "main" }] };
    world.put("alpha", "pods", pod("user", {}, { spec } as never));
    const { pods } = await world.data<{ pods: { nodes: object[] } }>(
      `{ pods { nodes { volumes { name ${inPods} } } } }`,
    );
    expect(pods.nodes).toEqual([{ volumes: [{ name: "data", source: sourceAnswer(fixture, podSources) }] }]);
  });

  test.each(volumeSources.map(named))("of a persistent volume that is %s is told likewise", async (_type, fixture) => {
    world.put("alpha", "persistentvolumes", volume("disk", fixture.manifest));
    const data = await world.data(`{ persistentVolumes { nodes { ${inVolumes} } } }`);
    expect(data).toEqual({ persistentVolumes: { nodes: [{ source: sourceAnswer(fixture, volumeSources) }] } });
  });

  test.each(podSources.map(named))(
    "of %s has nothing to tell where nothing is said, or nonsense",
    async (type, fixture) => {
      const [[name]] = Object.entries(fixture.manifest) as [[string, object]];
      const nonsense = Object.fromEntries(
        Object.keys(Object.values(fixture.manifest)[0] ?? {}).map((key) => [key, [7, null]]),
      );
      for (const settings of [{}, nonsense]) {
        const spec = { volumes: [{ name: "data", [name]: settings }], containers: [] };
        world.put("alpha", "pods", pod("user", {}, { spec } as never));
        const fields = Object.keys(fixture.settings).join(" ");
        const { pods } = await world.data<{ pods: { nodes: { volumes: object[] }[] } }>(
          `{ pods { nodes { volumes { source { type ${fixture.field} { ${fields} } } } } } }`,
        );
        const nothing = Object.fromEntries(
          Object.entries(fixture.settings).map(([key, value]) => [key, typeof value === "boolean" ? false : null]),
        );
        expect(pods.nodes[0]?.volumes).toEqual([{ source: { type, [fixture.field]: nothing } }]);
      }
    },
  );

  test.each([
    [["ReadWriteOnce"], false],
    [["ReadWriteOnce", "ReadOnlyMany"], false],
    [["ReadOnlyMany"], true],
    [["ReadWriteOncePod"], false],
    [["ReadWriteOnce", "ReadWriteMany"], true],
    [[], false],
  ])("of a driver that is declared as %j can be shared: %s", async (accessModes, shareable) => {
    const csi = { driver: "disks.test", volumeHandle: "1" };
    world.put("alpha", "persistentvolumes", volume("disk", { csi, accessModes }));
    const data = await world.data("{ persistentVolumes { nodes { source { shareable } } } }");
    expect(data).toEqual({ persistentVolumes: { nodes: [{ source: { shareable } }] } });
  });

  test("that is projected can be shared as long as nothing in it is the pod's own", () => {
    const projected = (...sources: object[]) => pluginModesOf(volumeSourceOf({ projected: { sources } })) ?? [];
    expect(isShareable(projected({ configMap: { name: "a" } }, { secret: { name: "b" } }))).toBe(true);
    expect(isShareable(projected({ configMap: { name: "a" } }, { serviceAccountToken: { path: "c" } }))).toBe(false);
  });
});

describe("the volumes of pods and workloads", () => {
  const spec = {
    volumes: [{ name: "data", persistentVolumeClaim: { claimName: "files" } }, { name: "scratch" }],
    initContainers: [{ name: "init", volumeMounts: [{ name: "data", mountPath: "/init", readOnly: true }] }],
    containers: [
      {
        name: "main",
        volumeMounts: [
          { name: "data", mountPath: "/data", subPath: "main" },
          { name: "data", mountPath: "/own", subPathExpr: "$(POD_NAME)" },
        ],
        volumeDevices: [{ name: "raw", devicePath: "/dev/raw" }],
      },
    ],
  };
  const mount = (container: string, path: string, more: object = {}) => {
    return { container, path, readOnly: false, subPath: null, device: false, ...more };
  };

  test("are those that are declared, with each place where a container has them", async () => {
    const volumeClaimTemplates = [{ metadata: { name: "raw" }, spec: { accessModes: ["ReadWriteOnce"] } }];
    world.put("alpha", "apps/statefulsets", {
      apiVersion: "apps/v1",
      kind: "StatefulSet",
      metadata: metadata("db"),
      spec: { replicas: 2, template: { spec }, volumeClaimTemplates },
    } as KubernetesObject);
    const data = await world.data(`{ workloads { nodes { volumes {
      name source { type shareable } claimNames mounts { container path readOnly subPath device }
    } } } }`);
    const claim = { type: "PERSISTENT_VOLUME_CLAIM", shareable: null };
    expect(data).toEqual({
      workloads: {
        nodes: [
          {
            volumes: [
              {
                name: "data",
                source: claim,
                claimNames: ["files"],
                mounts: [
                  mount("init", "/init", { readOnly: true }),
                  mount("main", "/data", { subPath: "main" }),
                  mount("main", "/own", { subPath: "$(POD_NAME)" }),
                ],
              },
              { name: "scratch", source: { type: "EMPTY_DIR", shareable: false }, claimNames: [], mounts: [] },
              {
                name: "raw",
                source: claim,
                claimNames: ["raw-db-0", "raw-db-1"],
                mounts: [mount("main", "/dev/raw", { device: true })],
              },
            ],
          },
        ],
      },
    });
  });
});
