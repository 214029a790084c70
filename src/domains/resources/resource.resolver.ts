import {
  Arg,
  Args,
  awaitRevision,
  type Connection,
  Ctx,
  type Delta,
  MinRevision,
  Query,
  Reads,
  Resolver,
  Root,
  Subscription,
  streamOf,
} from "../../graphql/index.ts";
import type { DomainContext, Manifest } from "../context.ts";
import { ResourceArgs, ResourceByInput, ResourceEventArgs } from "./resource.input.ts";
import { findResource, listResources, streamResources } from "./resource.service.ts";
import { Resource, ResourceConnection, ResourceDelta } from "./resource.type.ts";

@Resolver(() => Resource)
export class ResourceResolver {
  @Query(() => ResourceConnection, {
    nullable: true,
    description: "Objects of any kind, over all clusters that serve it; the others are in `clusterErrors`.",
  })
  @Reads("*")
  resources(
    @Ctx() ctx: DomainContext,
    @Args(() => ResourceArgs) args: ResourceArgs,
    @MinRevision() minRevision?: string | null,
  ): Connection<Manifest, Resource> | null {
    awaitRevision(ctx, minRevision);
    return listResources(ctx, args);
  }

  @Query(() => Resource, {
    nullable: true,
    description: "One object of any kind; null when it does not exist or may not be seen.",
  })
  @Reads("*")
  resource(
    @Ctx() ctx: DomainContext,
    @Arg("by", () => ResourceByInput, { description: "Which one." }) by: ResourceByInput,
    @MinRevision() minRevision?: string | null,
  ): Resource | null {
    awaitRevision(ctx, minRevision);
    const row = findResource(ctx, by);
    return row && new Resource(row);
  }

  @Subscription(() => ResourceDelta, {
    description:
      "Objects of any kind as they change. A cluster that does not serve it yet, or is away, comes in when it can.",
    subscribe: ({ args, context }: { args: ResourceEventArgs; context: DomainContext }) =>
      streamOf(streamResources(context, args.kind, args.filter)),
  })
  @Reads("*")
  resourceEvents(@Root() delta: Delta, @Args(() => ResourceEventArgs) _args: ResourceEventArgs): Delta {
    return delta;
  }
}
