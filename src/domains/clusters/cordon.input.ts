import { Field, InputType } from "../../graphql/index.ts";
import { ClusterScopedByInput, WriteInput } from "../resources/index.ts";

@InputType({ description: "Which node." })
export class ClusterNodeCordonInput extends WriteInput {
  @Field(() => ClusterScopedByInput, { description: "Which one." })
  by!: ClusterScopedByInput;
}

@InputType({ description: "Which node." })
export class ClusterNodeUncordonInput extends ClusterNodeCordonInput {}
