import {
  Arg,
  Args,
  Costs,
  Ctx,
  type Feed,
  FieldResolver,
  feedOf,
  Query,
  Reads,
  Resolver,
  Root,
  Subscription,
} from "../../graphql/index.ts";
import type { DomainContext } from "../context.ts";
import { JOBS } from "./job.type.ts";
import { LogArgs, LogFollowArgs, PodLogSelectorInput } from "./log.input.ts";
import { type LogPositions, logsOfPods } from "./log.service.ts";
import { PodLogBatch, PodLogs } from "./log.type.ts";
import { logPartOf } from "./log-args.ts";
import { LogFollow } from "./log-follow.ts";
import { type LogTargets, loggedPods, logTargetsOf, podsOfWorkload } from "./log-targets.service.ts";
import { PODS, Pod } from "./pod.type.ts";
import { REPLICA_SETS } from "./replica-set.type.ts";
import { Workload } from "./workload.type.ts";

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

@Resolver(() => Workload)
export class WorkloadLogsResolver {
  @FieldResolver(() => PodLogs, {
    nullable: true,
    description: "What the containers of its pods wrote, merged by time.",
  })
  @Reads(REPLICA_SETS, JOBS, PODS)
  @Costs({ weight })
  logs(@Root() { row }: Workload, @Ctx() ctx: DomainContext, @Args(() => LogArgs) args: LogArgs): PodLogs | null {
    return logsOfPods(ctx, podsOfWorkload(ctx, row), args);
  }
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
