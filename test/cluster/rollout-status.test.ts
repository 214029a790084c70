import { afterAll, beforeAll, expect, test } from "vitest";
import type { Cluster } from "../control-plane/cluster.ts";
import { ensureNamespace } from "../control-plane/seed.ts";
import { waitFor } from "../control-plane/wait-for.ts";
import { covers } from "../support/covers.ts";
import { query, subscribe } from "../support/graphql-client.ts";
import { type Rig, startRig } from "../support/rig.ts";

covers(
  "DE-1",
  "rollout status in kubectl's words, of deployments, stateful sets and daemon sets",
  "kube-apiserver with controllers, kubectl",
);
covers("DE-2", "a rolling upgrade, its progress as a stream", "kube-apiserver with controllers");

const NAMESPACE = "rollouts";
let rig: Rig;
let cluster: Cluster;

beforeAll(async () => {
  rig = await startRig({ clusters: 1, nodes: 2, config: { allowWrites: true } });
  const [first] = rig.controlPlane.clusters;
  if (!first) throw new Error("no cluster");
  cluster = first;
  await ensureNamespace(cluster, NAMESPACE);
});
afterAll(() => rig?.[Symbol.asyncDispose]());

interface RolloutStatus {
  readonly text: string;
  readonly done: boolean;
  readonly failed: boolean;
}
interface Shown {
  readonly resourceVersion: string;
  readonly rolloutStatus: RolloutStatus;
}
const paths = { deployment: "deployments", statefulSet: "statefulsets", daemonSet: "daemonsets" } as const;
type Field = keyof typeof paths;
const folder = (field: Field) => `/apis/apps/v1/namespaces/${NAMESPACE}/${paths[field]}`;

async function shown(field: Field, name: string): Promise<Shown> {
  const data = await query<Record<Field, Shown>>(
    rig.url,
    `query ($ref: ObjectRefInput!) { ${field}(by: { ref: $ref }) { resourceVersion rolloutStatus { text done failed } } }`,
    { ref: { cluster: cluster.name, namespace: NAMESPACE, name } },
  );
  return data[field];
}

async function said(field: Field, name: string): Promise<{ text: string; failed: boolean }> {
  const target = `${field.toLowerCase()}/${name}`;
  try {
    const stdout = await cluster.kubectl(["-n", NAMESPACE, "rollout", "status", target, "--watch=false"]);
    return { text: stdout.trimEnd(), failed: false };
  } catch (error) {
    return { text: (error as Error).message.replace(/^.*?: (?=error: )/s, "").replace("error: ", ""), failed: true };
  }
}

/** What both say of one version of the object: it is looked at before and after. */
async function sameOf(field: Field, name: string): Promise<RolloutStatus> {
  return waitFor(
    async () => {
      const before = await shown(field, name);
      const kubectl = await said(field, name);
      const { metadata } = await cluster.api.request<{ metadata: { resourceVersion: string } }>(
        "GET",
        `${folder(field)}/${name}`,
      );
      if (!before || before.resourceVersion !== metadata.resourceVersion) return null;
      const { text, failed } = before.rolloutStatus;
      expect({ text, failed }).toEqual(kubectl);
      return before.rolloutStatus;
    },
    20_000,
    "one version seen by both",
  );
}

async function until(field: Field, name: string, wanted: RegExp): Promise<RolloutStatus> {
  return waitFor(
    async () => {
      const status = await sameOf(field, name);
      return wanted.test(status.text) ? status : null;
    },
    40_000,
    `${field} ${name}: ${wanted}`,
  );
}

const spec = (name: string, more: object) => ({
  metadata: { name },
  spec: {
    selector: { matchLabels: { app: name } },
    template: {
      metadata: { labels: { app: name } },
      spec: { containers: [{ name: "main", image: "registry.example.com/app:1" }] },
    },
    ...more,
  },
});
const make = (field: Field, name: string, more: object) => cluster.api.request("POST", folder(field), spec(name, more));
const patch = (field: Field, name: string, body: object) =>
  cluster.api.request("PATCH", `${folder(field)}/${name}`, body, {
    contentType: "application/strategic-merge-patch+json",
  });
const image = (tag: string) => ({
  template: { spec: { containers: [{ name: "main", image: `registry.example.com/app:${tag}` }] } },
});
/** No node has such a label: pods with it wait for ever. */
const nowhere = { template: { spec: { nodeSelector: { place: "nowhere" } } } };

test("of a deployment is what kubectl says, from the first pod to the last, stuck, late and paused", async () => {
  await make("deployment", "web", { replicas: 4, progressDeadlineSeconds: 4 });
  expect(await until("deployment", "web", /successfully/)).toMatchObject({ done: true, failed: false });
  await patch("deployment", "web", { spec: nowhere });
  expect(await until("deployment", "web", /new replicas have been updated/)).toMatchObject({ done: false });
  expect(await until("deployment", "web", /exceeded its progress deadline/)).toEqual({
    text: 'deployment "web" exceeded its progress deadline',
    done: false,
    failed: true,
  });
  await patch("deployment", "web", { spec: { paused: true, ...image("2") } });
  await sameOf("deployment", "web");
  await patch("deployment", "web", { spec: { paused: false, template: { spec: { nodeSelector: null } } } });
  expect(await until("deployment", "web", /successfully/)).toMatchObject({ done: true });
  await patch("deployment", "web", { spec: { replicas: 0 } });
  expect(await until("deployment", "web", /successfully/)).toMatchObject({ done: true });
});

test("of a deployment whose pods are not available says how many are", async () => {
  await make("deployment", "slow", { replicas: 2, minReadySeconds: 3600, progressDeadlineSeconds: 7200 });
  expect(await until("deployment", "slow", /0 of 2 updated replicas are available/)).toMatchObject({ done: false });
});

test("of a stateful set is what kubectl says, with a partition and with pods that wait to be deleted", async () => {
  const rolling = (partition: number) => ({ updateStrategy: { type: "RollingUpdate", rollingUpdate: { partition } } });
  await make("statefulSet", "db", { replicas: 3, serviceName: "db", ...rolling(0) });
  expect(await until("statefulSet", "db", /complete: 3 new pods/)).toMatchObject({ done: true });
  await patch("statefulSet", "db", { spec: { ...rolling(2), ...image("2") } });
  expect(await until("statefulSet", "db", /complete: 1 new pods/)).toMatchObject({ done: true });
  await patch("statefulSet", "db", { spec: rolling(0) });
  expect(await until("statefulSet", "db", /complete: 3 new pods/)).toMatchObject({ done: true });
  await patch("statefulSet", "db", { spec: nowhere });
  expect(await until("statefulSet", "db", /Waiting for 1 pods to be ready/)).toMatchObject({ done: false });
  await make("statefulSet", "kept", { replicas: 1, serviceName: "kept", updateStrategy: { type: "OnDelete" } });
  expect(await sameOf("statefulSet", "kept")).toMatchObject({ done: true, failed: true });
});

test("of a deployment that is upgraded comes as a stream, never goes back, and ends with kubectl's last word", async () => {
  await make("deployment", "upgraded", {
    replicas: 5,
    strategy: { rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
  });
  await until("deployment", "upgraded", /successfully/);
  interface Change {
    readonly object: {
      readonly updatedReplicas: number;
      readonly images: string[];
      readonly rolloutStatus: RolloutStatus;
    };
  }
  const seen: Change["object"][] = [];
  const subscription = subscribe<{ deploymentEvents: { changes: Change[] } }>(
    rig.url,
    `subscription ($filter: DeploymentFilter) { deploymentEvents(filter: $filter) {
      changes { object { updatedReplicas images rolloutStatus { text done failed } } }
    } }`,
    { filter: { namespaces: [NAMESPACE], name: { eq: "upgraded" } } },
    ({ data }) => seen.push(...(data?.deploymentEvents.changes ?? []).map(({ object }) => object)),
  );
  await waitFor(() => seen.length > 0, 10_000, "the deployment as it is");
  const { deploymentSetImage } = await query<{ deploymentSetImage: { userErrors: object[] } }>(
    rig.url,
    "mutation ($input: DeploymentSetImageInput!) { deploymentSetImage(input: $input) { userErrors { code } } }",
    {
      input: {
        by: { ref: { cluster: cluster.name, namespace: NAMESPACE, name: "upgraded" } },
        images: [{ container: "main", image: "registry.example.com/app:2" }],
      },
    },
  );
  expect(deploymentSetImage.userErrors).toEqual([]);
  const upgrade = () => seen.filter(({ images }) => images[0] === "registry.example.com/app:2");
  await waitFor(() => upgrade().at(-1)?.rolloutStatus.done, 40_000, "the end of the upgrade");
  // Until the controller has looked at the new template, the counts are those of the old one.
  const observed = upgrade().filter(({ rolloutStatus }) => !rolloutStatus.text.includes("to be observed"));
  const counts = observed.map(({ updatedReplicas }) => updatedReplicas);
  expect(counts).toEqual([...counts].sort((a, b) => a - b));
  expect(counts.length).toBeGreaterThan(2);
  // The controller may write of its conditions once more after the last pod; what is done stays so.
  const ends = observed.map(({ rolloutStatus }) => rolloutStatus.done);
  expect(ends).toEqual([...ends].sort((a, b) => Number(a) - Number(b)));
  expect(ends[0]).toBe(false);
  expect(observed.at(-1)?.rolloutStatus.text).toBe((await said("deployment", "upgraded")).text);
  await subscription.close();
});

test("of a daemon set is what kubectl says, stuck and with pods that wait to be deleted", async () => {
  await make("daemonSet", "agent", {});
  expect(await until("daemonSet", "agent", /successfully/)).toMatchObject({ done: true });
  await patch("daemonSet", "agent", { spec: { minReadySeconds: 3600, ...image("2") } });
  expect(await until("daemonSet", "agent", /rollout to finish/)).toMatchObject({ done: false });
  await make("daemonSet", "kept", { updateStrategy: { type: "OnDelete" } });
  expect(await sameOf("daemonSet", "kept")).toMatchObject({ done: true, failed: true });
});
