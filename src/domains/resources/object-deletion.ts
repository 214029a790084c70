import type { GraphQLResolveInfo } from "graphql";
import {
  Arg,
  type ClassType,
  Ctx,
  Field,
  ID,
  Info,
  InputType,
  Mutation,
  ObjectType,
  Reads,
  Resolver,
  type UserError,
} from "../../graphql/index.ts";
import type { GroupResource } from "../../state/index.ts";
import type { DomainContext } from "../context.ts";
import { attempt } from "./attempt.service.ts";
import { DeletePropagation } from "./delete.input.ts";
import { deleteObject } from "./delete.service.ts";
import { ObjectByInput } from "./lookup.input.ts";
import { type Target, targetOf } from "./lookup.service.ts";
import { WriteInput, WritePayload } from "./write.input.ts";

/** What the input of each mutation that deletes one object takes. */
@InputType()
export class ObjectDeleteInput extends WriteInput {
  @Field(() => ObjectByInput, {
    description: "Which one. By id it is this very object: one that was re-created under the same name is let be.",
  })
  by!: ObjectByInput;

  @Field(() => String, {
    nullable: true,
    description:
      "The object's name, once more. Needed where the cluster or the namespace is protected; else CONFIRMATION_REQUIRED. A dry run needs none.",
  })
  confirm?: string | null;

  @Field(() => DeletePropagation, {
    nullable: true,
    description: "What becomes of the objects that it owns; as the API server does by itself for its kind when absent.",
  })
  propagation?: DeletePropagation | null;
}

export interface ObjectDeletionOptions<I extends ObjectDeleteInput> {
  /** Of the field, as in `configMapDelete`; its payload is called after it. */
  readonly name: string;
  readonly description: string;
  readonly resource: GroupResource;
  readonly input: new () => I;
  /** Why it is not to be deleted, as far as the caller can mend that; what it reads may be a miss. */
  readonly refusals?: (ctx: DomainContext, target: Target, input: I) => readonly UserError[];
}

/** Declares a mutation that deletes an object of one kind: its payload and its root field, as a resolver class. */
export function defineObjectDeletion<I extends ObjectDeleteInput>({
  name,
  description,
  resource,
  input: Input,
  refusals,
}: ObjectDeletionOptions<I>): ClassType {
  @ObjectType(`${name.charAt(0).toUpperCase()}${name.slice(1)}Payload`, { description: `What became of \`${name}\`.` })
  class Payload extends WritePayload {
    @Field(() => ID, {
      nullable: true,
      description: "The id of the object that was deleted. Null when there are errors.",
    })
    readonly deletedId!: string | null;
  }

  @Resolver()
  class DeletionResolver {
    @Mutation(() => Payload, { name, description })
    @Reads()
    run(
      @Ctx() ctx: DomainContext,
      @Info() info: GraphQLResolveInfo,
      @Arg("input", () => Input, { description: "Which one, and how." }) input: I,
    ): Payload | null {
      return attempt(ctx, info, { verb: "delete", dryRun: input.dryRun }, (tried) => {
        const target = tried.at(targetOf(ctx, resource, input.by, "input.by"));
        const userErrors = refusals?.(ctx, target, input) ?? [];
        // What was not there to be read may refuse it, too.
        if (ctx.misses.any) return null;
        if (userErrors.length > 0) return { deletedId: null, userErrors, revision: null };
        // By itself the API server would orphan the pods of a job, for the sake of clients from before there was a choice.
        const propagation = input.propagation ?? DeletePropagation.BACKGROUND;
        return deleteObject(ctx, tried, target, { ...input, propagation });
      });
    }
  }
  return DeletionResolver;
}
