import { afterAll, beforeAll, expect, test } from "vitest";
import { deploymentsAvailable, seedDeployments } from "../control-plane/seed.ts";
import { waitFor } from "../control-plane/wait-for.ts";
import { type Delta, type FoldedObject, FoldedState } from "../support/folded-state.ts";
import { post, query, subscribe } from "../support/graphql-client.ts";
import { type Rig, startRig } from "../support/rig.ts";

interface DeploymentNode {
  readonly id: string;
  readonly cluster: string;
  readonly namespace: string;
  readonly name: string;
  readonly replicas: number;
  readonly pods: { readonly totalCount: number; readonly nodes: readonly { name: string; phase: string }[] };
  readonly replicaSets: { readonly nodes: readonly { name: string }[] };
  readonly events: { readonly nodes: readonly { reason: string }[] };
}
interface Page {
  readonly totalCount: number;
  readonly nodes: readonly DeploymentNode[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  readonly clusterErrors: readonly { cluster: string; code: string }[];
}
interface ApiList {
  readonly items: readonly {
    readonly metadata: { readonly name: string; readonly namespace: string };
    readonly spec: { readonly replicas: number };
  }[];
}

const DEPLOYMENTS = 7;
const REPLICAS = 3;

let rig: Rig;
beforeAll(async () => {
  rig = await startRig({ clusters: 3, nodes: 3, config: { allowWrites: true } });
  await Promise.all(
    rig.controlPlane.clusters.map(async (cluster) => {
      await seedDeployments(cluster, { namespace: "shop", deployments: DEPLOYMENTS, replicas: REPLICAS });
      await deploymentsAvailable(cluster, "shop");
    }),
  );
});
afterAll(() => rig?.[Symbol.asyncDispose]());

/** Every deployment of the clusters, as the API servers list them now. */
async function truth(): Promise<{ cluster: string; name: string; replicas: number }[]> {
  const lists = await Promise.all(
    rig.controlPlane.clusters.map(async ({ name: cluster, api }) => {
      const { items } = await api.request<ApiList>("GET", "/apis/apps/v1/deployments");
      return items.map(({ metadata, spec }) => ({ cluster, name: metadata.name, replicas: spec.replicas }));
    }),
  );
  return lists.flat();
}

const fields = `totalCount clusterErrors { cluster code } pageInfo { hasNextPage endCursor }
  nodes { id cluster namespace name replicas pods { totalCount nodes { name phase } } replicaSets { nodes { name } } events { nodes { reason } } }`;

test("a list spans all clusters, in one order, with each deployment's replica sets, pods and events", async () => {
  const { deployments } = await query<{ deployments: Page }>(
    rig.url,
    `{ deployments(first: 100, orderBy: [{ field: NAME, direction: DESC }]) { ${fields} } }`,
  );
  const expected = (await truth()).sort(
    (a, b) => (a.name < b.name ? 1 : a.name > b.name ? -1 : 0) || (a.cluster < b.cluster ? -1 : 1),
  );
  expect(deployments.clusterErrors).toEqual([]);
  expect(deployments.totalCount).toBe(3 * DEPLOYMENTS);
  expect(deployments.nodes.map(({ cluster, name, replicas }) => ({ cluster, name, replicas }))).toEqual(expected);
  for (const { pods, replicaSets, events } of deployments.nodes) {
    expect(pods.totalCount).toBe(REPLICAS);
    expect(pods.nodes.map(({ phase }) => phase)).toEqual(Array(REPLICAS).fill("RUNNING"));
    expect(replicaSets.nodes).toHaveLength(1);
    expect(events.nodes.map(({ reason }) => reason)).toContain("ScalingReplicaSet");
  }
});

test("pages walked by cursor are the whole list, once, and count it as a whole", async () => {
  const names: string[] = [];
  let after: string | null = null;
  do {
    const { deployments }: { deployments: Page } = await query(
      rig.url,
      `query ($after: String) { deployments(first: 4, after: $after, orderBy: [{ field: NAME, direction: ASC }]) { ${fields} } }`,
      { after },
    );
    expect(deployments.totalCount).toBe(3 * DEPLOYMENTS);
    names.push(...deployments.nodes.map(({ cluster, name }) => `${name} ${cluster}`));
    after = deployments.pageInfo.hasNextPage ? deployments.pageInfo.endCursor : null;
  } while (after);
  expect(names).toEqual((await truth()).map(({ name, cluster }) => `${name} ${cluster}`).sort());
});

test("a filter holds for rows and count alike", async () => {
  const [alpha, bravo] = rig.controlPlane.clusters.map(({ name }) => name);
  const { deployments } = await query<{ deployments: Page }>(
    rig.url,
    `query ($clusters: [String!]) { deployments(filter: { clusters: $clusters, name: { in: ["app-1", "app-2"] }, namespaces: ["shop"] }, first: 3) { ${fields} } }`,
    { clusters: [alpha, bravo] },
  );
  expect(deployments.totalCount).toBe(4);
  expect(deployments.nodes).toHaveLength(3);
  for (const { cluster, name } of deployments.nodes) {
    expect([alpha, bravo]).toContain(cluster);
    expect(["app-1", "app-2"]).toContain(name);
  }
});

test("a scale is seen by the read that names its revision, and arrives as a delta", async () => {
  const [cluster] = rig.controlPlane.clusters;
  if (!cluster) throw new Error("no cluster");
  const ref = { cluster: cluster.name, namespace: "shop", name: "app-3" };
  const state = new FoldedState<FoldedObject & { replicas: number }>();
  const subscription = subscribe<Record<string, Delta<FoldedObject & { replicas: number }>>>(
    rig.url,
    `subscription { deploymentEvents(filter: { name: { in: ["app-3"] } }) { phase clusters cursor changes { type id object { cluster namespace name resourceVersion replicas } } } }`,
    {},
    (response) => state.take("deploymentEvents", response),
  );
  await waitFor(() => state.synced, 10_000, "SYNCED");

  const { deploymentScale } = await query<{
    deploymentScale: { deployment: { replicas: number }; userErrors: unknown[]; revision: string };
  }>(
    rig.url,
    "mutation ($input: DeploymentScaleInput!) { deploymentScale(input: $input) { deployment { replicas } userErrors { code } revision } }",
    { input: { by: { ref }, replicas: 5 } },
  );
  expect(deploymentScale).toMatchObject({ deployment: { replicas: 5 }, userErrors: [] });
  const { deployment } = await query<{ deployment: { replicas: number } }>(
    rig.url,
    "query ($ref: ObjectRefInput!, $revision: String) { deployment(by: { ref: $ref }, minRevision: $revision) { replicas } }",
    { ref, revision: deploymentScale.revision },
  );
  expect(deployment.replicas).toBe(5);

  const held = () => [...state.objects.values()].find((object) => object.cluster === cluster.name)?.replicas;
  await waitFor(() => held() === 5, 10_000, "the delta of the mutation");
  await cluster.kubectl(["-n", "shop", "scale", "deployment", "app-3", "--replicas=2"]);
  await waitFor(() => held() === 2, 10_000, "the delta of kubectl scale");
  expect(state.breaks).toEqual([]);
  await subscription.close();
});

test("what a caller can mend about a scale is a userError, and nothing is written", async () => {
  const [cluster] = rig.controlPlane.clusters;
  const scale = (input: object) =>
    query<{ deploymentScale: { deployment: unknown; userErrors: { code: string; field: unknown }[] } }>(
      rig.url,
      "mutation ($input: DeploymentScaleInput!) { deploymentScale(input: $input) { deployment { replicas } userErrors { code field } } }",
      { input },
    );
  const ref = { cluster: cluster?.name, namespace: "shop", name: "app-4" };
  const codes = async (input: object) => (await scale(input)).deploymentScale.userErrors.map(({ code }) => code);
  expect(await codes({ by: { ref: { ...ref, name: "nobody" } }, replicas: 1 })).toEqual(["NOT_FOUND"]);
  expect(await codes({ by: { ref }, replicas: -1 })).toHaveLength(1);
  expect(await codes({ by: { ref }, replicas: 1, expectedResourceVersion: "1" })).toEqual(["CONFLICT"]);
  expect(await codes({ by: { ref }, replicas: 9, dryRun: true })).toEqual([]);
  expect((await truth()).filter(({ name }) => name === "app-4").map(({ replicas }) => replicas)).toEqual([3, 3, 3]);
});

test("values of secrets are in no answer", async () => {
  const canary = "canary-3f9c1b";
  const [cluster] = rig.controlPlane.clusters;
  await cluster?.api.request("POST", "/api/v1/namespaces/shop/secrets", {
    metadata: { name: "canary", annotations: { "kubectl.kubernetes.io/last-applied-configuration": canary } },
    stringData: { password: canary },
  });
  const answer = await waitFor(
    async () => {
      const { data } = await post<{ resources: { nodes: { name: string }[] } }>(
        rig.url,
        `{ resources(kind: "secrets", filter: { namespaces: ["shop"] }) { nodes { name annotations raw } } }`,
      );
      return data?.resources.nodes.some(({ name }) => name === "canary") && data;
    },
    10_000,
    "the secret in a list",
  );
  const text = JSON.stringify(answer);
  expect(text).toContain("password");
  for (const form of [canary, Buffer.from(canary).toString("base64")]) expect(text).not.toContain(form);
});

test.each([
  ["an unknown cluster", `{ pods(filter: { clusters: ["nowhere"] }) { totalCount } }`, "UNKNOWN_CLUSTER"],
  ["a malformed id", `{ node(id: "nonsense") { id } }`, "INVALID_ID"],
  ["an id cut short", `{ node(id: "MQBhbHBoYQ") { id } }`, "INVALID_ID"],
  ["a malformed page cursor", `{ pods(after: "nonsense") { totalCount } }`, "INVALID_CURSOR"],
  ["a malformed selector", `{ pods(filter: { labels: "a in (b" }) { totalCount } }`, "INVALID_SELECTOR"],
  ["an unknown kind", `{ resources(kind: "unicorns") { totalCount } }`, "UNKNOWN_KIND"],
  ["a malformed revision", `{ pods(minRevision: "nonsense") { totalCount } }`, "BAD_USER_INPUT"],
  ["a page that is too long", `{ pods(first: 501) { totalCount } }`, "LIMIT_EXCEEDED"],
  ["a negative page", `{ pods(first: -1) { totalCount } }`, "BAD_USER_INPUT"],
  ["a wrong type", `{ pods(first: "many") { totalCount } }`, "GRAPHQL_VALIDATION_FAILED"],
  ["an unknown field", `{ pods { unicorns } }`, "GRAPHQL_VALIDATION_FAILED"],
  ["what is no GraphQL", `{ pods {`, "GRAPHQL_PARSE_FAILED"],
  ["a subscription by POST", `subscription { podEvents { phase } }`, "BAD_REQUEST"],
])("%s is an error with its code and without a stack trace", async (_what, document, code) => {
  const { errors } = await post(rig.url, document);
  expect(errors?.map(({ extensions }) => extensions.code)).toEqual([code]);
  expect(JSON.stringify(errors)).not.toMatch(/\bat .*\.(ts|js):\d/);
});

test("a malformed resume cursor is an error with its code", async () => {
  const subscription = subscribe(rig.url, `subscription { podEvents(after: "nonsense") { phase } }`, {}, () => {});
  await expect(subscription.ended).rejects.toMatchObject([{ extensions: { code: "INVALID_CURSOR" } }]);
});
