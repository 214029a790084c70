import { Field, ID, InputType, OneOf } from "../../graphql/index.ts";
import { ObjectFilter } from "../resources/index.ts";
import { NamespacePhase } from "./namespace.type.ts";

@InputType({ description: "Condition on a namespace's phase." })
export class NamespacePhaseFilter {
  @Field(() => [NamespacePhase], { nullable: true, description: "One of these. An empty list matches nothing." })
  in?: readonly NamespacePhase[] | null;
}

@InputType({ description: "Which namespaces; each condition that is given must hold." })
export class NamespaceFilter extends ObjectFilter {
  @Field(() => NamespacePhaseFilter, { nullable: true, description: "Condition on the phase." })
  phase?: NamespacePhaseFilter | null;
}

@InputType({ description: "Where a namespace is." })
export class NamespaceRefInput {
  @Field(() => String, { description: "The cluster's registered name." })
  cluster!: string;

  @Field(() => String, { description: "The name." })
  name!: string;
}

@OneOf()
@InputType({ description: "Which namespace: by id, or by where it is." })
export class NamespaceByInput {
  @Field(() => ID, {
    nullable: true,
    description: "Its id. A namespace that was re-created under the same name has another.",
  })
  id?: string;

  @Field(() => NamespaceRefInput, { nullable: true, description: "Its place. Finds whatever has that name now." })
  ref?: NamespaceRefInput;
}
