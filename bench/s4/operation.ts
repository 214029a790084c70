import type { KubernetesObject } from "../../src/kubernetes/index.ts";

export const subscription = `subscription Pods {
  podEvents {
    changes { type object { cluster namespace name phase ready nodeName resourceVersion } }
    phase
    clusters
    cursor
  }
}`;

export const FIRST_VERSION = 1_000_001;

/** Microseconds since the epoch, on a clock that the processes of one machine share. */
export function now(): number {
  return Math.round((performance.timeOrigin + performance.now()) * 1_000);
}

/** Its node's name is the time of the change, so that whoever gets it knows how long it took. */
export function podAt(index: number, version: number, changedAt: number): KubernetesObject {
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      name: `service-${String(index).padStart(4, "0")}-5d9c7b6f4-abcde`,
      namespace: "shop",
      uid: `00000000-0000-4000-8000-${String(index).padStart(12, "0")}`,
      resourceVersion: String(version),
    },
    spec: { nodeName: String(changedAt) },
    status: { phase: "Running" },
  };
}

/** When the oldest change of a frame was made; undefined for a frame without one. */
export function oldestChangeIn(frame: string): number | undefined {
  const [, changedAt] = frame.match(/"nodeName":"(\d+)"/) ?? [];
  return changedAt === undefined ? undefined : Number(changedAt);
}
