import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { FairwayError } from "../../../src/errors/index.ts";
import { KubernetesWorld, type ScriptedCluster } from "./kubernetes-world.ts";

let world: KubernetesWorld;
let alpha: ScriptedCluster;

beforeEach(async () => {
  world = await KubernetesWorld.start("alpha", "bravo");
  alpha = world.cluster("alpha");
});

afterEach(() => world[Symbol.asyncDispose]());

const CAN = `query ($access: ViewerCanInput!) { viewer { can(access: $access) { allowed reason } } }`;

describe("the viewer", () => {
  test("is told who he is, and what he has used", async () => {
    const data = await world.data(
      "{ viewer { username issuer groups uid cluster extra { name values } limits { costBurst pointsLeft operations operationsRunning subscriptions subscriptionsRunning } } }",
    );
    expect(data).toMatchObject({
      viewer: {
        username: world.principal.username,
        issuer: world.principal.issuer,
        groups: world.principal.groups,
        limits: { costBurst: 1e9, operations: 5, operationsRunning: 1, subscriptions: 7, subscriptionsRunning: 0 },
      },
    });
    const { viewer } = data as { viewer: { limits: { pointsLeft: number } } };
    expect(viewer.limits.pointsLeft).toBeLessThan(1e9);
    expect(viewer.limits.pointsLeft).toBeGreaterThan(1e9 - 1_000);
  });

  test("may do what the cluster allows", async () => {
    const access = { cluster: "alpha", verb: "delete", kind: "Deployment", namespace: "shop", name: "web" };
    expect(await world.data(CAN, { access })).toEqual({ viewer: { can: { allowed: true, reason: null } } });
    expect(alpha.asked).toEqual([
      { verb: "delete", group: "apps", resource: "deployments", namespace: "shop", name: "web" },
    ]);
    alpha.mayDelete = false;
    expect(await world.data(CAN, { access })).toEqual({
      viewer: { can: { allowed: false, reason: "The cluster does not allow it" } },
    });
  });

  test("may write nothing where the gateway takes no writes, and read all the same", async () => {
    world.allowWrites = false;
    const access = { cluster: "alpha", verb: "patch", kind: "pods" };
    expect(await world.data(CAN, { access })).toEqual({
      viewer: { can: { allowed: false, reason: "no writes here" } },
    });
    expect(await world.data(CAN, { access: { ...access, verb: "list" } })).toMatchObject({
      viewer: { can: { allowed: true } },
    });
  });

  test("can ask about what rules alone speak of, and about subresources", async () => {
    const access = { cluster: "alpha", verb: "approve", kind: "fairway.dev/approvalgates", subresource: "status" };
    await world.data(CAN, { access });
    expect(alpha.asked).toEqual([
      { verb: "approve", group: "fairway.dev", resource: "approvalgates", subresource: "status" },
    ]);
  });

  test.each([
    [{ cluster: "nowhere" }, "UNKNOWN_CLUSTER"],
    [{ kind: "Nonsense" }, "UNKNOWN_KIND"],
    [{ kind: "" }, "BAD_USER_INPUT"],
    [{ verb: "get pods" }, "BAD_USER_INPUT"],
    [{ verb: "" }, "BAD_USER_INPUT"],
    [{ subresource: "../x" }, "BAD_USER_INPUT"],
    [{ namespace: "a/b" }, "BAD_USER_INPUT"],
    [{ name: "a/b" }, "BAD_USER_INPUT"],
  ])("is refused an answer about %j", async (wrong, code) => {
    const access = { cluster: "alpha", verb: "get", kind: "pods", ...wrong };
    expect((await world.run(CAN, { access })).errors).toMatchObject([{ extensions: { code } }]);
    expect(alpha.asked).toEqual([]);
  });
});

describe("the gateway's status", () => {
  const STATUS =
    "{ gateway { version status { subscriptions unreachableClusters answers { entries bytes hits } stores { cluster } } } }";

  test("is shown to who may get gateways in the home cluster", async () => {
    world.home = { cluster: "bravo", namespace: "fairway" };
    expect(await world.data(STATUS)).toMatchObject({ gateway: { status: { subscriptions: 1 } } });
    expect([alpha.asked, world.cluster("bravo").asked]).toMatchObject([[], [{ resource: "gateways" }]]);
  });

  test("is shown to who may get gateways in each cluster, where there is no home", async () => {
    world.home = null;
    expect(await world.data(STATUS)).toEqual({
      gateway: {
        version: "1.2.3",
        status: {
          subscriptions: 1,
          unreachableClusters: ["bravo"],
          answers: { entries: 2, bytes: 300, hits: 4 },
          stores: [],
        },
      },
    });
    const permission = { verb: "get", group: "fairway.dev", resource: "gateways" };
    expect([alpha.asked, world.cluster("bravo").asked]).toEqual([[permission], [permission]]);
  });

  test("is refused to everybody else, who are told the version all the same", async () => {
    world.home = null;
    world.cluster("bravo").mayDelete = false;
    const { data, errors } = await world.run(STATUS);
    expect(data).toEqual({ gateway: { version: "1.2.3", status: null } });
    expect(errors).toMatchObject([{ extensions: { code: "FORBIDDEN", cluster: "bravo" } }]);
  });
});

test("whom a cluster takes the viewer for is asked once for each cluster, and another one's silence is its own", async () => {
  await using world = await KubernetesWorld.start("alpha", "bravo");
  let asked = 0;
  world.cluster("alpha").onWhoAmI = async () => {
    asked += 1;
    return { username: "jane", uid: "", extra: { scopes: ["a", "b"] } };
  };
  world.cluster("bravo").onWhoAmI = () => Promise.reject(new FairwayError("FORBIDDEN", "nobody here"));
  const { data, errors } = await world.run(`{ viewer {
    alpha: identity(cluster: "alpha") { cluster username groups uid extra { name values } }
    again: identity(cluster: "alpha") { username }
    bravo: identity(cluster: "bravo") { username }
  } }`);
  const alpha = {
    cluster: "alpha",
    username: "jane",
    groups: [],
    uid: null,
    extra: [{ name: "scopes", values: ["a", "b"] }],
  };
  expect(data).toEqual({ viewer: { alpha, again: { username: "jane" }, bravo: null } });
  expect(errors).toMatchObject([{ path: ["viewer", "bravo"], extensions: { code: "FORBIDDEN" } }]);
  expect(asked).toBe(1);
});
