import { defineKind } from "../resources/index.ts";
import { StatefulSetFilter } from "./stateful-set.input.ts";
import type { StatefulSetManifest } from "./stateful-set.manifest.ts";
import { STATEFUL_SETS, StatefulSet } from "./stateful-set.type.ts";
import { imagePredicates, readyPredicates } from "./template-predicates.ts";

const isReady = ({ spec, status }: StatefulSetManifest) => (status?.readyReplicas ?? 0) >= (spec?.replicas ?? 1);

export const statefulSets = defineKind({
  resource: STATEFUL_SETS,
  name: "StatefulSet",
  words: ["stateful set", "stateful sets"],
  type: StatefulSet,
  filter: StatefulSetFilter,
  predicates: (filter) => [
    ...imagePredicates<StatefulSetManifest>(filter, ({ spec }) => spec?.template?.spec),
    ...readyPredicates(filter, isReady),
  ],
  orders: {
    REPLICAS: { description: "By the number of pods wanted.", value: ({ object }) => object.spec?.replicas ?? 1 },
    READY_REPLICAS: {
      description: "By the number of pods that are ready.",
      value: ({ object }) => object.status?.readyReplicas ?? 0,
    },
  },
});
