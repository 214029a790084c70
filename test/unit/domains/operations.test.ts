import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { FairwayError } from "../../../src/errors/index.ts";
import { encodeId } from "../../../src/graphql/index.ts";
import type { KubernetesObject } from "../../../src/kubernetes/index.ts";
import type { OperationManifest } from "../../../src/operations/index.ts";
import { seesNothing } from "../../support/callers.ts";
import { MemoryApi, refusal } from "../operations/memory-api.ts";
import { KubernetesWorld, type ScriptedCluster } from "./kubernetes-world.ts";
import { deployment, metadata, operation } from "./manifests.ts";

let world: KubernetesWorld;
let api: MemoryApi;
let alpha: ScriptedCluster;

beforeEach(async () => {
  world = await KubernetesWorld.start("alpha", "bravo");
  world.now = Date.parse("2026-03-01T08:00:30Z");
  api = new MemoryApi();
  alpha = world.cluster("alpha");
  alpha.onGet = (...args) => api.writer.get(...args);
  alpha.onCreate = (...args) => api.writer.create(...args);
  alpha.onPatch = (...args) => api.writer.patch(...args);
});
afterEach(() => world[Symbol.asyncDispose]());

const home = { resource: "fairway.dev/operations", namespace: "fairway" };
const ref = { cluster: "alpha", namespace: "shop", name: "web" };

async function start(input: object = {}) {
  const { data, errors } = await world.run(
    `mutation ($input: RolloutWavesStartInput!) {
      rolloutWavesStart(input: $input) {
        operation { name type phase cancellable principal { issuer username } steps { name state } progress { done total } targets { cluster name } }
        userErrors { code message field }
        revision
      }
    }`,
    { input: { deployments: [ref, { ...ref, name: "api" }], waveSize: { count: 1 }, ...input } },
  );
  return { payload: data?.rolloutWavesStart as { operation: { name: string } }, errors };
}

type Verb = "Cancel" | "Pause" | "Resume";
async function ask(verb: Verb, name = "waves", more: object = {}) {
  const { data, errors } = await world.run(
    `mutation ($input: Operation${verb}Input!) {
      operation${verb}(input: $input) { operation { name cancellable } userErrors { code field } revision }
    }`,
    { input: { by: { ref: { cluster: "alpha", namespace: "fairway", name } }, ...more } },
  );
  return { payload: data?.[`operation${verb}`], errors };
}

describe("beginning an operation", () => {
  test("makes an object in the home namespace that says who began it, and seals it", async () => {
    const { payload, errors } = await start();
    expect(errors).toBeUndefined();
    const { name } = payload.operation;
    expect(payload).toEqual({
      operation: {
        name: expect.stringMatching(/^rollout-waves-[0-9a-f]{20}$/),
        type: "rolloutWaves",
        phase: "PENDING",
        cancellable: true,
        principal: { issuer: "test", username: "somebody" },
        steps: [],
        progress: { done: 0, total: 0 },
        targets: [
          { cluster: "alpha", name: "web" },
          { cluster: "alpha", name: "api" },
        ],
      },
      userErrors: [],
      revision: expect.any(String),
    });
    expect(api.writes).toEqual([`create ${home.resource}/${name}`, `patch ${home.resource}/${name} status`]);
    expect(api.get<OperationManifest>({ ...home, name })).toMatchObject({
      spec: {
        parameters: { action: { do: "restart" }, waveSize: 1, heldBetween: false, maxFailures: 0 },
        principal: world.principal,
      },
      status: { seal: expect.any(String) },
    });
  });

  test("as a dry run shows the steps and makes nothing", async () => {
    const { payload } = await start({ dryRun: true });
    const steps = ["wave 1 of 2: 1 deployment", "wave 2 of 2: 1 deployment"].map((name) => ({
      name,
      state: "PENDING",
    }));
    expect(payload).toMatchObject({ operation: { steps, progress: { done: 0, total: 2 } }, revision: null });
    expect(api.writes).toEqual([]);
  });

  test("with the same key gives the same operation within the hour, and another after it", async () => {
    const name = async () => (await start({ idempotencyKey: "k" })).payload.operation.name;
    const first = await name();
    expect(await name()).toBe(first);
    // Past the full hour, yet within one.
    world.now = Date.parse("2026-03-01T08:59:00Z");
    expect(await name()).toBe(first);
    world.now = Date.parse("2026-03-01T09:00:01Z");
    expect(await name()).not.toBe(first);
    expect(api.writes.filter((write) => write.startsWith("create"))).toHaveLength(2);
  });

  test("with the key of another input is a conflict", async () => {
    await start({ idempotencyKey: "k" });
    const { payload } = await start({ idempotencyKey: "k", maxFailures: 1 });
    expect(payload).toMatchObject({
      operation: null,
      userErrors: [{ code: "CONFLICT", field: "input.idempotencyKey" }],
    });
  });

  test("that was left without a seal is sealed by the same request of the same caller", async () => {
    api.before = ({ verb }) => {
      if (verb === "patch") throw refusal("FORBIDDEN", 403);
    };
    expect((await start({ idempotencyKey: "k" })).errors).toMatchObject([{ extensions: { code: "FORBIDDEN" } }]);
    api.before = () => {};
    const { payload } = await start({ idempotencyKey: "k" });
    expect(api.get<OperationManifest>({ ...home, name: payload.operation.name }).status?.seal).toEqual(
      expect.any(String),
    );
  });

  test("is refused to whoever may not do it now, before anything is made", async () => {
    alpha.mayDelete = false;
    const { payload } = await start();
    const denied = { code: "FORBIDDEN", message: expect.stringContaining('deployments.apps "web"') };
    expect(payload).toMatchObject({ operation: null, userErrors: [{ ...denied, field: "input.deployments[0]" }, {}] });
    expect(alpha.asked[0]).toEqual({
      verb: "patch",
      group: "apps",
      resource: "deployments",
      namespace: "shop",
      name: "web",
    });
    expect(api.writes).toEqual([]);
  });

  test("is refused where a cluster knows the caller by a token alone, as nobody will have it later", async () => {
    world.headers = () => {
      throw new FairwayError("FORBIDDEN", "by a token alone");
    };
    const { errors } = await start();
    expect(errors).toMatchObject([{ message: "by a token alone", extensions: { code: "FORBIDDEN" } }]);
    expect(api.writes).toEqual([]);
  });

  test.each<[string, object, string]>([
    ["no deployments", { deployments: [] }, "input.deployments"],
    ["one deployment twice", { deployments: [ref, ref] }, "input.deployments[1]"],
    ["a name that is a path", { deployments: [{ ...ref, name: "web/scale" }] }, "input.deployments[0]"],
    ["waves of nothing", { waveSize: { count: 0 } }, "input.waveSize.count"],
    ["waves of more than all", { waveSize: { percent: 101 } }, "input.waveSize.percent"],
    ["fewer failures than none", { maxFailures: -1 }, "input.maxFailures"],
    ["no image", { images: [] }, "input.images"],
    ["an empty key", { idempotencyKey: "" }, "input.idempotencyKey"],
    ["an endless key", { idempotencyKey: "k".repeat(257) }, "input.idempotencyKey"],
  ])("with %s is an error for the user to mend", async (_what, input, field) => {
    const { payload } = await start(input);
    expect(payload).toMatchObject({ operation: null, userErrors: [{ field }] });
    expect(api.writes).toEqual([]);
  });

  test("without a home cluster is a clear error, as are reads", async () => {
    world.home = null;
    expect((await start()).errors).toMatchObject([{ extensions: { code: "NO_HOME_CLUSTER" } }]);
    expect((await ask("Cancel")).errors).toMatchObject([{ extensions: { code: "NO_HOME_CLUSTER" } }]);
    const { errors } = await world.run("{ operations { totalCount } }");
    expect(errors).toMatchObject([{ extensions: { code: "NO_HOME_CLUSTER" } }]);
  });
});

describe("asking something of an operation", () => {
  const place = { ...home, name: "waves" };

  test.each<[Verb, object]>([
    ["Cancel", { cancelRequested: true }],
    ["Pause", { paused: true }],
    ["Resume", { paused: false, releasedSteps: 2 }],
  ])("%s is a field of its spec, and asks nothing of the home cluster of the one who began it", async (verb, spec) => {
    const { payload } = await start({ idempotencyKey: "k" });
    const { name } = payload.operation;
    const steps = [
      { name: "1", state: "SUCCEEDED" },
      { name: "2", state: "PENDING" },
    ];
    await api.writer.patch(
      { ...home, cluster: "alpha", name },
      { status: { steps } },
      { type: "merge", subresource: "status" },
    );
    const answer = await ask(verb, name);
    expect(answer.payload).toMatchObject({
      operation: { name, cancellable: verb !== "Cancel" },
      userErrors: [],
      revision: expect.any(String),
    });
    expect(api.get<OperationManifest>({ ...home, name }).spec).toMatchObject(spec);
  });

  test("of somebody else's goes there as the caller, whom the home cluster may refuse", async () => {
    api.put(place, operation("waves") as never);
    const asCaller = { ...alpha.writer };
    let asked = 0;
    world.callersWriter = {
      ...asCaller,
      get: async () => {
        asked += 1;
        throw refusal("FORBIDDEN", 403, "Forbidden", "somebody cannot get");
      },
    };
    const { errors } = await ask("Cancel");
    expect(errors).toMatchObject([{ message: "somebody cannot get", extensions: { code: "FORBIDDEN" } }]);
    expect([asked, api.writes]).toEqual([1, []]);
  });

  test("that has ended is an error for the user to mend", async () => {
    api.put(place, operation("waves", { phase: "SUCCEEDED" }) as never);
    const { payload } = await ask("Pause");
    expect(payload).toMatchObject({ operation: null, userErrors: [{ code: "INVALID", field: "input.by" }] });
    expect(api.writes).toEqual([]);
  });

  test.each([
    { cluster: "alpha", namespace: "elsewhere", name: "waves" },
    { cluster: "bravo", namespace: "fairway", name: "waves" },
    { cluster: "alpha", namespace: "fairway", name: "../waves" },
    { cluster: "alpha", namespace: "fairway", name: "nobody" },
  ])("that is at %j is not found", async (where) => {
    api.put(place, operation("waves") as never);
    const { payload } = await ask("Cancel", "", { by: { ref: where } });
    expect(payload).toMatchObject({ operation: null, userErrors: [{ code: "NOT_FOUND", field: "input.by" }] });
  });

  test("by an id of a namesake is not found", async () => {
    api.put(place, operation("waves") as never);
    const id = encodeId({ cluster: "alpha", ...home, name: "waves", uid: "another" });
    const { payload } = await ask("Cancel", "", { by: { id } });
    expect(payload).toMatchObject({ operation: null, userErrors: [{ code: "NOT_FOUND", field: "input.by" }] });
  });
});

describe("undoing", () => {
  const undo = async (by: object) => {
    const { data } = await world.run(
      `mutation ($input: RolloutWavesUndoInput!) {
        rolloutWavesUndo(input: $input) { operation { parameters targets { name } } userErrors { code message field } }
      }`,
      {
        input: {
          by: { ref: { cluster: "alpha", namespace: "fairway", name: "waves", ...by } },
          waveSize: { percent: 50 },
        },
      },
    );
    return data?.rolloutWavesUndo as { operation: { targets: object; parameters: object }; userErrors: object };
  };
  const images = (image: string) => ({ images: [{ container: "web", image }] });
  const done = (name: string) => ({
    target: { cluster: "alpha", resource: "apps/deployments", namespace: "shop", name },
    change: { before: images("web:1"), after: images("web:2") },
    state: "done",
    message: "",
  });
  const untouched = { ...done("untouched"), change: undefined, state: "failed" };
  const steps = [
    { name: "1", state: "SUCCEEDED", attempts: 1, memo: { targets: [done("a")] } },
    { name: "2", state: "FAILED", attempts: 1, memo: { targets: [done("b"), untouched] } },
    { name: "3", state: "PENDING", attempts: 0 },
  ] as const;

  test("begins waves that take back what was changed, the last change first", async () => {
    api.put({ ...home, name: "waves" }, operation("waves", { phase: "FAILED", steps }) as never);
    const payload = await undo({});
    expect(payload.userErrors).toEqual([]);
    expect(payload.operation.targets).toEqual([{ name: "b" }, { name: "a" }]);
    const change = { before: images("web:1"), after: images("web:2") };
    expect(payload.operation.parameters).toEqual({
      action: { do: "undo", changes: [change, change] },
      waveSize: 1,
      heldBetween: false,
      maxFailures: 0,
    });
  });

  test("takes back as well what a step has done that ended with its replica before it could say so", async () => {
    const ended = [{ name: "1", state: "CANCELLED", attempts: 1, startedAt: "2026-03-01T08:00:00Z" }] as const;
    const waves = api.put(
      { ...home, name: "waves" },
      operation("waves", { phase: "CANCELLED", steps: ended }) as never,
    );
    const change = { before: images("web:1"), after: images("web:2") };
    const place = { resource: "apps/deployments", namespace: "shop", name: "web" };
    const marked = (...marks: readonly object[]) =>
      api.put(place, {
        ...deployment("web"),
        metadata: { annotations: { "fairway.dev/operations": JSON.stringify(marks) } },
      });
    marked(
      { operation: "another", step: 0, remember: change },
      { operation: waves.metadata.uid, step: 0, remember: change },
    );
    const payload = await undo({});
    expect(payload.userErrors).toEqual([]);
    expect(payload.operation).toMatchObject({
      targets: [{ name: "web" }],
      parameters: { action: { do: "undo", changes: [change] } },
    });
    for (const remember of [{}, { before: null, after: 5 }, { before: { images: [{}] }, after: { images: "x" } }]) {
      marked({ operation: waves.metadata.uid, step: 0, remember });
      expect(await undo({})).toMatchObject({ operation: null, userErrors: [{ code: "INVALID", field: "input.by" }] });
    }
  });

  test.each<[string, OperationManifest["status"]]>([
    ["has not ended", { phase: "PAUSED", steps }],
    ["has changed nothing", { phase: "CANCELLED", steps: [steps[2]] }],
  ])("what %s is an error for the user to mend", async (_what, status) => {
    api.put({ ...home, name: "waves" }, operation("waves", status) as never);
    expect(await undo({})).toMatchObject({ operation: null, userErrors: [{ code: "INVALID", field: "input.by" }] });
    expect(api.writes).toEqual([]);
  });
});

describe("the operations of the home namespace", () => {
  const put = (name: string, status: OperationManifest["status"], more: Partial<KubernetesObject["metadata"]> = {}) => {
    const object = { ...operation(name, status), metadata: metadata(name, { namespace: "fairway", ...more }) };
    return world.put("alpha", home.resource, object);
  };

  test("are listed, filtered and ordered; those that lie elsewhere do not count", async () => {
    put("one", { phase: "RUNNING" });
    put("two", { phase: "FAILED", reason: "FORBIDDEN" });
    put("three", { phase: "SUCCEEDED" });
    put("elsewhere", { phase: "RUNNING" }, { namespace: "shop" });
    world.put("bravo", home.resource, operation("other-cluster"));
    const list = async (filter: object) => {
      const query = `query ($filter: OperationFilter) {
        operations(filter: $filter, orderBy: [{ field: PHASE }]) { totalCount nodes { name } clusterErrors { cluster } }
      }`;
      const { operations } = (await world.data<never>(query, { filter })) as {
        operations: { nodes: { name: string }[] };
      };
      return operations.nodes.map(({ name }) => name);
    };
    expect(await list({})).toEqual(["two", "one", "three"]);
    expect(await list({ phase: { in: ["RUNNING", "SUCCEEDED"] } })).toEqual(["one", "three"]);
    expect(await list({ username: { eq: "nobody" } })).toEqual([]);
    expect(await list({ type: { startsWith: "rollout" }, name: { eq: "two" } })).toEqual(["two"]);
  });

  test("lead to their targets, and these back, as far as the caller may see them", async () => {
    put("one", { phase: "RUNNING" });
    put("elsewhere", { phase: "RUNNING" }, { namespace: "shop" });
    world.put("alpha", "apps/deployments", deployment("web"));
    world.put("alpha", "apps/deployments", deployment("api"));
    const about = "operations(orderBy: [{ field: NAME }]) { nodes { name } }";
    const ask = (name: string) =>
      world.data(`query ${name} {
        operations { nodes { targets { name object { name ... on Deployment { ${about} } } } } }
        deployments(orderBy: [{ field: NAME }]) { nodes { name ${about} } }
      }`);
    const operations = { nodes: [{ name: "one" }] };
    expect(await ask("All")).toEqual({
      operations: { nodes: [{ targets: [{ name: "web", object: { name: "web", operations } }] }] },
      deployments: {
        nodes: [
          { name: "api", operations: { nodes: [] } },
          { name: "web", operations },
        ],
      },
    });
    world.caller.sees(seesNothing, "alpha", "apps/deployments");
    expect(await ask("NoDeployments")).toMatchObject({
      operations: { nodes: [{ targets: [{ name: "web", object: null }] }] },
    });
  });

  test("are shown to the one who began them, the newest first, though he may see none; those of others are not", async () => {
    const names: string[] = [];
    for (const hour of ["08", "09"]) {
      world.now = Date.parse(`2026-03-01T${hour}:00:30Z`);
      const { name } = (await start({ idempotencyKey: hour })).payload.operation;
      const { metadata, ...made } = api.get<OperationManifest>({ ...home, name });
      world.operations.push({ ...made, metadata: { ...metadata, creationTimestamp: `2026-03-01T${hour}:00:30Z` } });
      names.push(name);
    }
    const [first] = world.operations as [OperationManifest];
    world.operations.push(operation("of-jane"));
    // Somebody wrote him into theirs, or copied what was his.
    world.operations.push({ ...operation("made-up"), spec: first.spec as never });
    world.operations.push({ ...first, metadata: { ...first.metadata, name: "copied", uid: "another" } });
    world.caller.sees(seesNothing, "alpha", home.resource);
    expect(await world.data("{ ownOperations { name principal { username } } }")).toEqual({
      ownOperations: names.reverse().map((name) => ({ name, principal: { username: "somebody" } })),
    });
    expect(await world.data("{ ownOperations(first: 1) { name } }")).toEqual({ ownOperations: [{ name: names[0] }] });
    for (const first of [-1, 51]) {
      const { errors } = await world.run("query ($first: Int!) { ownOperations(first: $first) { name } }", { first });
      expect(errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT" } }]);
    }
  });

  test("do not say that somebody began them whom the gateway has not vouched for", async () => {
    const unsealed = { ...operation("hand-made"), status: {} };
    world.put("alpha", home.resource, unsealed);
    put("changed", { phase: "FAILED", reason: "UNAUTHENTICATED", seal: "made-up" });
    put("good", { phase: "RUNNING", seal: "made-up" });
    const query = "{ operations(orderBy: [{ field: NAME }]) { nodes { name principal { username } } } }";
    expect(await world.data(query)).toEqual({
      operations: {
        nodes: [
          { name: "changed", principal: null },
          { name: "good", principal: { username: "jane" } },
          { name: "hand-made", principal: null },
        ],
      },
    });
  });
});

describe("what is rolled out in waves", () => {
  const workload = (kind: string) => ({ ...ref, kind });
  const faultsOf = async (input: object) => {
    const { payload } = await start(input);
    return (payload as unknown as { userErrors: object[] }).userErrors;
  };

  test("may be of several kinds", async () => {
    const workloads = [workload("DEPLOYMENT"), workload("STATEFUL_SET"), workload("DAEMON_SET")];
    const { payload } = await start({ deployments: null, workloads });
    const { spec } = api.get<OperationManifest>({ ...home, name: payload.operation.name });
    expect(spec?.targets?.map(({ resource }) => resource)).toEqual([
      "apps/deployments",
      "apps/statefulsets",
      "apps/daemonsets",
    ]);
  });

  test.each([
    ["both of the fields", { workloads: [workload("DEPLOYMENT")] }, "INVALID", "deployments"],
    ["neither of the fields", { deployments: null }, "INVALID", "deployments"],
    ["no workloads", { deployments: null, workloads: [] }, "INVALID", "workloads"],
    [
      "a kind that does not roll out",
      { deployments: null, workloads: [workload("JOB")] },
      "INVALID",
      "workloads[0].kind",
    ],
    [
      "one twice",
      { deployments: null, workloads: [workload("DAEMON_SET"), workload("DAEMON_SET")] },
      "INVALID",
      "workloads[1]",
    ],
  ])("is not named by %s", async (_what, input, code, field) => {
    expect(await faultsOf(input)).toMatchObject([{ code, field: `input.${field}` }]);
  });
});
