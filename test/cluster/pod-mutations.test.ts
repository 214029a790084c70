import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Cluster } from "../control-plane/cluster.ts";
import { deploymentsAvailable, podsRunning, seedDeployments } from "../control-plane/seed.ts";
import { waitFor } from "../control-plane/wait-for.ts";
import { covers } from "../support/covers.ts";
import { query } from "../support/graphql-client.ts";
import { type Rig, startRig } from "../support/rig.ts";

covers("DE-3", "evict under a disruption budget, debug container", "kube-apiserver with controllers");

interface Payload {
  readonly pod: {
    readonly name: string;
    readonly deletedAt?: string | null;
    readonly containers?: readonly { readonly name: string; readonly image: string; readonly ephemeral: boolean }[];
  } | null;
  readonly userErrors: readonly { readonly code: string; readonly message: string; readonly field: string | null }[];
  readonly revision: string | null;
}
interface Pod {
  readonly metadata: { readonly name: string; readonly uid: string; readonly deletionTimestamp?: string };
  readonly spec: {
    readonly ephemeralContainers?: readonly { readonly name: string; readonly targetContainerName?: string }[];
  };
}

const NAMESPACE = "shop";
const path = `/api/v1/namespaces/${NAMESPACE}/pods`;
let rig: Rig;
let cluster: Cluster;

beforeAll(async () => {
  rig = await startRig({ clusters: 1, nodes: 1, config: { allowWrites: true } });
  cluster = rig.controlPlane.cluster("alpha");
  await seedDeployments(cluster, { namespace: NAMESPACE, deployments: 1, replicas: 2 });
  await deploymentsAvailable(cluster, NAMESPACE);
});
afterAll(() => rig?.[Symbol.asyncDispose]());

const podsOf = async () => (await cluster.api.request<{ items: Pod[] }>("GET", path)).items;
const refOf = (name: string) => ({ ref: { cluster: cluster.name, namespace: NAMESPACE, name } });

async function onePod(): Promise<Pod> {
  const [first] = (await podsOf()).filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  if (!first) throw new Error("there is no pod");
  return first;
}

/** Runs the published operation of a mutation. */
async function mutate(field: "podEvict" | "podDebug", input: object): Promise<Payload> {
  const name = field === "podEvict" ? "pod-evict" : "pod-debug";
  const document = await readFile(new URL(`../../schema/operations/${name}.graphql`, import.meta.url), "utf8");
  const data = await query<Record<string, Payload>>(rig.url, document, { input });
  return data[field] as Payload;
}

/** The names of the pods that the gateway shows, once its memory is that new. */
async function shown(minRevision: string | null): Promise<string[]> {
  const { pods } = await query<{ pods: { nodes: { name: string; deletedAt: string | null }[] } }>(
    rig.url,
    `query ($minRevision: String) { pods(filter: { namespaces: ["${NAMESPACE}"] }, minRevision: $minRevision) { nodes { name deletedAt } } }`,
    { minRevision },
  );
  return pods.nodes.filter(({ deletedAt }) => deletedAt === null).map(({ name }) => name);
}

describe("evicting a pod", () => {
  test("deletes it, and a read that names the revision does not show it any more", async () => {
    const { metadata } = await onePod();
    const { userErrors, revision } = await mutate("podEvict", { by: refOf(metadata.name) });
    expect(userErrors).toEqual([]);
    expect(await shown(revision)).not.toContain(metadata.name);
    await waitFor(async () => !(await podsOf()).some((pod) => pod.metadata.uid === metadata.uid), 10_000, "it is gone");
    await deploymentsAvailable(cluster, NAMESPACE);
  });

  test("as a dry run deletes nothing", async () => {
    const { metadata } = await onePod();
    const payload = await mutate("podEvict", { by: refOf(metadata.name), dryRun: true });
    expect(payload).toMatchObject({ pod: { name: metadata.name, deletedAt: null }, userErrors: [], revision: null });
    expect((await onePod()).metadata.uid).toBe(metadata.uid);
  });

  test("that is not there, is another by now, or has changed, is for the caller to mend", async () => {
    const { metadata } = await onePod();
    expect(await mutate("podEvict", { by: refOf("nobody") })).toMatchObject({
      userErrors: [{ code: "NOT_FOUND", field: "input.by" }],
    });
    const old = await mutate("podEvict", { by: refOf(metadata.name), expectedResourceVersion: "1" });
    expect(old).toMatchObject({ userErrors: [{ code: "CONFLICT", field: "input.expectedResourceVersion" }] });
    expect((await onePod()).metadata.uid).toBe(metadata.uid);
  });

  test("that a disruption budget forbids is told in the budget's own words, of a dry run as well", async () => {
    const budgets = `/apis/policy/v1/namespaces/${NAMESPACE}/poddisruptionbudgets`;
    const spec = { minAvailable: 2, selector: { matchLabels: { app: "app-1" } } };
    await cluster.api.request("POST", budgets, { metadata: { name: "all" }, spec });
    type Budget = { status?: { currentHealthy?: number } };
    const healthy = async () => (await cluster.api.request<Budget>("GET", `${budgets}/all`)).status?.currentHealthy;
    await waitFor(async () => (await healthy()) === 2, 10_000, "the budget's controller has counted");
    const { metadata } = await onePod();
    for (const dryRun of [true, false]) {
      expect(await mutate("podEvict", { by: refOf(metadata.name), dryRun })).toMatchObject({
        pod: null,
        userErrors: [
          {
            code: "TOO_MANY_REQUESTS",
            message: expect.stringContaining("disruption budget all needs 2"),
            field: "input.by",
          },
        ],
        revision: null,
      });
    }
    expect((await podsOf()).map((pod) => pod.metadata.uid)).toContain(metadata.uid);
    await cluster.api.request("DELETE", `${budgets}/all`);
  });
});

describe("debugging a pod", () => {
  test("adds an ephemeral container, which the gateway shows as the last one", async () => {
    await podsRunning(cluster, { namespace: NAMESPACE });
    const { metadata } = await onePod();
    const input = { by: refOf(metadata.name), image: "busybox:1.37", targetContainer: "app", command: ["sh"] };
    const { pod, userErrors, revision } = await mutate("podDebug", input);
    expect(userErrors).toEqual([]);
    expect(pod?.containers?.at(-1)).toMatchObject({
      name: expect.stringMatching(/^debugger-[a-z0-9]{5}$/),
      image: "busybox:1.37",
      ephemeral: true,
    });
    expect(revision).not.toBeNull();
    const { spec } = await cluster.api.request<Pod>("GET", `${path}/${metadata.name}`);
    expect(spec.ephemeralContainers).toMatchObject([{ targetContainerName: "app" }]);
    const named = await mutate("podDebug", { ...input, name: "second" });
    expect(named.pod?.containers?.filter(({ ephemeral }) => ephemeral)).toHaveLength(2);
  });

  test("as a dry run adds nothing, and a name that is taken or a target that is none are for the caller to mend", async () => {
    const { metadata, spec } = await onePod();
    const before = spec.ephemeralContainers?.length ?? 0;
    const input = { by: refOf(metadata.name), image: "busybox:1.37" };
    expect(await mutate("podDebug", { ...input, dryRun: true })).toMatchObject({ userErrors: [], revision: null });
    expect(await mutate("podDebug", { ...input, name: "app" })).toMatchObject({ userErrors: [{ code: "INVALID" }] });
    expect(await mutate("podDebug", { ...input, name: "Not A Name" })).toMatchObject({
      userErrors: [{ code: "INVALID" }],
    });
    expect(await mutate("podDebug", { ...input, targetContainer: "nobody" })).toMatchObject({
      userErrors: [{ code: "INVALID" }],
    });
    expect(await mutate("podDebug", { by: refOf("nobody"), image: "x" })).toMatchObject({
      userErrors: [{ code: "NOT_FOUND", field: "input.by" }],
    });
    const after = await cluster.api.request<Pod>("GET", `${path}/${metadata.name}`);
    expect(after.spec.ephemeralContainers?.length ?? 0).toBe(before);
  });
});
