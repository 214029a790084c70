import { Field, ObjectType } from "../../graphql/index.ts";
import type { RolloutState } from "./rollout-status.mapping.ts";

@ObjectType({ description: "How a rollout stands. Source: the object's spec and status, read as kubectl reads them." })
export class RolloutStatus implements RolloutState {
  @Field(() => String, {
    description: "What `kubectl rollout status` says of it, without the newline, or without `error: ` where it failed.",
  })
  readonly text!: string;

  @Field(() => Boolean, { description: "Nothing is left to wait for." })
  readonly done!: boolean;

  @Field(() => Boolean, {
    description: "It is past its deadline, or of a strategy that cannot be followed: kubectl ends with an error.",
  })
  readonly failed!: boolean;
}
