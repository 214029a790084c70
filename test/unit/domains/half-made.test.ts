import { type GraphQLObjectType, getNamedType, isLeafType, isNonNullType, isObjectType } from "graphql";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildSchema } from "../../../src/domains/index.ts";
import type { KubernetesObject } from "../../../src/kubernetes/index.ts";
import { KubernetesWorld, served } from "./kubernetes-world.ts";
import { metadata } from "./manifests.ts";

// An API server checks its own kinds. Of a custom resource it has what the definition lets through, which differs from one release to the next.

const schema = buildSchema();
let world: KubernetesWorld;
beforeAll(async () => {
  world = await KubernetesWorld.start("alpha");
  const { discovery } = world.cluster("alpha");
  const tekton = ["Pipeline", "PipelineRun", "TaskRun"].map((kind) => served("tekton.dev", kind));
  discovery.resources = [...discovery.resources, ...tekton];
});
afterAll(() => world[Symbol.asyncDispose]());

/** Everything that the object itself says, and no edges but those to parts of it. */
function selectionOf(type: GraphQLObjectType, depth = 3): string {
  const selected = Object.values(type.getFields()).flatMap(({ name, type: of, args }) => {
    const named = getNamedType(of);
    if (args.some((arg) => isNonNullType(arg.type))) return [];
    if (isLeafType(named)) return [name];
    const isPart = isObjectType(named) && !named.getInterfaces().some((each) => each.name === "Node");
    if (!isPart || depth === 0 || named.name.endsWith("Connection")) return [];
    return [`${name} { ${selectionOf(named, depth - 1)} }`];
  });
  return ["__typename", ...selected].join(" ");
}

const parts = [
  "params",
  "tasks",
  "finally",
  "workspaces",
  "results",
  "steps",
  "skippedTasks",
  "conditions",
  "retriesStatus",
];
const each = (value: unknown) => Object.fromEntries(parts.map((part) => [part, value]));
const bodies: readonly object[] = [
  {},
  { spec: {}, status: {} },
  { spec: null, status: null },
  { spec: each(null), status: { ...each(null), startTime: null, podName: null, pipelineSpec: null } },
  { spec: each([{}]), status: { ...each([{}]), pipelineSpec: each([{}]) } },
];

const gateways = "gateway.networking.k8s.io";
test.each([
  ["pipelines", "Pipeline", "tekton.dev", "pipelines"],
  ["pipelineRuns", "PipelineRun", "tekton.dev", "pipelineruns"],
  ["taskRuns", "TaskRun", "tekton.dev", "taskruns"],
  ["networkGateways", "NetworkGateway", gateways, "gateways"],
  ["gatewayClasses", "GatewayClass", gateways, "gatewayclasses"],
  ["httpRoutes", "HttpRoute", gateways, "httproutes"],
  ["grpcRoutes", "GrpcRoute", gateways, "grpcroutes"],
])("among %s one that is half made takes no other with it", async (field, name, group, plural) => {
  bodies.forEach((body, index) => {
    const object = { apiVersion: `${group}/v1`, kind: name, metadata: metadata(`half-${index}`), ...body };
    world.put("alpha", `${group}/${plural}`, object as KubernetesObject);
  });
  const type = schema.getType(name) as GraphQLObjectType;
  const { data, errors } = await world.run(`{ ${field} { nodes { ${selectionOf(type)} } } }`);
  expect(errors).toBeUndefined();
  expect(data?.[field]).toMatchObject({ nodes: bodies.map(() => ({ __typename: name })) });
});
