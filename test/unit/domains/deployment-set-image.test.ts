import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { UpstreamError } from "../../../src/kubernetes/index.ts";
import { KubernetesWorld, type ScriptedCluster } from "./kubernetes-world.ts";
import { deployment } from "./manifests.ts";

let world: KubernetesWorld;
let alpha: ScriptedCluster;

const template = {
  spec: {
    containers: [
      { name: "proxy", image: "proxy:1" },
      { name: "web", image: "web:1" },
    ],
    initContainers: [{ name: "migrate", image: "web:1" }],
  },
};

beforeEach(async () => {
  world = await KubernetesWorld.start("alpha");
  alpha = world.cluster("alpha");
  const object = deployment("web", { resourceVersion: "50" }, { template });
  alpha.onGet = async () => ({ object, resourceVersion: "50" });
  alpha.onPatch = async () => ({ object, resourceVersion: "51" });
});

afterEach(() => world[Symbol.asyncDispose]());

async function setImage(images: unknown, more: object = {}) {
  const { data, errors } = await world.run(
    `mutation ($input: DeploymentSetImageInput!) {
      deploymentSetImage(input: $input) { deployment { name } userErrors { code message field } revision }
    }`,
    { input: { by: { ref: { cluster: "alpha", namespace: "shop", name: "web" } }, images, ...more } },
  );
  return { payload: data?.deploymentSetImage, errors };
}

describe("setting images", () => {
  test("merges the containers by name, init containers as well, and leaves the others", async () => {
    const { payload, errors } = await setImage([
      { container: "web", image: "web:2" },
      { container: "migrate", image: "web:2" },
    ]);
    expect(errors).toBeUndefined();
    expect(payload).toEqual({ deployment: { name: "web" }, userErrors: [], revision: expect.any(String) });
    expect(alpha.patches).toMatchObject([
      {
        body: {
          spec: {
            template: {
              spec: {
                containers: [{ name: "web", image: "web:2" }],
                initContainers: [{ name: "migrate", image: "web:2" }],
              },
            },
          },
          metadata: { resourceVersion: "50" },
        },
        options: { type: "strategic", dryRun: false },
      },
    ]);
  });

  test("can be tried without being done", async () => {
    const { payload } = await setImage([{ container: "web", image: "web:2" }], { dryRun: true });
    expect(alpha.patches).toMatchObject([{ options: { dryRun: true } }]);
    expect(payload).toMatchObject({ userErrors: [], revision: null });
  });

  test.each<[string, object[], object[]]>([
    [
      "containers that are not there",
      [
        { container: "web", image: "web:2" },
        { container: "nobody", image: "x" },
        { container: "", image: "x" },
      ],
      [
        { code: "NOT_FOUND", field: "input.images[1].container" },
        { code: "NOT_FOUND", field: "input.images[2].container" },
      ],
    ],
    [
      "an image with a space before it",
      [{ container: "web", image: " web:2" }],
      [{ code: "INVALID", field: "input.images[0].image" }],
    ],
    ["no image", [], [{ code: "INVALID", field: "input.images" }]],
    [
      "an empty image",
      [
        { container: "web", image: "web:2" },
        { container: "proxy", image: "  " },
      ],
      [{ code: "INVALID", field: "input.images[1].image" }],
    ],
    [
      "a container twice",
      [
        { container: "web", image: "web:2" },
        { container: "web", image: "web:3" },
      ],
      [{ code: "INVALID", field: "input.images[1].container" }],
    ],
  ])("of %s changes nothing", async (_what, images, userErrors) => {
    const { payload, errors } = await setImage(images);
    expect(errors).toBeUndefined();
    expect(payload).toMatchObject({ deployment: null, userErrors, revision: null });
    expect(alpha.patches).toEqual([]);
  });

  test("that the API server rejects is told by the input's path", async () => {
    const cause = (path: string) => ({ field: `spec.template.spec.${path}.image`, message: "no such thing" });
    const causes = [cause("containers[1]"), cause("initContainers[0]"), cause("containers[0]")];
    alpha.onPatch = () => Promise.reject(new UpstreamError("INVALID", "invalid", { httpStatus: 422, causes }));
    const { payload } = await setImage([
      { container: "migrate", image: "no image" },
      { container: "web", image: "no image" },
    ]);
    expect(payload).toMatchObject({
      userErrors: [
        { code: "INVALID", message: "no such thing", field: "input.images[1].image" },
        { code: "INVALID", message: "no such thing", field: "input.images[0].image" },
        { code: "INVALID", message: "spec.template.spec.containers[0].image: no such thing", field: null },
      ],
    });
  });

  test("of a deployment that has no containers at all finds none", async () => {
    const object = { ...deployment("web"), spec: {} };
    alpha.onGet = async () => ({ object, resourceVersion: "50" });
    const { payload } = await setImage([{ container: "web", image: "web:2" }]);
    expect(payload).toMatchObject({ userErrors: [{ code: "NOT_FOUND", field: "input.images[0].container" }] });
  });

  test.each<[string, unknown]>([
    ["an image that is a number", [{ container: "web", image: 1 }]],
    ["an image without a container", [{ image: "web:2" }]],
    ["null", null],
    ["a null among them", [null]],
    ["a field that nobody knows", [{ container: "web", image: "web:2", tag: "3" }]],
  ])("to %s is BAD_USER_INPUT", async (_what, images) => {
    const { errors } = await setImage(images);
    expect(errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT" } }]);
    expect(alpha.gets).toEqual([]);
  });

  test("in a gateway that takes no writes is refused before anything is looked at", async () => {
    world.allowWrites = false;
    const { errors } = await setImage([]);
    expect(errors).toMatchObject([{ extensions: { code: "READ_ONLY" } }]);
    expect(alpha.gets).toEqual([]);
  });
});
