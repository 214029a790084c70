import {
  Arg,
  Args,
  awaitRevision,
  type Connection,
  Costs,
  Ctx,
  FieldResolver,
  MinRevision,
  Query,
  Reads,
  Resolver,
  Root,
} from "../../graphql/index.ts";
import type { DomainContext } from "../context.ts";
import { findObject } from "../resources/index.ts";
import { Cluster } from "./cluster.type.ts";
import { NamespaceArgs, NamespaceByInput } from "./namespace.input.ts";
import { listNamespaces } from "./namespace.service.ts";
import { NAMESPACES, Namespace, NamespaceConnection, type NamespaceManifest } from "./namespace.type.ts";

@Resolver(() => Namespace)
export class NamespaceResolver {
  @Query(() => NamespaceConnection, { nullable: true, description: "Namespaces of all clusters." })
  @Reads(NAMESPACES)
  namespaces(
    @Ctx() ctx: DomainContext,
    @Args(() => NamespaceArgs) args: NamespaceArgs,
    @MinRevision() minRevision?: string | null,
  ): Connection<NamespaceManifest, Namespace> {
    awaitRevision(ctx, minRevision);
    return listNamespaces(ctx, args);
  }

  @Query(() => Namespace, {
    nullable: true,
    description: "One namespace; null when it does not exist or may not be seen.",
  })
  @Reads(NAMESPACES)
  namespace(
    @Ctx() ctx: DomainContext,
    @Arg("by", () => NamespaceByInput, { description: "Which one." }) by: NamespaceByInput,
    @MinRevision() minRevision?: string | null,
  ): Namespace | null {
    awaitRevision(ctx, minRevision);
    const { id, ref } = by;
    const row = findObject<NamespaceManifest>(
      ctx,
      NAMESPACES,
      ref ? { ref: { ...ref, namespace: "" } } : { id: id as string },
    );
    return row && new Namespace(row);
  }
}

@Resolver(() => Cluster)
export class ClusterNamespacesResolver {
  @FieldResolver(() => NamespaceConnection, { nullable: true, description: "Its namespaces." })
  @Reads(NAMESPACES)
  @Costs({ scans: true, exclusive: true })
  namespaces(
    @Root() cluster: Cluster,
    @Ctx() ctx: DomainContext,
    @Args(() => NamespaceArgs) args: NamespaceArgs,
  ): Connection<NamespaceManifest, Namespace> {
    return listNamespaces(ctx, args, [cluster.name]);
  }
}
