import { defineKind } from "../resources/index.ts";
import { DaemonSetFilter } from "./daemon-set.input.ts";
import type { DaemonSetManifest } from "./daemon-set.manifest.ts";
import { DAEMON_SETS, DaemonSet } from "./daemon-set.type.ts";
import { imagePredicates, readyPredicates } from "./template-predicates.ts";

const isReady = ({ status }: DaemonSetManifest) => (status?.numberReady ?? 0) >= (status?.desiredNumberScheduled ?? 0);

export const daemonSets = defineKind({
  resource: DAEMON_SETS,
  name: "DaemonSet",
  words: ["daemon set", "daemon sets"],
  type: DaemonSet,
  filter: DaemonSetFilter,
  predicates: (filter) => [
    ...imagePredicates<DaemonSetManifest>(filter, ({ spec }) => spec?.template?.spec),
    ...readyPredicates(filter, isReady),
  ],
  orders: {
    REPLICAS: {
      description: "By the number of nodes that are to have a pod.",
      value: ({ object }) => object.status?.desiredNumberScheduled ?? 0,
    },
    UNAVAILABLE_REPLICAS: {
      description: "By the number of nodes that lack one.",
      value: ({ object }) => object.status?.numberUnavailable ?? 0,
    },
  },
});
