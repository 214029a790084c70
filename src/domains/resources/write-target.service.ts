import { FairwayError } from "../../errors/index.ts";
import { decodeId, type UserError } from "../../graphql/index.ts";
import { type ApiResource, groupResourceOf } from "../../kubernetes/index.ts";
import type { DomainContext } from "../context.ts";
import type { Attempt } from "./attempt.service.ts";
import { findKind } from "./discovery.service.ts";
import type { Target } from "./lookup.service.ts";
import type { ResourceByInput, ResourceRefInput } from "./resource.input.ts";
import { targetOfRef } from "./resource.service.ts";
import { notFound } from "./write.mapping.ts";
import { isReachable } from "./write.service.ts";

/** Where an object of any kind is that is to be written, and what its kind is; or why there can be none. */
export type Placed = { readonly target: Target; readonly kind: ApiResource } | { readonly refusal: UserError };

/** Null in a pass that has to ask first what its kind is. */
export function placeOf(ctx: DomainContext, tried: Attempt, by: ResourceByInput): Placed | null {
  const target = resourceTarget(ctx, tried, by);
  return target && placeAt(ctx, target);
}

/** What kind an object is of, where that is known already; null in a pass that has to ask first. */
export function placeAt(ctx: DomainContext, target: Target): Placed | null {
  if (!isReachable(ctx, target)) return { refusal: notFound(target) };
  const kind = findKind(ctx, target.cluster, target.resource);
  if (kind === "pending") return null;
  if (kind instanceof FairwayError && kind.code !== "UNKNOWN_KIND") throw kind;
  // An id can be made by anybody, and outlives the definition of its kind.
  if (kind instanceof FairwayError || groupResourceOf(kind) !== target.resource) return { refusal: notFound(target) };
  return { target, kind };
}

/** What an input names; null in a pass that has to ask first what its kind is. */
export function resourceTarget(ctx: DomainContext, tried: Attempt, by: ResourceByInput): Target | null {
  if (by.id !== undefined) return tried.at(decodeId(by.id));
  const ref = by.ref as ResourceRefInput;
  const { cluster, namespace, name } = ref;
  // What its kind is may have to be asked.
  tried.at({ cluster, name, ...(namespace && { namespace }) });
  const target = targetOfRef(ctx, ref, "input.by.ref");
  return target && tried.at(target);
}
