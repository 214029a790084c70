import { DateTime, Field, InputType, Int } from "../../graphql/index.ts";

@InputType({ description: "Which time: from `start` to `end`, or the last `lastSeconds`." })
export class MetricRangeInput {
  @Field(() => DateTime, { nullable: true, description: "From when on. Needs `end`." })
  start?: string | null;

  @Field(() => DateTime, { nullable: true, description: "Until when. Needs `start`." })
  end?: string | null;

  @Field(() => Int, {
    nullable: true,
    description: "So many seconds until now, in place of `start` and `end`: 34560000 (400 days) at most.",
  })
  lastSeconds?: number | null;

  @Field(() => Int, {
    nullable: true,
    description:
      "Seconds from one point to the next. There are 1000 points at most; absent: such that there are about 60.",
  })
  stepSeconds?: number | null;
}
