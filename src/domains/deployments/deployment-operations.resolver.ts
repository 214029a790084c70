import { Args, type Connection, Ctx, FieldResolver, Reads, Resolver, Root } from "../../graphql/index.ts";
import { OPERATIONS, type OperationManifest } from "../../operations/index.ts";
import type { DomainContext } from "../context.ts";
import { type Operation, operations, operationsAbout } from "../operations/index.ts";
import type { ArgsOf } from "../resources/index.ts";
import { Deployment } from "./deployment.type.ts";

@Resolver(() => Deployment)
export class DeploymentOperationsResolver {
  @FieldResolver(() => operations.Connection, {
    nullable: true,
    description: "The operations that are, or were, about it. Source: the home cluster.",
  })
  @Reads(OPERATIONS)
  operations(
    @Root() { row }: Deployment,
    @Ctx() ctx: DomainContext,
    @Args(() => operations.Args) args: ArgsOf<typeof operations>,
  ): Connection<OperationManifest, Operation> {
    const { scope, namespace, name } = row;
    return operationsAbout(ctx, { ...scope, namespace, name }, args);
  }
}
