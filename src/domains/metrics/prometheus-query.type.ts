import { Costs, DateTime, Field, Float, ObjectType, StringMap } from "../../graphql/index.ts";

@ObjectType({ description: "How many values a native histogram has counted, and what they add up to." })
export class PrometheusHistogram {
  @Field(() => Float, { nullable: true, description: "How many; null for what is no finite number." })
  readonly count!: number | null;

  @Field(() => Float, { nullable: true, description: "Their sum; null for what is no finite number." })
  readonly sum!: number | null;
}

@ObjectType({ description: "A value of a series at a time." })
export class PrometheusPoint {
  @Field(() => DateTime, { description: "When." })
  readonly at!: number;

  @Field(() => Float, { nullable: true, description: "The value; null for NaN, an infinity and a histogram." })
  readonly value!: number | null;

  @Field(() => String, {
    nullable: true,
    description: "The value as Prometheus writes it, `NaN` and `+Inf` included; null for a histogram.",
  })
  readonly text!: string | null;

  @Field(() => PrometheusHistogram, { nullable: true, description: "Where the series is of native histograms." })
  readonly histogram!: PrometheusHistogram | null;
}

@ObjectType({ description: "A series, as Prometheus has it." })
export class PrometheusSeries {
  @Field(() => StringMap, { description: "Its labels; the name of the metric is `__name__`." })
  readonly labels!: Readonly<Record<string, string>>;

  @Field(() => [PrometheusPoint], { description: "In the order of time; one where no range was asked for." })
  @Costs({ items: 60 })
  readonly points!: readonly PrometheusPoint[];
}

@ObjectType({ description: "What a Prometheus says to a query." })
export class PrometheusResult {
  @Field(() => [PrometheusSeries], { description: "Its series; a plain number is one without labels." })
  @Costs({ items: 50 })
  readonly series!: readonly PrometheusSeries[];

  @Field(() => [String], { description: "Why it may not be the whole truth, in Prometheus' words." })
  readonly warnings!: readonly string[];
}
