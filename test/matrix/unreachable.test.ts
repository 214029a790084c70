import { afterAll, beforeAll, expect, test } from "vitest";
import { defaults } from "../../src/config/index.ts";
import { waitFor } from "../control-plane/wait-for.ts";
import { type Rig, startRig } from "../support/rig.ts";
import { byToken } from "./by-token.ts";
import { DirectApi } from "./direct.ts";
import { binding, grant, role, type Subject } from "./grants.ts";
import { Witness } from "./witness.ts";

const KEEP_MS = 1_000;
const GRACE_MS = 4_000;

let rig: Rig;
let direct: DirectApi;

beforeAll(async () => {
  rig = await startRig({
    clusters: 1,
    nodes: 0,
    controllers: false,
    people: ["sentinel", "una", "uwe"].map((name) => ({ name, groups: [] })),
    config: {
      ...byToken,
      authorization: { ...defaults.authorization, keepMs: KEEP_MS, watchedKeepMs: KEEP_MS, graceMs: GRACE_MS },
    },
  });
  const [cluster] = rig.controlPlane.clusters;
  if (!cluster) throw new Error("no cluster");
  direct = new DirectApi(cluster);
  const subjects: Subject[] = ["una", "uwe"].map((name) => ({ kind: "User", name }));
  const rules = [{ apiGroups: [""], resources: ["configmaps"], verbs: ["get", "list", "watch"] }];
  const given = ["far-a", "far-b"].flatMap((namespace) => [
    role(namespace, "reader", rules),
    binding(namespace, "reader", { kind: "Role", name: "reader" }, subjects),
  ]);
  for (const namespace of ["far-a", "far-b"]) {
    await cluster.api.request("POST", "/api/v1/namespaces", { metadata: { name: namespace } });
    await cluster.api.request("POST", `/api/v1/namespaces/${namespace}/configmaps`, { metadata: { name: "map" } });
  }
  await grant(cluster, direct, given);
});
afterAll(async () => {
  direct?.[Symbol.dispose]();
  await rig?.[Symbol.asyncDispose]();
});

const LIST = `{ resources(kind: "configmaps") { nodes { namespace } totalCount clusterErrors { code } staleSince { cluster } } }`;
const STREAM = `subscription { resourceEvents(kind: "configmaps") {
  phase clusters cursor changes { type id object { cluster namespace name resourceVersion labels } } } }`;

interface Listed {
  readonly resources: {
    readonly nodes: readonly { readonly namespace: string }[];
    readonly totalCount: number;
    readonly clusterErrors: readonly { readonly code: string }[];
    readonly staleSince: readonly { readonly cluster: string }[];
  };
}

function witnessOf(name: string): Witness {
  return new Witness(rig.url, rig.controlPlane.tokenOf(name));
}

test("an unreachable cluster empties no screen, keeps no right past its grace, and is shown again when it is back", async () => {
  const proxy = rig.proxies.get("alpha");
  await using witness = witnessOf("una");
  const list = async () => (await witness.askOnSocket<Listed>(LIST)).data?.resources;
  const stream = witness.open("resourceEvents", STREAM);
  await waitFor(() => stream.synced && stream.objects.size === 2, 10_000, "the snapshot");
  expect(await list()).toMatchObject({ totalCount: 2, clusterErrors: [], staleSince: [] });

  proxy?.refuse(true);
  const cutAt = performance.now();
  try {
    await waitFor(async () => (await list())?.staleSince.length, 10_000, "it is told to be stale");
    // Until the grace has passed nothing is taken away.
    const answers: (Listed["resources"] | undefined)[] = [];
    const isEmptied = async () => answers[answers.push(await list()) - 1]?.totalCount === 0;
    await waitFor(isEmptied, KEEP_MS + GRACE_MS + 5_000, "the end of the grace");
    const held = answers.pop();
    expect(answers.length).toBeGreaterThan(0);
    for (const each of answers) expect(each).toMatchObject({ totalCount: 2, clusterErrors: [] });
    const heldMs = performance.now() - cutAt;
    expect(heldMs).toBeGreaterThan(GRACE_MS - KEEP_MS);
    expect(held).toMatchObject({ nodes: [], totalCount: 0, clusterErrors: [{ code: "CLUSTER_UNAVAILABLE" }] });
    await waitFor(() => stream.objects.size === 0, 5_000, "the stream is emptied too");
    console.log(`a right was kept for ${Math.round(heldMs)} ms of a grace of ${GRACE_MS}`);
  } finally {
    proxy?.refuse(false);
  }
  await waitFor(() => stream.objects.size === 2, 20_000, "the stream is filled again");
  expect(await list()).toMatchObject({ totalCount: 2, clusterErrors: [] });
  expect(stream.errors).toEqual([]);
});

test("a right that was revoked while the cluster was away is gone soon after it is back", async () => {
  const [cluster] = rig.controlPlane.clusters;
  const proxy = rig.proxies.get("alpha");
  await using witness = witnessOf("uwe");
  const stream = witness.open("resourceEvents", STREAM);
  await waitFor(() => stream.synced && stream.objects.size === 2, 10_000, "the snapshot");
  proxy?.refuse(true);
  try {
    await cluster?.api.request("DELETE", "/apis/rbac.authorization.k8s.io/v1/namespaces/far-b/rolebindings/reader");
  } finally {
    proxy?.refuse(false);
  }
  await waitFor(() => stream.objects.size === 1, 10_000, "the stream narrows");
  expect([...stream.places]).toEqual(["alpha/far-a/map"]);
  expect(stream.deleted.map(({ object }) => object)).toEqual([null]);
});
