import { ArgsType, Field, InputType, Int } from "../../graphql/index.ts";

@InputType({ description: "Which of the objects that belong to one." })
export class ChildrenFilter {
  @Field(() => [String], {
    nullable: true,
    description:
      "Only these kinds, by any name that kubectl takes: 10 at most. Those with a type of their own when absent.",
  })
  kinds?: readonly string[] | null;
}

@ArgsType()
export class ChildrenArgs {
  @Field(() => ChildrenFilter, { nullable: true, description: "Which ones." })
  filter?: ChildrenFilter | null;

  @Field(() => Int, { defaultValue: 50, description: "How many at most: 0 to 500." })
  limit!: number;
}
