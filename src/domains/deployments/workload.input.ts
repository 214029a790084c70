import { Field, InputType, StringFilter } from "../../graphql/index.ts";
import { NamespacedObjectFilter } from "../resources/index.ts";

/** Conditions that the filters of all kinds with a template share. */
@InputType()
export class TemplateFilter extends NamespacedObjectFilter {
  @Field(() => StringFilter, {
    nullable: true,
    description: "Condition on an image: one of its containers, init containers included, must have such a one.",
  })
  image?: StringFilter | null;
}

/** And of those that keep a number of pods. */
@InputType()
export class ReplicatedFilter extends TemplateFilter {
  @Field(() => Boolean, {
    nullable: true,
    description: "Only those that have as many ready pods as are wanted, or only those that have not.",
  })
  ready?: boolean | null;
}
