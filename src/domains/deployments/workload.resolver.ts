import {
  Arg,
  Args,
  awaitRevision,
  byNamespace,
  type Connection,
  Costs,
  Ctx,
  type Delta,
  every,
  FieldResolver,
  feedOf,
  indexed,
  MinRevision,
  matching,
  Query,
  Reads,
  Resolver,
  Root,
  Subscription,
} from "../../graphql/index.ts";
import type { DomainContext, Manifest } from "../context.ts";
import { type ArgsOf, byOwner, ResourceAmounts } from "../resources/index.ts";
import { autoscalersByTarget, horizontalPodAutoscalers, targetKey } from "./horizontal-pod-autoscaler.kind.ts";
import type { HorizontalPodAutoscalerManifest } from "./horizontal-pod-autoscaler.manifest.ts";
import { HORIZONTAL_POD_AUTOSCALERS, type HorizontalPodAutoscaler } from "./horizontal-pod-autoscaler.type.ts";
import { JOBS } from "./job.type.ts";
import { pods } from "./pod.kind.ts";
import type { PodManifest } from "./pod.manifest.ts";
import { PODS, type Pod } from "./pod.type.ts";
import { podDisruptionBudgets } from "./pod-disruption-budget.kind.ts";
import type { PodDisruptionBudgetManifest } from "./pod-disruption-budget.manifest.ts";
import { POD_DISRUPTION_BUDGETS, type PodDisruptionBudget } from "./pod-disruption-budget.type.ts";
import { REPLICA_SETS } from "./replica-set.type.ts";
import { selectorTest } from "./selector.mapping.ts";
import { POD_METRICS, usageOf } from "./usage.service.ts";
import { findWorkload, followWorkloads, listWorkloads, podOwnersOf, toWorkload } from "./workload.service.ts";
import { Workload } from "./workload.type.ts";
import {
  WorkloadArgs,
  WorkloadByInput,
  WorkloadConnection,
  WorkloadDelta,
  WorkloadEventArgs,
} from "./workload-args.ts";
import { workloadKinds } from "./workload-kinds.ts";

/** What holds of workloads of every kind. */
@Resolver(() => Workload)
export class WorkloadResolver {
  @Query(() => WorkloadConnection, {
    nullable: true,
    description:
      "Workloads of all kinds and clusters in one order. What another one manages (a deployment's replica sets, a cron job's jobs) is not among them.",
  })
  @Reads(...workloadKinds)
  workloads(
    @Ctx() ctx: DomainContext,
    @Args(() => WorkloadArgs) args: WorkloadArgs,
    @MinRevision() minRevision?: string | null,
  ): Connection<Manifest, Workload> {
    awaitRevision(ctx, minRevision);
    return listWorkloads(ctx, args);
  }

  @Query(() => Workload, {
    nullable: true,
    description: "One workload of any kind; null when it does not exist or may not be seen.",
  })
  @Reads(...workloadKinds)
  workload(
    @Ctx() ctx: DomainContext,
    @Arg("by", () => WorkloadByInput, { description: "Which one." }) by: WorkloadByInput,
    @MinRevision() minRevision?: string | null,
  ): Workload | null {
    awaitRevision(ctx, minRevision);
    const row = findWorkload(ctx, by);
    return row && toWorkload(row);
  }

  @Subscription(() => WorkloadDelta, {
    description:
      "Workloads of all kinds and clusters as they change. It has no history: a cursor is resumed from while the state is the one that it ends, else there is a RESET. Whoever needs one kind alone is served for less by the events of that kind.",
    subscribe: ({ args }: { args: WorkloadEventArgs }) => feedOf(followWorkloads(args.filter)),
  })
  @Reads(...workloadKinds)
  workloadEvents(@Root() delta: Delta, @Args(() => WorkloadEventArgs) _args: WorkloadEventArgs): Delta {
    return delta;
  }

  @FieldResolver(() => pods.Connection, {
    nullable: true,
    description: "Its pods; a deployment's are those of its replica sets, a cron job's those of its jobs.",
  })
  @Reads(REPLICA_SETS, JOBS, PODS)
  @Costs({ exclusive: true })
  pods(
    @Root() { row }: Workload,
    @Ctx() ctx: DomainContext,
    @Args(() => pods.Args) args: ArgsOf<typeof pods>,
  ): Connection<PodManifest, Pod> {
    return pods.list(ctx, args, { clusters: [row.scope.cluster], match: indexed(byOwner, podOwnersOf(ctx, row)) });
  }

  @FieldResolver(() => horizontalPodAutoscalers.Connection, {
    nullable: true,
    description: "The autoscalers that set its number of pods: more than one is a mistake.",
  })
  @Reads(HORIZONTAL_POD_AUTOSCALERS)
  @Costs({ exclusive: true })
  horizontalPodAutoscalers(
    @Root() { row }: Workload,
    @Ctx() ctx: DomainContext,
    @Args(() => horizontalPodAutoscalers.Args) args: ArgsOf<typeof horizontalPodAutoscalers>,
  ): Connection<HorizontalPodAutoscalerManifest, HorizontalPodAutoscaler> {
    const key = targetKey(row.object.apiVersion, row.object.kind, row.namespace, row.name);
    const match = indexed<HorizontalPodAutoscalerManifest>(autoscalersByTarget, [key]);
    return horizontalPodAutoscalers.list(ctx, args, { clusters: [row.scope.cluster], match });
  }

  @FieldResolver(() => podDisruptionBudgets.Connection, {
    nullable: true,
    description: "The disruption budgets whose selector the labels of its template match.",
  })
  @Reads(POD_DISRUPTION_BUDGETS)
  podDisruptionBudgets(
    @Root() { row, template }: Workload,
    @Ctx() ctx: DomainContext,
    @Args(() => podDisruptionBudgets.Args) args: ArgsOf<typeof podDisruptionBudgets>,
  ): Connection<PodDisruptionBudgetManifest, PodDisruptionBudget> {
    const labels = template?.metadata?.labels;
    return podDisruptionBudgets.list(ctx, args, {
      clusters: [row.scope.cluster],
      match: every<PodDisruptionBudgetManifest>([
        indexed(byNamespace, [row.namespace]),
        matching(({ object }) => selectorTest(object.spec?.selector)(labels)),
      ]),
    });
  }

  @FieldResolver(() => ResourceAmounts, {
    nullable: true,
    description:
      "What its pods use together, half a minute old at most. Source: metrics.k8s.io; null where the cluster does not serve it, or has measured none of them yet.",
  })
  @Reads(REPLICA_SETS, JOBS, PODS, POD_METRICS)
  usage(@Root() { row }: Workload, @Ctx() ctx: DomainContext): ResourceAmounts | null {
    const { cluster } = row.scope;
    const owned = podOwnersOf(ctx, row).flatMap((uid) => ctx.reader.related(cluster, PODS, byOwner.name, uid));
    const usage = usageOf(ctx, cluster, owned);
    return usage && new ResourceAmounts(usage);
  }
}
