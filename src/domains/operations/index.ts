import { operationsAbout, operationsByTarget } from "./about.service.ts";
import { operations } from "./operation.kind.ts";
import { operationMutations } from "./operation.mutations.ts";
import { OwnOperationsResolver } from "./own.resolver.ts";
import { OperationTargetResolver } from "./target.resolver.ts";

export { type BeginOptions, type BeginRequest, beginOperation } from "./begin.service.ts";
export { operationsOf } from "./home.service.ts";
export { Operation } from "./operation.type.ts";

export { operations, operationsAbout };

export const operationResolvers = [
  operations.Resolver,
  OwnOperationsResolver,
  OperationTargetResolver,
  ...operationMutations,
];
export const operationIndexes = [operationsByTarget];
