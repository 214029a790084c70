import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Cluster } from "../control-plane/cluster.ts";
import { ensureNamespace } from "../control-plane/seed.ts";
import { waitFor } from "../control-plane/wait-for.ts";
import { covers } from "../support/covers.ts";
import { query } from "../support/graphql-client.ts";
import { type Rig, startRig } from "../support/rig.ts";

covers("VO-1", "sources of persistent volumes, and where the data of workloads is", "kube-apiserver with controllers");
covers("VO-2", "who uses a claim; a pod's successor keeps it", "kube-apiserver with controllers");

const DATA = "data";
const APPS = `/apis/apps/v1/namespaces/${DATA}`;

let rig: Rig;
let cluster: Cluster;
beforeAll(async () => {
  rig = await startRig({ clusters: 1, nodes: 2 });
  [cluster] = rig.controlPlane.clusters as [Cluster];
  await ensureNamespace(cluster, DATA);
  const { items } = await cluster.api.request<{
    items: { metadata: { name: string; labels: Record<string, string> } }[];
  }>("GET", "/api/v1/nodes");
  const hostname = items[0]?.metadata.labels["kubernetes.io/hostname"];
  const ofOneNode = {
    required: {
      nodeSelectorTerms: [
        { matchExpressions: [{ key: "kubernetes.io/hostname", operator: "In", values: [hostname] }] },
      ],
    },
  };
  await makeClass("by-hand");
  for (const n of [0, 1]) {
    await makeVolume(`disk-${n}`, "by-hand", {
      accessModes: ["ReadWriteOnce"],
      csi: { driver: "disks.test", volumeHandle: `disk-${n}` },
    });
  }
  await makeClass("on-node");
  await makeVolume("local", "on-node", {
    accessModes: ["ReadWriteOnce"],
    local: { path: "/mnt/disk" },
    nodeAffinity: ofOneNode,
  });
  await makeClass("shared");
  await makeVolume("share", "shared", { accessModes: ["ReadWriteMany"], nfs: { server: "nfs.test", path: "/share" } });
  for (const [name, accessMode] of [
    ["on-node", "ReadWriteOnce"],
    ["shared", "ReadWriteMany"],
  ] as const) {
    await cluster.api.request("POST", `/api/v1/namespaces/${DATA}/persistentvolumeclaims`, {
      metadata: { name },
      spec: claimSpec(name, accessMode),
    });
    await cluster.api.request("POST", `${APPS}/deployments`, {
      metadata: { name },
      spec: { ...template(name, [{ name: "data", persistentVolumeClaim: { claimName: name } }]), replicas: 1 },
    });
  }
  await cluster.api.request("POST", `${APPS}/deployments`, {
    metadata: { name: "stateless" },
    spec: { ...template("stateless", [{ name: "data", emptyDir: {} }]), replicas: 1 },
  });
  await cluster.api.request("POST", `${APPS}/statefulsets`, {
    metadata: { name: "db", labels: { "app.kubernetes.io/part-of": "ledger" } },
    spec: {
      ...template("db", []),
      replicas: 2,
      serviceName: "db",
      volumeClaimTemplates: [{ metadata: { name: "data" }, spec: claimSpec("by-hand", "ReadWriteOnce") }],
    },
  });
}, 180_000);
afterAll(() => rig?.[Symbol.asyncDispose]());

async function makeClass(name: string) {
  await cluster.api.request("POST", "/apis/storage.k8s.io/v1/storageclasses", {
    metadata: { name },
    provisioner: "kubernetes.io/no-provisioner",
  });
}

async function makeVolume(name: string, storageClassName: string, spec: object) {
  await cluster.api.request("POST", "/api/v1/persistentvolumes", {
    metadata: { name },
    spec: { capacity: { storage: "1Gi" }, storageClassName, ...spec },
  });
}

function claimSpec(storageClassName: string, accessMode: string) {
  return { storageClassName, accessModes: [accessMode], resources: { requests: { storage: "1Gi" } } };
}

function template(name: string, volumes: object[]) {
  const container = {
    name: "main",
    image: "registry.test/main:1",
    volumeMounts: [{ name: "data", mountPath: "/data" }],
  };
  return {
    selector: { matchLabels: { app: name } },
    template: { metadata: { labels: { app: name } }, spec: { containers: [container], volumes } },
  };
}

interface Claim {
  readonly name: string;
  readonly uid: string;
  readonly phase: string;
  readonly volume: {
    readonly name: string;
    readonly source: { readonly type: string; readonly driver: string | null };
  } | null;
  readonly pods: {
    readonly nodes: readonly { readonly name: string; readonly uid: string; readonly ready: boolean }[];
  };
}

async function claims(): Promise<readonly Claim[]> {
  const document = `query ($filter: PersistentVolumeClaimFilter) { persistentVolumeClaims(filter: $filter, orderBy: [{ field: NAME }]) { nodes {
    name uid phase volume { name source { type driver } } pods { nodes { name uid ready } }
  } } }`;
  const filter = { namespaces: [DATA], name: { startsWith: "data-db-" } };
  type Answer = { persistentVolumeClaims: { nodes: Claim[] } };
  return (await query<Answer>(rig.url, document, { filter })).persistentVolumeClaims.nodes;
}

const areReady = (found: readonly Claim[]) =>
  found.length === 2 && found.every(({ phase, pods }) => phase === "BOUND" && pods.nodes[0]?.ready);

describe("the data of workloads", () => {
  test("is where the volumes are that the real controller has bound their claims to", async () => {
    const document = `{ deployments(filter: { namespaces: ["${DATA}"] }, orderBy: [{ field: NAME }]) { nodes {
      name dataPlacement dataVolumes { name mountPaths placement claim { phase volume { name } } }
    } } }`;
    const volume = (placement: string, name: string | null) => ({
      name: "data",
      mountPaths: ["/data"],
      placement,
      claim: name && { phase: "BOUND", volume: { name } },
    });
    const expected = [
      { name: "on-node", dataPlacement: "NODE_LOCAL", dataVolumes: [volume("NODE_LOCAL", "local")] },
      { name: "shared", dataPlacement: "SHARED", dataVolumes: [volume("SHARED", "share")] },
      { name: "stateless", dataPlacement: "NONE", dataVolumes: [volume("NONE", null)] },
    ];
    type Answer = { deployments: { nodes: { dataPlacement: string }[] } };
    const ask = async () => (await query<Answer>(rig.url, document)).deployments.nodes;
    await waitFor(async () => (await ask())[0]?.dataPlacement === "NODE_LOCAL", 30_000, "the claims are bound");
    expect(await ask()).toEqual(expected);
  });

  test("of a StatefulSet goes along with its pods, and so its application can be found by it", async () => {
    await waitFor(async () => areReady(await claims()), 60_000, "the claims are bound, and their pods ready");
    const document = `{ applications(filter: { dataPlacement: { in: [DETACHABLE] } }) { nodes {
      name dataPlacement workloads { kind name dataPlacement } persistentVolumeClaims { totalCount }
    } } }`;
    expect(await query(rig.url, document)).toEqual({
      applications: {
        nodes: [
          {
            name: "ledger",
            dataPlacement: "DETACHABLE",
            workloads: [{ kind: "StatefulSet", name: "db", dataPlacement: "DETACHABLE" }],
            // The controller gives claims the selector's labels, and not the set's own.
            persistentVolumeClaims: { totalCount: 0 },
          },
        ],
      },
    });
  });

  test("stays with the claim when a pod is deleted: its successor has the same claim, and so the same volume", async () => {
    await waitFor(async () => areReady(await claims()), 60_000, "the claims are bound, and their pods ready");
    const before = await claims();
    expect(before.map(({ volume }) => volume?.source)).toEqual(
      [0, 1].map(() => ({ type: "CSI", driver: "disks.test" })),
    );
    const [former] = before[0]?.pods.nodes ?? [];
    await cluster.api.request("DELETE", `/api/v1/namespaces/${DATA}/pods/db-0`, { gracePeriodSeconds: 0 });
    await waitFor(
      async () => {
        const [pod] = (await claims())[0]?.pods.nodes ?? [];
        return pod !== undefined && pod.uid !== former?.uid && pod.ready;
      },
      60_000,
      "the successor is ready",
    );
    const after = await claims();
    const kept = (found: readonly Claim[]) =>
      found.map(({ name, uid, volume }) => ({ name, uid, volume: volume?.name }));
    expect(kept(after)).toEqual(kept(before));
    expect(after[0]?.pods.nodes.map(({ name }) => name)).toEqual(["db-0"]);
  });
});
