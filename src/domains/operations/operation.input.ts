import { Field, InputType, StringFilter } from "../../graphql/index.ts";
import type { OperationPhase as Phase } from "../../operations/index.ts";
import { NamespacedObjectFilter, ObjectByInput, WriteInput } from "../resources/index.ts";
import { OperationPhase } from "./operation.type.ts";

@InputType({ description: "Condition on an operation's phase." })
export class OperationPhaseFilter {
  @Field(() => [OperationPhase], { nullable: true, description: "One of these. An empty list matches nothing." })
  in?: readonly Phase[] | null;
}

@InputType({ description: "Which operations; each condition that is given must hold." })
export class OperationFilter extends NamespacedObjectFilter {
  @Field(() => OperationPhaseFilter, { nullable: true, description: "Condition on the phase." })
  phase?: OperationPhaseFilter | null;

  @Field(() => StringFilter, { nullable: true, description: "Condition on what sort of work it is." })
  type?: StringFilter | null;

  @Field(() => StringFilter, { nullable: true, description: "Condition on the user name of the one who began it." })
  username?: StringFilter | null;
}

@InputType({ description: "Which operation." })
export class OperationCancelInput extends WriteInput {
  @Field(() => ObjectByInput, { description: "Which operation." })
  by!: ObjectByInput;
}

@InputType({ description: "Which operation is to begin nothing more for now." })
export class OperationPauseInput extends WriteInput {
  @Field(() => ObjectByInput, { description: "Which operation." })
  by!: ObjectByInput;
}

@InputType({ description: "Which operation is to go on." })
export class OperationResumeInput extends WriteInput {
  @Field(() => ObjectByInput, { description: "Which operation." })
  by!: ObjectByInput;
}
