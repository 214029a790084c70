import {
  Arg,
  Args,
  type ClassType,
  Costs,
  Ctx,
  type Feed,
  FieldResolver,
  feedOf,
  indexed,
  Query,
  Reads,
  Resolver,
  Root,
  Subscription,
} from "../../graphql/index.ts";
import type { GroupResource } from "../../state/index.ts";
import type { DomainContext } from "../context.ts";
import { byOwner, type KubernetesObject } from "../resources/index.ts";
import { LogArgs, LogFollowArgs, PodLogSelectorInput } from "./log.input.ts";
import { type LogPositions, logsOfPods } from "./log.service.ts";
import { PodLogBatch, PodLogs } from "./log.type.ts";
import { logPartOf } from "./log-args.ts";
import { LogFollow } from "./log-follow.ts";
import { type LogTargets, loggedPods, logTargetsOf, ownersOf, podsWithin } from "./log-targets.service.ts";
import { PODS, Pod } from "./pod.type.ts";

/** Requests to an API server, and from there to kubelets. */
const weight = 100;

@Resolver(() => Pod)
export class PodLogsResolver {
  @FieldResolver(() => PodLogs, { nullable: true, description: "What its containers wrote, merged by time." })
  @Reads(PODS)
  @Costs({ weight })
  logs(@Root() { row }: Pod, @Ctx() ctx: DomainContext, @Args(() => LogArgs) args: LogArgs): PodLogs | null {
    return logsOfPods(ctx, { rows: [row], errors: [], clusterErrors: [], overfull: false }, args);
  }
}

/** Declares the field `logs` of a kind whose objects own pods, themselves or through objects `between`, which it has to look at. */
export function ownedLogs({ type }: { readonly type: object }, ...between: readonly GroupResource[]): ClassType {
  @Resolver(() => type as ClassType)
  class OwnedLogsResolver {
    @FieldResolver(() => PodLogs, {
      nullable: true,
      description: "What the containers of its pods wrote, merged by time.",
    })
    @Reads(...between, PODS)
    @Costs({ weight })
    logs(
      @Root() { row }: KubernetesObject,
      @Ctx() ctx: DomainContext,
      @Args(() => LogArgs) args: LogArgs,
    ): PodLogs | null {
      const { cluster, resource } = row.scope;
      const match = indexed(byOwner, ownersOf(ctx, cluster, resource, row.uid));
      return logsOfPods(ctx, podsWithin(ctx, { clusters: [cluster], match }), args);
    }
  }
  return OwnedLogsResolver;
}

@Resolver()
export class LogResolver {
  @Query(() => PodLogs, {
    nullable: true,
    description: "What the containers of several pods wrote, over all clusters, merged by time.",
  })
  @Reads(PODS)
  @Costs({ weight })
  podLogs(
    @Ctx() ctx: DomainContext,
    @Arg("of", () => PodLogSelectorInput, { description: "Whose." }) of: PodLogSelectorInput,
    @Args(() => LogArgs) args: LogArgs,
  ): PodLogs | null {
    return logsOfPods(ctx, loggedPods(ctx, of), args);
  }

  @Subscription(() => PodLogBatch, {
    description:
      "What containers write, as they do: pods that come are joined, those that go are ended with a mark. Begins with a batch at once.",
    subscribe: ({ args, context }: { args: LogFollowArgs; context: DomainContext }) =>
      feedOf(followLogs(context, args)),
  })
  @Reads(PODS)
  @Costs({ weight })
  podLogEvents(@Root() batch: PodLogBatch, @Args(() => LogFollowArgs) _args: LogFollowArgs): PodLogBatch {
    return batch;
  }
}

function followLogs({ clusters }: DomainContext, { of, ...args }: LogFollowArgs): Feed<LogTargets> {
  const part = logPartOf(args);
  return {
    // The context of each pass is made like the one of the first.
    look: (pass) => followable(pass as DomainContext, of, part.names),
    open: (position) =>
      new LogFollow({ logs: (cluster) => clusters.get(cluster).logs, part, position: position as LogPositions | null }),
  };
}

/** Throws FORBIDDEN where there are logs, and the caller may read none of them. */
function followable(ctx: DomainContext, of: PodLogSelectorInput, names: readonly string[] | null): LogTargets {
  const pods = loggedPods(ctx, of);
  const targets: LogTargets = pods ? logTargetsOf(ctx, pods, names) : { targets: [], errors: [], clusterErrors: [] };
  if (targets.targets.length > 0) return targets;
  const refused = [...targets.errors, ...targets.clusterErrors].find(({ error }) => error.code === "FORBIDDEN");
  if (refused) throw refused.error;
  return targets;
}
