import { quantityOf } from "../resources/index.ts";
import type { ResourceQuotaManifest } from "./resource-quota.manifest.ts";

/** One resource of a quota: how much there may be, and how much there is. */
export interface QuotaUse {
  readonly resource: string;
  readonly hard: string;
  /** Null before the controller has counted. */
  readonly used: string | null;
}

/** By the name of the resource. What was set and not taken up yet is there without a use. */
export function usesOf({ spec, status }: ResourceQuotaManifest): readonly QuotaUse[] {
  const hard = spec?.hard ?? {};
  return Object.keys(hard)
    .sort()
    .map((resource) => {
      const used = status?.used?.[resource];
      return { resource, hard: String(hard[resource]), used: used === undefined ? null : String(used) };
    });
}

/** The part that is used, 1 where nothing is left; null where nothing was counted. */
export function ratioOf({ hard, used }: QuotaUse): number | null {
  const limit = quantityOf(hard);
  const count = quantityOf(used);
  if (limit === null || count === null) return null;
  // Of nothing, nothing is left.
  const ratio = limit === 0 ? 1 : count / limit;
  return Number.isFinite(ratio) ? ratio : null;
}

/** Of the resource of which the least is left; null where nothing was counted. */
export function fullestOf(quota: ResourceQuotaManifest): number | null {
  const ratios = usesOf(quota).flatMap((use) => ratioOf(use) ?? []);
  return ratios.length === 0 ? null : Math.max(...ratios);
}

/** For which objects it counts, in words: `BestEffort`, `PriorityClass In (high)`. */
export function scopesOf({ spec }: ResourceQuotaManifest): readonly string[] {
  const selected = (spec?.scopeSelector?.matchExpressions ?? []).map(
    ({ scopeName = "", operator = "", values = [] }) =>
      values.length > 0 ? `${scopeName} ${operator} (${values.join(",")})` : `${scopeName} ${operator}`.trim(),
  );
  return [...(spec?.scopes ?? []), ...selected];
}
