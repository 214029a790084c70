import { matching } from "../../graphql/index.ts";
import { defineKind } from "../resources/index.ts";
import { revisionOf } from "./deployment.mapping.ts";
import { ReplicaSetFilter } from "./replica-set.input.ts";
import { REPLICA_SETS, ReplicaSet } from "./replica-set.type.ts";

export const replicaSets = defineKind({
  resource: REPLICA_SETS,
  name: "ReplicaSet",
  words: ["replica set", "replica sets"],
  type: ReplicaSet,
  filter: ReplicaSetFilter,
  predicates: ({ active }) =>
    active == null ? [] : [matching(({ object }) => (object.spec?.replicas ?? 1) > 0 === active)],
  orders: {
    ROLLOUT_REVISION: {
      description: "By the number of their template.",
      value: ({ object }) => revisionOf(object),
    },
  },
});
