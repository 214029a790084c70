import { Field, InputType } from "../../graphql/index.ts";

@InputType({ description: "Something that one may be allowed to do in a cluster." })
export class ViewerCanInput {
  @Field(() => String, { description: "The cluster's registered name." })
  cluster!: string;

  @Field(() => String, { description: "Kubernetes' verb, as in `get`, `patch`, `delete`; `*` for each." })
  verb!: string;

  @Field(() => String, {
    description:
      "Which kind, by any name that kubectl takes; `group/plural`, as in `apps/deployments`, is taken as it is, whether it is served or not.",
  })
  kind!: string;

  @Field(() => String, { nullable: true, description: "As in `scale`, `log`; the object itself when absent." })
  subresource?: string | null;

  @Field(() => String, { nullable: true, description: "The namespace; in all of them when absent." })
  namespace?: string | null;

  @Field(() => String, { nullable: true, description: "The name; whatever the name is when absent." })
  name?: string | null;
}
