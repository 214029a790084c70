import { Field, ID, InputType, ObjectType, registerEnumType } from "../../graphql/index.ts";
import { ResourceByInput } from "./resource.input.ts";
import { Resource } from "./resource.type.ts";
import { WriteInput, WritePayload } from "./write.input.ts";

export const DeletePropagation = { FOREGROUND: "Foreground", BACKGROUND: "Background", ORPHAN: "Orphan" } as const;
export type DeletePropagation = (typeof DeletePropagation)[keyof typeof DeletePropagation];

registerEnumType(DeletePropagation, {
  name: "DeletePropagation",
  description: "What becomes of the objects that a deleted one owns.",
  valuesConfig: {
    FOREGROUND: { description: "They are deleted first; the object stays until they are gone." },
    BACKGROUND: { description: "The object is deleted at once, and they are after it." },
    ORPHAN: { description: "They stay, and belong to nobody." },
  },
});

@InputType({ description: "Deletes an object of any kind." })
export class ResourceDeleteInput extends WriteInput {
  @Field(() => ResourceByInput, {
    description: "Which one. By id it is this very object: one that was re-created under the same name is let be.",
  })
  by!: ResourceByInput;

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

@ObjectType({ description: "What became of `resourceDelete`." })
export class ResourceDeletePayload extends WritePayload {
  @Field(() => ID, {
    nullable: true,
    description: "The id of the object that was deleted. Null when there are errors.",
  })
  readonly deletedId!: string | null;

  @Field(() => Resource, {
    nullable: true,
    description:
      "The object where it is still there and has a `deletedAt`: its containers may take their time, or its finalizers keep it for now. Null when it is gone.",
  })
  readonly resource!: Resource | null;
}
