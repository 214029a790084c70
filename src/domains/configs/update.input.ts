import { Field, InputType, Int, ObjectType, registerEnumType } from "../../graphql/index.ts";
import { Operation } from "../operations/index.ts";
import { KubernetesObject, ObjectByInput, WriteInput, WritePayload } from "../resources/index.ts";
import { ConfigEntryChange, ConfigMap } from "./config-map.type.ts";
import { ConfigEntryInput } from "./entries.input.ts";
import { RollOutcome } from "./roll-plan.mapping.ts";

export const ConfigRollout = { AUTO: "AUTO", WAVES: "WAVES", NONE: "NONE" } as const;
export type ConfigRollout = (typeof ConfigRollout)[keyof typeof ConfigRollout];

registerEnumType(ConfigRollout, {
  name: "ConfigRollout",
  description: "What is done for those that cannot see a change of a config in their running pods.",
  valuesConfig: {
    AUTO: { description: "Exactly those are given new pods, in the way of their strategy." },
    WAVES: {
      description:
        "Exactly those are given new pods by an operation: a quarter of them at a time, each wave when the one before has rolled out; it stops where one fails. Needs a home cluster.",
    },
    NONE: { description: "Nothing." },
  },
});

registerEnumType(RollOutcome, {
  name: "ConfigRollOutcome",
  description: "What became of a consumer of a config that was changed.",
  valuesConfig: {
    ROLLED: { description: "Its pods are being replaced, or will be by the operation; in a dry run, they would be." },
    NOT_NEEDED: { description: "It sees the change by itself, or does not use what changed." },
    NOT_POSSIBLE: { description: "It should have new pods, and nobody gives it some; `reason` says why." },
    FAILED: { description: "The API server refused it; `reason` says why." },
  },
});

@InputType()
class ConfigChangeInput extends WriteInput {
  @Field(() => ObjectByInput, { description: "Which config." })
  by!: ObjectByInput;

  @Field(() => ConfigRollout, { defaultValue: ConfigRollout.NONE, description: "What is done for its consumers." })
  rollout!: ConfigRollout;
}

@InputType({ description: "Changes some keys of a config; the others stay." })
export class ConfigMapUpdateInput extends ConfigChangeInput {
  @Field(() => [ConfigEntryInput], { defaultValue: [], description: "Keys that get a value." })
  set!: readonly ConfigEntryInput[];

  @Field(() => [String], { defaultValue: [], description: "Keys that go." })
  remove!: readonly string[];
}

@InputType({ description: "Gives a config a content that it had before." })
export class ConfigMapUndoInput extends ConfigChangeInput {
  @Field(() => Int, {
    nullable: true,
    description: "Number of that content; the one before the present one when absent.",
  })
  toRevision?: number | null;
}

@ObjectType({ description: "What became of one consumer of a config that was changed." })
export class ConfigRoll {
  @Field(() => KubernetesObject, { description: "The consumer, as it was before; its progress is in its own fields." })
  readonly object!: KubernetesObject;

  @Field(() => RollOutcome, { description: "What became of it." })
  readonly outcome!: RollOutcome;

  @Field(() => String, { description: "Why." })
  readonly reason!: string;
}

@ObjectType()
class ConfigChangePayload extends WritePayload {
  @Field(() => ConfigMap, {
    nullable: true,
    description: "The config as the API server answered with it; null when there are errors.",
  })
  readonly configMap!: ConfigMap | null;

  @Field(() => [ConfigEntryChange], { description: "What changed, key by key; empty when nothing did." })
  readonly changes!: readonly ConfigEntryChange[];

  @Field(() => [ConfigRoll], {
    description: "What became of each consumer that the caller may see; empty without a `rollout`.",
  })
  readonly rolls!: readonly ConfigRoll[];

  @Field(() => Operation, {
    nullable: true,
    description:
      "What rolls them, with `rollout: WAVES`; null where nobody has to be rolled. It can be paused and cancelled, and `rolloutWavesUndo` takes it back.",
  })
  readonly operation!: Operation | null;
}

@ObjectType({ description: "What became of `configMapUpdate`." })
export class ConfigMapUpdatePayload extends ConfigChangePayload {}

@ObjectType({ description: "What became of `configMapUndo`." })
export class ConfigMapUndoPayload extends ConfigChangePayload {}
