import { Field, InputType, JSONValue, OneOf, registerEnumType, StringMap } from "../../graphql/index.ts";
import { ResourceByInput } from "./resource.input.ts";
import { WriteInput } from "./write.input.ts";

const BY = "Which one. By id it is this very object: one that was re-created under the same name is let be.";

export const JsonPatchVerb = {
  ADD: "add",
  REMOVE: "remove",
  REPLACE: "replace",
  MOVE: "move",
  COPY: "copy",
  TEST: "test",
} as const;
export type JsonPatchVerb = (typeof JsonPatchVerb)[keyof typeof JsonPatchVerb];

registerEnumType(JsonPatchVerb, {
  name: "JsonPatchVerb",
  description: "What a step of a JSON Patch (RFC 6902) does.",
  valuesConfig: {
    ADD: { description: "Sets a field, or inserts into a list." },
    REMOVE: { description: "Takes away what must be there." },
    REPLACE: { description: "Sets what must be there." },
    MOVE: { description: "Takes it from `from`." },
    COPY: { description: "Copies it from `from`." },
    TEST: { description: "Refuses the whole patch where the value is another." },
  },
});

@InputType({ description: "One step of a JSON Patch (RFC 6902)." })
export class JsonPatchStepInput {
  @Field(() => JsonPatchVerb, { description: "What it does." })
  op!: JsonPatchVerb;

  @Field(() => String, {
    description: "Where, as a JSON pointer: `/spec/replicas`, `/metadata/labels/example.com~1team`.",
  })
  path!: string;

  @Field(() => String, { nullable: true, description: "For MOVE and COPY: from where, as a JSON pointer." })
  from?: string | null;

  @Field(() => JSONValue, { nullable: true, description: "For ADD, REPLACE and TEST: the value; null when absent." })
  value?: unknown;
}

@OneOf()
@InputType({ description: "A patch in one of the forms that an API server takes." })
export class ResourcePatchContentInput {
  @Field(() => JSONValue, {
    nullable: true,
    description: "A JSON merge patch (RFC 7396): fields to set, null to take them away. Lists are replaced whole.",
  })
  merge?: unknown;

  @Field(() => JSONValue, {
    nullable: true,
    description: "A strategic merge patch: lists are merged by their keys. For Kubernetes' own kinds alone.",
  })
  strategic?: unknown;

  @Field(() => [JsonPatchStepInput], { nullable: true, description: "A JSON Patch (RFC 6902): 1,000 steps at most." })
  json?: readonly JsonPatchStepInput[];

  @Field(() => JSONValue, {
    nullable: true,
    description:
      "The fields that `fairway` is to hold, by server-side apply; `apiVersion`, `kind` and name may be left out. What it held before and is not named any more goes. Creates the object where there is none.",
  })
  apply?: unknown;
}

export const Subresource = { STATUS: "status", SCALE: "scale" } as const;
export type Subresource = (typeof Subresource)[keyof typeof Subresource];

registerEnumType(Subresource, {
  name: "ResourceSubresource",
  description: "A part of an object with an address, and a permission, of its own.",
  valuesConfig: {
    STATUS: { description: "What controllers report." },
    SCALE: { description: "How many there are to be. The answer is a `Scale` instead of the object." },
  },
});

@InputType({ description: "Patches an object of any kind." })
export class ResourcePatchInput extends WriteInput {
  @Field(() => ResourceByInput, { description: BY })
  by!: ResourceByInput;

  @Field(() => ResourcePatchContentInput, { description: "What is to be changed." })
  patch!: ResourcePatchContentInput;

  @Field(() => Subresource, { nullable: true, description: "The part that is patched; the object itself when absent." })
  subresource?: Subresource | null;

  @Field(() => Boolean, {
    defaultValue: false,
    description: "With `apply`: takes over fields that another manager holds, where there would be a CONFLICT.",
  })
  force!: boolean;
}

@InputType({ description: "Sets and removes labels, or annotations, of an object of any kind." })
class MetadataInput extends WriteInput {
  @Field(() => ResourceByInput, { description: BY })
  by!: ResourceByInput;

  @Field(() => StringMap, { nullable: true, description: "Those to set, by their keys." })
  set?: Readonly<Record<string, string>> | null;

  @Field(() => [String], {
    nullable: true,
    description: "The keys of those to remove. One that is not there is no error.",
  })
  remove?: readonly string[] | null;

  @Field(() => Boolean, {
    defaultValue: false,
    description: "Sets those, too, that have another value already; else a CONFLICT, and nothing is done.",
  })
  overwrite!: boolean;
}

@InputType({ description: "Sets and removes labels of an object of any kind." })
export class ResourceLabelInput extends MetadataInput {}

@InputType({ description: "Sets and removes annotations of an object of any kind." })
export class ResourceAnnotateInput extends MetadataInput {}
