import { Args, type Connection, Ctx, FieldResolver, matching, Reads, Resolver, Root } from "../../graphql/index.ts";
import type { DomainContext } from "../context.ts";
import { type ArgsOf, readTarget } from "../resources/index.ts";
import { ingresses } from "./ingress.kind.ts";
import { INGRESSES, Ingress } from "./ingress.type.ts";
import { INGRESS_CLASSES, IngressClass, type IngressClassManifest } from "./ingress-class.kind.ts";
import type { IngressManifest } from "./network.manifest.ts";
import { ingressClassOf } from "./network.mapping.ts";

@Resolver(() => Ingress)
export class ClassOfIngressResolver {
  @FieldResolver(() => IngressClass, {
    nullable: true,
    description: "Its class; null where it names none, and when that does not exist or may not be seen.",
  })
  @Reads(INGRESS_CLASSES)
  class(@Root() { row, object }: Ingress, @Ctx() ctx: DomainContext): IngressClass | null {
    const name = ingressClassOf(object);
    if (name === null) return null;
    const ref = { cluster: row.scope.cluster, resource: INGRESS_CLASSES, namespace: "", name };
    const found = readTarget<IngressClassManifest>(ctx, ref);
    return found && new IngressClass(found);
  }
}

@Resolver(() => IngressClass)
export class IngressesOfClassResolver {
  @FieldResolver(() => ingresses.Connection, { nullable: true, description: "The ingresses that name it." })
  @Reads(INGRESSES)
  ingresses(
    @Root() { row }: IngressClass,
    @Ctx() ctx: DomainContext,
    @Args(() => ingresses.Args) args: ArgsOf<typeof ingresses>,
  ): Connection<IngressManifest, Ingress> {
    const match = matching<IngressManifest>(({ object }) => ingressClassOf(object) === row.name);
    return ingresses.list(ctx, args, { clusters: [row.scope.cluster], match });
  }
}
