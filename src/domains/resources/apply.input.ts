import { Field, InputType, JSONValue, ObjectType } from "../../graphql/index.ts";
import type { ValueChange } from "./changes.mapping.ts";
import { Resource } from "./resource.type.ts";
import { WritePayload } from "./write.input.ts";

@InputType({ description: "Creates or changes objects of any kind so that they are as their manifests say." })
export class ResourceApplyInput {
  @Field(() => String, { description: "The cluster's registered name." })
  cluster!: string;

  @Field(() => String, {
    nullable: true,
    description:
      "One or several documents of YAML, as kubectl reads it, or JSON. Either this or `objects`; 100 documents, 1 MiB and 100,000 tokens at most.",
  })
  manifests?: string | null;

  @Field(() => [JSONValue], {
    nullable: true,
    description: "The manifests as JSON values, 100 at most. Either this or `manifests`.",
  })
  objects?: readonly unknown[] | null;

  @Field(() => String, {
    nullable: true,
    description: "The namespace of those that name none although their kind lives in namespaces.",
  })
  namespace?: string | null;

  @Field(() => Boolean, {
    defaultValue: false,
    description: "Takes over fields that another manager holds, where there would be a CONFLICT.",
  })
  force!: boolean;

  @Field(() => Boolean, {
    defaultValue: false,
    description:
      "Checks everything, permission and admission included, and changes nothing. What needs something that an earlier document makes (its namespace, its kind) cannot be checked so.",
  })
  dryRun!: boolean;
}

@ObjectType({ description: "A field that another manager holds, with another value." })
export class FieldConflict {
  @Field(() => String, { description: "Path of the field, as in `documents[0].spec.replicas`." })
  readonly field!: string;

  @Field(() => String, { description: "Who holds it, by the name of the field manager." })
  readonly manager!: string;
}

@ObjectType({
  description: "A value that an apply would change. Source: the object as it is, and the API server's dry run.",
})
export class AppliedChange {
  readonly #change: ValueChange;

  constructor(change: ValueChange) {
    this.#change = change;
  }

  @Field(() => String, {
    description:
      "Where, as in `spec.template.spec.containers[web].image`: items of lists go by their names, where they have any.",
  })
  get path(): string {
    return this.#change.path;
  }

  @Field(() => JSONValue, { nullable: true, description: "What it is now; null where it is not there." })
  get before(): unknown {
    return this.#change.before ?? null;
  }

  @Field(() => JSONValue, { nullable: true, description: "What it would be; null where it would not be there." })
  get after(): unknown {
    return this.#change.after ?? null;
  }
}

@ObjectType({ description: "What became of one document." })
export class ResourceApplyResult extends WritePayload {
  @Field(() => Resource, {
    nullable: true,
    description:
      "The object as the API server answered with it, in the document's own version; null when there are errors. In a dry run, one that does not exist yet has no `resourceVersion`, and its id stands for nothing.",
  })
  readonly resource!: Resource | null;

  @Field(() => [FieldConflict], {
    description: "The fields that other managers hold; each of them is a user error, too. `force` takes them over.",
  })
  readonly conflicts!: readonly FieldConflict[];

  @Field(() => [AppliedChange], {
    nullable: true,
    description:
      "Of a dry run, what it would change, defaults of the API server included; empty where everything is so already. Null where it was no dry run, where there are errors, and where the caller may not read the object. Values of Secrets are in none of it.",
  })
  readonly changes!: readonly AppliedChange[] | null;
}

@ObjectType({
  description:
    "What became of `resourceApply`. Each document stands for itself: some may have been done where others were not, so `userErrors` are those of all documents, in their order.",
})
export class ResourceApplyPayload extends WritePayload {
  @Field(() => [ResourceApplyResult], { description: "One for each document that is not empty, in their order." })
  readonly results!: readonly ResourceApplyResult[];
}
