import { Field, InputType } from "../../graphql/index.ts";
import { JobPhase } from "./job.mapping.ts";
import { TemplateFilter } from "./workload.input.ts";

@InputType({ description: "Condition on a job's phase." })
export class JobPhaseFilter {
  @Field(() => [JobPhase], { nullable: true, description: "One of these. An empty list matches nothing." })
  in?: readonly JobPhase[] | null;
}

@InputType({ description: "Which jobs; each condition that is given must hold." })
export class JobFilter extends TemplateFilter {
  @Field(() => JobPhaseFilter, { nullable: true, description: "Condition on where they are in their life." })
  phase?: JobPhaseFilter | null;
}
