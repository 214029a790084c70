import { Field, InputType } from "../../graphql/index.ts";
import { defineObjectDeletion, defineObjectMutation, ObjectDeleteInput, usedBy } from "../resources/index.ts";
import { CONFIG_MAPS, ConfigMap } from "./config-map.type.ts";
import { consumersOf } from "./consumers.service.ts";
import { ConfigMapCreateInput } from "./create.input.ts";
import { createConfigMap } from "./create.service.ts";

@InputType({ description: "Deletes a config." })
export class ConfigMapDeleteInput extends ObjectDeleteInput {
  @Field(() => Boolean, { defaultValue: false, description: "Also where something uses it." })
  force!: boolean;
}

export const configMapMutations = [
  defineObjectMutation({
    name: "configMapCreate",
    description: "Makes a config.",
    input: ConfigMapCreateInput,
    inputDescription: "Where, and what it says.",
    field: "configMap",
    type: ConfigMap,
    write: createConfigMap,
  }),
  defineObjectDeletion({
    name: "configMapDelete",
    description: "Deletes a config that nothing uses, as far as the caller may see.",
    resource: CONFIG_MAPS,
    input: ConfigMapDeleteInput,
    refusals: (ctx, target, { force }) => {
      const consumers = force ? [] : consumersOf(ctx, target, CONFIG_MAPS);
      return usedBy(consumers.map(({ row }) => ({ kind: row.object.kind, name: row.name })));
    },
  }),
];
