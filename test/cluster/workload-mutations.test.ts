import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Cluster } from "../control-plane/cluster.ts";
import { ensureNamespace } from "../control-plane/seed.ts";
import { waitFor } from "../control-plane/wait-for.ts";
import { covers } from "../support/covers.ts";
import { query } from "../support/graphql-client.ts";
import { type Rig, startRig } from "../support/rig.ts";

covers(
  "DE-2",
  "created from typed input and from a manifest, scaled, paused and resumed",
  "kube-apiserver with controllers",
);
covers(
  "DE-2",
  "autoscaled as by kubectl, and the real autoscaler acts on it",
  "kube-apiserver with controllers, kubectl",
);
covers("DE-2", "jobs and cron jobs suspended and resumed", "kube-apiserver with controllers");
covers("DE-2", "each kind deleted, with what it owns or without", "kube-apiserver with controllers");

const NAMESPACE = "work";
const MINUTE = 90_000; // a cron job's controller acts at the turn of a minute

let rig: Rig;
let cluster: Cluster;
beforeAll(async () => {
  rig = await startRig({ clusters: 1, nodes: 2, config: { allowWrites: true } });
  [cluster] = rig.controlPlane.clusters as [Cluster];
  await ensureNamespace(cluster, NAMESPACE);
});
afterAll(() => rig?.[Symbol.asyncDispose]());

const folders = {
  deployment: "/apis/apps/v1",
  statefulSet: "/apis/apps/v1",
  daemonSet: "/apis/apps/v1",
  replicaSet: "/apis/apps/v1",
  job: "/apis/batch/v1",
  cronJob: "/apis/batch/v1",
} as const;
type Field = keyof typeof folders;

const refOf = (name: string) => ({ cluster: cluster.name, namespace: NAMESPACE, name });
const byName = (name: string) => ({ by: { ref: refOf(name) } });
const folder = (field: Field) => `${folders[field]}/namespaces/${NAMESPACE}/${field.toLowerCase()}s`;
const post = (field: Field, name: string, spec: object) =>
  cluster.api.request("POST", folder(field), { metadata: { name, labels: { app: name } }, spec });
const template = (name: string, spec: object = {}) => ({
  metadata: { labels: { app: name } },
  spec: { containers: [{ name: "main", image: "registry.test/main:1" }], ...spec },
});
const selecting = (name: string, more: object = {}) => ({
  selector: { matchLabels: { app: name } },
  template: template(name),
  ...more,
});
/** Nothing runs them, so that they are there until somebody ends them. */
const waiting = (name: string) => template(name, { restartPolicy: "Never", nodeSelector: { nowhere: "true" } });

interface Payload {
  readonly userErrors: readonly { readonly code: string; readonly field: string | null }[];
  readonly revision: string | null;
}

async function mutate<T extends object = object>(name: string, input: object, more = ""): Promise<Payload & T> {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
  const data = await query<Record<string, Payload & T>>(
    rig.url,
    `mutation ($input: ${type}!) { ${name}(input: $input) { userErrors { code message field } revision ${more} } }`,
    { input },
  );
  return data[name] as Payload & T;
}

/** What memory has of it, once that is as new as the revision; null where it is gone. */
async function read<T>(field: Field, name: string, selection: string, minRevision: string | null = null) {
  const data = await query<Record<string, T | null>>(
    rig.url,
    `query ($ref: ObjectRefInput!, $minRevision: String) { ${field}(by: { ref: $ref }, minRevision: $minRevision) { ${selection} } }`,
    { ref: refOf(name), minRevision },
  );
  return data[field] as T | null;
}

const podsOf = async (name: string) =>
  (
    await query<{ pods: { totalCount: number } }>(
      rig.url,
      "query ($filter: PodFilter!) { pods(filter: $filter) { totalCount } }",
      { filter: { namespaces: [NAMESPACE], labels: `app=${name}` } },
    )
  ).pods.totalCount;

interface Replicas {
  readonly replicas: number;
  readonly readyReplicas: number;
  readonly images: readonly string[];
}
const ready = (field: Field, name: string, count: number, revision: string | null) =>
  waitFor(
    async () => {
      const found = await read<Replicas>(field, name, "replicas readyReplicas images", revision);
      return found?.replicas === count && found.readyReplicas === count && found;
    },
    30_000,
    `${count} ready pods of ${name}`,
  );

describe("creating", () => {
  const typed = (name: string, more: object = {}) => ({
    cluster: cluster.name,
    namespace: NAMESPACE,
    name,
    containers: [
      {
        name: "web",
        image: "registry.test/web:1",
        ports: [8080],
        environment: [{ name: "MODE", value: "test" }],
        requests: { cpu: "100m", memory: "64Mi" },
        limits: { memory: "128Mi" },
      },
    ],
    ...more,
  });

  test("by typed input makes a deployment that the controllers bring up", async () => {
    const { userErrors, revision } = await mutate("deploymentCreate", typed("typed", { replicas: 2 }));
    expect(userErrors).toEqual([]);
    expect(await ready("deployment", "typed", 2, revision)).toMatchObject({ images: ["registry.test/web:1"] });
    const { spec } = await cluster.api.request<{ spec: { template: { spec: { containers: object[] } } } }>(
      "GET",
      `${folder("deployment")}/typed`,
    );
    expect(spec.template.spec.containers).toMatchObject([
      {
        name: "web",
        ports: [{ containerPort: 8080, protocol: "TCP" }],
        env: [{ name: "MODE", value: "test" }],
        resources: { requests: { cpu: "100m", memory: "64Mi" }, limits: { memory: "128Mi" } },
      },
    ]);
    expect(await mutate("deploymentCreate", typed("typed"))).toMatchObject({ userErrors: [{ code: "CONFLICT" }] });
  });

  test("from a manifest makes one as well, and it is a workload like others", async () => {
    const manifests = JSON.stringify({
      apiVersion: "apps/v1",
      kind: "StatefulSet",
      metadata: { name: "written" },
      spec: { serviceName: "written", ...selecting("written", { replicas: 1 }) },
    });
    const input = { cluster: cluster.name, namespace: NAMESPACE, manifests };
    const { userErrors, revision } = await mutate("resourceApply", input);
    expect(userErrors).toEqual([]);
    await ready("statefulSet", "written", 1, revision);
    const { workload } = await query<{ workload: object }>(
      rig.url,
      "query ($by: WorkloadByInput!) { workload(by: $by) { __typename name readyReplicas } }",
      { by: { ref: { ...refOf("written"), kind: "STATEFUL_SET" } } },
    );
    expect(workload).toEqual({ __typename: "StatefulSet", name: "written", readyReplicas: 1 });
  });

  test.each(["Not A Name", "n".repeat(64)])(
    "under a name that cannot be one says so of the name alone: %s",
    async (name) => {
      const { userErrors } = await mutate("deploymentCreate", typed(name));
      expect(new Set(userErrors.map(({ code, field }) => `${code} ${field}`))).toEqual(new Set(["INVALID input.name"]));
    },
  );

  test.each<[string, object, object]>([
    ["as a dry run", { dryRun: true }, { userErrors: [], revision: null }],
    ["where there is no namespace", { namespace: "nowhere" }, { userErrors: [{ code: "NOT_FOUND" }] }],
    [
      "of a container that has no name",
      { containers: [{ name: "Not a name", image: "x:1" }] },
      { userErrors: [{ code: "INVALID", field: "input.containers[0].name" }] },
    ],
    [
      "of a container that asks for more than it may have",
      { containers: [{ name: "web", image: "x:1", requests: { cpu: "2" }, limits: { cpu: "1" } }] },
      { userErrors: [{ code: "INVALID" }] },
    ],
  ])("%s makes nothing", async (_what, more, payload) => {
    expect(await mutate("deploymentCreate", typed("never", more))).toMatchObject(payload);
    await expect(cluster.api.request("GET", `${folder("deployment")}/never`)).rejects.toMatchObject({ status: 404 });
  });
});

describe("scaling", () => {
  test.each<[Field, object]>([
    ["deployment", {}],
    ["statefulSet", { serviceName: "none" }],
    ["replicaSet", {}],
  ])("a %s up and down makes and ends pods", async (field, more) => {
    const name = `scaled-${field.toLowerCase()}`;
    await post(field, name, { ...selecting(name), replicas: 1, ...more });
    for (const replicas of [3, 0]) {
      const { userErrors, revision } = await mutate(`${field}Scale`, { ...byName(name), replicas });
      expect(userErrors).toEqual([]);
      await ready(field, name, replicas, revision);
      await waitFor(async () => (await podsOf(name)) === replicas, 30_000, `${replicas} pods of ${name}`);
    }
  });
});

describe("autoscaling", () => {
  interface Scaler {
    readonly currentReplicas: number;
    readonly lastScaledAt: string | null;
    readonly conditions: readonly { readonly type: string; readonly status: string; readonly reason: string }[];
    readonly target: object;
  }
  const scalerOf = async (name: string, minRevision: string | null) => {
    const selection = `horizontalPodAutoscalers { nodes {
      currentReplicas lastScaledAt conditions { type status reason } target { __typename name }
    } }`;
    const found = await read<{ horizontalPodAutoscalers: { nodes: Scaler[] } }>(
      "deployment",
      name,
      selection,
      minRevision,
    );
    return found?.horizontalPodAutoscalers.nodes[0];
  };

  test("makes what `kubectl autoscale` makes, and the real autoscaler brings the pods within the bounds", async () => {
    for (const name of ["scaler", "scaler-kubectl"])
      await post("deployment", name, { ...selecting(name), replicas: 1 });
    const input = { ...byName("scaler"), minReplicas: 3, maxReplicas: 5, cpuPercent: 50 };
    const { userErrors, revision } = await mutate("deploymentAutoscale", input);
    expect(userErrors).toEqual([]);
    await cluster.kubectl([
      "-n",
      NAMESPACE,
      "autoscale",
      "deployment",
      "scaler-kubectl",
      "--min=3",
      "--max=5",
      "--cpu=50%",
    ]);
    const specOf = async (name: string) => {
      const path = `/apis/autoscaling/v2/namespaces/${NAMESPACE}/horizontalpodautoscalers/${name}`;
      return (await cluster.api.request<{ spec: { scaleTargetRef: object } }>("GET", path)).spec;
    };
    const kubectls = await specOf("scaler-kubectl");
    expect(await specOf("scaler")).toEqual({
      ...kubectls,
      scaleTargetRef: { ...kubectls.scaleTargetRef, name: "scaler" },
    });
    await ready("deployment", "scaler", 3, revision);
    // Nothing measures pods here, and the autoscaler says so once it has nothing else to do.
    const told = await waitFor(
      async () => {
        const found = await scalerOf("scaler", revision);
        return found?.conditions.some(({ type }) => type === "ScalingActive") && found;
      },
      60_000,
      "the autoscaler's conditions",
    );
    expect(told).toMatchObject({
      currentReplicas: 3,
      lastScaledAt: expect.any(String),
      target: { __typename: "Deployment", name: "scaler" },
      conditions: expect.arrayContaining([
        { type: "AbleToScale", status: "TRUE", reason: expect.any(String) },
        { type: "ScalingActive", status: "FALSE", reason: "FailedGetResourceMetric" },
      ]),
    });
  }, 120_000);

  test("what is there already, what is not there, and bounds that make no sense are said", async () => {
    await post("deployment", "bounds", { ...selecting("bounds"), replicas: 1 });
    const tried = async (input: object) =>
      (await mutate("deploymentAutoscale", { ...byName("bounds"), maxReplicas: 3, ...input })).userErrors.map(
        ({ code, field }) => `${code} ${field}`,
      );
    expect(await tried({ minReplicas: 4 })).toEqual(["INVALID input.maxReplicas"]);
    expect(await tried(byName("absent"))).toEqual(["NOT_FOUND input.by"]);
    expect(await tried({ dryRun: true })).toEqual([]);
    expect(await tried({})).toEqual([]);
    expect(await tried({})).toMatchObject([expect.stringMatching(/^CONFLICT /)]);
  });
});

describe("pausing", () => {
  test("holds back a new image until the deployment is resumed", async () => {
    await post("deployment", "paused", { ...selecting("paused"), replicas: 1 });
    await ready("deployment", "paused", 1, null);
    interface Rollout {
      readonly updatedReplicas: number;
      readonly replicaSets: { readonly totalCount: number };
      readonly conditions: readonly { readonly reason: string }[];
    }
    const rollout = (revision: string | null) =>
      read<Rollout>(
        "deployment",
        "paused",
        "updatedReplicas replicaSets { totalCount } conditions { reason }",
        revision,
      );
    const paused = await mutate("deploymentPause", byName("paused"));
    expect(paused.userErrors).toEqual([]);
    const images = [{ container: "main", image: "registry.test/main:2" }];
    const changed = await mutate("deploymentSetImage", { ...byName("paused"), images });
    expect(changed.userErrors).toEqual([]);
    // Its controller has seen the new template: no pod is of it.
    const held = await waitFor(
      async () => {
        const found = await rollout(changed.revision);
        return found?.updatedReplicas === 0 ? found : null;
      },
      20_000,
      "the controller's word on the new template",
    );
    expect(held.replicaSets.totalCount).toBe(1);
    expect(held.conditions.map(({ reason }) => reason)).toContain("DeploymentPaused");
    const resumed = await mutate("deploymentResume", byName("paused"));
    await waitFor(
      async () => {
        const found = await rollout(resumed.revision);
        return found?.updatedReplicas === 1 && found.replicaSets.totalCount === 2;
      },
      30_000,
      "the new image",
    );
    const status = await cluster.kubectl(["-n", NAMESPACE, "rollout", "status", "deployment/paused", "--timeout=30s"]);
    expect(status).toContain("successfully rolled out");
  });
});

describe("suspending", () => {
  interface Job {
    readonly phase: string;
    readonly suspended: boolean;
    readonly conditions: readonly { readonly type: string; readonly status: string }[];
  }
  const job = (name: string, revision: string | null) =>
    read<Job>("job", name, "phase suspended conditions { type status }", revision);

  test("a job ends its pods, and resuming it makes them anew", async () => {
    await post("job", "suspended", { template: waiting("suspended") });
    await waitFor(async () => (await podsOf("suspended")) === 1, 20_000, "the job's pod");
    const { userErrors, revision } = await mutate("jobSuspend", byName("suspended"));
    expect(userErrors).toEqual([]);
    expect(await job("suspended", revision)).toMatchObject({ phase: "SUSPENDED", suspended: true });
    await waitFor(async () => (await podsOf("suspended")) === 0, 20_000, "the end of the job's pod");
    const told = await waitFor(
      async () => (await job("suspended", revision))?.conditions.find(({ type }) => type === "Suspended"),
      20_000,
      "the controller's condition",
    );
    expect(told.status).toBe("TRUE");
    await mutate("jobResume", byName("suspended"));
    await waitFor(async () => (await podsOf("suspended")) === 1, 20_000, "the job's pod again");
  });

  test("a job from the start keeps it from running until it is resumed", async () => {
    await post("job", "later", { suspend: true, template: template("later", { restartPolicy: "Never" }) });
    expect(await waitFor(() => job("later", null), 10_000, "the job")).toMatchObject({ phase: "SUSPENDED" });
    const { revision } = await mutate("jobResume", byName("later"));
    await waitFor(async () => (await job("later", revision))?.phase === "SUCCEEDED", 30_000, "the job's success");
  });

  test(
    "a cron job keeps it from making jobs, while another one of the same schedule makes them",
    async () => {
      const schedule = "* * * * *";
      const jobTemplate = { spec: { template: template("cron", { restartPolicy: "Never" }) } };
      for (const name of ["cron-quiet", "cron-busy"]) await post("cronJob", name, { schedule, jobTemplate });
      const quiet = await mutate("cronJobSuspend", byName("cron-quiet"));
      expect(quiet.userErrors).toEqual([]);
      const made = async (name: string, revision: string | null) =>
        (await read<{ jobs: { totalCount: number } }>("cronJob", name, "jobs { totalCount }", revision))?.jobs
          .totalCount ?? 0;
      const before = await made("cron-quiet", quiet.revision);
      await waitFor(async () => (await made("cron-busy", null)) > before, MINUTE, "a job of the other one");
      expect(await made("cron-quiet", null)).toBe(before);
      // What it has missed is made up for at once.
      const { revision } = await mutate("cronJobResume", byName("cron-quiet"));
      await waitFor(async () => (await made("cron-quiet", revision)) > before, MINUTE, "a job of the resumed one");
    },
    3 * MINUTE,
  );
});

describe("deleting", () => {
  interface Deleted {
    readonly deletedId: string | null;
  }
  const remove = (field: Field, name: string, more: object = {}) =>
    mutate<Deleted>(`${field}Delete`, { ...byName(name), ...more }, "deletedId");
  const isGone = (field: Field, name: string, revision: string | null) =>
    waitFor(async () => (await read(field, name, "id", revision)) === null, 30_000, `the end of ${name}`);

  test.each<[Field, (name: string) => object]>([
    ["deployment", (name) => selecting(name)],
    ["statefulSet", (name) => selecting(name, { serviceName: "none" })],
    ["daemonSet", (name) => selecting(name)],
    ["replicaSet", (name) => selecting(name)],
    ["job", (name) => ({ template: waiting(name) })],
    ["cronJob", (name) => ({ schedule: "* * * * *", jobTemplate: { spec: { template: waiting(name) } } })],
  ])("a %s takes its pods along, as `kubectl delete` does", async (field, specOf) => {
    const name = `deleted-${field.toLowerCase()}`;
    await post(field, name, specOf(name));
    if (field === "cronJob") {
      expect((await mutate("cronJobRun", byName(name))).userErrors).toEqual([]);
    }
    await waitFor(async () => (await podsOf(name)) > 0, 30_000, `pods of ${name}`);
    expect(await remove(field, name, { dryRun: true })).toMatchObject({ userErrors: [], revision: null });
    expect(await read(field, name, "id")).not.toBeNull();
    const { userErrors, deletedId, revision } = await remove(field, name);
    expect({ userErrors, deletedId }).toEqual({ userErrors: [], deletedId: expect.any(String) });
    await isGone(field, name, revision);
    await waitFor(async () => (await podsOf(name)) === 0, 30_000, `the end of the pods of ${name}`);
    expect(await remove(field, name)).toMatchObject({ deletedId: null, userErrors: [{ code: "NOT_FOUND" }] });
  });

  test("a deployment in the foreground leaves it there until its pods are gone; orphaning leaves them", async () => {
    for (const name of ["front", "orphaned"]) await post("deployment", name, selecting(name, { replicas: 1 }));
    for (const name of ["front", "orphaned"]) await ready("deployment", name, 1, null);
    const front = await remove("deployment", "front", { propagation: "FOREGROUND" });
    await isGone("deployment", "front", front.revision);
    expect(await podsOf("front")).toBe(0);
    const orphaned = await remove("deployment", "orphaned", { propagation: "ORPHAN" });
    expect(orphaned.userErrors).toEqual([]);
    await isGone("deployment", "orphaned", orphaned.revision);
    const { workloads } = await query<{ workloads: { nodes: { readyReplicas: number; owners: object[] }[] } }>(
      rig.url,
      "query ($filter: WorkloadFilter!) { workloads(filter: $filter) { nodes { readyReplicas owners { name } } } }",
      { filter: { namespaces: [NAMESPACE], kinds: ["REPLICA_SET"], name: { startsWith: "orphaned-" } } },
    );
    expect(workloads.nodes).toEqual([{ readyReplicas: 1, owners: [] }]);
  });
});
