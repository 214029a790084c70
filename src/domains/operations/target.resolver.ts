import { Ctx, FieldResolver, Reads, Resolver, Root } from "../../graphql/index.ts";
import type { DomainContext } from "../context.ts";
import { KubernetesObject, objectFor, readById } from "../resources/index.ts";
import { OperationTarget } from "./operation.type.ts";

@Resolver(() => OperationTarget)
export class OperationTargetResolver {
  @FieldResolver(() => KubernetesObject, {
    nullable: true,
    description: "The object that has the name now; null when there is none, or it may not be seen.",
  })
  @Reads("*")
  object(@Root() target: OperationTarget, @Ctx() ctx: DomainContext): KubernetesObject | null {
    const { cluster, resource, namespace = "", name } = target;
    const row = readById(ctx, { cluster, resource, namespace, name });
    return row && objectFor(row);
  }
}
