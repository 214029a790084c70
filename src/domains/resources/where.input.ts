import { Field, InputType, JSONValue, registerEnumType } from "../../graphql/index.ts";

export const CompareAs = { VALUE: "VALUE", TEXT: "TEXT" } as const;
export type CompareAs = (typeof CompareAs)[keyof typeof CompareAs];

registerEnumType(CompareAs, {
  name: "CompareAs",
  description: "How the values at a path are compared.",
  valuesConfig: {
    VALUE: {
      description:
        "As what they are: numbers and Kubernetes quantities by their amount (`500m` < `1`, `900Mi` < `1Gi`), RFC 3339 times as times, other texts by their characters.",
    },
    TEXT: { description: "As texts, character by character, whatever can be read in them." },
  },
});

const VALUE = "a string, number or boolean; integers beyond 2^53 as strings of digits";

@InputType({
  description:
    "A condition on what stands at a path of the object; each comparison that is given must hold. Where `[*]` leads to several values, one of them must hold all of it.",
})
export class WhereInput {
  @Field(() => String, {
    description:
      'Such as `spec.replicas`, `metadata.labels["app.kubernetes.io/name"]`, `spec.containers[0].image`, `status.conditions[*].type`. Values of Secrets are not in memory, and cannot be reached.',
  })
  path!: string;

  @Field(() => JSONValue, { nullable: true, description: `Equal to this: ${VALUE}.` })
  eq?: unknown;

  @Field(() => JSONValue, {
    nullable: true,
    description: `Not equal to this, or absent; with \`[*]\`, none is: ${VALUE}.`,
  })
  ne?: unknown;

  @Field(() => [JSONValue], { nullable: true, description: "Equal to one of these. An empty list matches nothing." })
  in?: readonly unknown[] | null;

  @Field(() => JSONValue, { nullable: true, description: "Greater than this, and of the same sort." })
  gt?: unknown;

  @Field(() => JSONValue, { nullable: true, description: "Greater than this or equal, and of the same sort." })
  gte?: unknown;

  @Field(() => JSONValue, { nullable: true, description: "Less than this, and of the same sort." })
  lt?: unknown;

  @Field(() => JSONValue, { nullable: true, description: "Less than this or equal, and of the same sort." })
  lte?: unknown;

  @Field(() => String, { nullable: true, description: "A text that has this in it." })
  contains?: string | null;

  @Field(() => String, { nullable: true, description: "A text that begins with this." })
  startsWith?: string | null;

  @Field(() => Boolean, { nullable: true, description: "Whether anything stands there; null counts as nothing." })
  exists?: boolean | null;

  @Field(() => CompareAs, { defaultValue: CompareAs.VALUE, description: "How values are compared." })
  as!: CompareAs;
}
