import { Field, InputType, StringFilter } from "../../graphql/index.ts";
import { ReplicatedFilter } from "./workload.input.ts";

@InputType({ description: "Which deployments; each condition that is given must hold." })
export class DeploymentFilter extends ReplicatedFilter {
  @Field(() => Boolean, { nullable: true, description: "Only paused ones, or only those that are not." })
  paused?: boolean | null;

  @Field(() => StringFilter, {
    nullable: true,
    description: "Condition on the base image: only deployments that are composed of one.",
  })
  baseImage?: StringFilter | null;

  @Field(() => StringFilter, {
    nullable: true,
    description: "Condition on the artifact's image: only deployments that are composed of one.",
  })
  artifactImage?: StringFilter | null;
}
