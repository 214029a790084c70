import { beforeEach, describe, expect, test } from "vitest";
import { UpstreamError } from "../../../src/kubernetes/index.ts";
import { type DriveOptions, driveOnce, type Round } from "../../../src/operations/drive.ts";
import type { OperationManifest, OperationSpec } from "../../../src/operations/operation.manifest.ts";
import { OperationSeal } from "../../../src/operations/operation-seal.ts";
import type { OperationType } from "../../../src/operations/operation-type.ts";
import { principalAccess } from "../../../src/operations/principal-access.ts";
import { RecordedAudit } from "../../support/recorded-audit.ts";
import { MemoryApi, refusal } from "./memory-api.ts";

const home = { resource: "fairway.dev/operations", namespace: "fairway", name: "op" };
const target = (name: string) => ({ cluster: "alpha", resource: "apps/deployments", namespace: "shop", name });
const jane = { issuer: "https://issuer.test", username: "jane", groups: ["shop"], extra: {} };
const seal = new OperationSeal(Buffer.alloc(32, 1));

/** Each target is a step, which counts up a field of its object. */
const counting: OperationType = {
  type: "counting",
  plan: ({ targets, parameters }) =>
    targets.map(({ name }, index) => ({ name, isHeld: parameters.held === true && index > 0 })),
  run: async ({ order, index }, access) => {
    const { object } = await access.effect(order.targets[index] as never, ({ spec }) => {
      const { count = 0 } = (spec ?? {}) as { count?: number };
      return { patch: { spec: { count: count + 1 } }, remember: { before: count } };
    });
    return { outcome: "done", memo: { count: (object.spec as { count: number }).count } };
  },
};

let homeApi: MemoryApi;
let api: MemoryApi;
let audit: RecordedAudit;
let leads: boolean;
let headers: string[];
let defects: unknown[];

beforeEach(() => {
  [homeApi, api, audit, leads, headers] = [new MemoryApi(), new MemoryApi(), new RecordedAudit(), true, []];
  defects = [];
  for (const name of ["a", "b", "c"])
    api.put(target(name), { apiVersion: "apps/v1", kind: "Deployment", spec: { count: 0 } });
});

function begin(spec: Partial<OperationSpec> = {}, isSealed = true): void {
  const order = { type: "counting", targets: ["a", "b", "c"].map(target), parameters: {}, principal: jane, ...spec };
  const made = homeApi.put(home, { apiVersion: "fairway.dev/v1alpha1", kind: "Operation", spec: order });
  if (!isSealed) return;
  homeApi.put(home, { ...made, metadata: { ...made.metadata }, status: { seal: seal.of(made as OperationManifest) } });
}

function replica(runner: string, types: readonly OperationType[] = [counting]): DriveOptions {
  const now = () => Date.parse("2026-03-01T08:00:30Z");
  return {
    types: new Map(types.map((type) => [type.type, type])),
    runner,
    seal: async () => seal,
    read: async () => (await homeApi.writer.get({ ...home, cluster: "home" })).object as OperationManifest,
    write: async (operation, status) => {
      const { uid, resourceVersion } = operation.metadata;
      const gone = Object.fromEntries(Object.keys(operation.status ?? {}).map((field) => [field, null]));
      const body = { metadata: { uid, resourceVersion }, status: { ...gone, ...status } };
      const options = { type: "merge", subresource: "status" } as const;
      return (await homeApi.writer.patch({ ...home, cluster: "home" }, body, options)).object as OperationManifest;
    },
    accessOf: (operation, step, mayAct, signal) =>
      principalAccess(
        {
          clusters: {
            writer: () => api.writer,
            headers: ({ username }, cluster) => {
              headers.push(`${username} ${cluster}`);
              return { "impersonate-user": username };
            },
            readOnly: () => null,
          },
          audit: audit.trail,
          now,
        },
        operation,
        step,
        mayAct,
        signal,
      ),
    mayAct: () => {
      if (!leads) throw new Error("not leading");
    },
    onDefect: (_operation, error) => defects.push(error),
    now,
  };
}

const { signal } = new AbortController();
const current = () => homeApi.get<OperationManifest>(home);
const counts = () => ["a", "b", "c"].map((name) => (api.get(target(name)).spec as { count: number }).count);
const patchSpec = (spec: Partial<OperationSpec>) =>
  homeApi.writer.patch({ ...home, cluster: "home" }, { spec }, { type: "merge" });

async function drive(options: DriveOptions): Promise<Round> {
  for (let rounds = 0; rounds < 50; rounds += 1) {
    const round = await driveOnce(options, "op", signal);
    if (round !== "again") return round;
  }
  throw new Error("it does not come to an end");
}

describe("an operation", () => {
  test("does its steps in their order, each as the one who began it, with an audit record each", async () => {
    begin();
    expect(await drive(replica("one"))).toBe("over");
    expect(counts()).toEqual([1, 1, 1]);
    expect(current().status).toMatchObject({
      phase: "SUCCEEDED",
      runner: "one",
      startedAt: "2026-03-01T08:00:30.000Z",
      finishedAt: "2026-03-01T08:00:30.000Z",
      steps: ["a", "b", "c"].map((name) => ({ name, state: "SUCCEEDED", attempts: 1, memo: { count: 1 } })),
    });
    expect(new Set(headers)).toEqual(new Set(["jane alpha"]));
    expect(audit.records).toMatchObject(
      ["a", "b", "c"].map((name) => ({ transport: "operation", verb: "patch", object: target(name), outcome: "ok" })),
    );
  });

  test.each(Array.from({ length: 24 }, (_, call) => call))(
    "does each step once where its replica is killed at its request %i, before or after the server took it",
    async (call) => {
      for (const moment of ["before", "after"] as const) {
        [homeApi, api] = [new MemoryApi(), new MemoryApi()];
        for (const name of ["a", "b", "c"])
          api.put(target(name), { apiVersion: "apps/v1", kind: "Deployment", spec: {} });
        begin();
        let requests = 0;
        let isDead = false;
        for (const each of [homeApi, api]) {
          each.before = () => {
            // Who is dead sends nothing more.
            if (isDead || (moment === "before" && requests === call)) isDead = true;
            requests += 1;
            if (isDead) throw new Error("killed");
          };
          each.after = () => {
            if (moment === "after" && requests > call) isDead = true;
            if (isDead) throw new Error("killed");
          };
        }
        await drive(replica("one")).catch(() => {});
        for (const each of [homeApi, api]) Object.assign(each, { before: () => {}, after: () => {} });
        expect(await drive(replica("two"))).toBe("over");
        expect(counts()).toEqual([1, 1, 1]);
        expect(current().status?.phase).toBe("SUCCEEDED");
      }
    },
  );

  test("is not brought forward by a replica that does not lead any more, though it has begun a step", async () => {
    begin();
    const deposed = replica("one");
    for (let round = 0; round < 2; round += 1) await driveOnce(deposed, "op", signal);
    leads = false;
    await expect(drive(deposed)).rejects.toThrow("not leading");
    expect(counts()).toEqual([0, 0, 0]);
  });

  test("that two replicas believe to lead is done once all the same", async () => {
    begin();
    const [one, two] = [replica("one"), replica("two")];
    const burst = async (each: DriveOptions, rounds: number) => {
      for (let round = 0; round < rounds; round += 1) await driveOnce(each, "op", signal).catch(() => {});
    };
    for (let round = 0; round < 20; round += 1) await Promise.all([burst(one, round % 5), burst(two, round % 4)]);
    expect(counts()).toEqual([1, 1, 1]);
    expect(current().status?.phase).toBe("SUCCEEDED");
  });

  test("fails at the step that its principal may not do any more, and does nothing after it", async () => {
    begin();
    api.before = ({ verb, ref }) => {
      if (verb === "patch" && ref.name === "b") throw refusal("FORBIDDEN", 403, "Forbidden", "jane cannot patch");
    };
    expect(await drive(replica("one"))).toBe("over");
    expect(counts()).toEqual([1, 0, 0]);
    expect(current().status).toMatchObject({
      phase: "FAILED",
      reason: "FORBIDDEN",
      message: "jane cannot patch",
      steps: [{ state: "SUCCEEDED" }, { state: "FAILED" }, { state: "PENDING" }],
    });
  });

  test("waits where a cluster does not answer, and goes on afterwards", async () => {
    begin();
    api.before = () => {
      throw new UpstreamError("CLUSTER_UNAVAILABLE", "nobody is there");
    };
    expect(await drive(replica("one"))).toBe("wait");
    expect(current().status).toMatchObject({
      phase: "RUNNING",
      steps: [{ state: "RUNNING", message: "nobody is there" }, {}, {}],
    });
    api.before = () => {};
    expect(await drive(replica("one"))).toBe("over");
    expect(current().status?.steps?.[0]).not.toHaveProperty("message");
  });

  test("that is cancelled does nothing more, and says so of each step", async () => {
    begin();
    const one = replica("one");
    for (let round = 0; round < 3; round += 1) await driveOnce(one, "op", signal);
    await patchSpec({ cancelRequested: true });
    expect(await drive(one)).toBe("over");
    expect(counts()).toEqual([1, 0, 0]);
    expect(current().status).toMatchObject({
      phase: "CANCELLED",
      steps: [{ state: "SUCCEEDED" }, { state: "CANCELLED" }, { state: "CANCELLED" }],
    });
  });

  test("that is cancelled while it does a step knows what it has done", async () => {
    begin();
    // Many effects make one step, and somebody cancels in the middle of them.
    const both: OperationType = {
      type: "counting",
      plan: () => [{ name: "all", isHeld: false }],
      run: async ({ order }, access) => {
        const { object } = await access.effect(order.targets[0] as never, () => ({
          patch: { spec: { count: 1 } },
          remember: {},
        }));
        await patchSpec({ cancelRequested: true });
        return { outcome: "waiting", memo: { changed: object.metadata.name } };
      },
    };
    expect(await drive(replica("one", [both]))).toBe("wait");
    expect(await drive(replica("one", [both]))).toBe("over");
    expect(current().status).toMatchObject({
      phase: "CANCELLED",
      steps: [{ state: "CANCELLED", memo: { changed: "a" } }],
    });
  });

  test("that another replica has brought forward meanwhile keeps what that one says", async () => {
    begin();
    const slow: OperationType = {
      ...counting,
      run: async (work, access, ended) => {
        const done = await counting.run(work, access, ended);
        await driveOnce(replica("two"), "op", ended);
        return { ...done, memo: { count: 99 } };
      },
    };
    const one = replica("one", [slow]);
    for (let round = 0; round < 2; round += 1) await driveOnce(one, "op", signal);
    await expect(driveOnce(one, "op", signal)).rejects.toMatchObject({ code: "CONFLICT" });
    expect(current().status).toMatchObject({ runner: "two" });
    expect(await drive(replica("two"))).toBe("over");
    expect(counts()).toEqual([1, 1, 1]);
  });

  test("that is paused does nothing until it is resumed", async () => {
    begin({ paused: true });
    const one = replica("one");
    expect(await drive(one)).toBe("rest");
    expect(current().status).toMatchObject({ phase: "PAUSED", reason: "PauseRequested" });
    const { writes } = homeApi;
    expect(await drive(one)).toBe("rest");
    expect(homeApi.writes).toEqual(writes);
    await patchSpec({ paused: false });
    expect(await drive(one)).toBe("over");
    expect(current().status?.phase).toBe("SUCCEEDED");
    expect(current().status).not.toHaveProperty("reason");
  });

  test("whose steps are held waits before each but the first", async () => {
    begin({ parameters: { held: true } });
    const one = replica("one");
    for (const released of [1, 2, 3]) {
      expect(await drive(one)).toBe(released === 3 ? "over" : "rest");
      expect(counts().reduce((sum, each) => sum + each, 0)).toBe(released);
      if (released < 3) expect(current().status).toMatchObject({ phase: "PAUSED", reason: "StepHeld" });
      await patchSpec({ releasedSteps: released + 1 });
    }
  });

  test("whose steps are not those of the plan is not taken for done", async () => {
    begin();
    await driveOnce(replica("one"), "op", signal);
    const options = { type: "merge", subresource: "status" } as const;
    await homeApi.writer.patch({ ...home, cluster: "home" }, { status: { steps: [] } }, options);
    expect(await drive(replica("one"))).toBe("over");
    expect(counts()).toEqual([0, 0, 0]);
    expect(current().status).toMatchObject({ phase: "FAILED", reason: "INVALID" });
  });

  test("fails where its type has a defect, which is logged and not shown", async () => {
    begin();
    const broken: OperationType = { ...counting, run: () => Promise.reject(new Error("canary")) };
    expect(await drive(replica("one", [broken]))).toBe("over");
    expect(current().status).toMatchObject({ phase: "FAILED", reason: "INTERNAL" });
    expect(JSON.stringify(current().status)).not.toContain("canary");
    expect(defects).toEqual([new Error("canary")]);
  });

  test("of a type that this version does not know fails with its name", async () => {
    begin({ type: "levitation" });
    expect(await drive(replica("one"))).toBe("over");
    expect(current().status).toMatchObject({
      phase: "FAILED",
      reason: "INVALID",
      message: expect.stringContaining("levitation"),
    });
  });
});

describe("an operation that nobody has vouched for", () => {
  test("is not run while its seal may still come, and then fails", async () => {
    begin({}, false);
    expect(await drive(replica("one"))).toBe("wait");
    const later = { ...replica("one"), now: () => Date.parse("2026-03-01T08:02:00Z") };
    expect(await drive(later)).toBe("over");
    expect(counts()).toEqual([0, 0, 0]);
    expect(current().status).toMatchObject({ phase: "FAILED", reason: "UNAUTHENTICATED" });
  });

  test.each<[string, Partial<OperationSpec>]>([
    ["principal", { principal: { ...jane, username: "root" } }],
    ["groups", { principal: { ...jane, groups: ["system:masters"] } }],
    ["targets", { targets: [target("c")] }],
    ["parameters", { parameters: { more: true } }],
    ["type", { type: "other" }],
  ])("as its %s was changed since is not run", async (_what, spec) => {
    begin();
    await patchSpec(spec);
    expect(await drive(replica("one"))).toBe("over");
    expect(counts()).toEqual([0, 0, 0]);
    expect(current().status).toMatchObject({ phase: "FAILED", reason: "UNAUTHENTICATED" });
  });

  test("as it is a copy of one that was sealed is not run", async () => {
    begin();
    const { seal: copied } = current().status ?? {};
    const { spec } = current();
    homeApi.put(home, { apiVersion: "fairway.dev/v1alpha1", kind: "Operation", spec, status: { seal: copied } });
    expect(await drive(replica("one"))).toBe("over");
    expect(counts()).toEqual([0, 0, 0]);
  });
});
