import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { classNameOf } from "../../../src/domains/volumes/class-name.mapping.ts";
import { placementOfClaim, placementOfPodVolume, strictest } from "../../../src/domains/volumes/placement.mapping.ts";
import { declaredVolumesOf, mountPathsOf } from "../../../src/domains/volumes/pod-volumes.mapping.ts";
import type { VolumeManifest } from "../../../src/domains/volumes/volume.manifest.ts";
import { driverOf, VolumeSourceType, volumeSourceOf } from "../../../src/domains/volumes/volume-source.mapping.ts";
import type { KubernetesObject } from "../../../src/kubernetes/index.ts";
import { KubernetesWorld } from "./kubernetes-world.ts";
import { deployment, metadata, pod } from "./manifests.ts";

const nothing = { claim: null, volume: null };

function volume(name: string, spec: object): VolumeManifest & KubernetesObject {
  return {
    apiVersion: "v1",
    kind: "PersistentVolume",
    metadata: { ...metadata(name), namespace: undefined as never },
    spec: { accessModes: ["ReadWriteOnce"], capacity: { storage: "10Gi" }, ...spec },
    status: { phase: "Bound" },
  };
}

function claim(name: string, spec: object = {}): KubernetesObject {
  return {
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: metadata(name),
    spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1.5Gi" } }, ...spec },
    status: { phase: "Bound", capacity: { storage: "10Gi" } },
  } as KubernetesObject;
}

describe("the source of a volume", () => {
  test.each(Object.values(VolumeSourceType).filter((type) => type !== "other"))(
    "is %s where that field is there, whatever stands beside it",
    (type) => {
      const attributes = { some: "setting" };
      const beside = { name: "data", capacity: { storage: "1Gi" }, claimRef: { name: "data" }, nodeAffinity: {} };
      expect(volumeSourceOf({ ...beside, [type]: attributes })).toEqual({ type, attributes });
    },
  );

  test("of a plugin that is not known keeps its name", () => {
    expect(volumeSourceOf({ name: "data", floppy: { drive: "a" } })).toEqual({
      type: "other",
      attributes: { floppy: { drive: "a" } },
    });
  });

  test("that a pod does not name is an empty directory, as the API server reads it", () => {
    expect(volumeSourceOf({ name: "data" }).type).toBe("emptyDir");
  });

  test("has a driver where the plugin is one for drivers", () => {
    expect(driverOf(volumeSourceOf({ csi: { driver: "ebs.csi.aws.com" } }))).toBe("ebs.csi.aws.com");
    expect(driverOf(volumeSourceOf({ flexVolume: { driver: "ceph.com/rbd" } }))).toBe("ceph.com/rbd");
    expect(driverOf(volumeSourceOf({ nfs: { driver: "none" } }))).toBeNull();
  });
});

describe("the data of a volume", () => {
  test.each([
    ["emptyDir", "NONE"],
    ["configMap", "NONE"],
    ["secret", "NONE"],
    ["projected", "NONE"],
    ["image", "NONE"],
    ["ephemeral", "NONE"],
    ["csi", "NONE"],
    ["nfs", "SHARED"],
    ["cephfs", "SHARED"],
    ["glusterfs", "SHARED"],
    ["azureFile", "SHARED"],
    ["hostPath", "NODE_LOCAL"],
    ["awsElasticBlockStore", "DETACHABLE"],
    ["gcePersistentDisk", "DETACHABLE"],
    ["iscsi", "DETACHABLE"],
    ["rbd", "DETACHABLE"],
    ["flocker", "DETACHABLE"],
    ["vsphereVolume", "DETACHABLE"],
  ])("of the pod's own plugin %s is %s", (type, placement) => {
    expect(placementOfPodVolume(volumeSourceOf({ name: "data", [type]: {} }), nothing)).toBe(placement);
  });

  test.each([
    ["a disk of the node", { local: { path: "/disk" } }, "NODE_LOCAL"],
    ["a path of the node", { hostPath: { path: "/disk" } }, "NODE_LOCAL"],
    [
      "a driver's disk that one node alone has",
      {
        csi: { driver: "topolvm.io" },
        nodeAffinity: {
          required: {
            nodeSelectorTerms: [
              { matchExpressions: [{ key: "topology.topolvm.io/node", operator: "In", values: ["n1"] }] },
            ],
          },
        },
      },
      "NODE_LOCAL",
    ],
    [
      "a driver's disk of a zone",
      {
        csi: { driver: "ebs.csi.aws.com" },
        nodeAffinity: {
          required: {
            nodeSelectorTerms: [
              { matchExpressions: [{ key: "topology.kubernetes.io/zone", operator: "In", values: ["a"] }] },
            ],
          },
        },
      },
      "DETACHABLE",
    ],
    ["a share", { nfs: { server: "nfs", path: "/" }, accessModes: ["ReadWriteMany"] }, "SHARED"],
  ])("of a claim is where its volume is: %s", (_name, spec, placement) => {
    expect(placementOfClaim({ accessModes: ["ReadWriteOnce"] }, volume("pv", spec))).toBe(placement);
  });

  const host = (operator: string, ...values: string[]) => ({ key: "kubernetes.io/hostname", operator, values });
  test.each<[string, object[], string]>([
    [
      "one of two nodes",
      [{ matchExpressions: [host("In", "a")] }, { matchExpressions: [host("In", "b")] }],
      "DETACHABLE",
    ],
    [
      "the same one twice",
      [{ matchExpressions: [host("In", "a")] }, { matchExpressions: [host("In", "a")] }],
      "NODE_LOCAL",
    ],
    ["any but one", [{ matchExpressions: [host("NotIn", "a")] }], "DETACHABLE"],
    ["the node of a name", [{ matchFields: [{ key: "metadata.name", operator: "In", values: ["a"] }] }], "NODE_LOCAL"],
    ["nowhere", [], "DETACHABLE"],
  ])("of a driver's disk that can be on %s is told from all of its terms", (_name, nodeSelectorTerms, placement) => {
    const spec = { csi: { driver: "topolvm.io" }, nodeAffinity: { required: { nodeSelectorTerms } } };
    expect(placementOfClaim(undefined, volume("pv", spec))).toBe(placement);
  });

  test("of a claim without a volume is told from how it is to be mounted", () => {
    expect(placementOfClaim({ accessModes: ["ReadWriteMany"] }, null)).toBe("SHARED");
    expect(placementOfClaim({ accessModes: ["ReadWriteOncePod"] }, null)).toBe("DETACHABLE");
    expect(placementOfClaim(undefined, null)).toBe("DETACHABLE");
  });

  test("of a claim that is not known is not known", () => {
    expect(placementOfPodVolume(volumeSourceOf({ persistentVolumeClaim: { claimName: "data" } }), nothing)).toBeNull();
  });

  test("ties pods by the volume that ties them most, and is not known where an unknown one could tie them more", () => {
    expect(strictest([])).toBe("NONE");
    expect(strictest(["NONE", "DETACHABLE", "SHARED"])).toBe("DETACHABLE");
    expect(strictest(["SHARED", null])).toBeNull();
    expect(strictest(["NODE_LOCAL", null])).toBe("NODE_LOCAL");
  });
});

describe("the volumes of what makes pods", () => {
  const spec = {
    volumes: [
      { name: "data", persistentVolumeClaim: { claimName: "files" } },
      { name: "cache", emptyDir: {} },
    ],
    initContainers: [{ name: "init", volumeMounts: [{ name: "data", mountPath: "/init" }] }],
    containers: [
      { name: "a", volumeMounts: [{ name: "data", mountPath: "/data" }] },
      {
        name: "b",
        volumeMounts: [{ name: "data", mountPath: "/data" }],
        volumeDevices: [{ name: "raw", devicePath: "/dev/x" }],
      },
    ],
  };
  const object = (kind: string, own: object) => ({ apiVersion: "v1", kind, metadata: metadata("db"), spec: own });

  test.each([
    ["a pod", object("Pod", spec)],
    ["a template", object("Deployment", { template: { spec } })],
    ["the template of jobs", object("CronJob", { jobTemplate: { spec: { template: { spec } } } })],
  ])("are found in %s, with each path where they are mounted once", (_what, manifest) => {
    expect(
      declaredVolumesOf(manifest).map((each) => ({
        name: each.name,
        mountPaths: mountPathsOf(each),
        claimNames: each.claimNames,
      })),
    ).toEqual([
      { name: "data", mountPaths: ["/init", "/data"], claimNames: ["files"] },
      { name: "cache", mountPaths: [], claimNames: [] },
    ]);
  });

  test("of a StatefulSet are the claims of its templates, one for each pod, by its ordinals", () => {
    const set = object("StatefulSet", {
      replicas: 2,
      ordinals: { start: 3 },
      volumeClaimTemplates: [{ metadata: { name: "data" }, spec: { accessModes: ["ReadWriteOnce"] } }],
      template: { spec },
    });
    expect(declaredVolumesOf(set).map(({ name, claimNames }) => [name, claimNames])).toEqual([
      ["cache", []],
      ["data", ["data-db-3", "data-db-4"]],
    ]);
  });

  test("are none where there is nothing but metadata", () => {
    expect(declaredVolumesOf({ apiVersion: "v1", kind: "Pod", metadata: metadata("bare") })).toEqual([]);
  });
});

test("a storage class is the one of the annotation of old, before that of the field", () => {
  const annotated = (value: string | undefined, storageClassName?: string) => {
    const annotations = value === undefined ? undefined : { "volume.beta.kubernetes.io/storage-class": value };
    return classNameOf({
      apiVersion: "v1",
      kind: "PersistentVolumeClaim",
      metadata: metadata("files", annotations && { annotations }),
      ...(storageClassName !== undefined && { spec: { storageClassName } }),
    });
  };
  expect(annotated("old", "new")).toBe("old");
  expect(annotated(undefined, "new")).toBe("new");
  // An empty one is a wish for none.
  expect(annotated("", "new")).toBeNull();
  expect(annotated(undefined)).toBeNull();
});

describe("claims, volumes and classes", () => {
  let world: KubernetesWorld;
  beforeEach(async () => {
    world = await KubernetesWorld.start("alpha", "bravo");
    for (const cluster of ["alpha", "bravo"]) {
      const files = claim("files", { volumeName: "pv-1", storageClassName: "fast" });
      world.put(cluster, "persistentvolumeclaims", files);
      world.put(cluster, "persistentvolumeclaims", claim("waiting", { storageClassName: "slow" }));
      const claimRef = { namespace: "shop", name: "files", uid: files.metadata.uid };
      world.put(
        cluster,
        "persistentvolumes",
        volume("pv-1", { local: { path: "/disk" }, claimRef, storageClassName: "fast" }),
      );
      world.put(cluster, "persistentvolumes", volume("pv-2", { nfs: {}, claimRef: { ...claimRef, uid: "former" } }));
      world.put(cluster, "storage.k8s.io/storageclasses", {
        apiVersion: "storage.k8s.io/v1",
        kind: "StorageClass",
        metadata: { ...metadata("fast"), namespace: undefined as never },
        provisioner: "kubernetes.io/no-provisioner",
      } as KubernetesObject);
      const using = {
        volumes: [{ name: "data", persistentVolumeClaim: { claimName: "files" } }],
        containers: [{ name: "web", volumeMounts: [{ name: "data", mountPath: "/data" }] }],
      };
      world.put(cluster, "pods", pod("user", {}, { spec: using } as never));
      world.put(cluster, "pods", pod("bystander"));
      const web = deployment("web");
      world.put(cluster, "apps/deployments", { ...web, spec: { ...web.spec, template: { spec: using } } } as never);
    }
  });
  afterEach(() => world[Symbol.asyncDispose]());

  test("lead to each other and to the pods, both ways, each in its own cluster", async () => {
    const data = await world.data(`{
      persistentVolumeClaims(filter: { storageClassName: "fast" }, orderBy: [{ field: CLUSTER, direction: DESC }]) {
        totalCount
        nodes {
          cluster phase accessModes requested requestedBytes capacityBytes
          volume { name source { type attributes } claim { name } }
          storageClass { name provisioner claims { nodes { cluster name } } volumes { totalCount } }
          pods { nodes { cluster name claims { name } } }
        }
      }
    }`);
    const of = (cluster: string) => ({
      cluster,
      phase: "BOUND",
      accessModes: ["READ_WRITE_ONCE"],
      requested: "1.5Gi",
      requestedBytes: 1_610_612_736,
      capacityBytes: 10_737_418_240,
      volume: { name: "pv-1", source: { type: "LOCAL", attributes: { path: "/disk" } }, claim: { name: "files" } },
      storageClass: {
        name: "fast",
        provisioner: "kubernetes.io/no-provisioner",
        claims: { nodes: [{ cluster, name: "files" }] },
        volumes: { totalCount: 1 },
      },
      pods: { nodes: [{ cluster, name: "user", claims: [{ name: "files" }] }] },
    });
    expect(data).toEqual({ persistentVolumeClaims: { totalCount: 2, nodes: [of("bravo"), of("alpha")] } });
  });

  test("lead to the driver that makes them, and it to the nodes on which it runs", async () => {
    const clusterWide = (name: string) => ({ ...metadata(name), namespace: undefined as never });
    const put = (resource: string, kind: string, name: string, more: object) =>
      world.put("alpha", resource, {
        apiVersion: "storage.k8s.io/v1",
        kind,
        metadata: clusterWide(name),
        ...more,
      } as KubernetesObject);
    put("storage.k8s.io/csidrivers", "CSIDriver", "disks.test", {
      spec: { attachRequired: false, volumeLifecycleModes: ["Ephemeral", "Persistent", "Eternal"] },
    });
    put("storage.k8s.io/csidrivers", "CSIDriver", "bare.test", {});
    put("storage.k8s.io/csinodes", "CSINode", "node-1", {
      spec: {
        drivers: [
          { name: "disks.test", nodeID: "i-1", topologyKeys: ["zone"], allocatable: { count: 25 } },
          { name: "other.test" },
        ],
      },
    });
    world.put("alpha", "nodes", { apiVersion: "v1", kind: "Node", metadata: clusterWide("node-1") });
    put("storage.k8s.io/csinodes", "CSINode", "node-2", { spec: { drivers: null } });
    put("storage.k8s.io/storageclasses", "StorageClass", "disks", { provisioner: "disks.test" });
    const csi = { driver: "disks.test", volumeHandle: "1" };
    world.put("alpha", "persistentvolumes", volume("pv-csi", { csi }));
    world.put("alpha", "persistentvolumes", volume("pv-flex", { flexVolume: { driver: "bare.test" } }));
    const data = await world.data(`{
      csiDrivers(orderBy: [{ field: NAME, direction: DESC }]) { nodes {
        name volumeLifecycles attachRequired podInfoOnMount storageCapacity fsGroupPolicy
        nodes { nodes { name drivers { name nodeId topologyKeys maxVolumes } node { name csiNode { name } } } }
        storageClasses { nodes { name csiDriver { name } } }
        volumes { nodes { name csiDriver { name } } }
      } }
      ephemeral: csiDrivers(filter: { volumeLifecycle: EPHEMERAL }) { nodes { name } }
      csiNodes(filter: { clusters: ["alpha"] }, orderBy: [{ field: DRIVERS, direction: DESC }]) { nodes { name } }
      running: csiNodes(filter: { driver: "other.test" }) { nodes { name } }
      gone: csiNode(by: { ref: { cluster: "alpha", name: "node-2" } }) { node { name } }
    }`);
    const csiDriver = { name: "disks.test" };
    expect(data).toEqual({
      csiDrivers: {
        nodes: [
          {
            name: "disks.test",
            volumeLifecycles: ["PERSISTENT", "EPHEMERAL"],
            attachRequired: false,
            podInfoOnMount: false,
            storageCapacity: false,
            fsGroupPolicy: "ReadWriteOnceWithFSType",
            nodes: {
              nodes: [
                {
                  name: "node-1",
                  drivers: [
                    { name: "disks.test", nodeId: "i-1", topologyKeys: ["zone"], maxVolumes: 25 },
                    { name: "other.test", nodeId: null, topologyKeys: [], maxVolumes: null },
                  ],
                  node: { name: "node-1", csiNode: { name: "node-1" } },
                },
              ],
            },
            storageClasses: { nodes: [{ name: "disks", csiDriver }] },
            volumes: { nodes: [{ name: "pv-csi", csiDriver }] },
          },
          {
            name: "bare.test",
            volumeLifecycles: ["PERSISTENT"],
            attachRequired: true,
            podInfoOnMount: false,
            storageCapacity: false,
            fsGroupPolicy: "ReadWriteOnceWithFSType",
            nodes: { nodes: [] },
            storageClasses: { nodes: [] },
            // Of a FlexVolume: another sort of driver, though it has this name.
            volumes: { nodes: [] },
          },
        ],
      },
      ephemeral: { nodes: [{ name: "disks.test" }] },
      csiNodes: { nodes: [{ name: "node-1" }, { name: "node-2" }] },
      running: { nodes: [{ name: "node-1" }] },
      gone: { node: null },
    });
  });

  test("of a namesake of the claim that a volume had are not shown for it", async () => {
    const data = await world.data(`{
      persistentVolume(by: { ref: { cluster: "alpha", name: "pv-2" } }) { source { type } claim { name } }
    }`);
    expect(data).toEqual({ persistentVolume: { source: { type: "NFS" }, claim: null } });
  });

  test("say where the data of a deployment is, with the volume that decides it", async () => {
    const data = await world.data(`{
      deployments(filter: { clusters: ["alpha"] }) { nodes {
        dataPlacement dataVolumes { name mountPaths placement claimName claim { phase } source { type } }
      } }
    }`);
    expect(data).toEqual({
      deployments: {
        nodes: [
          {
            dataPlacement: "NODE_LOCAL",
            dataVolumes: [
              {
                name: "data",
                mountPaths: ["/data"],
                placement: "NODE_LOCAL",
                claimName: "files",
                claim: { phase: "BOUND" },
                source: { type: "PERSISTENT_VOLUME_CLAIM" },
              },
            ],
          },
        ],
      },
    });
  });

  test.each([
    ["persistentVolumes(filter: { source: { in: [NFS] } })", ["pv-2", "pv-2"]],
    ["persistentVolumes(filter: { phase: { in: [RELEASED] } })", []],
    ['persistentVolumeClaims(filter: { phase: { in: [BOUND] }, name: { eq: "waiting" } })', ["waiting", "waiting"]],
    ["storageClasses(filter: { default: true })", []],
    ['storageClasses(filter: { provisioner: "kubernetes.io/no-provisioner", clusters: ["bravo"] })', ["fast"]],
  ])("are listed by %s", async (field, names) => {
    const data = await world.data<Record<string, { nodes: { name: string }[] }>>(`{ ${field} { nodes { name } } }`);
    expect(Object.values(data)[0]?.nodes.map(({ name }) => name)).toEqual(names);
  });

  test.each([
    ['persistentVolumes(filter: { namespaces: ["shop"] })', "GRAPHQL_VALIDATION_FAILED"],
    ["persistentVolumeClaims(filter: { phase: { in: [GONE] } })", "GRAPHQL_VALIDATION_FAILED"],
    ['persistentVolumeClaims(filter: { clusters: ["nowhere"] })', "UNKNOWN_CLUSTER"],
    ["storageClasses(first: 501)", "LIMIT_EXCEEDED"],
  ])("refuse %s by %s", async (field, code) => {
    const { errors } = await world.run(`{ ${field} { nodes { name } } }`);
    expect(errors?.map(({ extensions }) => extensions?.code)).toEqual([code]);
  });
});
