import type { GraphQLResolveInfo } from "graphql";
import type { DomainContext } from "../context.ts";
import { attempt, createObject, refused, type WriteResult } from "../resources/index.ts";
import type { ConfigMapManifest } from "./config-map.manifest.ts";
import { CONFIG_MAPS } from "./config-map.type.ts";
import type { ConfigMapCreateInput } from "./create.input.ts";
import { contentOf, entryFaults } from "./entries.mapping.ts";

export function createConfigMap(
  ctx: DomainContext,
  info: GraphQLResolveInfo,
  { cluster, namespace, name, entries, immutable, dryRun }: ConfigMapCreateInput,
): WriteResult<ConfigMapManifest> | null {
  return attempt(ctx, info, { verb: "create", dryRun }, (tried) => {
    const place = { cluster, resource: CONFIG_MAPS, namespace };
    tried.at({ ...place, name });
    const faults = entryFaults(entries, "input.entries");
    if (faults.length > 0) return refused(...faults);
    return createObject<ConfigMapManifest>(ctx, tried, {
      ...place,
      body: {
        apiVersion: "v1",
        kind: "ConfigMap",
        metadata: { name, namespace },
        ...contentOf(entries),
        ...(immutable && { immutable }),
      },
      dryRun,
      inputPaths: { "metadata.name": "input.name" },
    });
  });
}
