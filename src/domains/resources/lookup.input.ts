import { Field, ID, InputType, OneOf } from "../../graphql/index.ts";

@InputType({ description: "Where an object is." })
export class ObjectRefInput {
  @Field(() => String, { description: "The cluster's registered name." })
  cluster!: string;

  @Field(() => String, { description: "The namespace." })
  namespace!: string;

  @Field(() => String, { description: "The name." })
  name!: string;
}

@OneOf()
@InputType({ description: "Which object: by id, or by where it is." })
export class ObjectByInput {
  @Field(() => ID, {
    nullable: true,
    description: "Its id. An object that was re-created under the same name has another.",
  })
  id?: string;

  @Field(() => ObjectRefInput, { nullable: true, description: "Its place. Finds whatever has that name now." })
  ref?: ObjectRefInput;
}

@InputType({ description: "Where an object is that lives in no namespace." })
export class ClusterScopedRefInput {
  @Field(() => String, { description: "The cluster's registered name." })
  cluster!: string;

  @Field(() => String, { description: "The name." })
  name!: string;
}

@OneOf()
@InputType({ description: "Which object, of a kind that lives in no namespace: by id, or by where it is." })
export class ClusterScopedByInput {
  @Field(() => ID, {
    nullable: true,
    description: "Its id. An object that was re-created under the same name has another.",
  })
  id?: string;

  @Field(() => ClusterScopedRefInput, { nullable: true, description: "Its place. Finds whatever has that name now." })
  ref?: ClusterScopedRefInput;
}
