import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Cluster } from "../control-plane/cluster.ts";
import { ensureNamespace } from "../control-plane/seed.ts";
import { waitFor } from "../control-plane/wait-for.ts";
import { covers } from "../support/covers.ts";
import { post, query, subscribe } from "../support/graphql-client.ts";
import { type Rig, startGateway, startRig } from "../support/rig.ts";

covers(
  "DE-1",
  "applications over clusters: places, components, health, owner team, events",
  "kube-apiserver with controllers",
);

const SHOP = "shop";

let rig: Rig;
beforeAll(async () => {
  rig = await startRig({ clusters: 2, nodes: 2, config: { allowWrites: true } });
  for (const cluster of rig.controlPlane.clusters) {
    await ensureNamespace(cluster, SHOP);
    await makeShop(cluster);
  }
  await waitFor(async () => (await shop())?.health === "HEALTHY", 60_000, "shop is healthy");
}, 180_000);
afterAll(() => rig?.[Symbol.asyncDispose]());

const labels = (component: string, application = "shop") => ({
  "app.kubernetes.io/part-of": application,
  "app.kubernetes.io/name": component,
  "app.kubernetes.io/version": "1.4",
});

function pods(component: string, replicas: number, application = "shop") {
  return {
    replicas,
    selector: { matchLabels: { app: component } },
    template: {
      metadata: { labels: { app: component } },
      spec: { containers: [{ name: "main", image: `registry.example/${application}/${component}:1.4` }] },
    },
  };
}

async function makeShop({ api }: Cluster) {
  const annotations = { "fairway.dev/team": "checkout" };
  await api.request("POST", `/apis/apps/v1/namespaces/${SHOP}/deployments`, {
    metadata: { name: "web", labels: labels("web"), annotations },
    spec: pods("web", 2),
  });
  await api.request("POST", `/apis/apps/v1/namespaces/${SHOP}/statefulsets`, {
    metadata: { name: "db", labels: labels("db") },
    spec: { ...pods("db", 1), serviceName: "db" },
  });
  await api.request("POST", `/api/v1/namespaces/${SHOP}/services`, {
    metadata: { name: "web", labels: labels("web") },
    spec: { selector: { app: "web" }, ports: [{ port: 80 }] },
  });
}

interface Shop {
  readonly id: string;
  readonly health: string;
  readonly unhealthy: readonly { readonly kind: string; readonly reason: string; readonly message: string }[];
}

async function shop(name = "shop", url = rig.url): Promise<Shop | null> {
  const document =
    "query ($name: String!) { application(by: { name: $name }) { id health unhealthy { kind reason message } } }";
  return (await query<{ application: Shop | null }>(url, document, { name })).application;
}

const operation = (name: string) =>
  readFile(new URL(`../../schema/operations/${name}.graphql`, import.meta.url), "utf8");

describe("an application", () => {
  test("is one over two clusters, with its parts in each of them", async () => {
    const data = await query<{ application: object }>(rig.url, await operation("application"), { name: "shop" });
    const places = ["alpha", "bravo"].map((cluster) => ({ cluster, namespace: SHOP }));
    expect(data.application).toMatchObject({
      name: "shop",
      health: "HEALTHY",
      ownerTeam: "checkout",
      images: ["registry.example/shop/db:1.4", "registry.example/shop/web:1.4"],
      versions: ["1.4"],
      dataPlacement: "NONE",
      places: places.map((place) => ({ ...place, health: "HEALTHY", versions: ["1.4"] })),
      components: [
        {
          name: "db",
          workloads: places.map((place) => ({ ...place, kind: "StatefulSet", desiredReplicas: 1, readyReplicas: 1 })),
        },
        {
          name: "web",
          workloads: places.map((place) => ({ ...place, kind: "Deployment", desiredReplicas: 2, readyReplicas: 2 })),
        },
      ],
      services: { nodes: places.map((place) => ({ ...place, name: "web", type: "CLUSTER_IP" })) },
    });
  });

  test("is in the overview of all of them, counted", async () => {
    type Overview = {
      applications: { totalCount: number; nodes: { name: string; clusters: string[] }[]; clusterErrors: object[] };
    };
    const { applications } = await query<Overview>(rig.url, await operation("applications-overview"), {
      filter: { ownerTeam: { eq: "checkout" } },
    });
    expect(applications).toMatchObject({
      totalCount: 1,
      clusterErrors: [],
      nodes: [{ name: "shop", clusters: ["alpha", "bravo"] }],
    });
  });

  test("whose pods a quota refuses is degraded, with the controller's own words", async () => {
    const [alpha] = rig.controlPlane.clusters as [Cluster];
    await ensureNamespace(alpha, "narrow");
    await alpha.api.request("POST", "/api/v1/namespaces/narrow/resourcequotas", {
      metadata: { name: "none" },
      spec: { hard: { pods: "0" } },
    });
    await alpha.api.request("POST", "/apis/apps/v1/namespaces/narrow/deployments", {
      metadata: { name: "web", labels: labels("web", "squeezed") },
      spec: pods("web", 1, "squeezed"),
    });
    await waitFor(async () => (await shop("squeezed"))?.health === "DEGRADED", 30_000, "squeezed is degraded");
    const [found] = (await shop("squeezed"))?.unhealthy ?? [];
    expect(found).toMatchObject({ kind: "Deployment", reason: "FailedCreate" });
    expect(found?.message).toContain("exceeded quota");
  });

  test("is streamed through a rollout, until its last part is gone", async () => {
    interface Delta {
      readonly phase: string;
      readonly changes: readonly {
        readonly type: string;
        readonly object: { readonly name: string; readonly health: string } | null;
      }[];
    }
    const told: string[] = [];
    let synced = false;
    const variables = { filter: { name: { eq: "shop" } } };
    const subscription = subscribe<{ applicationEvents: Delta }>(
      rig.url,
      await operation("application-events"),
      variables,
      ({ data }) => {
        synced ||= data?.applicationEvents.phase === "SYNCED";
        for (const { type, object } of data?.applicationEvents.changes ?? [])
          told.push(`${type} ${object?.health ?? "-"}`);
      },
    );
    await waitFor(() => synced, 20_000, "SYNCED");
    expect(told).toEqual(["ADDED HEALTHY"]);
    const [alpha] = rig.controlPlane.clusters as [Cluster];
    const image = {
      spec: { template: { spec: { containers: [{ name: "main", image: "registry.example/shop/web:1.5" }] } } },
    };
    await alpha.api.request("PATCH", `/apis/apps/v1/namespaces/${SHOP}/deployments/web`, image, {
      contentType: "application/strategic-merge-patch+json",
    });
    await waitFor(() => told.includes("MODIFIED PROGRESSING"), 20_000, "the rollout has begun");
    await waitFor(() => told.at(-1) === "MODIFIED HEALTHY", 60_000, "the rollout is complete");
    expect(new Set(told)).toEqual(new Set(["ADDED HEALTHY", "MODIFIED PROGRESSING", "MODIFIED HEALTHY"]));
    for (const { api } of rig.controlPlane.clusters) {
      await api.request("DELETE", `/apis/apps/v1/namespaces/${SHOP}/deployments/web`);
      await api.request("DELETE", `/apis/apps/v1/namespaces/${SHOP}/statefulsets/db`);
      await api.request("DELETE", `/api/v1/namespaces/${SHOP}/services/web`);
    }
    await waitFor(() => told.at(-1) === "DELETED -", 20_000, "the application is gone");
    expect(await shop()).toBeNull();
    await subscription.close();
  });
});

test("an application shows its parts in the namespaces of its caller alone, and nothing once the right is taken away", async () => {
  const [alpha] = rig.controlPlane.clusters as [Cluster];
  for (const namespace of ["red", "green"]) {
    await ensureNamespace(alpha, namespace);
    await alpha.api.request("POST", `/apis/apps/v1/namespaces/${namespace}/deployments`, {
      metadata: { name: "web", labels: labels("web", "colours") },
      spec: pods("web", 1, namespace),
    });
  }
  const rbac = "/apis/rbac.authorization.k8s.io/v1";
  const rules = [{ apiGroups: ["apps"], resources: ["deployments"], verbs: ["get", "list", "watch"] }];
  await alpha.api.request("POST", `${rbac}/namespaces/red/roles`, { metadata: { name: "reader" }, rules });
  await alpha.api.request("POST", `${rbac}/namespaces/red/rolebindings`, {
    metadata: { name: "alice" },
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "reader" },
    subjects: [{ kind: "User", apiGroup: "rbac.authorization.k8s.io", name: "alice" }],
  });
  await using gateway = await startGateway(rig.kubeconfig, {
    authentication: { jwt: [], tokenReview: { clusters: ["alpha"] } },
  });
  const document = '{ application(by: { name: "colours" }) { namespaces images } applications { totalCount } }';
  const ask = async () => (await post(gateway.url, document, {}, alpha.tokenOf("alice"))).data;
  await waitFor(
    async () =>
      (
        await query<{ applications: { totalCount: number } }>(
          rig.url,
          '{ applications(filter: { namespaces: ["green"] }) { totalCount } }',
        )
      ).applications.totalCount === 1,
    20_000,
    "both are there",
  );
  expect(await ask()).toEqual({
    application: { namespaces: ["red"], images: ["registry.example/red/web:1.4"] },
    applications: { totalCount: 1 },
  });
  await alpha.api.request("DELETE", `${rbac}/namespaces/red/rolebindings/alice`);
  const nothing = { application: null, applications: { totalCount: 0 } };
  await waitFor(async () => JSON.stringify(await ask()) === JSON.stringify(nothing), 20_000, "nothing is shown");
});
