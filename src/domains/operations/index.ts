import { operations } from "./operation.kind.ts";
import { operationMutations } from "./operation.mutations.ts";
import { OwnOperationsResolver } from "./own.resolver.ts";

export { type BeginOptions, type BeginRequest, beginOperation } from "./begin.service.ts";
export { operationsOf } from "./home.service.ts";
export { Operation } from "./operation.type.ts";

export const operationResolvers = [operations.Resolver, OwnOperationsResolver, ...operationMutations];
