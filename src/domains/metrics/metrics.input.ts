import { ArgsType, Field } from "../../graphql/index.ts";
import { MetricName } from "./metric-name.type.ts";
import { MetricRangeInput } from "./range.input.ts";

@ArgsType()
export class MetricsArgs {
  @Field(() => MetricRangeInput, { description: "Which time, and in which steps." })
  range!: MetricRangeInput;

  @Field(() => [MetricName], {
    defaultValue: [MetricName.CPU, MetricName.MEMORY],
    description: "Which metrics.",
  })
  names!: readonly MetricName[];
}

@ArgsType()
export class ControlPlaneMetricsArgs {
  @Field(() => MetricRangeInput, { description: "Which time, and in which steps." })
  range!: MetricRangeInput;

  @Field(() => [MetricName], {
    defaultValue: [
      MetricName.REQUESTS,
      MetricName.ERROR_RATIO,
      MetricName.LATENCY_P99,
      MetricName.CPU,
      MetricName.MEMORY,
    ],
    description: "Which metrics.",
  })
  names!: readonly MetricName[];
}
