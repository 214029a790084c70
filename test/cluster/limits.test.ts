import { getIntrospectionQuery } from "graphql";
import { afterAll, beforeAll, expect, test } from "vitest";
import { defaults } from "../../src/config/index.ts";
import { waitFor } from "../control-plane/wait-for.ts";
import type { GraphQLResponse } from "../support/graphql-client.ts";
import { type Rig, startRig } from "../support/rig.ts";

const count = 200;

let rig: Rig;
beforeAll(async () => {
  rig = await startRig({
    clusters: 1,
    nodes: 0,
    controllers: false,
    config: {
      authentication: { jwt: [], tokenReview: { clusters: ["alpha"] } },
      limits: { ...defaults.limits, costBurst: 10_000, costPerSecond: 2_000 },
    },
  });
  const [cluster] = rig.controlPlane.clusters;
  const rbac = "/apis/rbac.authorization.k8s.io/v1";
  await cluster?.api.request("POST", `${rbac}/clusterroles`, {
    metadata: { name: "config-map-reader" },
    rules: [{ apiGroups: [""], resources: ["configmaps"], verbs: ["get", "list", "watch"] }],
  });
  await cluster?.api.request("POST", `${rbac}/clusterrolebindings`, {
    metadata: { name: "alice-reads" },
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "config-map-reader" },
    subjects: [{ kind: "User", apiGroup: "rbac.authorization.k8s.io", name: "alice" }],
  });
  for (let n = 0; n < count; n += 1) {
    await cluster?.api.request("POST", "/api/v1/namespaces/default/configmaps", { metadata: { name: `map-${n}` } });
  }
});
afterAll(() => rig?.[Symbol.asyncDispose]());

async function ask(token: string | undefined, query: string) {
  const accept = "application/graphql-response+json";
  const headers = { accept, "content-type": "application/json", authorization: `Bearer ${token}` };
  const response = await fetch(rig.url, { method: "POST", headers, body: JSON.stringify({ query }) });
  const retryAfter = response.headers.get("retry-after");
  return { status: response.status, retryAfter, ...((await response.json()) as GraphQLResponse<Answer>) };
}

interface Answer {
  readonly [alias: string]: { readonly nodes: readonly object[]; readonly clusterErrors: readonly object[] } | null;
}

const maps = 'resources(kind: "configmaps", first: 500) { nodes { name raw } clusterErrors { code } }';
const flood = `{ ${Array.from({ length: 20 }, (_, n) => `a${n}: ${maps}`).join(" ")} }`;
// An answer that is known already costs next to nothing: each of these is another question.
let asked = 0;
const anew = () => {
  asked += 1;
  return `query Number${asked} { ${maps} }`;
};
const small = '{ resources(kind: "configmaps", first: 1) { nodes { name } clusterErrors { code } } }';

test("a flood of lists is refused by what the API server's objects make it cost, and nobody else notices", async () => {
  const alice = rig.controlPlane.tokenOf("alice");
  const admin = rig.controlPlane.clusters[0]?.admin.token;
  // What is not in memory yet has an assumed size.
  for (const token of [alice, admin]) expect((await ask(token, small)).data?.resources?.nodes).toHaveLength(1);
  expect(await ask(alice, flood)).toMatchObject({ status: 400, errors: [{ extensions: { code: "LIMIT_EXCEEDED" } }] });
  const refused = await waitFor(
    async () => {
      const answer = await ask(alice, anew());
      return answer.status === 200 ? undefined : answer;
    },
    10_000,
    "an empty bucket",
  );
  expect(refused).toMatchObject({
    status: 429,
    retryAfter: expect.stringMatching(/^[12]$/),
    errors: [{ extensions: { code: "TOO_MANY_REQUESTS", retryable: true, retryAfterMs: expect.any(Number) } }],
  });
  expect((await ask(admin, `{ ${maps} }`)).data?.resources?.nodes.length).toBeGreaterThanOrEqual(count);
  const another = anew();
  const served = () => ask(alice, another).then(({ status }) => (status === 200 ? true : undefined));
  await waitFor(served, 5_000, "the bucket to fill up");
});

test("what a caller may not see costs him nothing, so that the price does not tell how much there is", async () => {
  const mallory = rig.controlPlane.tokenOf("mallory");
  expect((await ask(mallory, small)).data?.resources).toEqual({ nodes: [], clusterErrors: [{ code: "FORBIDDEN" }] });
  const { status, data } = await ask(mallory, flood);
  expect([status, data?.a19]).toEqual([200, { nodes: [], clusterErrors: [{ code: "FORBIDDEN" }] }]);
});

test("the schema can be asked for", async () => {
  const { status, errors } = await ask(rig.controlPlane.clusters[0]?.admin.token, getIntrospectionQuery());
  expect([status, errors]).toEqual([200, undefined]);
});
