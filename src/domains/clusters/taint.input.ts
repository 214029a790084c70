import { Field, InputType } from "../../graphql/index.ts";
import { ClusterNodeInput } from "./cordon.input.ts";
import { TaintEffect } from "./taint.type.ts";

@InputType({ description: "A taint that a node is to have." })
export class TaintInput {
  @Field(() => String, { description: "Its key, as in `example.com/dedicated`." })
  key!: string;

  @Field(() => String, { nullable: true, description: "Its value; none when absent." })
  value?: string | null;

  @Field(() => TaintEffect, { description: "What becomes of pods that do not tolerate it." })
  effect!: TaintEffect;
}

@InputType({ description: "A taint that a node is to have no more." })
export class TaintRemovalInput {
  @Field(() => String, { description: "Its key." })
  key!: string;

  @Field(() => TaintEffect, {
    nullable: true,
    description: "Only the one with this effect; all of the key when absent.",
  })
  effect?: TaintEffect | null;
}

@InputType({ description: "Which node, and what of its taints is to be changed." })
export class ClusterNodeTaintInput extends ClusterNodeInput {
  @Field(() => [TaintInput], {
    nullable: true,
    description: "To be there. One of the same key and effect gets the value; all others stay.",
  })
  set?: readonly TaintInput[] | null;

  @Field(() => [TaintRemovalInput], {
    nullable: true,
    description: "To be taken off. One that is not there is no error.",
  })
  remove?: readonly TaintRemovalInput[] | null;
}
