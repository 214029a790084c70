import { codes, FairwayError } from "../../errors/index.ts";
import type { Operations } from "../../operations/index.ts";
import type { DomainContext } from "../context.ts";

/** Throws NO_HOME_CLUSTER. */
export function operationsOf({ operations }: Pick<DomainContext, "operations">): Operations {
  if (operations) return operations;
  throw new FairwayError("NO_HOME_CLUSTER", codes.NO_HOME_CLUSTER.meaning);
}
