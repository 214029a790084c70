import { DateTime, Field, InputType } from "../../graphql/index.ts";
import { ObjectByInput } from "../resources/index.ts";

@InputType({ description: "What a label has to be for a silence to suppress an alert." })
export class SilenceMatcherInput {
  @Field(() => String, { description: "The label." })
  name!: string;

  @Field(() => String, { description: "The value, or the pattern. Empty: the label is absent." })
  value!: string;

  @Field(() => Boolean, {
    defaultValue: false,
    description: "The value is a pattern (RE2) for the whole of the label.",
  })
  isRegex!: boolean;

  @Field(() => Boolean, { defaultValue: true, description: "False: it matches what is not so." })
  isEqual!: boolean;
}

@InputType({ description: "Suppresses alerts of one cluster for a while. Its author is the caller." })
export class SilenceCreateInput {
  @Field(() => String, { description: "The cluster's registered name. Alerts of other clusters are not suppressed." })
  cluster!: string;

  @Field(() => [SilenceMatcherInput], {
    description:
      "It suppresses alerts that all of these match: 1 to 50. Whoever may `create` `silences.alerts.fairway.dev` in one namespace alone names that with a matcher `namespace`.",
  })
  matchers!: readonly SilenceMatcherInput[];

  @Field(() => DateTime, { nullable: true, description: "When it begins; now when absent." })
  startsAt?: string | null;

  @Field(() => DateTime, { description: "When it ends." })
  endsAt!: string;

  @Field(() => String, { description: "Why, for whoever looks for the alert: 1 to 1,000 characters." })
  comment!: string;

  @Field(() => Boolean, {
    defaultValue: false,
    description: "Checks everything but what Alertmanager says, and makes nothing.",
  })
  dryRun!: boolean;
}

@InputType({ description: "Ends a silence before its time." })
export class SilenceExpireInput {
  @Field(() => ObjectByInput, { description: "Which one, by the cluster that it is shown for; its name is its id." })
  by!: ObjectByInput;

  @Field(() => Boolean, { defaultValue: false, description: "Checks everything, and ends nothing." })
  dryRun!: boolean;
}
