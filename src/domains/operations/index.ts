import { operations } from "./operation.kind.ts";
import { operationMutations } from "./operation.mutations.ts";

export { type BeginOptions, type BeginRequest, beginOperation } from "./begin.service.ts";
export { operationsOf } from "./home.service.ts";
export { Operation } from "./operation.type.ts";

export const operationResolvers = [operations.Resolver, ...operationMutations];
