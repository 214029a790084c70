import {
  Args,
  byNamespace,
  type ClassType,
  type Connection,
  Costs,
  Ctx,
  FieldResolver,
  indexed,
  Reads,
  Resolver,
  Root,
} from "../../graphql/index.ts";
import type { DomainContext, Manifest } from "../context.ts";
import type { Kind, KindArgs, KubernetesObject, ObjectFilter } from "../resources/index.ts";
import { Cluster } from "./cluster.type.ts";
import { Namespace } from "./namespace.type.ts";

/** The edges that lead from a cluster and from a namespace to the objects of a kind: one resolver class for each. */
export function placeEdges<M extends Manifest, T extends KubernetesObject<M>, F extends ObjectFilter, O extends string>(
  kind: Kind<M, T, F, O>,
): readonly ClassType[] {
  const { plural, words, resource } = kind;

  // The methods are named after the kind: type-graphql tells fields of one type apart by the names of their methods.
  @Resolver(() => Cluster)
  class ClusterEdge {
    @FieldResolver(() => kind.Connection, { nullable: true, description: `Its ${words}.` })
    @Reads(resource)
    @Costs({ scans: true, exclusive: true })
    [plural](
      @Root() { name }: Cluster,
      @Ctx() ctx: DomainContext,
      @Args(() => kind.Args) args: KindArgs<F, O>,
    ): Connection<M, T> {
      return kind.list(ctx, args, { clusters: [name] });
    }
  }
  if (kind.clusterScoped) return [ClusterEdge];

  @Resolver(() => Namespace)
  class NamespaceEdge {
    @FieldResolver(() => kind.Connection, { nullable: true, description: `The ${words} in it.` })
    @Reads(resource)
    @Costs({ exclusive: true })
    [plural](
      @Root() { row }: Namespace,
      @Ctx() ctx: DomainContext,
      @Args(() => kind.Args) args: KindArgs<F, O>,
    ): Connection<M, T> {
      return kind.list(ctx, args, { clusters: [row.scope.cluster], match: indexed(byNamespace, [row.name]) });
    }
  }
  return [ClusterEdge, NamespaceEdge];
}
