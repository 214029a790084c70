import type { ClusterName, Row } from "../../state/index.ts";
import type { DomainContext, Manifest } from "../context.ts";
import { objectFor } from "../resources/index.ts";
import { podSpecOf, TEMPLATED } from "./templates.mapping.ts";
import { type ConfigConsumer, ConfigUse } from "./use.type.ts";
import { type Source, type Use, UseKind, usesOf } from "./uses.mapping.ts";

export interface Consumer {
  readonly row: Row<Manifest>;
  readonly uses: readonly Use[];
}

/**
 * What uses a config or a secret, of what the caller may see. `keys`: those that it has, as far as that is known; a variable in a
 * command that might come from it is none of its own where it has no such key.
 */
export function consumersOf(
  { reader }: DomainContext,
  { cluster, namespace, name }: { readonly cluster: ClusterName; readonly namespace: string; readonly name: string },
  source: Source,
  keys?: ReadonlySet<string>,
): readonly Consumer[] {
  const mayBe = ({ kind, keys: used }: Use) =>
    kind !== UseKind.ARGUMENT || !keys || !used || used.some((key) => keys.has(key));
  return TEMPLATED.flatMap((resource) =>
    reader.related<Manifest>(cluster, resource, `use of ${source}`, `${namespace}/${name}`).map((row) => {
      const uses = usesOf(podSpecOf(row.object));
      return { row, uses: uses.filter((use) => use.source === source && use.name === name && mayBe(use)) };
    }),
  );
}

export function toConsumer({ row, uses }: Consumer): ConfigConsumer {
  return { object: objectFor(row), uses: uses.map((use) => new ConfigUse(use)) };
}
