import { Field, InputType } from "../../graphql/index.ts";
import { ReplicatedFilter } from "./workload.input.ts";

@InputType({ description: "Which deployments; each condition that is given must hold." })
export class DeploymentFilter extends ReplicatedFilter {
  @Field(() => Boolean, { nullable: true, description: "Only paused ones, or only those that are not." })
  paused?: boolean | null;
}
