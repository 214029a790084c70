import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { jobOf } from "../../../src/domains/deployments/cron-job-run.service.ts";
import {
  annotationsRestored,
  newestFirst,
  revisionOfReplicaSet,
} from "../../../src/domains/deployments/revisions.mapping.ts";
import { changeOf } from "../../../src/domains/deployments/undo.service.ts";
import { changesBetween } from "../../../src/domains/resources/changes.mapping.ts";
import { KubernetesWorld } from "./kubernetes-world.ts";
import { deployment, metadata, ownedBy } from "./manifests.ts";

const templateOf = (image: string) => ({
  metadata: { labels: { app: "web", "pod-template-hash": image.replace(":", "") } },
  spec: { containers: [{ name: "web", image }] },
});
const kept = (owner: ReturnType<typeof deployment>, number: number) => ({
  apiVersion: "apps/v1",
  kind: "ReplicaSet",
  metadata: metadata(`web-${number}`, {
    ...ownedBy(owner),
    annotations: {
      "deployment.kubernetes.io/revision": String(number),
      "kubernetes.io/change-cause": `release ${number}`,
      "deployment.kubernetes.io/max-replicas": "4",
    },
  }),
  spec: { template: templateOf(`web:${number}`) },
});

/** A deployment at revision 4, its status as new as it is. */
const web = deployment("web", { annotations: { "deployment.kubernetes.io/revision": "4", note: "new" } });
const revisionsTo = (...numbers: readonly number[]) =>
  newestFirst(numbers.map((number) => revisionOfReplicaSet(kept(web, number))));
const restored = (...args: Parameters<typeof changeOf>) => {
  const change = changeOf(...args);
  return "strategic" in change ? change.strategic : change;
};

describe("undoing a rollout", () => {
  test("without a number goes to the revision before the newest, and takes back its annotations", () => {
    expect(restored("apps/deployments", web, revisionsTo(1, 4, 3), undefined)).toEqual({
      metadata: { annotations: { note: null, "kubernetes.io/change-cause": "release 3" } },
      spec: {
        template: {
          $patch: "replace",
          metadata: { labels: { app: "web" } },
          spec: { containers: [{ name: "web", image: "web:3" }] },
        },
      },
    });
  });

  test("with a number goes there, whatever lies between", () => {
    expect(restored("apps/deployments", web, revisionsTo(1, 4, 3), 1)).toMatchObject({
      spec: { template: { spec: { containers: [{ image: "web:1" }] } } },
    });
  });

  test.each<[string, Parameters<typeof changeOf>, object]>([
    [
      "is not recorded yet",
      ["apps/deployments", web, revisionsTo(1, 3), undefined],
      { code: "CONFLICT", field: "input.by" },
    ],
    [
      "has not been seen by its controller",
      ["apps/deployments", { ...web, metadata: { ...web.metadata, generation: 9 } }, revisionsTo(3, 4), undefined],
      { code: "CONFLICT", field: "input.by" },
    ],
  ])("without a number is refused while the newest template %s: it would go back too far", (_what, args, error) => {
    expect(restored(...args)).toMatchObject({ refusals: [error] });
  });

  test("is refused where there is nothing to go back to, no such revision, or a pause", () => {
    const paused = { ...web, spec: { ...web.spec, paused: true } };
    expect(restored("apps/deployments", web, revisionsTo(4), undefined)).toMatchObject({
      refusals: [{ code: "NOT_FOUND", field: "input.by" }],
    });
    expect(restored("apps/deployments", web, revisionsTo(3, 4), 7)).toMatchObject({
      refusals: [{ code: "NOT_FOUND", field: "input.toRevision" }],
    });
    expect(restored("apps/deployments", paused, revisionsTo(3, 4), 3)).toMatchObject({
      refusals: [{ code: "INVALID", field: "input.by" }],
    });
  });

  test("keeps what the annotations say of the deployment itself", () => {
    const own = {
      "deployment.kubernetes.io/revision": "4",
      "kubectl.kubernetes.io/last-applied-configuration": "{}",
      "fairway.dev/operations": "[]",
      "fairway.dev/roll-on-config-change": "true",
      "fairway.dev/config-hash": "new",
    };
    const kept = { "deployment.kubernetes.io/revision": "2", "fairway.dev/config-hash": "old", b: "2" };
    expect(annotationsRestored({ ...own, a: "1" }, kept)).toEqual({
      a: null,
      b: "2",
    });
  });
});

test("the difference of two templates goes by the names of their containers", () => {
  const before = {
    metadata: { labels: { app: "web" } },
    spec: { containers: [{ name: "a", image: "a:1", args: ["x", "y"] }, { name: "b" }], hostNetwork: true },
  };
  const after = {
    metadata: { labels: { app: "web", constructor: "z" } },
    spec: { containers: [{ name: "c" }, { name: "a", image: "a:2", args: ["x"] }] },
  };
  expect(changesBetween(before, after)).toEqual([
    { path: "metadata.labels.constructor", before: undefined, after: "z" },
    { path: "spec.containers[a].image", before: "a:1", after: "a:2" },
    { path: "spec.containers[a].args[1]", before: "y", after: undefined },
    { path: "spec.containers[b]", before: { name: "b" }, after: undefined },
    { path: "spec.containers[c]", before: undefined, after: { name: "c" } },
    { path: "spec.hostNetwork", before: true, after: undefined },
  ]);
  expect(changesBetween(before, structuredClone(before))).toEqual([]);
});

describe("a job made of a cron job by hand", () => {
  const cronJob = {
    apiVersion: "batch/v1",
    kind: "CronJob",
    metadata: metadata("x".repeat(52), { uid: "u-1" }),
    spec: {
      jobTemplate: { metadata: { labels: { app: "import" }, annotations: { note: "1" } }, spec: { parallelism: 2 } },
    },
  };

  test("is what kubectl makes of it, under a name that is no longer than a label may be", () => {
    const job = jobOf(cronJob, "0123456789abcdef");
    expect(job).toEqual({
      apiVersion: "batch/v1",
      kind: "Job",
      metadata: {
        name: expect.stringMatching(/^x{48}-run-[0-9a-f]{10}$/),
        namespace: "shop",
        labels: { app: "import" },
        annotations: { "cronjob.kubernetes.io/instantiate": "manual", note: "1" },
        ownerReferences: [
          { apiVersion: "batch/v1", kind: "CronJob", name: cronJob.metadata.name, uid: "u-1", controller: true },
        ],
      },
      spec: { parallelism: 2 },
    });
    expect(job.metadata.name).toHaveLength(63);
    const dotted = { ...cronJob, metadata: metadata(`${"x".repeat(46)}.-.x`) };
    expect(jobOf(dotted, undefined).metadata).toMatchObject({ generateName: `${"x".repeat(46)}-run-` });
    expect(jobOf(cronJob, undefined).metadata).toMatchObject({ generateName: `${"x".repeat(48)}-run-` });
  });
});

describe("over a cluster", () => {
  let world: KubernetesWorld;
  beforeEach(async () => {
    world = await KubernetesWorld.start("alpha");
    world.put("alpha", "apps/deployments", web);
    for (const number of [3, 4]) world.put("alpha", "apps/replicasets", kept(web, number));
  });
  afterEach(() => world[Symbol.asyncDispose]());
  const ref = { cluster: "alpha", namespace: "shop", name: "web" };

  test("revisions are shown newest first, with what changed", async () => {
    const data = await world.data(`{
      deployment(by: { ref: { cluster: "alpha", namespace: "shop", name: "web" } }) {
        revisions { number name current changeCause images diff { path before after } same: diff(to: 3) { path } none: diff(to: 9) { path } }
      }
    }`);
    const image = { path: "spec.containers[web].image" };
    expect(data).toEqual({
      deployment: {
        revisions: [
          {
            number: 4,
            name: "web-4",
            current: true,
            changeCause: "release 4",
            images: ["web:4"],
            diff: [],
            same: [image],
            none: null,
          },
          {
            number: 3,
            name: "web-3",
            current: false,
            changeCause: "release 3",
            images: ["web:3"],
            diff: [{ ...image, before: "web:3", after: "web:4" }],
            same: [],
            none: null,
          },
        ],
      },
    });
  });

  test.each([
    ["a revision that is no number", "DeploymentUndo", { by: { ref }, toRevision: "two" }, "BAD_USER_INPUT"],
    ["an id of something else", "StatefulSetRestart", { by: { id: "garbage" } }, "INVALID_ID"],
    ["no object", "CronJobSuspend", { by: {} }, "BAD_USER_INPUT"],
    ["a cluster that is none", "DaemonSetUndo", { by: { ref: { ...ref, cluster: "nowhere" } } }, "UNKNOWN_CLUSTER"],
  ])("%s is refused before anything is sent", async (_what, name, input, code) => {
    const field = name.charAt(0).toLowerCase() + name.slice(1);
    const { errors } = await world.run(
      `mutation ($input: ${name}Input!) { ${field}(input: $input) { userErrors { code } } }`,
      { input },
    );
    expect(errors).toMatchObject([{ extensions: { code } }]);
    expect(world.cluster("alpha").patches).toEqual([]);
  });

  test("a cron job is not read under a name that leads elsewhere", async () => {
    const by = { ref: { ...ref, name: "nightly/status" } };
    const data = await world.data(
      "mutation ($input: CronJobRunInput!) { cronJobRun(input: $input) { userErrors { code field } } }",
      { input: { by } },
    );
    expect(data).toEqual({ cronJobRun: { userErrors: [{ code: "NOT_FOUND", field: "input.by" }] } });
    expect(world.cluster("alpha").gets).toEqual([]);
  });

  test("an idempotency key stands for one run of one caller: another's is another run", async () => {
    const alpha = world.cluster("alpha");
    const cronJob = { apiVersion: "batch/v1", kind: "CronJob", metadata: metadata("nightly") };
    alpha.onGet = async () => ({ object: cronJob, resourceVersion: "7" });
    alpha.onCreate = async () => ({ object: { ...cronJob, kind: "Job" }, resourceVersion: "8" });
    const run = async (idempotencyKey: string) => {
      const query = "mutation ($input: CronJobRunInput!) { cronJobRun(input: $input) { userErrors { code } } }";
      await world.data(query, { input: { by: { ref }, idempotencyKey } });
      const sent = alpha.creations.at(-1)?.body as { readonly metadata: { readonly name: string } } | undefined;
      return sent?.metadata.name;
    };
    const first = await run("monday");
    expect(await run("monday")).toBe(first);
    expect(await run("tuesday")).not.toBe(first);
    world.caller.id = "somebody else";
    expect(await run("monday")).not.toBe(first);
  });

  test("an idempotency key that is empty or endless is refused", async () => {
    for (const idempotencyKey of ["", "k".repeat(201)]) {
      const data = await world.data(
        `mutation ($input: CronJobRunInput!) { cronJobRun(input: $input) { job { name } userErrors { code field } } }`,
        { input: { by: { ref }, idempotencyKey } },
      );
      const userErrors = [{ code: "INVALID", field: "input.idempotencyKey" }];
      expect(data).toEqual({ cronJobRun: { job: null, userErrors } });
    }
    expect(world.cluster("alpha").creations).toEqual([]);
  });
});
