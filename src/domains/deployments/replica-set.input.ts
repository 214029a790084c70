import { Field, InputType } from "../../graphql/index.ts";
import { ReplicatedFilter } from "./workload.input.ts";

@InputType({ description: "Which replica sets; each condition that is given must hold." })
export class ReplicaSetFilter extends ReplicatedFilter {
  @Field(() => Boolean, { nullable: true, description: "Only those that want pods, or only those that want none." })
  active?: boolean | null;
}
