import { afterEach, beforeEach, expect, test } from "vitest";
import { type KubernetesObject, UpstreamError } from "../../../src/kubernetes/index.ts";
import { KubernetesWorld, type ScriptedCluster } from "./kubernetes-world.ts";
import { metadata } from "./manifests.ts";

let world: KubernetesWorld;
let alpha: ScriptedCluster;

beforeEach(async () => {
  world = await KubernetesWorld.start("alpha");
  alpha = world.cluster("alpha");
  const pipeline = {
    apiVersion: "tekton.dev/v1",
    kind: "Pipeline",
    metadata: metadata("release"),
    spec: { tasks: [] },
  };
  alpha.onGet = async () => ({ object: pipeline as KubernetesObject, resourceVersion: "7" });
  const run = { apiVersion: "tekton.dev/v1", kind: "PipelineRun", metadata: metadata("release-1") };
  alpha.onCreate = async () => ({ object: run as KubernetesObject, resourceVersion: "8" });
});
afterEach(() => world[Symbol.asyncDispose]());

interface Sent {
  readonly name?: string;
  readonly generateName?: string;
  readonly labels?: object;
}

/** The metadata of the run that the API server is asked to make. */
async function start(more: object = {}, name = "release"): Promise<Sent> {
  const { data, errors } = await world.run(
    `mutation ($input: PipelineRunStartInput!) { pipelineRunStart(input: $input) { pipelineRun { name } userErrors { message } } }`,
    { input: { pipeline: { ref: { cluster: "alpha", namespace: "shop", name } }, ...more } },
  );
  expect(errors).toBeUndefined();
  expect(data?.pipelineRunStart).toMatchObject({ pipelineRun: { name: "release-1" }, userErrors: [] });
  const sent = alpha.creations.at(-1)?.body as { readonly metadata: Sent } | undefined;
  return sent?.metadata ?? {};
}

test("a run has the labels that it is given, and none where it is given none", async () => {
  expect(await start({ labels: { team: "shop" } })).toEqual({ generateName: "release-", labels: { team: "shop" } });
  expect(await start()).toEqual({ generateName: "release-" });
});

test("a key stands for one run of one caller: another's is another run", async () => {
  const first = (await start({ idempotencyKey: "push 1" })).name;
  expect((await start({ idempotencyKey: "push 1" })).name).toBe(first);
  expect((await start({ idempotencyKey: "push 2" })).name).not.toBe(first);
  world.caller.id = "somebody else";
  expect((await start({ idempotencyKey: "push 1" })).name).not.toBe(first);
});

test("a long name is cut where a name may end", async () => {
  const name = `${"a".repeat(38)}.-.b`;
  expect(await start({}, `${"a".repeat(39)}.b`)).toEqual({ generateName: `${"a".repeat(39)}-` });
  expect((await start({ idempotencyKey: "push 1" }, name)).name).toMatch(/^a{38}-[0-9a-f]{16}$/);
});

test("a name that is none is not looked for: a part of a path would be another object", async () => {
  const ref = { cluster: "alpha", namespace: "shop", name: "release/status" };
  const { data } = await world.run(
    "mutation ($input: PipelineRunStartInput!) { pipelineRunStart(input: $input) { userErrors { code field } } }",
    { input: { pipeline: { ref } } },
  );
  expect(data).toEqual({ pipelineRunStart: { userErrors: [{ code: "NOT_FOUND", field: "input.pipeline" }] } });
  expect(alpha.gets).toEqual([]);
});

test("a pipeline that is not there is told of as such", async () => {
  alpha.onGet = () => Promise.reject(new UpstreamError("NOT_FOUND", "gone", { httpStatus: 404 }));
  const ref = { cluster: "alpha", namespace: "shop", name: "release" };
  const { data } = await world.run(
    "mutation ($input: PipelineRunStartInput!) { pipelineRunStart(input: $input) { userErrors { code field message } } }",
    { input: { pipeline: { ref } } },
  );
  const message = 'There is no "release" among the tekton.dev/pipelines in namespace "shop"';
  expect(data).toEqual({
    pipelineRunStart: { userErrors: [{ code: "NOT_FOUND", field: "input.pipeline", message }] },
  });
});
