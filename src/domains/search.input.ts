import { ArgsType, Field, InputType, PageArgs } from "../graphql/index.ts";

@InputType({ description: "Where to search." })
export class SearchFilter {
  @Field(() => [String], {
    nullable: true,
    description:
      "Only these kinds, by any name that kubectl takes: 30 at most. Those with a type of their own when absent.",
  })
  kinds?: readonly string[] | null;

  @Field(() => [String], { nullable: true, description: "Only these clusters, by registered name; all when absent." })
  clusters?: readonly string[] | null;

  @Field(() => [String], { nullable: true, description: "Only these namespaces; all when absent." })
  namespaces?: readonly string[] | null;
}

@ArgsType()
export class SearchArgs extends PageArgs {
  @Field(() => String, {
    description:
      "One word or several (8 at most, 200 characters in all), each of which must be in the name, a label or an image of the object. Case does not matter.",
  })
  text!: string;

  @Field(() => SearchFilter, { nullable: true, description: "Where to search; everywhere when absent." })
  filter?: SearchFilter | null;
}
