import { Args, Costs, Ctx, Query, Reads, Resolver } from "../../graphql/index.ts";
import type { DomainContext } from "../context.ts";
import { PrometheusQueryArgs } from "./prometheus-query.input.ts";
import { prometheusQuery } from "./prometheus-query.service.ts";
import { PrometheusResult } from "./prometheus-query.type.ts";

@Resolver()
export class PrometheusQueryResolver {
  @Query(() => PrometheusResult, {
    nullable: true,
    description:
      "What a Prometheus says to a query of the caller's own. Needs `create` on `prometheusqueries.fairway.dev`, with the name of the Prometheus, in each cluster that it speaks for: a query is about all of them.",
  })
  @Reads()
  @Costs({ weight: 200 })
  prometheusQuery(
    @Ctx() ctx: DomainContext,
    @Args(() => PrometheusQueryArgs) args: PrometheusQueryArgs,
  ): PrometheusResult | null {
    return prometheusQuery(ctx, args);
  }
}
