import type { GraphQLResolveInfo } from "graphql";
import { Arg, type ClassType, Ctx, Field, Info, Mutation, ObjectType, Reads, Resolver } from "../../graphql/index.ts";
import type { Row } from "../../state/index.ts";
import type { DomainContext, Manifest } from "../context.ts";
import type { KubernetesObject } from "./object.type.ts";
import { WritePayload } from "./write.input.ts";
import type { WriteResult } from "./write.service.ts";

export interface ObjectMutationOptions<I extends object, M extends Manifest> {
  /** Of the field, object first, as in `deploymentScale`; its payload is called after it. */
  readonly name: string;
  readonly description: string;
  readonly input: new () => I;
  /** What the input says. */
  readonly inputDescription: string;
  /** The field of the payload that has the object, and its type. */
  readonly field: string;
  readonly type: new (row: Row<M>) => KubernetesObject<M>;
  readonly fieldDescription?: string;
  /** Null in a pass before it is done. */
  readonly write: (ctx: DomainContext, info: GraphQLResolveInfo, input: I) => WriteResult<M> | null;
}

/** Declares a mutation that changes one object: its payload and its root field, as a resolver class. */
export function defineObjectMutation<I extends object, M extends Manifest>({
  name,
  description,
  input: Input,
  inputDescription,
  field,
  type,
  fieldDescription = "The object as the API server answered with it; null when there are errors.",
  write,
}: ObjectMutationOptions<I, M>): ClassType {
  @ObjectType(`${name.charAt(0).toUpperCase()}${name.slice(1)}Payload`, { description: `What became of \`${name}\`.` })
  class Payload extends WritePayload {
    @Field(() => type, { name: field, nullable: true, description: fieldDescription })
    readonly object!: KubernetesObject<M> | null;
  }

  @Resolver()
  class MutationResolver {
    @Mutation(() => Payload, { name, description })
    @Reads()
    run(
      @Ctx() ctx: DomainContext,
      @Info() info: GraphQLResolveInfo,
      @Arg("input", () => Input, { description: inputDescription }) input: I,
    ): Payload | null {
      const result = write(ctx, info, input);
      if (!result) return null;
      const { row, userErrors, revision } = result;
      return { object: row && new type(row), userErrors, revision };
    }
  }
  return MutationResolver;
}
