import { Field, ObjectType, StringMap } from "../../graphql/index.ts";
import { type AmountsManifest, KubernetesObject, ResourceAmounts, ShownFor } from "../resources/index.ts";
import type { LimitManifest, LimitRangeManifest } from "./resource-quota.manifest.ts";

export const LIMIT_RANGES = "limitranges";

const amounts = (manifest: AmountsManifest | undefined) => manifest && new ResourceAmounts(manifest);

@ObjectType("LimitRangeItem", { description: "The bounds for one sort of things in a namespace. Source: LimitRange." })
export class LimitRangeItem {
  readonly #manifest: LimitManifest;

  constructor(manifest: LimitManifest) {
    this.#manifest = manifest;
  }

  @Field(() => String, { description: "For what: `Container`, `Pod`, `PersistentVolumeClaim`." })
  get type(): string {
    return this.#manifest.type ?? "";
  }

  @Field(() => ResourceAmounts, { nullable: true, description: "The most that one may have; null: any." })
  get max(): ResourceAmounts | null {
    return amounts(this.#manifest.max) ?? null;
  }

  @Field(() => ResourceAmounts, { nullable: true, description: "The least that one must ask for; null: any." })
  get min(): ResourceAmounts | null {
    return amounts(this.#manifest.min) ?? null;
  }

  @Field(() => ResourceAmounts, {
    nullable: true,
    description: "The limits of a container that names none; null: it has none.",
  })
  get default(): ResourceAmounts | null {
    return amounts(this.#manifest.default) ?? null;
  }

  @Field(() => ResourceAmounts, {
    nullable: true,
    description: "The requests of a container that names none; null: as its limits.",
  })
  get defaultRequest(): ResourceAmounts | null {
    return amounts(this.#manifest.defaultRequest) ?? null;
  }

  @Field(() => StringMap, {
    description: "By resource, how many times its request a limit may be at the most; empty: any.",
  })
  get maxLimitRequestRatio(): Readonly<Record<string, string>> {
    const ratios = Object.entries(this.#manifest.maxLimitRequestRatio ?? {});
    return Object.fromEntries(ratios.map(([name, ratio]) => [name, String(ratio)]));
  }
}

@ShownFor(LIMIT_RANGES)
@ObjectType("LimitRange", {
  implements: KubernetesObject,
  description:
    "Bounds and defaults for what single pods, containers and claims of a namespace ask for. Source: core/v1 LimitRange.",
})
export class LimitRange extends KubernetesObject<LimitRangeManifest> {
  @Field(() => String, { description: "Its namespace." })
  override get namespace(): string {
    return this.row.namespace;
  }

  @Field(() => [LimitRangeItem], { description: "Its bounds. Source: `spec.limits`." })
  get limits(): readonly LimitRangeItem[] {
    return (this.object.spec?.limits ?? []).map((limit) => new LimitRangeItem(limit));
  }
}
