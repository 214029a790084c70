import { afterEach, beforeEach, expect, test } from "vitest";
import { KubernetesWorld } from "./kubernetes-world.ts";
import { deployment } from "./manifests.ts";

let world: KubernetesWorld;
beforeEach(async () => {
  world = await KubernetesWorld.start("alpha");
  const answered = async () => ({ object: deployment("web"), resourceVersion: "77" });
  Object.assign(world.cluster("alpha"), { onCreate: answered, onGet: answered });
});
afterEach(() => world[Symbol.asyncDispose]());

const ref = { cluster: "alpha", namespace: "shop", name: "web" };
const container = { name: "web", image: "web:1" };

async function create(input: object) {
  const { data, errors } = await world.run(
    `mutation ($input: DeploymentCreateInput!) { deploymentCreate(input: $input) { deployment { name } userErrors { code field } } }`,
    { input: { ...ref, containers: [container], ...input } },
  );
  return { payload: data?.deploymentCreate, errors };
}
async function autoscale(input: object) {
  const { data, errors } = await world.run(
    `mutation ($input: DeploymentAutoscaleInput!) { deploymentAutoscale(input: $input) { userErrors { code field } } }`,
    { input: { by: { ref }, maxReplicas: 5, ...input } },
  );
  return { payload: data?.deploymentAutoscale, errors };
}

test("a deployment is created of what the input says, and of nothing else", async () => {
  const whole = {
    ...container,
    ports: [8080],
    environment: [{ name: "MODE", value: "fast" }],
    requests: { cpu: "250m", memory: "64Mi" },
    limits: { memory: "128Mi" },
  };
  const { payload } = await create({ replicas: 2, containers: [whole, { name: "side", image: "side:1" }] });
  expect(payload).toEqual({ deployment: { name: "web" }, userErrors: [] });
  const labels = { app: "web" };
  expect(world.cluster("alpha").creations).toMatchObject([
    {
      ref: { cluster: "alpha", resource: "apps/deployments", namespace: "shop" },
      body: {
        apiVersion: "apps/v1",
        kind: "Deployment",
        metadata: { name: "web", namespace: "shop", labels },
        spec: {
          replicas: 2,
          selector: { matchLabels: labels },
          template: {
            metadata: { labels },
            spec: {
              containers: [
                {
                  ...container,
                  ports: [{ containerPort: 8080 }],
                  env: [{ name: "MODE", value: "fast" }],
                  resources: { requests: { cpu: "250m", memory: "64Mi" }, limits: { memory: "128Mi" } },
                },
                { name: "side", image: "side:1" },
              ],
            },
          },
        },
      },
    },
  ]);
});

test.each([
  [{ replicas: -1 }, "input.replicas"],
  [{ containers: [] }, "input.containers"],
  [{ containers: [{ ...container, image: " web" }] }, "input.containers[0].image"],
  [{ containers: [{ ...container, requests: { cpu: "much" } }] }, "input.containers[0].requests.cpu"],
])("a deployment of %j is refused with the field, and nothing is sent", async (input, field) => {
  expect((await create(input)).payload).toEqual({ deployment: null, userErrors: [{ code: "INVALID", field }] });
  expect(world.cluster("alpha").creations).toEqual([]);
});

test.each([
  [{ namespace: "a/b" }, "BAD_USER_INPUT"],
  [{ cluster: "nowhere" }, "UNKNOWN_CLUSTER"],
  [{ containers: "web" }, "BAD_USER_INPUT"],
])("a deployment of %j is an error as a whole", async (input, code) => {
  expect((await create(input)).errors).toMatchObject([{ extensions: { code } }]);
  expect(world.cluster("alpha").creations).toEqual([]);
});

test("an autoscaler is made for what is there, called like it", async () => {
  expect((await autoscale({ cpuPercent: 80 })).payload).toEqual({ userErrors: [] });
  const target = { type: "Utilization", averageUtilization: 80 };
  expect(world.cluster("alpha").creations).toMatchObject([
    {
      body: {
        kind: "HorizontalPodAutoscaler",
        metadata: { name: "web", namespace: "shop" },
        spec: {
          scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "web" },
          minReplicas: 1,
          maxReplicas: 5,
          metrics: [{ type: "Resource", resource: { name: "cpu", target } }],
        },
      },
    },
  ]);
});

test.each([
  [{ minReplicas: 0 }, "input.minReplicas"],
  [{ minReplicas: 6 }, "input.maxReplicas"],
  [{ cpuPercent: 0 }, "input.cpuPercent"],
])("an autoscaler of %j is refused with the field, and nothing is sent", async (input, field) => {
  expect((await autoscale(input)).payload).toEqual({ userErrors: [{ code: "INVALID", field }] });
  expect(world.cluster("alpha").creations).toEqual([]);
});
