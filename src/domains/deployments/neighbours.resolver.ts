import {
  Args,
  byNamespace,
  type Connection,
  Costs,
  Ctx,
  every,
  FieldResolver,
  indexed,
  matching,
  Reads,
  Resolver,
  Root,
} from "../../graphql/index.ts";
import { Cluster, Namespace } from "../clusters/index.ts";
import type { DomainContext, Manifest } from "../context.ts";
import { type ArgsOf, byOwner, ResourceAmounts, readTarget } from "../resources/index.ts";
import { CRON_JOBS, CronJob } from "./cron-job.type.ts";
import { HorizontalPodAutoscaler } from "./horizontal-pod-autoscaler.type.ts";
import { jobs } from "./job.kind.ts";
import type { CronJobManifest, JobManifest } from "./job.manifest.ts";
import { JOBS, Job } from "./job.type.ts";
import { pods } from "./pod.kind.ts";
import type { PodManifest } from "./pod.manifest.ts";
import { PODS, Pod } from "./pod.type.ts";
import { podDisruptionBudgets } from "./pod-disruption-budget.kind.ts";
import type { PodDisruptionBudgetManifest } from "./pod-disruption-budget.manifest.ts";
import { POD_DISRUPTION_BUDGETS, PodDisruptionBudget } from "./pod-disruption-budget.type.ts";
import { selectorTest } from "./selector.mapping.ts";
import { POD_METRICS, usageOf } from "./usage.service.ts";
import { listWorkloads, toWorkload, workloadOf } from "./workload.service.ts";
import { Workload } from "./workload.type.ts";
import { WorkloadArgs, WorkloadConnection } from "./workload-args.ts";
import { workloadKindOf, workloadKinds } from "./workload-kinds.ts";

@Resolver(() => Pod)
export class PodResolver {
  @FieldResolver(() => Workload, {
    nullable: true,
    description:
      "What it belongs to in the end: the workload at the top of its chain of owners, as far as that may be seen. Null for a pod of its own.",
  })
  @Reads(...workloadKinds)
  workload(@Root() { row }: Pod, @Ctx() ctx: DomainContext): Workload | null {
    const found = workloadOf(ctx, row);
    return found && toWorkload(found);
  }

  @FieldResolver(() => podDisruptionBudgets.Connection, {
    nullable: true,
    description: "The disruption budgets that it counts for: an eviction of it must be allowed by each of them.",
  })
  @Reads(POD_DISRUPTION_BUDGETS)
  podDisruptionBudgets(
    @Root() { row }: Pod,
    @Ctx() ctx: DomainContext,
    @Args(() => podDisruptionBudgets.Args) args: ArgsOf<typeof podDisruptionBudgets>,
  ): Connection<PodDisruptionBudgetManifest, PodDisruptionBudget> {
    return podDisruptionBudgets.list(ctx, args, {
      clusters: [row.scope.cluster],
      match: every<PodDisruptionBudgetManifest>([
        indexed(byNamespace, [row.namespace]),
        matching(({ object }) => selectorTest(object.spec?.selector)(row.object.metadata.labels)),
      ]),
    });
  }

  @FieldResolver(() => ResourceAmounts, {
    nullable: true,
    description:
      "What it uses, half a minute old at most. Source: metrics.k8s.io; null where the cluster does not serve it, or has not measured it yet.",
  })
  @Reads(POD_METRICS)
  usage(@Root() { row }: Pod, @Ctx() ctx: DomainContext): ResourceAmounts | null {
    const usage = usageOf(ctx, row.scope.cluster, [row]);
    return usage && new ResourceAmounts(usage);
  }
}

@Resolver(() => CronJob)
export class CronJobResolver {
  @FieldResolver(() => jobs.Connection, {
    nullable: true,
    description: "The jobs that it made, or that were made of it by hand, and that are still kept.",
  })
  @Reads(JOBS)
  @Costs({ exclusive: true })
  jobs(
    @Root() { row }: CronJob,
    @Ctx() ctx: DomainContext,
    @Args(() => jobs.Args) args: ArgsOf<typeof jobs>,
  ): Connection<JobManifest, Job> {
    return jobs.list(ctx, args, { clusters: [row.scope.cluster], match: indexed(byOwner, [row.uid]) });
  }
}

@Resolver(() => Job)
export class JobResolver {
  @FieldResolver(() => CronJob, {
    nullable: true,
    description: "The cron job that it is of; null without one, or where that is gone or may not be seen.",
  })
  @Reads(CRON_JOBS)
  cronJob(@Root() { row }: Job, @Ctx() ctx: DomainContext): CronJob | null {
    const { scope, namespace, object } = row;
    const reference = object.metadata.ownerReferences?.find(
      ({ apiVersion, kind }) => workloadKindOf(apiVersion, kind) === CRON_JOBS,
    );
    if (!reference) return null;
    const { name, uid } = reference;
    const found = readTarget<CronJobManifest>(ctx, {
      cluster: scope.cluster,
      resource: CRON_JOBS,
      namespace,
      name,
      uid,
    });
    return found && new CronJob(found);
  }
}

@Resolver(() => HorizontalPodAutoscaler)
export class HorizontalPodAutoscalerResolver {
  @FieldResolver(() => Workload, {
    nullable: true,
    description: "The workload whose number of pods it sets; null when it is none, does not exist or may not be seen.",
  })
  @Reads(...workloadKinds)
  target(@Root() { row }: HorizontalPodAutoscaler, @Ctx() ctx: DomainContext): Workload | null {
    const { apiVersion, kind, name } = row.object.spec?.scaleTargetRef ?? {};
    const resource = workloadKindOf(apiVersion, kind);
    if (!resource || !name) return null;
    const { scope, namespace } = row;
    const found = readTarget(ctx, { cluster: scope.cluster, resource, namespace, name });
    return found && toWorkload(found);
  }
}

@Resolver(() => PodDisruptionBudget)
export class PodDisruptionBudgetResolver {
  @FieldResolver(() => pods.Connection, { nullable: true, description: "The pods that its selector matches." })
  @Reads(PODS)
  pods(
    @Root() { row }: PodDisruptionBudget,
    @Ctx() ctx: DomainContext,
    @Args(() => pods.Args) args: ArgsOf<typeof pods>,
  ): Connection<PodManifest, Pod> {
    const test = selectorTest(row.object.spec?.selector);
    return pods.list(ctx, args, {
      clusters: [row.scope.cluster],
      match: every<PodManifest>([
        indexed(byNamespace, [row.namespace]),
        matching(({ object }) => test(object.metadata.labels)),
      ]),
    });
  }

  @FieldResolver(() => WorkloadConnection, {
    nullable: true,
    description: "The workloads whose template has labels that its selector matches.",
  })
  @Reads(...workloadKinds)
  workloads(
    @Root() { row }: PodDisruptionBudget,
    @Ctx() ctx: DomainContext,
    @Args(() => WorkloadArgs) args: WorkloadArgs,
  ): Connection<Manifest, Workload> {
    const test = selectorTest(row.object.spec?.selector);
    return listWorkloads(ctx, args, {
      clusters: [row.scope.cluster],
      match: every<Manifest>([
        indexed(byNamespace, [row.namespace]),
        matching((each) => test(toWorkload(each).template?.metadata?.labels)),
      ]),
    });
  }
}

@Resolver(() => Cluster)
export class ClusterWorkloadsResolver {
  @FieldResolver(() => WorkloadConnection, { nullable: true, description: "Its workloads of all kinds." })
  @Reads(...workloadKinds)
  @Costs({ scans: true, exclusive: true })
  workloads(
    @Root() { name }: Cluster,
    @Ctx() ctx: DomainContext,
    @Args(() => WorkloadArgs) args: WorkloadArgs,
  ): Connection<Manifest, Workload> {
    return listWorkloads(ctx, args, { clusters: [name] });
  }
}

@Resolver(() => Namespace)
export class NamespaceWorkloadsResolver {
  @FieldResolver(() => WorkloadConnection, { nullable: true, description: "The workloads of all kinds in it." })
  @Reads(...workloadKinds)
  @Costs({ exclusive: true })
  workloads(
    @Root() { row }: Namespace,
    @Ctx() ctx: DomainContext,
    @Args(() => WorkloadArgs) args: WorkloadArgs,
  ): Connection<Manifest, Workload> {
    return listWorkloads(ctx, args, { clusters: [row.scope.cluster], match: indexed(byNamespace, [row.name]) });
  }
}
