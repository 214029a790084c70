import type { GraphQLResolveInfo } from "graphql";
import { changeFaults, entryFaults, type GivenEntry } from "../configs/index.ts";
import type { DomainContext } from "../context.ts";
import { attempt, createObject, patchObject, refused, targetOf, type WriteResult } from "../resources/index.ts";
import type { SecretCreateInput, SecretUpdateInput } from "./secret.input.ts";
import type { SecretManifest } from "./secret.manifest.ts";
import { SECRETS } from "./secret.type.ts";

export function createSecret(
  ctx: DomainContext,
  info: GraphQLResolveInfo,
  { cluster, namespace, name, type, entries, immutable, dryRun }: SecretCreateInput,
): WriteResult<SecretManifest> | null {
  return attempt(ctx, info, { verb: "create", dryRun }, (tried) => {
    const place = { cluster, resource: SECRETS, namespace };
    tried.at({ ...place, name });
    const faults = entryFaults(entries, "input.entries");
    if (faults.length > 0) return refused(...faults);
    return createObject<SecretManifest>(ctx, tried, {
      ...place,
      body: {
        apiVersion: "v1",
        kind: "Secret",
        metadata: { name, namespace },
        type,
        data: dataOf(entries),
        ...(immutable && { immutable }),
      },
      dryRun,
      inputPaths: { "metadata.name": "input.name", type: "input.type" },
    });
  });
}

/** Nothing is read: who may change a secret need not be able to see it. */
export function updateSecret(
  ctx: DomainContext,
  info: GraphQLResolveInfo,
  { by, set, remove, expectedResourceVersion, dryRun }: SecretUpdateInput,
): WriteResult<SecretManifest> | null {
  return attempt(ctx, info, { verb: "patch", dryRun }, (tried) => {
    const target = tried.at(targetOf(ctx, SECRETS, by, "input.by"));
    const faults = changeFaults(set, remove);
    if (faults.length > 0) return refused(...faults);
    const gone = remove.map((key) => [key, null] as const);
    return patchObject<SecretManifest>(ctx, tried, {
      target,
      merge: { data: { ...dataOf(set), ...Object.fromEntries(gone) } },
      expectedResourceVersion,
      dryRun,
      inputPaths: {},
    });
  });
}

function dataOf(entries: readonly GivenEntry[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    entries.map(({ key, value, base64 }) => [key, base64 ?? Buffer.from(value ?? "").toString("base64")]),
  );
}
