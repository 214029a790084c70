import { Field, InputType } from "../../graphql/index.ts";
import { ObjectByInput } from "../resources/index.ts";

@InputType({ description: "Makes a job of a cron job now, whatever its schedule." })
export class CronJobRunInput {
  @Field(() => ObjectByInput, { description: "Which cron job." })
  by!: ObjectByInput;

  @Field(() => String, {
    nullable: true,
    description:
      "Any text that stands for this one run: sent again, it makes no other job while the first is kept. 1 to 200 characters.",
  })
  idempotencyKey?: string | null;

  @Field(() => Boolean, {
    defaultValue: false,
    description: "Checks everything, permission and admission included, and makes nothing.",
  })
  dryRun!: boolean;
}
