import { Field, InputType } from "../../graphql/index.ts";
import { TemplateFilter } from "./workload.input.ts";

@InputType({ description: "Which cron jobs; each condition that is given must hold." })
export class CronJobFilter extends TemplateFilter {
  @Field(() => Boolean, { nullable: true, description: "Only suspended ones, or only those that are not." })
  suspended?: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    description: "Only those of which a job runs, or only those of which none does.",
  })
  active?: boolean | null;
}
