import { Field, InputType, matching } from "../../graphql/index.ts";
import { defineKind, NamespacedObjectFilter } from "../resources/index.ts";
import { CONFIG_MAPS, ConfigMap } from "./config-map.type.ts";

@InputType({ description: "Which configs; each condition that is given must hold." })
export class ConfigMapFilter extends NamespacedObjectFilter {
  @Field(() => String, { nullable: true, description: "Only those that have this key." })
  hasKey?: string | null;

  @Field(() => Boolean, { nullable: true, description: "Only immutable ones, or only those that are not." })
  immutable?: boolean | null;
}

export const configMaps = defineKind({
  resource: CONFIG_MAPS,
  name: "ConfigMap",
  words: ["config", "configs"],
  type: ConfigMap,
  filter: ConfigMapFilter,
  predicates: ({ hasKey, immutable }) => [
    ...(hasKey == null
      ? []
      : [
          matching(
            ({ object: { data = {}, binaryData = {} } }: { object: ConfigMap["object"] }) =>
              Object.hasOwn(data, hasKey) || Object.hasOwn(binaryData, hasKey),
          ),
        ]),
    ...(immutable == null
      ? []
      : [matching(({ object }: { object: ConfigMap["object"] }) => (object.immutable ?? false) === immutable)]),
  ],
});
