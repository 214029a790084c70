import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { FairwayError } from "../../../src/errors/index.ts";
import { UpstreamError } from "../../../src/kubernetes/index.ts";
import { KubernetesWorld } from "./kubernetes-world.ts";
import { composed, deployment, operation } from "./manifests.ts";

let world: KubernetesWorld;
beforeEach(async () => {
  world = await KubernetesWorld.start("alpha");
  world.images.kept.set("tomcat:8", ["bin/java", "srv/ROOT/index.html"]);
  world.images.kept.set("user-app:1", ["app/user.war", "bin/cp"]);
  const alpha = world.cluster("alpha");
  alpha.onPatch = async () => ({ object: composed("web"), resourceVersion: "77" });
  alpha.onGet = async () => ({ object: composed("web"), resourceVersion: "70" });
  alpha.onCreate = async () => ({ object: operation("waves-1"), resourceVersion: "78" });
});
afterEach(() => world[Symbol.asyncDispose]());

const ref = { cluster: "alpha", namespace: "shop", name: "web" };
const artifact = { image: "registry.test/user-app:1", path: "/app", mountPath: "/srv", carrier: "INIT_CONTAINER" };
const base = { name: "tomcat", image: "registry.test/tomcat:8" };

interface Payload {
  readonly manifest?: unknown;
  readonly warnings?: readonly string[];
  readonly userErrors: readonly object[];
}

async function compose(more: object = {}) {
  const { data, errors } = await world.run(
    `mutation ($input: ApplicationComposeInput!) {
      applicationCompose(input: $input) {
        deployment { composition { baseImage artifactImage carrier artifactPath mountPath container } }
        manifest warnings revision userErrors { code field message }
      }
    }`,
    { input: { ...ref, base, artifact, ...more } },
  );
  return { payload: data?.applicationCompose as Payload, errors };
}

describe("an application is composed", () => {
  test("by server-side apply of what is shown, and warned of what it hides", async () => {
    const { payload } = await compose({ application: "shop", replicas: 2 });
    expect(payload).toMatchObject({
      deployment: {
        composition: {
          baseImage: "registry.test/tomcat:8",
          artifactImage: "registry.test/user-app:1",
          carrier: "INIT_CONTAINER",
        },
      },
      warnings: ["The base image has files at /srv that get hidden: /srv/ROOT/index.html"],
      userErrors: [],
      revision: expect.any(String),
    });
    const [patch] = world.cluster("alpha").patches;
    expect(patch).toMatchObject({
      ref: { ...ref, resource: "apps/deployments" },
      options: { type: "apply", force: false, dryRun: false },
    });
    expect(patch?.body).toEqual(payload.manifest);
  });

  test("not where the right to look into images is missing, but for the looking", async () => {
    world.cluster("alpha").mayDelete = false;
    const { payload } = await compose();
    expect(payload.userErrors).toEqual([]);
    expect(payload.warnings).toEqual([
      "What is in the images was not looked at: this caller may not get images.fairway.dev",
    ]);
    expect(world.images.asked).toEqual([]);
    expect(world.cluster("alpha").asked).toEqual([
      { verb: "get", group: "fairway.dev", resource: "images", namespace: "shop" },
    ]);
  });

  test("all the same when a registry is away or not known, and says so", async () => {
    world.images.down = true;
    const { payload } = await compose({ base: { ...base, image: "elsewhere.test/tomcat:8" } });
    expect(payload.userErrors).toEqual([]);
    expect(payload.warnings).toEqual([
      'What is in "elsewhere.test/tomcat:8" was not looked at: its registry is not known to the gateway',
      'What is in "registry.test/user-app:1" was not looked at: nobody is there',
    ]);
    expect(JSON.stringify(payload)).not.toContain("hunter2");
  });

  test("not over fields that somebody else holds, each of which is named", async () => {
    world.cluster("alpha").onPatch = async () => {
      throw new UpstreamError("CONFLICT", "Apply failed", {
        httpStatus: 409,
        causes: [{ field: ".spec.replicas", reason: "FieldManagerConflict", message: 'conflict with "kubectl"' }],
      });
    };
    const { payload } = await compose();
    expect(payload).toMatchObject({
      deployment: null,
      userErrors: [
        {
          code: "CONFLICT",
          field: "input.takeOver",
          message: 'spec.replicas: conflict with "kubectl"; `takeOver` takes it over',
        },
      ],
    });
    await compose({ takeOver: true });
    expect(world.cluster("alpha").patches.at(-1)?.options).toMatchObject({ force: true });
  });

  const bad = (more: object) => ({ artifact: { ...artifact, ...more } });
  test.each([
    ["fewer than no pods", { replicas: -1 }, "replicas", /negative/],
    [
      "a base without a name of an image",
      { base: { ...base, image: "Tomcat:8" } },
      "base.image",
      /no name of an image/,
    ],
    [
      "a base with a quantity that is none",
      { base: { ...base, limits: { cpu: "many" } } },
      "base.limits.cpu",
      /no quantity/,
    ],
    ["a base that is called as the artifact", { base: { ...base, name: "artifact" } }, "base.name", /other container/],
    ["an artifact without a name of an image", bad({ image: "" }), "artifact.image", /no name of an image/],
    ["a path that is not absolute", bad({ path: "app" }), "artifact.path", /absolute/],
    ["a path that leads out", bad({ path: "/app/../etc" }), "artifact.path", /absolute/],
    ["a path with a slash at its end", bad({ path: "/app/" }), "artifact.path", /absolute/],
    ["all of an image by copying", bad({ path: "/" }), "artifact.path", /image volume alone/],
    ["a place that is the root", bad({ mountPath: "/" }), "artifact.mountPath", /below the root/],
    ["a place with a colon", bad({ mountPath: "/a:b" }), "artifact.mountPath", /absolute/],
    ["an empty name", { name: "" }, "name", /1 to 63/],
    ["a name that is too long for a label", { name: "x".repeat(64) }, "name", /1 to 63/],
    ["an application that is no label", { application: "my shop" }, "application", /1 to 63/],
    ["a name that is a path", { name: "../web" }, "name", /1 to 63/],
    ["no namespace", { namespace: "" }, "namespace", /name of a namespace/],
    ["a namespace that is a path", { namespace: "a/b" }, "namespace", /name of a namespace/],
  ])("not of %s", async (_what, more, field, message) => {
    const { payload } = await compose(more);
    expect(payload.userErrors).toEqual([
      { code: "INVALID", field: `input.${field}`, message: expect.stringMatching(message) },
    ]);
    expect(payload.manifest).toBeNull();
    expect(world.cluster("alpha").patches).toEqual([]);
  });

  test.each([
    [
      "a base that there is not",
      { base: { ...base, image: "registry.test/tomcat:9" } },
      "NOT_FOUND",
      "base.image",
      /no image/,
    ],
    [
      "an artifact that there is not",
      bad({ image: "registry.test/user-app:9" }),
      "NOT_FOUND",
      "artifact.image",
      /no image/,
    ],
    ["a folder that there is not", bad({ path: "/lib" }), "INVALID", "artifact.path", /nothing at \/lib/],
    ["a file instead of a folder", bad({ path: "/app/user.war" }), "INVALID", "artifact.path", /no folder at/],
  ])("not of %s", async (_what, more, code, field, message) => {
    const { payload } = await compose(more);
    expect(payload.userErrors).toEqual([{ code, field: `input.${field}`, message: expect.stringMatching(message) }]);
    expect(payload.manifest).not.toBeNull();
    expect(world.cluster("alpha").patches).toEqual([]);
  });

  test("of what has no cp as an image volume alone", async () => {
    world.images.kept.set("user-app:1", ["app/user.war", "empty/"]);
    const { payload } = await compose();
    expect(payload.userErrors).toMatchObject([{ code: "INVALID", field: "input.artifact.carrier" }]);
    expect((await compose(bad({ carrier: "IMAGE_VOLUME" }))).payload.userErrors).toEqual([]);
    expect((await compose(bad({ carrier: "IMAGE_VOLUME", path: "/empty" }))).payload.userErrors).toMatchObject([
      { code: "INVALID", field: "input.artifact.path", message: '"registry.test/user-app:1" has nothing in /empty' },
    ]);
  });
});

describe("what a composed container finds", () => {
  const document = `query ($by: ObjectByInput!, $under: String, $first: Int) {
    deployment(by: $by) { name composition { files(under: $under, first: $first) { totalCount hidden files { path type from sizeBytes } } } }
  }`;
  const files = async (variables: object = {}) => {
    const { data, errors } = await world.run(document, { by: { ref }, ...variables });
    const found = data?.deployment as { composition: { files: object | null } } | undefined;
    return { files: found?.composition.files, data, errors };
  };
  beforeEach(() => {
    const elsewhere = { base: "elsewhere.test/tomcat:8", artifact: "elsewhere.test/x:1" };
    for (const each of [composed("web"), composed("other", elsewhere)]) world.put("alpha", "apps/deployments", each);
  });

  test("is what both images have, below the artifact's place or where it is asked for", async () => {
    expect((await files()).files).toEqual({
      totalCount: 2,
      hidden: ["/srv/ROOT/index.html"],
      files: [
        { path: "/srv", type: "DIRECTORY", from: "BASE", sizeBytes: 0 },
        { path: "/srv/user.war", type: "FILE", from: "ARTIFACT", sizeBytes: 1 },
      ],
    });
    expect((await files({ under: "/", first: 2 })).files).toMatchObject({
      totalCount: 4,
      files: [{ path: "/bin" }, {}],
    });
  });

  test("is not told to who may not look into images, and its siblings are", async () => {
    world.cluster("alpha").mayDelete = false;
    const { data, errors } = await files();
    expect(data).toMatchObject({ deployment: { name: "web", composition: { files: null } } });
    expect(errors).toMatchObject([{ extensions: { code: "FORBIDDEN" } }]);
    expect(world.images.asked).toEqual([]);
  });

  test("is an error of its own when the registry is away, and nothing when it is not known", async () => {
    world.images.down = true;
    const { data, errors } = await files();
    expect(data).toMatchObject({ deployment: { name: "web", composition: { files: null } } });
    expect(errors).toMatchObject([{ message: "nobody is there", extensions: { code: "INTEGRATION_UNAVAILABLE" } }]);
    const other = { ref: { ...ref, name: "other" } };
    expect(await files({ by: other })).toMatchObject({ files: null, errors: undefined });
  });

  test.each([0, -1, 5_001])("is not told for first: %i", async (first) => {
    expect((await files({ first })).errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT", field: "first" } }]);
  });
});

test("deployments are found by what they are composed of", async () => {
  const made = [
    composed("a"),
    composed("b", { base: "registry.test/tomcat:7", carrier: "IMAGE_VOLUME" }),
    deployment("c"),
  ];
  for (const each of made) world.put("alpha", "apps/deployments", each);
  const document = "query ($filter: DeploymentFilter) { deployments(filter: $filter) { nodes { name } } }";
  const found = async (filter: object) => {
    const { data } = await world.run(document, { filter });
    const listed = data?.deployments as { nodes: { name: string }[] } | undefined;
    return listed?.nodes.map(({ name }) => name);
  };
  expect(await found({ baseImage: { startsWith: "registry.test/tomcat:" } })).toEqual(["a", "b"]);
  expect(await found({ baseImage: { in: ["registry.test/tomcat:7"] } })).toEqual(["b"]);
  expect(await found({ artifactImage: { contains: "user-app" }, baseImage: { contains: ":8" } })).toEqual(["a"]);
  expect(await found({ baseImage: {} })).toEqual(["a", "b"]);
});

describe("an upgrade", () => {
  const upgrade = async (more: object) => {
    const { data, errors } = await world.run(
      `mutation ($input: ApplicationUpgradeInput!) { applicationUpgrade(input: $input) { operation { name } userErrors { code field message } } }`,
      { input: { deployments: [ref], waveSize: { count: 1 }, ...more } },
    );
    return { payload: data?.applicationUpgrade as Payload, errors };
  };
  const made = () => world.cluster("alpha").creations.at(-1)?.body as { spec: { parameters: { action: object } } };

  test("gives each deployment the images, by the names that its own containers and volumes have", async () => {
    world.images.kept.set("user-app:2", []);
    const alpha = world.cluster("alpha");
    alpha.onGet = async (target) => {
      const carrier = target.name === "web" ? "INIT_CONTAINER" : "IMAGE_VOLUME";
      const isOperation = target.resource === "fairway.dev/operations";
      return { object: isOperation ? operation("waves-1") : composed(target.name, { carrier }), resourceVersion: "70" };
    };
    alpha.onPatch = async () => ({ object: operation("waves-1"), resourceVersion: "79" });
    const images = { baseImage: "elsewhere.test/tomcat:9", artifactImage: "registry.test/user-app:2" };
    const { payload } = await upgrade({ deployments: [ref, { ...ref, name: "app" }], ...images });
    expect(payload).toEqual({ operation: { name: "waves-1" }, userErrors: [] });
    const base = { container: "tomcat", image: images.baseImage };
    expect(made().spec.parameters.action).toEqual({
      do: "setEach",
      parts: [
        { images: [base, { container: "artifact", image: images.artifactImage }] },
        { images: [base], volumes: [{ volume: "artifact", image: images.artifactImage }] },
      ],
    });
  });

  test("of the artifact alone leaves the base as it is", async () => {
    await upgrade({ artifactImage: "elsewhere.test/user-app:2" });
    expect(made().spec.parameters.action).toEqual({
      do: "setEach",
      parts: [{ images: [{ container: "artifact", image: "elsewhere.test/user-app:2" }] }],
    });
  });

  test.each([
    ["nothing", {}, "INVALID", "baseImage"],
    ["what is no image", { baseImage: "no image" }, "INVALID", "baseImage"],
    ["an image that its registry has not", { artifactImage: "registry.test/user-app:9" }, "NOT_FOUND", "artifactImage"],
    ["no deployments", { deployments: [], baseImage: "a:1" }, "INVALID", "deployments"],
    ["waves of nothing", { waveSize: { count: 0 }, baseImage: "a:1" }, "INVALID", "waveSize.count"],
  ])("to %s is not begun", async (_what, more, code, field) => {
    const { payload } = await upgrade(more);
    expect(payload).toMatchObject({ operation: null, userErrors: [{ code, field: `input.${field}` }] });
    expect(world.cluster("alpha").creations).toEqual([]);
  });

  test("of what is not composed, or is not there, is not begun", async () => {
    const alpha = world.cluster("alpha");
    alpha.onGet = async ({ name }) => {
      if (name === "gone") throw new FairwayError("NOT_FOUND", "not there");
      return { object: deployment(name), resourceVersion: "70" };
    };
    const { payload } = await upgrade({ deployments: [ref, { ...ref, name: "gone" }], baseImage: "a:1" });
    expect(payload.userErrors).toMatchObject([
      { code: "INVALID", field: "input.deployments[0]" },
      { code: "NOT_FOUND", field: "input.deployments[1]" },
    ]);
    expect(alpha.creations).toEqual([]);
  });
});
