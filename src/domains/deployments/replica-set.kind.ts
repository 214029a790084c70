import { matching } from "../../graphql/index.ts";
import { defineKind } from "../resources/index.ts";
import type { ReplicaSetManifest } from "./deployment.manifest.ts";
import { revisionOf } from "./deployment.mapping.ts";
import { ReplicaSetFilter } from "./replica-set.input.ts";
import { REPLICA_SETS, ReplicaSet } from "./replica-set.type.ts";
import { imagePredicates, readyPredicates } from "./template-predicates.ts";

const isReady = ({ spec, status }: ReplicaSetManifest) => (status?.readyReplicas ?? 0) >= (spec?.replicas ?? 1);

export const replicaSets = defineKind({
  resource: REPLICA_SETS,
  name: "ReplicaSet",
  words: ["replica set", "replica sets"],
  type: ReplicaSet,
  filter: ReplicaSetFilter,
  predicates: (filter) => {
    const { active } = filter;
    return [
      ...imagePredicates<ReplicaSetManifest>(filter, ({ spec }) => spec?.template?.spec),
      ...readyPredicates(filter, isReady),
      ...(active == null
        ? []
        : [matching<ReplicaSetManifest>(({ object }) => (object.spec?.replicas ?? 1) > 0 === active)]),
    ];
  },
  orders: {
    ROLLOUT_REVISION: {
      description: "By the number of their template.",
      value: ({ object }) => revisionOf(object),
    },
  },
});
