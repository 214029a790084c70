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
import type { DomainContext } from "../context.ts";
import { findObject, ObjectByInput } from "../resources/index.ts";
import { PodArgs, PodEventArgs } from "./pod.input.ts";
import type { PodManifest } from "./pod.manifest.ts";
import { listPods, streamPods } from "./pod.service.ts";
import { PODS, Pod, PodConnection, PodDelta } from "./pod.type.ts";

@Resolver(() => Pod)
export class PodResolver {
  @Query(() => PodConnection, { nullable: true, description: "Pods of all clusters." })
  @Reads(PODS)
  pods(
    @Ctx() ctx: DomainContext,
    @Args(() => PodArgs) args: PodArgs,
    @MinRevision() minRevision?: string | null,
  ): Connection<PodManifest, Pod> {
    awaitRevision(ctx, minRevision);
    return listPods(ctx, args);
  }

  @Query(() => Pod, { nullable: true, description: "One pod; null when it does not exist or may not be seen." })
  @Reads(PODS)
  pod(
    @Ctx() ctx: DomainContext,
    @Arg("by", () => ObjectByInput, { description: "Which one." }) by: ObjectByInput,
    @MinRevision() minRevision?: string | null,
  ): Pod | null {
    awaitRevision(ctx, minRevision);
    const row = findObject<PodManifest>(ctx, PODS, by);
    return row && new Pod(row);
  }

  @Subscription(() => PodDelta, {
    description: "Pods of all clusters as they change.",
    subscribe: ({ args, context }: { args: PodEventArgs; context: DomainContext }) =>
      streamOf(streamPods(context, args.filter)),
  })
  @Reads(PODS)
  podEvents(@Root() delta: Delta, @Args(() => PodEventArgs) _args: PodEventArgs): Delta {
    return delta;
  }
}
