import { FairwayError } from "../../errors/index.ts";
import { decodeId } from "../../graphql/index.ts";
import type { GroupResource, ObjectRef, Row } from "../../state/index.ts";
import type { DomainContext, Manifest } from "../context.ts";
import type { ClusterScopedByInput, ObjectByInput } from "./lookup.input.ts";
import { unknownCluster } from "./object.service.ts";

/** Where an object is; `uid` when it was named by an id, which means this very object and no namesake. */
export interface Target extends ObjectRef {
  readonly uid?: string;
}

/** What an input names, checked as far as it can be without reading. `field` is the input's path, for errors. */
export function targetOf(
  ctx: DomainContext,
  resource: GroupResource,
  by: ObjectByInput | ClusterScopedByInput,
  field: string,
): Target {
  if (by.id !== undefined) {
    const id = decodeId(by.id);
    if (id.resource === resource) return id;
    throw new FairwayError("INVALID_ID", `The id is of one of ${id.resource}, not of ${resource}`, {
      field: `${field}.id`,
    });
  }
  const ref = by.ref as NonNullable<(ObjectByInput | ClusterScopedByInput)["ref"]>;
  const { cluster, name } = ref;
  const namespace = "namespace" in ref ? ref.namespace : "";
  if (!ctx.reader.clusters().includes(cluster)) throw unknownCluster(cluster, `${field}.ref.cluster`);
  return { cluster, resource, namespace, name };
}

/** The object, or null when it is absent, another one by now, or not for the caller to see: all of these look alike. */
export function readTarget<T extends Manifest>({ reader }: DomainContext, target: Target): Row<T> | null {
  // An id outlives the registration of its cluster.
  if (!reader.clusters().includes(target.cluster)) return null;
  const row = reader.get<T>(target);
  return row && (target.uid === undefined || row.uid === target.uid) ? row : null;
}

export function findObject<T extends Manifest>(
  ctx: DomainContext,
  resource: GroupResource,
  by: ObjectByInput | ClusterScopedByInput,
): Row<T> | null {
  return readTarget(ctx, targetOf(ctx, resource, by, "by"));
}
