import { byNamespace, indexed, matching, oneOfTest, stringTest } from "../../graphql/index.ts";
import { OPERATIONS, type OperationManifest } from "../../operations/index.ts";
import type { Row } from "../../state/index.ts";
import { defineKind } from "../resources/index.ts";
import { operationsOf } from "./home.service.ts";
import { OperationFilter } from "./operation.input.ts";
import { Operation } from "./operation.type.ts";

export const operations = defineKind({
  resource: OPERATIONS,
  name: "Operation",
  words: ["operation", "operations"],
  type: Operation,
  filter: OperationFilter,
  // Whoever makes one elsewhere has made an object, and no work.
  within: (ctx) => {
    const { cluster, namespace } = operationsOf(ctx).home;
    return { clusters: [cluster], match: indexed(byNamespace, [namespace]) };
  },
  predicates: ({ phase, type, username }) => {
    const hasPhase = oneOfTest(phase ?? {});
    const hasType = stringTest(type ?? {});
    const isBy = stringTest(username ?? {});
    const matches = ({ object: { spec, status } }: Row<OperationManifest>) =>
      hasPhase(status?.phase ?? "PENDING") && hasType(spec?.type) && isBy(spec?.principal.username);
    return phase || type || username ? [matching(matches)] : [];
  },
  orders: {
    TYPE: { description: "By what sort of work it is.", value: ({ object }) => object.spec?.type ?? null },
    PHASE: { description: "By the name of the phase.", value: ({ object }) => object.status?.phase ?? "PENDING" },
  },
});
