import { ArgsType, Field } from "../../graphql/index.ts";
import { MetricRangeInput } from "./range.input.ts";

@ArgsType()
export class PrometheusQueryArgs {
  @Field(() => String, { description: "Which Prometheus, by the name that `Cluster.prometheus` gives." })
  prometheus!: string;

  @Field(() => String, { description: "The query in PromQL: 16 KiB at most." })
  promql!: string;

  @Field(() => MetricRangeInput, { nullable: true, description: "Over which time; absent: now." })
  range?: MetricRangeInput | null;
}
