import type { IndexDefinition, Row } from "../../state/index.ts";
import { isControlled } from "../configs/index.ts";
import type { Manifest } from "../context.ts";
import { PODS, workloadKinds } from "../deployments/index.ts";
import { claimNamesOf } from "./pod-volumes.mapping.ts";

const claimsOf = ({ object, namespace }: Row<Manifest>) => {
  return claimNamesOf(object).map((claim) => `${namespace}/${claim}`);
};

/** Pods under the claims that they use, as `namespace/name`. */
export const podsByClaim: IndexDefinition = { name: "claim", resource: PODS, values: claimsOf };

/** Workloads under the claims that their pods use. What another one manages says the same again, and is left out. */
export const workloadsByClaim: IndexDefinition = {
  name: "claim",
  values: (row: Row<Manifest>) => (isControlled(row.object) ? [] : claimsOf(row)),
};

export const usersByClaim: readonly IndexDefinition[] = [
  podsByClaim,
  ...workloadKinds.map((resource) => ({ ...workloadsByClaim, resource })),
];
