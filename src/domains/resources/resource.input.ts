import { ArgsType, EventArgs, Field, ID, InputType, OneOf, OrderDirection, PageArgs } from "../../graphql/index.ts";
import { NamespacedObjectFilter, ObjectOrderField } from "./object.input.ts";
import { WhereInput } from "./where.input.ts";

const KIND =
  "Which kind: `apps/deployments`, `deployments.apps`, `Deployment`, or any other name that kubectl takes. UNKNOWN_KIND when no cluster serves it.";

@InputType({ description: "Which objects; each condition that is given must hold." })
export class ResourceFilter extends NamespacedObjectFilter {
  @Field(() => [WhereInput], {
    nullable: true,
    description: "Conditions on paths of the object, 20 at most; each must hold.",
  })
  where?: readonly WhereInput[] | null;
}

@InputType({ description: "One key of an order of resources." })
export class ResourceOrder {
  @Field(() => ObjectOrderField, { nullable: true, description: "What to order by. Either this or `path`." })
  field?: ObjectOrderField | null;

  @Field(() => String, {
    nullable: true,
    description:
      "A path to order by, as in `where`: numbers and quantities by their amount, times as times, texts by their characters. Of several values the smallest counts.",
  })
  path?: string | null;

  @Field(() => OrderDirection, { defaultValue: OrderDirection.ASC, description: "Which end comes first." })
  direction!: OrderDirection;
}

@ArgsType()
export class ResourceArgs extends PageArgs {
  @Field(() => String, { description: KIND })
  kind!: string;

  @Field(() => ResourceFilter, { nullable: true, description: "Which objects; all when absent." })
  filter?: ResourceFilter | null;

  @Field(() => [ResourceOrder], {
    nullable: true,
    description: "First key first. What it leaves open goes by cluster, namespace and name.",
  })
  orderBy?: readonly ResourceOrder[] | null;
}

@ArgsType()
export class ResourceEventArgs extends EventArgs {
  @Field(() => String, { description: KIND })
  kind!: string;

  @Field(() => ResourceFilter, { nullable: true, description: "Which objects; all when absent." })
  filter?: ResourceFilter | null;
}

@InputType({ description: "Where an object of any kind is." })
export class ResourceRefInput {
  @Field(() => String, { description: "The cluster's registered name." })
  cluster!: string;

  @Field(() => String, { description: KIND })
  kind!: string;

  @Field(() => String, { nullable: true, description: "The namespace; absent for kinds that live in none." })
  namespace?: string | null;

  @Field(() => String, { description: "The name." })
  name!: string;
}

@OneOf()
@InputType({ description: "Which object of any kind: by id, or by where it is." })
export class ResourceByInput {
  @Field(() => ID, {
    nullable: true,
    description: "Its id. An object that was re-created under the same name has another.",
  })
  id?: string;

  @Field(() => ResourceRefInput, { nullable: true, description: "Its place. Finds whatever has that name now." })
  ref?: ResourceRefInput;
}
