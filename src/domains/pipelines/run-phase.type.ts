import { Field, InputType, registerEnumType } from "../../graphql/index.ts";
import { RunPhase } from "./run-phase.mapping.ts";

registerEnumType(RunPhase, {
  name: "RunPhase",
  description: "Where a run of a pipeline or a task is in its life. Source: the condition `Succeeded`.",
  valuesConfig: {
    PENDING: { description: "It has not begun." },
    RUNNING: { description: "It is under way, or is being ended." },
    SUCCEEDED: { description: "It ended, and did what it should." },
    FAILED: { description: "It ended, and did not." },
    CANCELLED: { description: "Somebody ended it." },
  },
});

@InputType({ description: "Condition on a run's phase." })
export class RunPhaseFilter {
  @Field(() => [RunPhase], { nullable: true, description: "One of these. An empty list matches nothing." })
  in?: readonly RunPhase[] | null;
}
