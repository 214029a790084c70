import { Field, ObjectType } from "./decorators.ts";
import { ErrorCode } from "./error-code.ts";

@ObjectType({ description: "What keeps a mutation from being done and the caller can mend. Nothing was changed." })
export class UserError {
  @Field(() => ErrorCode, { description: "The kind of failure." })
  readonly code: ErrorCode;

  @Field(() => String, { description: "The failure in words." })
  readonly message: string;

  @Field(() => String, {
    nullable: true,
    description: "Path of the input field concerned, as in `input.replicas`; null when it is none.",
  })
  readonly field: string | null;

  constructor(code: ErrorCode, message: string, field: string | null = null) {
    this.code = code;
    this.message = message;
    this.field = field;
  }
}
