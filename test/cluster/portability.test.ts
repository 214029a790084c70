import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Cluster } from "../control-plane/cluster.ts";
import { ensureNamespace } from "../control-plane/seed.ts";
import { waitFor } from "../control-plane/wait-for.ts";
import { covers } from "../support/covers.ts";
import { query } from "../support/graphql-client.ts";
import { type Rig, startRig } from "../support/rig.ts";

covers(
  "DE-1",
  "applications: what keeps them from another cluster, and copies there",
  "two kube-apiservers with controllers",
);

const SHOP = "shop";
const labels = { "app.kubernetes.io/part-of": "shop" };

let rig: Rig;
let alpha: Cluster;
let bravo: Cluster;
beforeAll(async () => {
  rig = await startRig({ clusters: 2, nodes: 1, config: { allowWrites: true } });
  [alpha, bravo] = rig.controlPlane.clusters as [Cluster, Cluster];
  for (const cluster of [alpha, bravo]) await ensureNamespace(cluster, SHOP);
  await makeSurroundings(alpha);
  await alpha.api.request("POST", "/api/v1/persistentvolumes", {
    metadata: { name: "disk" },
    spec: {
      ...claimSpec,
      capacity: { storage: "1Gi" },
      resources: undefined,
      csi: { driver: "disks.test", volumeHandle: "disk" },
    },
  });
  await alpha.api.request("POST", `/api/v1/namespaces/${SHOP}/configmaps`, {
    metadata: { name: "settings" },
    data: { colour: "blue" },
  });
  await alpha.api.request("POST", `/api/v1/namespaces/${SHOP}/persistentvolumeclaims`, {
    metadata: { name: "data", labels },
    spec: claimSpec,
  });
  await alpha.api.request("POST", `/apis/apps/v1/namespaces/${SHOP}/deployments`, {
    metadata: { name: "web", labels },
    spec: deploymentSpec,
  });
  await alpha.api.request("POST", `/api/v1/namespaces/${SHOP}/services`, {
    metadata: { name: "web", labels },
    spec: { type: "NodePort", selector: { app: "web" }, ports: [{ port: 80 }] },
  });
  await alpha.api.request("POST", `/apis/networking.k8s.io/v1/namespaces/${SHOP}/ingresses`, {
    metadata: { name: "front", labels },
    spec: { ingressClassName: "edge", defaultBackend: { service: { name: "web", port: { number: 80 } } } },
  });
  await waitFor(async () => (await places()).alpha === "HEALTHY", 60_000, "shop is healthy in alpha");
}, 180_000);
afterAll(() => rig?.[Symbol.asyncDispose]());

const claimSpec = {
  storageClassName: "by-hand",
  accessModes: ["ReadWriteOnce"],
  resources: { requests: { storage: "1Gi" } },
};
const deploymentSpec = {
  replicas: 1,
  selector: { matchLabels: { app: "web" } },
  template: {
    metadata: { labels: { app: "web" } },
    spec: {
      priorityClassName: "shop-high",
      nodeSelector: { disk: "ssd" },
      containers: [
        {
          name: "main",
          image: "registry.test/web:1",
          envFrom: [{ configMapRef: { name: "settings" } }, { secretRef: { name: "passwords" } }],
        },
      ],
      volumes: [{ name: "data", persistentVolumeClaim: { claimName: "data" } }],
    },
  },
};

/** What a cluster must have before the application can run there. */
async function makeSurroundings({ api }: Cluster) {
  await api.request("POST", "/apis/storage.k8s.io/v1/storageclasses", {
    metadata: { name: "by-hand" },
    provisioner: "kubernetes.io/no-provisioner",
  });
  await api.request("POST", "/apis/storage.k8s.io/v1/csidrivers", {
    metadata: { name: "disks.test" },
    spec: { attachRequired: false },
  });
  await api.request("POST", "/apis/networking.k8s.io/v1/ingressclasses", {
    metadata: { name: "edge" },
    spec: { controller: "edge.test/controller" },
  });
  await api.request("POST", "/apis/scheduling.k8s.io/v1/priorityclasses", {
    metadata: { name: "shop-high" },
    value: 1_000,
  });
  await api.request("POST", `/api/v1/namespaces/${SHOP}/secrets`, {
    metadata: { name: "passwords" },
    stringData: { db: "canary-value" },
  });
  const { items } = await api.request<{ items: { metadata: { name: string } }[] }>("GET", "/api/v1/nodes");
  for (const { metadata } of items) {
    await api.request(
      "PATCH",
      `/api/v1/nodes/${metadata.name}`,
      { metadata: { labels: { disk: "ssd" } } },
      { contentType: "application/merge-patch+json" },
    );
  }
}

const operation = (name: string) =>
  readFile(new URL(`../../schema/operations/${name}.graphql`, import.meta.url), "utf8");
const from = { cluster: "alpha", namespace: SHOP };
const to = { cluster: "bravo", namespace: SHOP };

async function places(): Promise<Record<string, string>> {
  type Answer = { application: { places: { cluster: string; health: string }[] } | null };
  const { application } = await query<Answer>(
    rig.url,
    '{ application(by: { name: "shop" }) { places { cluster health } } }',
  );
  return Object.fromEntries((application?.places ?? []).map(({ cluster, health }) => [cluster, health]));
}

interface Judged {
  readonly portable: boolean | null;
  readonly blockers: readonly { readonly reason: string; readonly name: string; readonly needs: string | null }[];
  readonly unchecked: readonly string[];
}

async function portability(): Promise<Judged> {
  type Answer = { application: { portability: Judged } };
  const document = await operation("application-portability");
  return (await query<Answer>(rig.url, document, { name: "shop", from, to })).application.portability;
}

interface Copied {
  readonly results: readonly {
    readonly kind: string;
    readonly name: string;
    readonly before: object | null;
    readonly resource: { readonly resourceVersion: string } | null;
    readonly userErrors: readonly object[];
  }[];
  readonly blockers: readonly object[];
  readonly userErrors: readonly { readonly code: string }[];
  readonly revision: string | null;
}

async function copy(more: object = {}): Promise<Copied> {
  type Answer = { applicationCopy: Copied };
  const input = { application: "shop", from, to, ...more };
  return (await query<Answer>(rig.url, await operation("application-copy"), { input })).applicationCopy;
}

const parts: readonly [string, string, string][] = [
  ["ConfigMap", "settings", `/api/v1/namespaces/${SHOP}/configmaps/settings`],
  ["PersistentVolumeClaim", "data", `/api/v1/namespaces/${SHOP}/persistentvolumeclaims/data`],
  ["Service", "web", `/api/v1/namespaces/${SHOP}/services/web`],
  ["Deployment", "web", `/apis/apps/v1/namespaces/${SHOP}/deployments/web`],
  ["Ingress", "front", `/apis/networking.k8s.io/v1/namespaces/${SHOP}/ingresses/front`],
];

/** Each part at its source, of which nothing but the versions matters here. */
const versionsIn = (cluster: Cluster) =>
  Promise.all(
    parts.map(
      async ([, , path]) =>
        (await cluster.api.request<{ metadata: { uid: string; generation?: number } }>("GET", path)).metadata,
    ),
  );

test("an application that lacks something in another cluster is told all of it, is not copied there, and can be copied once it is there", async () => {
  const judged = await portability();
  expect(judged.portable).toBe(false);
  expect(judged.unchecked).toEqual([]);
  const reasons = judged.blockers.map(({ reason, name, needs }) => [reason, name, needs]);
  expect(new Set(reasons)).toEqual(
    new Set([
      ["STORAGE_CLASS_MISSING", "data", "by-hand"],
      ["CSI_DRIVER_MISSING", "data", "disks.test"],
      ["INGRESS_CLASS_MISSING", "front", "edge"],
      ["PRIORITY_CLASS_MISSING", "web", "shop-high"],
      ["SECRET_MISSING", "web", "passwords"],
      ["NO_MATCHING_NODE", "web", null],
    ]),
  );
  const refused = await copy();
  expect(refused.results).toEqual([]);
  expect(refused.userErrors).toHaveLength(6);
  for (const [, , path] of parts) await expect(bravo.api.request("GET", path)).rejects.toMatchObject({ status: 404 });

  await makeSurroundings(bravo);
  await waitFor(async () => (await portability()).portable === true, 30_000, "nothing is in the way any more");

  const tried = await copy({ dryRun: true });
  expect(tried.results.map(({ kind, name, before, userErrors }) => [kind, name, before, userErrors])).toEqual(
    parts.map(([kind, name]) => [kind, name, null, []]),
  );
  for (const [, , path] of parts) await expect(bravo.api.request("GET", path)).rejects.toMatchObject({ status: 404 });

  const copied = await copy();
  expect(copied.userErrors).toEqual([]);
  expect(copied.results.map(({ kind, name }) => [kind, name])).toEqual(parts.map(([kind, name]) => [kind, name]));
  expect(JSON.stringify([tried, copied])).not.toContain("canary");
  await bravo.api.request("POST", "/api/v1/persistentvolumes", {
    metadata: { name: "disk" },
    spec: {
      ...claimSpec,
      capacity: { storage: "1Gi" },
      resources: undefined,
      csi: { driver: "disks.test", volumeHandle: "disk" },
    },
  });
  await waitFor(async () => (await places()).bravo === "HEALTHY", 60_000, "shop is healthy in bravo, too");
  expect(await places()).toEqual({ alpha: "HEALTHY", bravo: "HEALTHY" });
});

test("a copy that is sent again changes nothing, and shows what is there", async () => {
  const before = await versionsIn(bravo);
  const again = await copy();
  expect(again.userErrors).toEqual([]);
  expect(again.results.map(({ before: held }) => held !== null)).toEqual(parts.map(() => true));
  const after = await versionsIn(bravo);
  expect(after.map(({ uid, generation }) => [uid, generation])).toEqual(
    before.map(({ uid, generation }) => [uid, generation]),
  );
});

test("what was changed at the source is changed by another copy, and nothing else is", async () => {
  const [, , path] = parts[3] as [string, string, string];
  const image = { spec: { template: { spec: { containers: [{ name: "main", image: "registry.test/web:2" }] } } } };
  await alpha.api.request("PATCH", path, image, { contentType: "application/strategic-merge-patch+json" });
  type Shown = { deployment: { images: string[] } };
  const shown = 'query { deployment(by: { ref: { cluster: "alpha", namespace: "shop", name: "web" } }) { images } }';
  await waitFor(
    async () => (await query<Shown>(rig.url, shown)).deployment.images[0] === "registry.test/web:2",
    20_000,
    "the change is seen",
  );
  const before = await versionsIn(bravo);
  expect((await copy()).userErrors).toEqual([]);
  const after = await versionsIn(bravo);
  const changed = parts
    .filter((_part, index) => after[index]?.generation !== before[index]?.generation)
    .map(([kind]) => kind);
  expect(changed).toEqual(["Deployment"]);
  const { spec } = await bravo.api.request<{ spec: { template: { spec: { containers: { image: string }[] } } } }>(
    "GET",
    path,
  );
  expect(spec.template.spec.containers[0]?.image).toBe("registry.test/web:2");
});
