import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { shownKinds } from "../../../src/domains/index.ts";
import { KubernetesWorld } from "./kubernetes-world.ts";
import { deployment, ownedBy, pod } from "./manifests.ts";

describe("kinds that are shown", () => {
  test.each([
    [["*"], [], "apps/deployments", true],
    [["*"], ["secrets"], "secrets", false],
    [["*"], ["secrets"], "example.com/secrets", true],
    [["*"], ["*secrets*"], "example.com/sealedsecrets", false],
    [["apps/*", "pods"], [], "pods", true],
    [["apps/*", "pods"], [], "batch/jobs", false],
    [["*.example.com/*"], [], "a.example.com/widgets", true],
    [["*.example.com/*"], [], "a.exampleXcom/widgets", false],
    [["apps/*"], ["apps/*"], "apps/deployments", false],
    [[], [], "pods", false],
  ])("by %j without %j: %s is %s", (allow, deny, resource, expected) => {
    expect(shownKinds({ allow, deny })(resource)).toBe(expected);
  });
});

describe("a kind that is not shown", () => {
  let world: KubernetesWorld;
  const owner = deployment("web");

  beforeEach(async () => {
    world = await KubernetesWorld.start("alpha");
    world.resourceKinds = { allow: ["*"], deny: ["pods"] };
    world.put("alpha", "apps/deployments", owner);
  });
  afterEach(() => world[Symbol.asyncDispose]());

  const ref = { cluster: "alpha", kind: "Pod", namespace: "shop", name: "web-0" };

  test.each([
    ['{ resources(kind: "pods") { totalCount } }'],
    ['{ resource(by: { ref: { cluster: "alpha", kind: "Pod", namespace: "shop", name: "web-0" } }) { name } }'],
    ['{ search(text: "web", filter: { kinds: ["pods"] }) { totalCount } }'],
    [
      `{ resource(by: { ref: { cluster: "alpha", kind: "Deployment", namespace: "shop", name: "web" } }) {
        children(filter: { kinds: ["pods"] }) { name }
      } }`,
    ],
  ])("is refused by %s", async (query) => {
    const { errors } = await world.run(query);
    expect(errors).toMatchObject([{ extensions: { code: "KIND_NOT_SHOWN" } }]);
  });

  test("is not found by id, nor among owners, children and what is searched for; its own fields stay", async () => {
    const owned = pod("web-0", ownedBy(owner));
    const id = world.put("alpha", "pods", owned);
    const child = deployment("child", ownedBy(owned));
    world.put("alpha", "apps/deployments", child);
    const data = await world.data(
      `query ($id: ID!) {
        node(id: $id) { id }
        search(text: "web") { nodes { kind name } }
        deployment(by: { ref: { cluster: "alpha", namespace: "shop", name: "child" } }) { owners { object { name } } }
        resource(by: { ref: { cluster: "alpha", kind: "Deployment", namespace: "shop", name: "web" } }) { children { name } }
        pods { nodes { name } }
      }`,
      { id },
    );
    expect(data).toEqual({
      node: null,
      search: {
        nodes: [
          { kind: "Deployment", name: "web" },
          { kind: "Deployment", name: "child" },
        ],
      },
      deployment: { owners: [{ object: null }] },
      resource: { children: [] },
      pods: { nodes: [{ name: "web-0" }] },
    });
  });

  test("is not written", async () => {
    const patch = await world.run(
      `mutation ($input: ResourcePatchInput!) { resourcePatch(input: $input) { userErrors { code } } }`,
      { input: { by: { ref }, patch: { merge: {} } } },
    );
    expect(patch.errors).toMatchObject([{ extensions: { code: "KIND_NOT_SHOWN" } }]);
    const objects = [{ apiVersion: "v1", kind: "Pod", metadata: { name: "web-0", namespace: "shop" } }];
    const apply = await world.data(
      `mutation ($input: ResourceApplyInput!) { resourceApply(input: $input) { userErrors { code field } } }`,
      { input: { cluster: "alpha", objects } },
    );
    expect(apply).toEqual({ resourceApply: { userErrors: [{ code: "KIND_NOT_SHOWN", field: "documents[0]" }] } });
    expect(world.cluster("alpha").patches).toEqual([]);
  });
});
