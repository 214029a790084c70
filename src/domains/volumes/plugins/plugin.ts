import { type ClassType, Field, Int, Long, ObjectType, StringMap } from "../../../graphql/index.ts";
import { bytesOf } from "../../resources/index.ts";
import type { VolumeAccessMode } from "../access-mode.type.ts";
import type { VolumeSourceParts, VolumeSourceType } from "../volume-source.mapping.ts";

type Attributes = VolumeSourceParts["attributes"];

/** One thing that a plugin is told: where it stands in the manifest, and what it is. */
export interface Setting {
  readonly description: string;
  /** Default: the setting's own name. `items[].key` is the key of each item. */
  readonly path?: string;
  readonly type: () => object;
  /** Null for what is not there, and for what is no such thing. */
  readonly read: (found: readonly unknown[]) => unknown;
}

/** One plugin by which volumes are mounted. */
export interface VolumePlugin {
  /** The field of a pod's volume, or of a PersistentVolume, that names it. */
  readonly source: VolumeSourceType;
  /** Of the GraphQL field that has its settings. */
  readonly field: string;
  readonly description: string;
  /**
   * How it can mount, by the table of Kubernetes' own documentation; null where what it is told does not say: a driver decides, or
   * a claim.
   */
  readonly accessModes: (attributes: Attributes) => readonly VolumeAccessMode[] | null;
  readonly Settings: new (attributes: Attributes) => object;
}

export interface PluginOptions {
  readonly source: VolumeSourceType;
  /** Of the GraphQL type, as in `Nfs`; with a small letter it is the field that has its settings. */
  readonly name: string;
  readonly description: string;
  readonly accessModes: readonly VolumeAccessMode[] | VolumePlugin["accessModes"];
  readonly settings: Readonly<Record<string, Setting>>;
}

/** Declares a plugin, and the GraphQL type that has its settings. */
export function definePlugin({ source, name, description, accessModes, settings }: PluginOptions): VolumePlugin {
  @ObjectType(`${name}VolumeSource`, { description: `${description} Source: \`${source}\` of the volume.` })
  class Settings {
    readonly attributes: Attributes;

    constructor(attributes: Attributes) {
      this.attributes = attributes;
    }
  }
  for (const [setting, { description: what, path = setting, type, read }] of Object.entries(settings)) {
    Object.defineProperty(Settings.prototype, setting, {
      get(this: Settings) {
        return read(valuesAt(this.attributes, path));
      },
    });
    Field(type as () => ClassType, { nullable: true, description: what })(Settings.prototype, setting);
  }
  return {
    source,
    field: name.charAt(0).toLowerCase() + name.slice(1),
    description,
    accessModes: typeof accessModes === "function" ? accessModes : () => accessModes,
    Settings,
  };
}

const of = (path: string | undefined) => (path === undefined ? {} : { path });

export function text(description: string, path?: string): Setting {
  const read = ([value]: readonly unknown[]) => (typeof value === "string" ? value : null);
  return { description, ...of(path), type: () => String, read };
}

export function texts(description: string, path?: string): Setting {
  const read = (found: readonly unknown[]) => {
    const flat = found.flat().filter((value) => typeof value === "string");
    return flat.length > 0 ? flat : null;
  };
  return { description, ...of(path), type: () => [String], read };
}

export function whole(description: string, path?: string): Setting {
  const read = ([value]: readonly unknown[]) => (Number.isInteger(value) ? value : null);
  return { description, ...of(path), type: () => Int, read };
}

/** False where nothing is said. */
export function flag(description: string, path?: string): Setting {
  return { description, ...of(path), type: () => Boolean, read: ([value]) => value === true };
}

export function bytes(description: string, path: string): Setting {
  const read = ([value]: readonly unknown[]) =>
    typeof value === "string" || typeof value === "number" ? bytesOf(value) : null;
  return { description, path, type: () => Long, read };
}

export function map(description: string, path?: string): Setting {
  const read = ([value]: readonly unknown[]) => {
    if (typeof value !== "object" || value === null) return null;
    return Object.fromEntries(Object.entries(value).filter(([, each]) => typeof each === "string"));
  };
  return { description, ...of(path), type: () => StringMap, read };
}

function valuesAt(attributes: Attributes, path: string): readonly unknown[] {
  let found: readonly unknown[] = [attributes];
  for (const step of path.split(".")) {
    const name = step.replace("[]", "");
    found = found.flatMap((each) => {
      const value = typeof each === "object" && each !== null ? (each as Attributes)[name] : undefined;
      if (step === name) return value === undefined ? [] : [value];
      return Array.isArray(value) ? value : [];
    });
  }
  return found;
}
