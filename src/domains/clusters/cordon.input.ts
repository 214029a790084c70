import { Field, InputType } from "../../graphql/index.ts";
import { ClusterScopedByInput, WriteInput } from "../resources/index.ts";

/** What the input of each mutation of a node takes. */
@InputType()
export class ClusterNodeInput extends WriteInput {
  @Field(() => ClusterScopedByInput, { description: "Which one." })
  by!: ClusterScopedByInput;
}

@InputType({ description: "Which node." })
export class ClusterNodeCordonInput extends ClusterNodeInput {}

@InputType({ description: "Which node." })
export class ClusterNodeUncordonInput extends ClusterNodeInput {}
