import { afterEach, describe, expect, test } from "vitest";
import { Callers, FixedCandidates, type ReviewSubject } from "../../../src/authorization/index.ts";
import { defaults } from "../../../src/config/index.ts";
import type { Principal } from "../../../src/identity/index.ts";
import { ManualClock } from "./manual-clock.ts";

const asked: { cluster: string; subject: ReviewSubject | undefined }[] = [];
const callers = new Callers({
  review: async (cluster, subject) => {
    asked.push({ cluster, subject });
    return true;
  },
  candidates: new FixedCandidates(() => []),
  countsIn: ({ cluster }, name) => cluster === undefined || cluster === name,
  servedAs: (_cluster, resource) => resource,
  clock: new ManualClock(),
  times: defaults.authorization,
});
afterEach(() => {
  callers[Symbol.dispose]();
  asked.length = 0;
});

const ann: Principal = { issuer: "https://one.test", username: "ann", uid: "1", groups: ["red", "blue"], extra: {} };
const patient = new AbortController().signal;

describe("people", () => {
  test("who come again, with another token or their groups in another order, are the same", () => {
    expect(callers.of({ ...ann, groups: ["blue", "red"], expiresAt: 1 })).toBe(callers.of(ann));
  });

  test.each<[string, Partial<Principal>]>([
    ["another issuer", { issuer: "https://two.test" }],
    ["another cluster that vouches for them", { cluster: "alpha" }],
    ["another uid", { uid: "2" }],
    ["other groups", { groups: ["red"] }],
    ["other extra", { extra: { scopes: ["all"] } }],
  ])("of equal names and %s are two", (_what, other) => {
    const namesake = callers.of({ ...ann, ...other });
    expect(namesake).not.toBe(callers.of(ann));
    expect(namesake.id).not.toBe(callers.of(ann).id);
  });

  test("are asked about as the cluster knows them, in the group of everybody whom it lets in", async () => {
    await callers.of(ann).resolve({ cluster: "alpha", resource: "pods" }, "list", patient);
    const groups = ["red", "blue", "system:authenticated"];
    expect(asked).toEqual([{ cluster: "alpha", subject: { username: "ann", uid: "1", groups, extra: {} } }]);
  });

  test("whom one cluster vouches for are nobody in another, which is not asked", async () => {
    const own = callers.of({ ...ann, cluster: "alpha" });
    await own.resolve({ cluster: "bravo", resource: "pods" }, "list", patient);
    const visibility = own.visibility({ cluster: "bravo", resource: "pods" }, "list");
    expect(visibility).toMatchObject({ all: false, nothing: true });
    expect(asked).toEqual([]);
  });
});
