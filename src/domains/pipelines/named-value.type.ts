import { Field, JSONValue, ObjectType, registerEnumType } from "../../graphql/index.ts";
import { parameterTypeOf } from "./parameters.mapping.ts";
import type { NamedValueManifest, ParameterSpecManifest } from "./run.manifest.ts";

export const PipelineParameterType = { STRING: "string", ARRAY: "array", OBJECT: "object" } as const;
export type PipelineParameterType = (typeof PipelineParameterType)[keyof typeof PipelineParameterType];

registerEnumType(PipelineParameterType, {
  name: "PipelineParameterType",
  description: "What the value of a parameter is.",
  valuesConfig: {
    STRING: { description: "A text." },
    ARRAY: { description: "A list of texts." },
    OBJECT: { description: "Texts by key." },
  },
});

@ObjectType({ description: "A parameter that a pipeline declares. Source: `spec.params`." })
export class PipelineParameter {
  readonly #manifest: ParameterSpecManifest;

  constructor(manifest: ParameterSpecManifest) {
    this.#manifest = manifest;
  }

  @Field(() => String, { description: "Its name." })
  get name(): string {
    return this.#manifest.name ?? "";
  }

  @Field(() => PipelineParameterType, { description: "What its value is." })
  get type(): PipelineParameterType {
    return parameterTypeOf(this.#manifest);
  }

  @Field(() => String, { nullable: true, description: "What it is for; null where nobody says." })
  get description(): string | null {
    return this.#manifest.description || null;
  }

  @Field(() => JSONValue, { nullable: true, description: "Its value where none is given; null when it must be given." })
  get default(): unknown {
    return this.#manifest.default ?? null;
  }

  @Field(() => Boolean, { description: "It must be given: it has no default." })
  get required(): boolean {
    return this.#manifest.default === undefined;
  }

  @Field(() => [String], { description: "The values that it may have; empty when any will do." })
  get allowed(): readonly string[] {
    return this.#manifest.enum ?? [];
  }
}

@ObjectType({ description: "A value with a name: a parameter of a run, or a result." })
export class NamedValue {
  readonly #manifest: NamedValueManifest;

  constructor(manifest: NamedValueManifest) {
    this.#manifest = manifest;
  }

  @Field(() => String, { description: "Its name." })
  get name(): string {
    return this.#manifest.name ?? "";
  }

  @Field(() => JSONValue, { nullable: true, description: "A text, a list of texts, or texts by key." })
  get value(): unknown {
    return this.#manifest.value ?? null;
  }
}
