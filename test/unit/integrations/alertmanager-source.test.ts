import { expect, test } from "vitest";
import { parseAlerts, type Read } from "../../../src/integrations/alertmanager/answer.ts";
import { type BesideObject, ClusterSource } from "../../../src/integrations/alertmanager/cluster-source.ts";
import { Poll } from "../../../src/integrations/alertmanager/poll.ts";
import type { Feed } from "../../../src/state/index.ts";

const alert = {
  fingerprint: "f00",
  startsAt: "2026-11-27T10:00:00Z",
  labels: { alertname: "Down" },
  status: { state: "active" },
};

/** What a store hands to its source. */
function feedOf(commit: () => void): Feed<BesideObject> {
  const replace = () => ({ put: () => {}, remove: () => {}, commit });
  return { at: null, peek: () => undefined, replace, put() {}, remove() {}, bookmark() {}, health() {} };
}

test("a store that fails to take what was said ends by itself, and the others that follow the same poll go on", async () => {
  const poll = new Poll<Read<BesideObject>>({
    ask: async () => parseAlerts([alert]),
    intervalMs: 1,
    now: () => 0,
    random: () => 0.5,
    onFailure: () => {},
  });
  const sourceOf = () => {
    return new ClusterSource({
      cluster: "alpha",
      speakers: [{ poll, concerns: () => true }],
      now: () => 0,
      random: () => 0.5,
    });
  };
  const stop = new AbortController();
  const broken = sourceOf().run(
    feedOf(() => {
      throw new Error("a defect");
    }),
    stop.signal,
  );
  let taken = 0;
  const well = sourceOf().run(
    feedOf(() => {
      taken += 1;
      if (taken === 3) stop.abort();
    }),
    stop.signal,
  );
  await expect(broken).rejects.toThrow("a defect");
  await well;
  expect(taken).toBe(3);
});
