import { expect, test } from "vitest";
import { FixedCandidates, type ReviewAttributes, ReviewedCaller } from "../../../src/authorization/index.ts";
import { defaults } from "../../../src/config/index.ts";
import { FairwayError } from "../../../src/errors/index.ts";
import { loopbackPrincipal } from "../../../src/identity/index.ts";
import type { Visibility } from "../../../src/state/index.ts";
import { ManualClock } from "./manual-clock.ts";

const alerts = { cluster: "alpha", resource: "alerts.fairway.dev/alerts" };
const patient = new AbortController().signal;

/** What somebody is shown of alerts to whom the cluster allows so much. */
async function shown(allows: (asked: ReviewAttributes) => boolean): Promise<Visibility | "unknown"> {
  using caller = new ReviewedCaller({
    principal: loopbackPrincipal,
    subject: undefined,
    review: async (_cluster, _subject, attributes) => allows(attributes),
    candidates: new FixedCandidates(() => ["shop", "other"]),
    countsIn: () => true,
    servedAs: (_cluster, resource) => resource,
    clock: new ManualClock(),
    times: defaults.authorization,
  });
  expect(caller.visibility(alerts, "list")).toBe("unknown");
  await caller.resolve(alerts, "list", patient);
  return caller.visibility(alerts, "list");
}

test.each<[string, (asked: ReviewAttributes) => boolean, string]>([
  ["pods everywhere and nodes", () => true, "shop other none"],
  ["pods everywhere and no nodes", ({ resource }) => resource === "pods", "shop other"],
  ["the pods of a namespace", ({ resource, namespace }) => resource === "pods" && namespace === "shop", "shop"],
  ["nodes alone", ({ resource }) => resource === "nodes", "none"],
  ["neither", () => false, ""],
  ["everything but pods and nodes", ({ resource }) => resource !== "pods" && resource !== "nodes", ""],
])("who may list %s is shown alerts accordingly", async (_what, allows, expected) => {
  const visibility = await shown(allows);
  if (visibility === "unknown") throw new Error("it is known");
  const places = ["shop", "other", ""].filter((namespace) => visibility.admits(namespace, "f00"));
  expect(places.map((each) => each || "none").join(" ")).toBe(expected);
  expect(visibility.nothing).toBe(expected === "");
  expect(visibility.complete).toBe(true);
});

test("equal rights are the same visibility, so that what was made for one is shared", async () => {
  const podsAlone = ({ resource }: ReviewAttributes) => resource === "pods";
  expect(await shown(podsAlone)).toBe(await shown(podsAlone));
});

test("a cluster that does not say shows none", async () => {
  using caller = new ReviewedCaller({
    principal: loopbackPrincipal,
    subject: undefined,
    review: () => Promise.reject(new FairwayError("CLUSTER_UNAVAILABLE", "away", { cluster: "alpha" })),
    candidates: new FixedCandidates(() => []),
    countsIn: () => true,
    servedAs: (_cluster, resource) => resource,
    clock: new ManualClock(),
    times: defaults.authorization,
  });
  await expect(caller.resolve(alerts, "list", patient)).rejects.toMatchObject({ code: "CLUSTER_UNAVAILABLE" });
  expect(caller.visibility(alerts, "list")).toBe("unknown");
});
