import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Cluster } from "../control-plane/cluster.ts";
import { ensureNamespace } from "../control-plane/seed.ts";
import { waitFor } from "../control-plane/wait-for.ts";
import { covers } from "../support/covers.ts";
import { query } from "../support/graphql-client.ts";
import { type Rig, startRig } from "../support/rig.ts";

covers("DE-1", "revisions with diff, as kept by real controllers", "kube-apiserver with controllers");
covers(
  "DE-2",
  "undo makes the template that kubectl makes, of three kinds",
  "kube-apiserver with controllers, kubectl",
);
covers("DE-2", "a cron job is run now, once for a key", "kube-apiserver with controllers");

const NAMESPACE = "undo";
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

interface Template {
  readonly metadata: object;
  readonly spec: { readonly containers: readonly { readonly image: string }[] };
}
interface Workload {
  readonly metadata: { readonly annotations?: Readonly<Record<string, string>> };
  readonly spec: { readonly template: Template };
}
const kinds = [
  ["deployment", "deployments", "Deployment", {}],
  ["statefulSet", "statefulsets", "StatefulSet", { serviceName: "none" }],
  ["daemonSet", "daemonsets", "DaemonSet", {}],
] as const;
const folder = (plural: string, group = "apps/v1") => `/apis/${group}/namespaces/${NAMESPACE}/${plural}`;
const refOf = (name: string) => ({ cluster: cluster.name, namespace: NAMESPACE, name });

describe.each(kinds)("a %s", (field, plural, type, more) => {
  const get = (name: string) => cluster.api.request<Workload>("GET", `${folder(plural)}/${name}`);
  const revisions = async (name: string) => {
    interface Revision {
      readonly number: number;
      readonly current: boolean;
      readonly images: readonly string[];
      readonly template: Template;
      readonly diff: readonly { readonly path: string; readonly before: unknown; readonly after: unknown }[];
    }
    const data = await query<Record<string, { revisions: Revision[] }>>(
      rig.url,
      `query ($ref: ObjectRefInput!) { ${field}(by: { ref: $ref }) { revisions { number current images template diff { path before after } } } }`,
      { ref: refOf(name) },
    );
    return data[field]?.revisions ?? [];
  };
  const undo = async (name: string, input: object = {}) => {
    const data = await query<Record<string, { userErrors: { code: string; field: string | null }[] }>>(
      rig.url,
      `mutation ($input: ${type}UndoInput!) { ${field}Undo(input: $input) { userErrors { code message field } } }`,
      { input: { by: { ref: refOf(name) }, ...input } },
    );
    return data[`${field}Undo`]?.userErrors;
  };
  const change = (name: string, template: object, annotations: object = {}) =>
    cluster.api.request(
      "PATCH",
      `${folder(plural)}/${name}`,
      { metadata: { annotations }, spec: { template } },
      { contentType: "application/strategic-merge-patch+json" },
    );
  const recorded = (name: string, count: number) =>
    waitFor(async () => (await revisions(name)).length === count, 20_000, `${count} revisions of ${name}`);
  const own = /deployment\.kubernetes\.io\/|deprecated/;
  const annotationsOf = ({ metadata }: Workload) =>
    Object.fromEntries(Object.entries(metadata.annotations ?? {}).filter(([name]) => !own.test(name)));

  /** Two that had the same three templates, one after the other. */
  async function twins(): Promise<readonly [string, string]> {
    const names = [`${plural}-a`, `${plural}-b`] as const;
    for (const name of names) {
      const labels = { app: name };
      await cluster.api.request("POST", folder(plural), {
        metadata: { name, annotations: { "kubernetes.io/change-cause": "one" } },
        spec: {
          ...more,
          selector: { matchLabels: labels },
          template: {
            metadata: { labels },
            spec: { containers: [{ name: "main", image: "app:1", env: [{ name: "A", value: "1" }] }] },
          },
        },
      });
      await recorded(name, 1);
      const two = {
        spec: {
          containers: [
            { name: "main", image: "app:2" },
            { name: "side", image: "side:1" },
          ],
        },
      };
      await change(name, two, { "kubernetes.io/change-cause": "two" });
      await recorded(name, 2);
      const three = {
        metadata: { annotations: { note: "3" } },
        spec: { containers: [{ name: "main", image: "app:3" }] },
      };
      await change(name, three, { "kubernetes.io/change-cause": "three" });
      await recorded(name, 3);
    }
    return names;
  }

  test("shows what it had, and is taken back to what kubectl takes its twin back to", async () => {
    const [ours, theirs] = await twins();
    const shown = await revisions(ours);
    expect(shown.map(({ number, current, images }) => [number, current, images])).toEqual([
      [3, true, ["app:3", "side:1"]],
      [2, false, ["app:2", "side:1"]],
      [1, false, ["app:1"]],
    ]);
    expect(shown[0]?.template).toEqual((await get(ours)).spec.template);
    expect(shown[1]?.diff).toContainEqual({ path: "spec.containers[main].image", before: "app:2", after: "app:3" });
    expect(shown[2]?.diff.map(({ path }) => path)).toContain("spec.containers[side]");

    const before = await get(ours);
    expect(await undo(ours, { dryRun: true })).toEqual([]);
    expect(await undo(ours, { toRevision: 9 })).toMatchObject([{ code: "NOT_FOUND", field: "input.toRevision" }]);
    expect((await get(ours)).spec).toEqual(before.spec);

    const target = `${field.toLowerCase()}/${theirs}`;
    const same = async () => {
      const [mine, other] = [await get(ours), await get(theirs)];
      const text = (object: Workload) => JSON.stringify(object.spec.template).replaceAll(ours, theirs);
      expect(JSON.parse(text(mine))).toEqual(JSON.parse(text(other)));
      expect(annotationsOf(mine)).toEqual(annotationsOf(other));
      return mine.spec.template.spec.containers.map(({ image }) => image);
    };
    expect(await undo(ours)).toEqual([]);
    await cluster.kubectl(["-n", NAMESPACE, "rollout", "undo", target]);
    expect(await same()).toEqual(["app:2", "side:1"]);
    const renumbered = (name: string) =>
      waitFor(async () => (await revisions(name))[0]?.number === 4, 20_000, `revision 4 of ${name}`);
    await Promise.all([renumbered(ours), renumbered(theirs)]);
    expect(await undo(ours, { toRevision: 1 })).toEqual([]);
    await cluster.kubectl(["-n", NAMESPACE, "rollout", "undo", target, "--to-revision=1"]);
    expect(await same()).toEqual(["app:1"]);
  });
});

test("a cron job is run now, once for a key, and its job leads back to it", async () => {
  await cluster.api.request("POST", folder("cronjobs", "batch/v1"), {
    metadata: { name: "report" },
    spec: {
      schedule: "0 0 1 1 *",
      suspend: true,
      jobTemplate: {
        metadata: { labels: { app: "report" } },
        spec: { template: { spec: { restartPolicy: "Never", containers: [{ name: "main", image: "report:1" }] } } },
      },
    },
  });
  const run = async (input: object) => {
    const { cronJobRun } = await query<{ cronJobRun: { job: { name: string } | null; userErrors: object[] } }>(
      rig.url,
      "mutation ($input: CronJobRunInput!) { cronJobRun(input: $input) { job { name } userErrors { code field } } }",
      { input: { by: { ref: refOf("report") }, ...input } },
    );
    expect(cronJobRun.userErrors).toEqual([]);
    return cronJobRun.job?.name;
  };
  await run({ dryRun: true });
  const first = await run({ idempotencyKey: "monday" });
  expect(await run({ idempotencyKey: "monday" })).toBe(first);
  expect(await run({})).not.toBe(first);
  const jobs = await waitFor(
    async () => {
      const { cronJob } = await query<{ cronJob: { jobs: { nodes: { pods: { totalCount: number } }[] } } }>(
        rig.url,
        "query ($ref: ObjectRefInput!) { cronJob(by: { ref: $ref }) { jobs { nodes { cronJob { name } pods { totalCount } } } } }",
        { ref: refOf("report") },
      );
      const { nodes } = cronJob.jobs;
      return nodes.length === 2 && nodes.every(({ pods }) => pods.totalCount === 1) && nodes;
    },
    20_000,
    "two jobs with a pod each",
  );
  expect(jobs).toEqual(Array.from({ length: 2 }, () => ({ cronJob: { name: "report" }, pods: { totalCount: 1 } })));
  const { workloads } = await query<{ workloads: { nodes: object[] } }>(
    rig.url,
    `{ workloads(filter: { namespaces: ["${NAMESPACE}"], kinds: [JOB, CRON_JOB] }) { nodes { __typename name } } }`,
  );
  expect(workloads.nodes).toEqual([{ __typename: "CronJob", name: "report" }]);
});
