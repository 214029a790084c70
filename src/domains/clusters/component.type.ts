import { Field, ObjectType } from "../../graphql/index.ts";
import type { HealthCheck } from "../../kubernetes/index.ts";

@ObjectType("ClusterComponent", {
  description: "A part that an API server needs, and whether it is well. Source: `/readyz?verbose` of the API server.",
})
export class ClusterComponent implements HealthCheck {
  @Field(() => String, {
    description: "Its name, as in `etcd`, `informer-sync`, `poststarthook/start-apiextensions-controllers`.",
  })
  readonly name!: string;

  @Field(() => Boolean, { description: "It is well." })
  readonly healthy!: boolean;

  @Field(() => String, {
    nullable: true,
    description: "What is wrong, as far as the API server tells; null where it is well.",
  })
  readonly message!: string | null;
}
