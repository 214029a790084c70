import type { KubernetesObject } from "../../src/kubernetes/index.ts";

/** One subscription for all: with one change the payload of a frame has about 250 bytes. */
export const subscription = `subscription Pods {
  podEvents {
    changes { type object { cluster namespace name phase ready nodeName resourceVersion } }
    phase
    clusters
  }
}`;

/** Versions of one width, so that every frame has the same number of bytes. */
export const FIRST_VERSION = 1_000_001;

/** The mark by which a client knows the frame with this version. */
export function markOf(version: number): string {
  return `"resourceVersion":"${version}"`;
}

export function podAt(index: number, version: number): KubernetesObject {
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      name: `service-${String(index).padStart(2, "0")}-5d9c7b6f4-abcde`,
      namespace: "shop",
      uid: `00000000-0000-4000-8000-${String(index).padStart(12, "0")}`,
      resourceVersion: String(version),
    },
    spec: { nodeName: "node-001" },
    status: { phase: "Running" },
  };
}
