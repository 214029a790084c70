import { AlertRulesResolver } from "./alert-rules.resolver.ts";
import {
  ClusterMetricsResolver,
  NamespaceMetricsResolver,
  NodeMetricsResolver,
  PodMetricsResolver,
  WorkloadMetricsResolver,
} from "./metrics.resolver.ts";
import { PrometheusQueryResolver } from "./prometheus-query.resolver.ts";

export const metricResolvers = [
  PodMetricsResolver,
  WorkloadMetricsResolver,
  NamespaceMetricsResolver,
  NodeMetricsResolver,
  ClusterMetricsResolver,
  PrometheusQueryResolver,
  AlertRulesResolver,
];
