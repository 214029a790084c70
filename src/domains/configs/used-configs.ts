import {
  type ClassType,
  Costs,
  Ctx,
  Field,
  FieldResolver,
  ObjectType,
  Reads,
  Resolver,
  Root,
} from "../../graphql/index.ts";
import type { DomainContext, Manifest } from "../context.ts";
import { type KubernetesObject, readTarget } from "../resources/index.ts";
import type { ConfigMapManifest } from "./config-map.manifest.ts";
import { CONFIG_MAPS, ConfigMap } from "./config-map.type.ts";
import { podSpecOf } from "./templates.mapping.ts";
import { ConfigUse } from "./use.type.ts";
import { usesOf } from "./uses.mapping.ts";

@ObjectType({ description: "A config that pods use, with how they do." })
export class UsedConfigMap {
  @Field(() => String, { description: "Its name, in the same namespace." })
  readonly name!: string;

  @Field(() => ConfigMap, { nullable: true, description: "The config; null where it is absent or may not be seen." })
  readonly configMap!: ConfigMap | null;

  @Field(() => [ConfigUse], { description: "How it is used, container by container." })
  readonly uses!: readonly ConfigUse[];
}

/** The edge from what says what pods are like to the configs that they use: a resolver class. */
export function usedConfigMaps(type: ClassType): ClassType {
  @Resolver(() => type)
  class UsedConfigMaps {
    @FieldResolver(() => [UsedConfigMap], { description: "The configs that its pods use." })
    @Reads(CONFIG_MAPS)
    @Costs({ items: 2 })
    configMaps(@Root() { row }: KubernetesObject<Manifest>, @Ctx() ctx: DomainContext): readonly UsedConfigMap[] {
      const uses = usesOf(podSpecOf(row.object)).filter(({ source }) => source === CONFIG_MAPS);
      const { cluster } = row.scope;
      return [...Map.groupBy(uses, ({ name }) => name)].map(([name, each]) => {
        const target = { cluster, resource: CONFIG_MAPS, namespace: row.namespace, name };
        const found = readTarget<ConfigMapManifest>(ctx, target);
        return { name, configMap: found && new ConfigMap(found), uses: each.map((use) => new ConfigUse(use)) };
      });
    }
  }
  return UsedConfigMaps;
}
