import { Field, JSONValue, ObjectType, registerEnumType } from "../../graphql/index.ts";
import { VolumeAccessMode } from "./access-mode.type.ts";
import { isShareable, pluginModesOf, volumePlugins } from "./volume-plugins.ts";
import { driverOf, type VolumeSourceParts, VolumeSourceType } from "./volume-source.mapping.ts";

const described = new Map<string, string>(volumePlugins.map(({ source, description }) => [source, description]));

registerEnumType(VolumeSourceType, {
  name: "VolumeSourceType",
  description: "The plugin that a volume comes from, those among them that Kubernetes has removed since.",
  valuesConfig: Object.fromEntries(
    Object.entries(VolumeSourceType).map(([name, source]) => [
      name,
      { description: described.get(source) ?? "A plugin that is none of these; `attributes` has its name." },
    ]),
  ),
});

@ObjectType({
  description:
    "Where a volume comes from: what its plugin is told is in the field called like the plugin. Source: the field of the volume that names its plugin.",
})
export class VolumeSource {
  readonly #parts: VolumeSourceParts;
  readonly #declared: readonly VolumeAccessMode[] | null;

  /** `declared`: how it can be mounted by the word of whoever declared it, where the plugin does not say. */
  constructor(parts: VolumeSourceParts, declared: readonly VolumeAccessMode[] | null = null) {
    this.#parts = parts;
    this.#declared = declared;
  }

  /** What the plugin is told, where it is that one. */
  settingsOf({ source, Settings }: (typeof volumePlugins)[number]): object | null {
    return source === this.#parts.type ? new Settings(this.#parts.attributes) : null;
  }

  @Field(() => VolumeSourceType, { description: "The plugin." })
  get type(): VolumeSourceType {
    return this.#parts.type;
  }

  @Field(() => String, { nullable: true, description: "The driver's name, of CSI and FlexVolume; null otherwise." })
  get driver(): string | null {
    return driverOf(this.#parts);
  }

  @Field(() => JSONValue, { description: "What the plugin is told, as it stands in the manifest." })
  get attributes(): unknown {
    return this.#parts.attributes;
  }

  @Field(() => [VolumeAccessMode], {
    nullable: true,
    description:
      "How the plugin can mount; where a driver decides, what the volume declares. Null where neither says: its claim does. Source: Kubernetes' table of plugins.",
  })
  get accessModes(): readonly VolumeAccessMode[] | null {
    return pluginModesOf(this.#parts) ?? this.#declared;
  }

  @Field(() => Boolean, {
    nullable: true,
    description:
      "Several nodes can have it at once: one writes and the others see it, or nobody writes and all of them read. Null where `accessModes` is.",
  })
  get shareable(): boolean | null {
    const modes = this.accessModes;
    return modes && isShareable(modes);
  }
}

for (const plugin of volumePlugins) {
  Object.defineProperty(VolumeSource.prototype, plugin.field, {
    get(this: VolumeSource) {
      return this.settingsOf(plugin);
    },
  });
  const description = `What the plugin is told where it is \`${plugin.source}\`; null otherwise.`;
  Field(() => plugin.Settings, { nullable: true, description })(VolumeSource.prototype, plugin.field);
}
