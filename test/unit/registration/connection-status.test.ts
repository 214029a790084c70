import { describe, expect, test } from "vitest";
import { FairwayError } from "../../../src/errors/index.ts";
import type { ConnectionManifest, ConnectionStatus } from "../../../src/registration/cluster-connection.ts";
import { statusOf } from "../../../src/registration/connection-status.ts";

const metadata = { name: "member", namespace: "fairway", uid: "u", resourceVersion: "1", generation: 3 };
const manifest = (status?: ConnectionStatus): ConnectionManifest => ({
  apiVersion: "fairway.dev/v1alpha1",
  kind: "ClusterConnection",
  metadata,
  ...(status && { status }),
});

const well = { error: null, version: "v1.36.3" };
const registered = { registered: true } as const;

function firstStatus(): ConnectionStatus {
  const status = statusOf(manifest(), registered, well, 1_000);
  if (!status) return expect.unreachable();
  return status;
}

describe("the status of a ClusterConnection", () => {
  test("says that it is registered, and whether it answers", () => {
    const { conditions = [], ...rest } = firstStatus();
    expect(rest).toEqual({ observedGeneration: 3, version: "v1.36.3" });
    expect(conditions.map(({ type, status, reason }) => [type, status, reason])).toEqual([
      ["Registered", "True", "Registered"],
      ["Reachable", "True", "Answers"],
    ]);
  });

  test("is not written again where it says so already, whoever wrote it and in whatever order", () => {
    const status = firstStatus();
    expect(statusOf(manifest(status), registered, well, 9_000)).toBeUndefined();
    const { conditions = [] } = status;
    expect(statusOf(manifest({ ...status, conditions: [...conditions].reverse() }), registered, well, 9_000)).toBe(
      undefined,
    );
  });

  test("keeps the time of what did not change", () => {
    const error = new FairwayError("CLUSTER_UNAVAILABLE", "not there");
    const next = statusOf(manifest(firstStatus()), registered, { ...well, error }, 9_000);
    expect(next?.conditions).toMatchObject([
      { type: "Registered", lastTransitionTime: "1970-01-01T00:00:01.000Z" },
      {
        type: "Reachable",
        status: "False",
        reason: "ClusterUnavailable",
        lastTransitionTime: "1970-01-01T00:00:09.000Z",
      },
    ]);
  });

  test("says why it is not registered, and then nothing of the cluster", () => {
    const verdict = { registered: false, reason: "NameTaken", message: "taken" } as const;
    expect(statusOf(manifest(), verdict, undefined, 0)?.conditions).toMatchObject([
      { status: "False", reason: "NameTaken", message: "taken" },
      { status: "Unknown", reason: "NotRegistered" },
    ]);
  });

  test("does not say that a cluster answers before it has", () => {
    const { conditions = [] } = statusOf(manifest(), registered, { error: null, version: null }, 0) ?? {};
    expect(conditions[1]).toMatchObject({ status: "Unknown", reason: "NotAskedYet" });
  });
});
