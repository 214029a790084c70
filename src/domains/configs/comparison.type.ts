import { createHash } from "node:crypto";
import { Costs, Field, ObjectType } from "../../graphql/index.ts";
import type { Row } from "../../state/index.ts";
import type { ConfigMapManifest } from "./config-map.manifest.ts";
import { ConfigMap, entriesOf } from "./config-map.type.ts";

/** One cluster's config of the name; null where it is absent or may not be seen. */
export interface ConfigPlace {
  readonly cluster: string;
  readonly row: Row<ConfigMapManifest> | null;
}

@ObjectType({ description: "What one cluster's config says under a key." })
export class ConfigComparedValue {
  @Field(() => String, { description: "The cluster's registered name." })
  readonly cluster!: string;

  @Field(() => Boolean, { description: "The config there has the key." })
  readonly present!: boolean;

  @Field(() => String, { nullable: true, description: "SHA-256 of the value in hexadecimal digits; null without one." })
  readonly digest!: string | null;

  @Field(() => String, { nullable: true, description: "The text; null without one, and where it is bytes." })
  readonly value!: string | null;
}

@ObjectType({ description: "One key, in all clusters that were compared." })
export class ConfigComparedEntry {
  @Field(() => String, { description: "The key." })
  readonly key!: string;

  @Field(() => Boolean, { description: "Every cluster has it, with the same value." })
  readonly equal!: boolean;

  @Field(() => [ConfigComparedValue], { description: "One for each cluster, in the order asked for." })
  readonly values!: readonly ConfigComparedValue[];
}

@ObjectType({ description: "One cluster of a comparison." })
export class ConfigComparedCluster {
  @Field(() => String, { description: "The cluster's registered name." })
  readonly cluster!: string;

  @Field(() => ConfigMap, {
    nullable: true,
    description: "The config there; null where it is absent or may not be seen.",
  })
  readonly configMap!: ConfigMap | null;
}

@ObjectType({ description: "The configs of one name in several clusters, beside each other." })
export class ConfigMapComparison {
  readonly #places: readonly ConfigPlace[];

  constructor(places: readonly ConfigPlace[]) {
    this.#places = places;
  }

  @Field(() => Boolean, { description: "Every cluster has it, and it says the same everywhere." })
  get equal(): boolean {
    return this.#places.every(({ row }) => row !== null) && this.entries.every(({ equal }) => equal);
  }

  @Field(() => [ConfigComparedCluster], { description: "The clusters, in the order asked for." })
  @Costs({ items: 5 })
  get clusters(): readonly ConfigComparedCluster[] {
    return this.#places.map(({ cluster, row }) => ({ cluster, configMap: row && new ConfigMap(row) }));
  }

  @Field(() => [ConfigComparedEntry], { description: "Key by key, in the order of the keys." })
  @Costs({ items: 10 })
  get entries(): readonly ConfigComparedEntry[] {
    const said = this.#places.map(({ cluster, row }) => ({
      cluster,
      entries: new Map(entriesOf(row?.object ?? {}).map((entry) => [entry.key, entry])),
    }));
    const keys = [...new Set(said.flatMap(({ entries }) => [...entries.keys()]))].sort();
    return keys.map((key) => {
      const values = said.map(({ cluster, entries }): ConfigComparedValue => {
        const entry = entries.get(key);
        if (!entry) return { cluster, present: false, digest: null, value: null };
        const bytes = entry.base64 === null ? Buffer.from(entry.value ?? "") : Buffer.from(entry.base64, "base64");
        const digest = createHash("sha256").update(bytes).digest("hex");
        return { cluster, present: true, digest, value: entry.value };
      });
      return { key, equal: values.every(({ digest }) => digest !== null && digest === values[0]?.digest), values };
    });
  }
}
