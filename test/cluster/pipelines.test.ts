import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Cluster } from "../control-plane/cluster.ts";
import { waitFor } from "../control-plane/wait-for.ts";
import { startTekton, tektonPrograms, tektonStages } from "../parts/tekton.ts";
import { covers } from "../support/covers.ts";
import { query, subscribe } from "../support/graphql-client.ts";
import { type Rig, startRig } from "../support/rig.ts";

covers(
  "PI-1",
  "pipelines, runs and task runs with steps, results and order; start with checked parameters, cancel",
  "Tekton Pipelines' controller",
);

const stack = new AsyncDisposableStack();
let rig: Rig;
let cluster: Cluster;

const ref = (name: string) => ({ ref: { cluster: "alpha", namespace: "default", name } });
const annotations = (more: Readonly<Record<string, string>>) => ({
  metadata: {
    annotations: Object.fromEntries(
      Object.entries(more).map(([key, value]) => [`simulation.fairway.dev/${key}`, value]),
    ),
  },
});
const step = { name: "main", image: "registry.test/step:1", command: ["true"] };
const digest = JSON.stringify([{ key: "digest", value: "sha256:abc", type: 1 }]);

beforeAll(async () => {
  await tektonPrograms.ensure(); // minutes, the first time
  rig = stack.use(
    await startRig({ clusters: 2, nodes: 2, kwok: { configFiles: tektonStages }, config: { allowWrites: true } }),
  );
  cluster = rig.controlPlane.cluster("alpha");
  stack.use(await startTekton(cluster));
  const pipeline = (name: string, exitCode: string, delay = "0") => ({
    apiVersion: "tekton.dev/v1",
    kind: "Pipeline",
    metadata: { name },
    spec: {
      params: [
        { name: "revision", type: "string" },
        { name: "environment", type: "string", default: "dev" },
        { name: "targets", type: "array", default: ["all"] },
      ],
      tasks: [
        {
          name: "deploy",
          params: [{ name: "digest", value: "$(tasks.build.results.digest)" }],
          taskSpec: {
            ...annotations({ "exit-code": exitCode }),
            params: [{ name: "digest", type: "string" }],
            steps: [step],
          },
        },
        {
          name: "build",
          taskSpec: {
            ...annotations({ "termination-message": digest, delay }),
            results: [{ name: "digest", type: "string" }],
            steps: [step, { ...step, name: "push" }],
          },
        },
      ],
      finally: [{ name: "report", taskSpec: { steps: [step] } }],
      results: [{ name: "image", value: "$(tasks.build.results.digest)" }],
    },
  });
  for (const [name, ...rest] of [
    ["release", "0"],
    ["broken", "1"],
    ["slow", "0", "600s"],
  ] as const) {
    const path = "/apis/tekton.dev/v1/namespaces/default/pipelines";
    await cluster.api.request("POST", path, pipeline(name, ...(rest as [string, string?])));
  }
}, 900_000);

afterAll(() => stack.disposeAsync());

const start = `mutation ($input: PipelineRunStartInput!) {
  pipelineRunStart(input: $input) { pipelineRun { id name phase } userErrors { code message field } revision }
}`;

interface Started {
  readonly pipelineRunStart: {
    readonly pipelineRun: { readonly id: string; readonly name: string; readonly phase: string } | null;
    readonly userErrors: readonly { readonly code: string; readonly message: string; readonly field: string }[];
  };
}

const revision = [{ name: "revision", value: "4f2a" }];

async function started(pipeline: string, more: object = {}): Promise<{ id: string; name: string }> {
  const input = { pipeline: ref(pipeline), parameters: revision, ...more };
  const { pipelineRunStart } = await query<Started>(rig.url, start, { input });
  expect(pipelineRunStart.userErrors).toEqual([]);
  if (!pipelineRunStart.pipelineRun) throw new Error("nothing was started");
  return pipelineRunStart.pipelineRun;
}

/** The phases that the stream shows of a run, until it has ended. */
async function phasesOf(pipeline: string): Promise<{ name: string; phases: string[] }> {
  const phases = new Map<string, string[]>();
  const document = `subscription { pipelineRunEvents(initial: NONE) { changes { object { name phase } } } }`;
  const subscription = subscribe<{ pipelineRunEvents: { changes: { object: { name: string; phase: string } }[] } }>(
    rig.url,
    document,
    {},
    ({ data }) => {
      for (const { object } of data?.pipelineRunEvents.changes ?? []) {
        const seen = phases.get(object.name) ?? [];
        if (seen.at(-1) !== object.phase) phases.set(object.name, [...seen, object.phase]);
      }
    },
  );
  const { name } = await started(pipeline);
  const over = () => ["SUCCEEDED", "FAILED", "CANCELLED"].includes(phases.get(name)?.at(-1) ?? "");
  await waitFor(over, 30_000, `the end of ${name}`);
  await subscription.close();
  return { name, phases: phases.get(name) ?? [] };
}

const runDocument = `query ($by: ObjectByInput!) {
  pipelineRun(by: $by) {
    phase reason pipelineName startedAt finishedAt
    parameters { name value } results { name value }
    tasks { name runAfter final depth }
    pipeline { name parameters { name type required allowed } runs(filter: { phase: { in: [SUCCEEDED, FAILED] } }) { totalCount } }
    taskRuns(orderBy: [{ field: STARTED_AT }, { field: NAME }]) {
      nodes {
        pipelineTaskName phase results { name value } steps { name phase exitCode reason }
        pipelineRun { name } pod { name taskRun { pipelineTaskName } }
      }
    }
  }
}`;

describe("a run of a pipeline", () => {
  test("is seen from its start to its success, with the results and the order of its tasks", async () => {
    const { name, phases } = await phasesOf("release");
    expect(phases.at(-1)).toBe("SUCCEEDED");
    expect(phases).toContain("RUNNING");
    const { pipelineRun } = await query<{ pipelineRun: Record<string, unknown> & { taskRuns: { nodes: unknown[] } } }>(
      rig.url,
      runDocument,
      { by: ref(name) },
    );
    expect(pipelineRun).toMatchObject({
      phase: "SUCCEEDED",
      pipelineName: "release",
      startedAt: expect.stringMatching(/^20/),
      finishedAt: expect.stringMatching(/^20/),
      parameters: [{ name: "revision", value: "4f2a" }],
      results: [{ name: "image", value: "sha256:abc" }],
      // Written the other way round: what uses a result comes after what makes it.
      tasks: [
        { name: "build", runAfter: [], final: false, depth: 0 },
        { name: "deploy", runAfter: ["build"], final: false, depth: 1 },
        { name: "report", runAfter: [], final: true, depth: 2 },
      ],
      pipeline: {
        name: "release",
        parameters: [
          { name: "revision", type: "STRING", required: true, allowed: [] },
          { name: "environment", type: "STRING", required: false, allowed: [] },
          { name: "targets", type: "ARRAY", required: false, allowed: [] },
        ],
        runs: { totalCount: 1 },
      },
    });
    const taskOf = (task: string) =>
      pipelineRun.taskRuns.nodes.find((each) => (each as { pipelineTaskName: string }).pipelineTaskName === task);
    expect(taskOf("build")).toMatchObject({
      phase: "SUCCEEDED",
      results: [{ name: "digest", value: "sha256:abc" }],
      steps: [
        { name: "main", phase: "TERMINATED", exitCode: 0, reason: "Completed" },
        { name: "push", phase: "TERMINATED", exitCode: 0, reason: "Completed" },
      ],
      pipelineRun: { name },
      pod: { taskRun: { pipelineTaskName: "build" } },
    });
    expect(pipelineRun.taskRuns.nodes).toHaveLength(3);
  });

  test("that fails says so, with the exit code of the step that did", async () => {
    const { name, phases } = await phasesOf("broken");
    expect(phases.at(-1)).toBe("FAILED");
    const { pipelineRun } = await query<{ pipelineRun: { taskRuns: { nodes: unknown[] } } }>(rig.url, runDocument, {
      by: ref(name),
    });
    expect(pipelineRun.taskRuns.nodes).toContainEqual(
      expect.objectContaining({
        pipelineTaskName: "deploy",
        phase: "FAILED",
        steps: [{ name: "main", phase: "TERMINATED", exitCode: 1, reason: "Error" }],
      }),
    );
  });

  test("is ended before its time, once", async () => {
    const { id, name } = await started("slow");
    const phase = `query ($id: ID!) { node(id: $id) { ... on PipelineRun { phase reason } } }`;
    const phaseOf = async () => (await query<{ node: { phase: string } }>(rig.url, phase, { id })).node.phase;
    await waitFor(async () => (await phaseOf()) === "RUNNING", 20_000, "the run is under way");
    const cancel = `mutation ($input: PipelineRunCancelInput!) {
      pipelineRunCancel(input: $input) { pipelineRun { name } userErrors { code message field } }
    }`;
    const input = { by: { id }, mode: "NOW" };
    expect(await query(rig.url, cancel, { input })).toEqual({
      pipelineRunCancel: { pipelineRun: { name }, userErrors: [] },
    });
    await waitFor(async () => (await phaseOf()) === "CANCELLED", 20_000, "the run was cancelled");
    expect(await query(rig.url, cancel, { input })).toEqual({
      pipelineRunCancel: {
        pipelineRun: null,
        userErrors: [{ code: "INVALID", message: "The run has ended: it is CANCELLED", field: "input.by" }],
      },
    });
  });

  test("is one and the same for one idempotency key", async () => {
    const first = await started("release", { idempotencyKey: "release 4f2a" });
    expect(await started("release", { idempotencyKey: "release 4f2a" })).toMatchObject({ id: first.id });
    expect((await started("release", { idempotencyKey: "release 4f2b" })).name).not.toBe(first.name);
  });

  test.each([
    ["a parameter that is missing", { parameters: [] }, "input.parameters", /"revision" has no default/],
    [
      "a parameter that nobody declared",
      { parameters: [...revision, { name: "colour", value: "red" }] },
      "input.parameters[1].name",
      /no parameter "colour": it has revision, environment, targets/,
    ],
    [
      "a value of another type",
      { parameters: [{ name: "revision", value: ["4f2a"] }] },
      "input.parameters[0].value",
      /"revision" must be a text/,
    ],
    [
      "a workspace of no pipeline",
      { workspaces: [{ name: "code", emptyDir: true }] },
      "input.workspaces[0].name",
      /"code"/,
    ],
    [
      "a workspace bound to nothing",
      { workspaces: [{ name: "code" }] },
      "input.workspaces[0]",
      /one thing, and not to 0/,
    ],
  ])("is not made for %s", async (_what, more, field, message) => {
    const input = { pipeline: ref("release"), parameters: revision, ...more };
    // Of the API server: the gateway may still have to hear of a run that another test has started.
    const runs = async () =>
      (await cluster.api.request<{ items: unknown[] }>("GET", "/apis/tekton.dev/v1/pipelineruns")).items.length;
    const before = await runs();
    const { pipelineRunStart } = await query<Started>(rig.url, start, { input });
    expect(pipelineRunStart).toMatchObject({
      pipelineRun: null,
      userErrors: [{ code: "INVALID", field, message: expect.stringMatching(message) }],
    });
    expect(await runs()).toBe(before);
  });

  test("of a pipeline that is not there is an error, and a dry run makes none", async () => {
    const absent = await query<Started>(rig.url, start, { input: { pipeline: ref("nothing") } });
    expect(absent.pipelineRunStart.userErrors).toMatchObject([{ code: "NOT_FOUND" }]);
    const input = { pipeline: ref("release"), parameters: revision, idempotencyKey: "dry", dryRun: true };
    const { pipelineRunStart } = await query<Started>(rig.url, start, { input });
    expect(pipelineRunStart).toMatchObject({ userErrors: [], pipelineRun: { phase: "PENDING" } });
    const by = ref(pipelineRunStart.pipelineRun?.name ?? "");
    expect(await query(rig.url, `query ($by: ObjectByInput!) { pipelineRun(by: $by) { name } }`, { by })).toEqual({
      pipelineRun: null,
    });
  });
});

test("a cluster without Tekton leaves the others' pipelines alone, and says so", async () => {
  const { pipelines } = await query<{ pipelines: unknown }>(
    rig.url,
    "{ pipelines { nodes { cluster name } clusterErrors { cluster code } } }",
  );
  expect(pipelines).toEqual({
    nodes: ["broken", "release", "slow"].map((name) => ({ cluster: "alpha", name })),
    clusterErrors: [{ cluster: "bravo", code: "UNKNOWN_KIND" }],
  });
});
