import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { seesNothing } from "../../support/callers.ts";
import { KubernetesWorld, served } from "./kubernetes-world.ts";
import { deployment, metadata, ownedBy, pod } from "./manifests.ts";

let world: KubernetesWorld;
const owner = deployment("web");

beforeEach(async () => {
  world = await KubernetesWorld.start("alpha", "bravo");
  const { discovery } = world.cluster("alpha");
  discovery.resources = [...discovery.resources, served("example.com", "Widget")];
  world.put("alpha", "apps/deployments", owner);
  world.put("alpha", "pods", pod("b", ownedBy(owner)));
  world.put("alpha", "pods", pod("a", ownedBy(owner)));
  world.put("alpha", "pods", pod("stranger"));
  world.put("bravo", "pods", pod("elsewhere", ownedBy(owner)));
  const widget = { apiVersion: "example.com/v1", kind: "Widget", metadata: metadata("w", ownedBy(owner)) };
  world.put("alpha", "example.com/widgets", widget);
});

afterEach(() => world[Symbol.asyncDispose]());

const CHILDREN = `query ($filter: ChildrenFilter, $limit: Int) {
  resource(by: { ref: { cluster: "alpha", kind: "Deployment", namespace: "shop", name: "web" } }) {
    children(filter: $filter, limit: $limit) { kind name }
  }
}`;
const children = async (variables: object = {}) =>
  (await world.data<{ resource: { children: readonly object[] } }>(CHILDREN, { limit: 50, ...variables })).resource
    .children;

describe("the children of an object", () => {
  test("are the objects that name it as their owner, of kinds with a type of their own", async () => {
    expect(await children()).toEqual([
      { kind: "Pod", name: "a" },
      { kind: "Pod", name: "b" },
    ]);
    expect(await children({ limit: 1 })).toEqual([{ kind: "Pod", name: "a" }]);
  });

  test("are those of other kinds, too, where these are named", async () => {
    expect(await children({ filter: { kinds: ["Widget"] } })).toEqual([{ kind: "Widget", name: "w" }]);
  });

  test("are those that the caller may see", async () => {
    world.caller.sees(seesNothing, "alpha", "pods");
    expect(await children()).toEqual([]);
    const { errors } = await world.run(CHILDREN, { limit: 50, filter: { kinds: ["pods"] } });
    expect(errors).toMatchObject([{ extensions: { code: "FORBIDDEN" } }]);
  });

  test.each([
    [{ limit: -1 }, "BAD_USER_INPUT"],
    [{ limit: 501 }, "LIMIT_EXCEEDED"],
    [{ filter: { kinds: ["Nonsense"] } }, "UNKNOWN_KIND"],
    [{ filter: { kinds: Array(11).fill("pods") } }, "LIMIT_EXCEEDED"],
  ])("are refused for %j", async (variables, code) => {
    const { data, errors } = await world.run(CHILDREN, { limit: 50, ...variables });
    expect(errors).toMatchObject([{ extensions: { code } }]);
    expect(data).toEqual({ resource: { children: null } });
  });
});
