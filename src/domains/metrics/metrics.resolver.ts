import { Args, Costs, Ctx, FieldResolver, Reads, Resolver, Root } from "../../graphql/index.ts";
import { Cluster, ClusterNode, Namespace, NODE_METRICS } from "../clusters/index.ts";
import type { DomainContext } from "../context.ts";
import { JOBS, POD_METRICS, PODS, Pod, podOwnersOf, REPLICA_SETS, Workload } from "../deployments/index.ts";
import { byOwner } from "../resources/index.ts";
import { ControlPlaneMetricsArgs, MetricsArgs } from "./metrics.input.ts";
import { metricsOf } from "./metrics.service.ts";
import { Metrics } from "./metrics.type.ts";

/** Requests to another system, of which many are made one. */
const weight = 50;

const source =
  "From the Prometheus that speaks for the cluster, else what `metrics.k8s.io` measured last; null where there is neither.";

@Resolver(() => Pod)
export class PodMetricsResolver {
  @FieldResolver(() => Metrics, {
    nullable: true,
    description: `What it used, over time. ${source} Needs \`get\` on \`pods.metrics.k8s.io\` in its namespace.`,
  })
  @Reads(POD_METRICS)
  @Costs({ weight })
  metrics(@Root() { row }: Pod, @Ctx() ctx: DomainContext, @Args(() => MetricsArgs) args: MetricsArgs): Metrics | null {
    const { namespace, name } = row;
    return metricsOf(ctx, { kind: "PODS", cluster: row.scope.cluster, pods: [{ namespace, name }] }, args);
  }
}

@Resolver(() => Workload)
export class WorkloadMetricsResolver {
  @FieldResolver(() => Metrics, {
    nullable: true,
    description: `What the pods that it has now used together, over time; pods that it had before do not count. ${source} Needs \`get\` on \`pods.metrics.k8s.io\` in its namespace.`,
  })
  @Reads(REPLICA_SETS, JOBS, PODS, POD_METRICS)
  @Costs({ weight })
  metrics(
    @Root() { row }: Workload,
    @Ctx() ctx: DomainContext,
    @Args(() => MetricsArgs) args: MetricsArgs,
  ): Metrics | null {
    const { cluster } = row.scope;
    const pods = podOwnersOf(ctx, row)
      .flatMap((uid) => ctx.reader.related(cluster, PODS, byOwner.name, uid))
      .map(({ namespace, name }) => ({ namespace, name }));
    return metricsOf(ctx, { kind: "PODS", cluster, pods }, args);
  }
}

@Resolver(() => Namespace)
export class NamespaceMetricsResolver {
  @FieldResolver(() => Metrics, {
    nullable: true,
    description: `What its pods used together, over time; those that are gone count as well. ${source} Needs \`list\` on \`pods.metrics.k8s.io\` in it.`,
  })
  @Reads(POD_METRICS)
  @Costs({ weight })
  metrics(
    @Root() { row }: Namespace,
    @Ctx() ctx: DomainContext,
    @Args(() => MetricsArgs) args: MetricsArgs,
  ): Metrics | null {
    return metricsOf(ctx, { kind: "NAMESPACE", cluster: row.scope.cluster, namespace: row.name }, args);
  }
}

@Resolver(() => ClusterNode)
export class NodeMetricsResolver {
  @FieldResolver(() => Metrics, {
    nullable: true,
    description: `What is used of it, over time. ${source} Needs \`get\` on \`nodes.metrics.k8s.io\`.`,
  })
  @Reads(NODE_METRICS)
  @Costs({ weight })
  metrics(
    @Root() { row }: ClusterNode,
    @Ctx() ctx: DomainContext,
    @Args(() => MetricsArgs) args: MetricsArgs,
  ): Metrics | null {
    return metricsOf(ctx, { kind: "NODE", cluster: row.scope.cluster, node: row.name }, args);
  }
}

@Resolver(() => Cluster)
export class ClusterMetricsResolver {
  @FieldResolver(() => Metrics, {
    nullable: true,
    description:
      "What the components of its control plane say of themselves, over time. From the Prometheus that speaks for the cluster; null where there is none. Needs `list` on `nodes.metrics.k8s.io`.",
  })
  // Of a Prometheus, by a right that is the caller's own: nobody else may be sent it.
  @Reads("*")
  @Costs({ weight })
  controlPlaneMetrics(
    @Root() { name }: Cluster,
    @Ctx() ctx: DomainContext,
    @Args(() => ControlPlaneMetricsArgs) args: ControlPlaneMetricsArgs,
  ): Metrics | null {
    return metricsOf(ctx, { kind: "CONTROL_PLANE", cluster: name }, args);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description:
      "Name of the Prometheus that speaks for it, for `prometheusQuery`; null where there is none. Source: configuration.",
  })
  prometheus(@Root() { name }: Cluster, @Ctx() { prometheuses }: DomainContext): string | null {
    return prometheuses.of(name)?.prometheus.name ?? null;
  }
}
