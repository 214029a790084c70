import type { Manifest } from "../context.ts";
import type { AmountsManifest } from "../resources/index.ts";

/** What is read of the manifest of a ResourceQuota. */
export interface ResourceQuotaManifest extends Manifest {
  readonly spec?: {
    readonly hard?: AmountsManifest;
    readonly scopes?: readonly string[];
    readonly scopeSelector?: {
      readonly matchExpressions?: readonly {
        readonly scopeName?: string;
        readonly operator?: string;
        readonly values?: readonly string[];
      }[];
    };
  };
  readonly status?: { readonly hard?: AmountsManifest; readonly used?: AmountsManifest };
}

/** What is read of the manifest of a LimitRange. */
export interface LimitRangeManifest extends Manifest {
  readonly spec?: { readonly limits?: readonly LimitManifest[] };
}

export interface LimitManifest {
  readonly type?: string;
  readonly max?: AmountsManifest;
  readonly min?: AmountsManifest;
  readonly default?: AmountsManifest;
  readonly defaultRequest?: AmountsManifest;
  readonly maxLimitRequestRatio?: AmountsManifest;
}
