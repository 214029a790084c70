import { Costs, DateTime, Field, Float, Int, ObjectType, StringMap } from "../../graphql/index.ts";
import { MetricName, MetricSource, MetricUnit } from "./metric-name.type.ts";

@ObjectType({ description: "A value at a time." })
export class MetricPoint {
  @Field(() => DateTime, { description: "When." })
  readonly at!: number;

  @Field(() => Float, {
    nullable: true,
    description: "The value, in the unit of its series; null where it is no finite number, as a part of nothing.",
  })
  readonly value!: number | null;
}

@ObjectType({ description: "Values of one metric over time, for plotting." })
export class MetricSeries {
  @Field(() => MetricName, { description: "What is measured." })
  readonly name!: MetricName;

  @Field(() => MetricUnit, { description: "In which unit." })
  readonly unit!: MetricUnit;

  @Field(() => StringMap, {
    description:
      "What tells it apart from other series of this metric, as the component (`job`) of a control plane; often empty.",
  })
  readonly labels!: Readonly<Record<string, string>>;

  @Field(() => [MetricPoint], { description: "In the order of time. Where nothing was measured there is no point." })
  @Costs({ items: 60 })
  readonly points!: readonly MetricPoint[];
}

@ObjectType({ description: "What was measured of something. Source: a Prometheus, or `metrics.k8s.io`." })
export class Metrics {
  @Field(() => MetricSource, { description: "Where it is from." })
  readonly source!: MetricSource;

  @Field(() => Int, {
    nullable: true,
    description: "Seconds from one point to the next, as they were asked for; null where there is one point alone.",
  })
  readonly stepSeconds!: number | null;

  @Field(() => [MetricSeries], { description: "In the order of `names`. A metric that nobody measures has none." })
  @Costs({ items: 3 })
  readonly series!: readonly MetricSeries[];
}
