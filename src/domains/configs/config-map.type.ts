import { Costs, DateTime, Field, Int, ObjectType, registerEnumType } from "../../graphql/index.ts";
import { KubernetesObject, ShownFor } from "../resources/index.ts";
import type { ConfigContent, ConfigMapManifest, ConfigRevisionManifest } from "./config-map.manifest.ts";
import { ChangeKind, contentOfRevision, type EntryChange, revisionOf } from "./content.mapping.ts";

export const CONFIG_MAPS = "configmaps";
export const CONTROLLER_REVISIONS = "apps/controllerrevisions";

registerEnumType(ChangeKind, {
  name: "ConfigChangeKind",
  description: "What became of a key.",
  valuesConfig: {
    ADDED: { description: "It was not there before." },
    CHANGED: { description: "It has another value." },
    REMOVED: { description: "It is not there any more." },
  },
});

@ObjectType({ description: "A value of a config under its key. Source: `data`, `binaryData`." })
export class ConfigEntry {
  @Field(() => String, { description: "The key." })
  readonly key!: string;

  @Field(() => String, { nullable: true, description: "The text; null where it is bytes." })
  readonly value!: string | null;

  @Field(() => String, { nullable: true, description: "The bytes as base64; null where it is a text." })
  readonly base64!: string | null;

  @Field(() => Int, { description: "Size of the value in bytes, as it is mounted." })
  readonly sizeBytes!: number;
}

@ObjectType({ description: "What became of one key from one content of a config to another." })
export class ConfigEntryChange implements EntryChange {
  @Field(() => String, { description: "The key." })
  readonly key!: string;

  @Field(() => ChangeKind, { description: "What became of it." })
  readonly kind!: ChangeKind;

  @Field(() => String, { nullable: true, description: "The text before; null where there was none, or bytes." })
  readonly before!: string | null;

  @Field(() => String, { nullable: true, description: "The text after; null where there is none, or bytes." })
  readonly after!: string | null;

  @Field(() => Boolean, { description: "The value is bytes, and is not shown." })
  readonly binary!: boolean;
}

@ShownFor(CONFIG_MAPS)
@ObjectType("ConfigMap", { implements: KubernetesObject, description: "A config. Source: core/v1 ConfigMap." })
export class ConfigMap extends KubernetesObject<ConfigMapManifest> {
  @Field(() => String, { description: "Its namespace." })
  override get namespace(): string {
    return this.row.namespace;
  }

  @Field(() => [ConfigEntry], { description: "What it says, in the order of the keys." })
  @Costs({ items: 5 })
  get entries(): readonly ConfigEntry[] {
    return entriesOf(this.object);
  }

  @Field(() => Boolean, { description: "It cannot be changed any more, only replaced. Source: `immutable`." })
  get immutable(): boolean {
    return this.object.immutable ?? false;
  }

  @Field(() => Int, {
    description: "Number of its present content among those it had; counts changes that were made through the gateway.",
  })
  get revisionNumber(): number {
    return revisionOf(this.object);
  }
}

export function entriesOf({ data, binaryData }: ConfigContent): readonly ConfigEntry[] {
  const texts = Object.entries(data ?? {}).map(([key, value]): ConfigEntry => {
    return { key, value, base64: null, sizeBytes: Buffer.byteLength(value) };
  });
  const bytes = Object.entries(binaryData ?? {}).map(([key, base64]): ConfigEntry => {
    return { key, value: null, base64, sizeBytes: Buffer.byteLength(base64, "base64") };
  });
  return [...texts, ...bytes].sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** A content that a config had: the row is that of a ControllerRevision. */
@ObjectType({ description: "A content that a config had before a change through the gateway." })
export class ConfigRevision {
  readonly manifest: ConfigRevisionManifest;

  constructor(manifest: ConfigRevisionManifest) {
    this.manifest = manifest;
  }

  @Field(() => Int, { description: "Its number." })
  get number(): number {
    return this.manifest.revision ?? 0;
  }

  @Field(() => DateTime, { nullable: true, description: "When it was replaced." })
  get replacedAt(): string | null {
    return this.manifest.metadata.creationTimestamp ?? null;
  }

  @Field(() => [ConfigEntry], { description: "What it said, in the order of the keys." })
  @Costs({ items: 5 })
  get entries(): readonly ConfigEntry[] {
    return entriesOf(contentOfRevision(this.manifest));
  }
}
