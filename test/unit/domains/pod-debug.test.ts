import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { UpstreamError } from "../../../src/kubernetes/index.ts";
import { KubernetesWorld, type ScriptedCluster } from "./kubernetes-world.ts";
import { pod } from "./manifests.ts";

let world: KubernetesWorld;
let alpha: ScriptedCluster;

beforeEach(async () => {
  world = await KubernetesWorld.start("alpha");
  alpha = world.cluster("alpha");
  alpha.onPatch = async (_ref, body) => {
    const { ephemeralContainers } = (body as { spec: { ephemeralContainers: { name: string }[] } }).spec;
    const { spec, ...rest } = pod("web");
    return { object: { ...rest, spec: { ...spec, ephemeralContainers } } as typeof rest, resourceVersion: "77" };
  };
});
afterEach(() => world[Symbol.asyncDispose]());

const ref = { cluster: "alpha", namespace: "shop", name: "web" };
const mutation = `mutation ($input: PodDebugInput!) {
  podDebug(input: $input) {
    pod { name containers { name image ephemeral } }
    userErrors { code message field }
    revision
  }
}`;

async function debug(input: object = {}) {
  const { data, errors } = await world.run(mutation, { input: { by: { ref }, image: "busybox:1.37", ...input } });
  return { payload: data?.podDebug, errors };
}

describe("debugging a pod", () => {
  test("adds one container through the subresource for it, as a strategic merge patch", async () => {
    const input = { name: "look", targetContainer: "web", command: ["sh"], args: ["-c", "sleep 1h"] };
    const { payload, errors } = await debug({ ...input, expectedResourceVersion: "42" });
    expect(errors).toBeUndefined();
    const container = {
      name: "look",
      image: "busybox:1.37",
      targetContainerName: "web",
      command: ["sh"],
      args: ["-c", "sleep 1h"],
    };
    expect(alpha.patches).toEqual([
      {
        ref: { ...ref, resource: "pods" },
        body: { spec: { ephemeralContainers: [container] }, metadata: { resourceVersion: "42" } },
        options: {
          type: "strategic",
          subresource: "ephemeralcontainers",
          dryRun: false,
          signal: expect.any(AbortSignal),
        },
      },
    ]);
    expect(payload).toMatchObject({
      pod: {
        containers: [
          { name: "web", ephemeral: false },
          { name: "proxy", ephemeral: false },
          { name: "look", image: "busybox:1.37", ephemeral: true },
        ],
      },
      userErrors: [],
      revision: expect.any(String),
    });
  });

  test("makes a name where there is none, another for each field", async () => {
    const field = (alias: string) =>
      `${alias}: podDebug(input: { by: { ref: { cluster: "alpha", namespace: "shop", name: "web" } }, image: "b" }) {
        pod { containers { name } }
      }`;
    await world.data(`mutation { ${field("a")} ${field("b")} }`);
    const names = alpha.patches.map(
      ({ body }) => (body as { spec: { ephemeralContainers: { name: string }[] } }).spec.ephemeralContainers[0]?.name,
    );
    expect(names).toHaveLength(2);
    expect(new Set(names).size).toBe(2);
    for (const name of names) expect(name).toMatch(/^debugger-[a-z0-9]{5}$/);
  });

  test("as a dry run has no revision", async () => {
    const { payload } = await debug({ dryRun: true });
    expect(alpha.patches).toMatchObject([{ options: { dryRun: true } }]);
    expect(payload).toMatchObject({ revision: null, userErrors: [] });
  });

  test("with what is not valid is an error for the user to mend, at its field", async () => {
    alpha.onPatch = async () => {
      throw new UpstreamError("INVALID", "Pod is invalid", {
        httpStatus: 422,
        causes: [
          { field: "spec.ephemeralContainers[0].targetContainerName", message: "not found" },
          { field: "spec.ephemeralContainers[0].name", message: "duplicate" },
        ],
      });
    };
    expect((await debug({ name: "web", targetContainer: "nobody" })).payload).toMatchObject({
      pod: null,
      userErrors: [
        { code: "INVALID", field: "input.targetContainer", message: "not found" },
        { code: "INVALID", field: "input.name", message: "duplicate" },
      ],
    });
  });

  test.each<[string, object, string]>([
    ["a cluster that is not registered", { by: { ref: { ...ref, cluster: "nowhere" } } }, "UNKNOWN_CLUSTER"],
    ["an id that is none", { by: { id: "garbage" } }, "INVALID_ID"],
    ["no image", { image: null }, "BAD_USER_INPUT"],
    ["a command of numbers", { command: [1] }, "BAD_USER_INPUT"],
  ])("is refused when it names %s", async (_what, input, code) => {
    expect((await debug(input)).errors).toMatchObject([{ extensions: { code } }]);
    expect(alpha.patches).toEqual([]);
  });
});
