import { Field, Float, ObjectType } from "../../graphql/index.ts";
import { KubernetesObject, quantityOf, ShownFor } from "../resources/index.ts";
import type { ResourceQuotaManifest } from "./resource-quota.manifest.ts";
import { fullestOf, type QuotaUse, ratioOf, scopesOf, usesOf } from "./resource-quota.mapping.ts";

export const RESOURCE_QUOTAS = "resourcequotas";

@ObjectType("ResourceQuotaUse", {
  description: "How much of a resource a namespace may have, and how much it has. Source: ResourceQuota.",
})
export class ResourceQuotaUse {
  readonly #use: QuotaUse;

  constructor(use: QuotaUse) {
    this.#use = use;
  }

  @Field(() => String, { description: "The resource: `requests.cpu`, `limits.memory`, `pods`, `count/secrets`." })
  get resource(): string {
    return this.#use.resource;
  }

  @Field(() => String, { description: "How much there may be, as a quantity: `10`, `32Gi`. Source: `spec.hard`." })
  get hard(): string {
    return this.#use.hard;
  }

  @Field(() => Float, {
    nullable: true,
    description: "The same as a number: of cores, of bytes, of objects. Null for what is no quantity.",
  })
  get hardNumber(): number | null {
    return quantityOf(this.#use.hard);
  }

  @Field(() => String, {
    nullable: true,
    description: "How much there is, as a quantity; null before it was counted. Source: `status.used`.",
  })
  get used(): string | null {
    return this.#use.used;
  }

  @Field(() => Float, { nullable: true, description: "The same as a number: of cores, of bytes, of objects." })
  get usedNumber(): number | null {
    return quantityOf(this.#use.used);
  }

  @Field(() => Float, {
    nullable: true,
    description: "Which part of it is used: 0.5 is half, 1 and more leaves nothing. Null before it was counted.",
  })
  get usedRatio(): number | null {
    return ratioOf(this.#use);
  }
}

@ShownFor(RESOURCE_QUOTAS)
@ObjectType("ResourceQuota", {
  implements: KubernetesObject,
  description: "How much a namespace may have. Source: core/v1 ResourceQuota.",
})
export class ResourceQuota extends KubernetesObject<ResourceQuotaManifest> {
  @Field(() => String, { description: "Its namespace." })
  override get namespace(): string {
    return this.row.namespace;
  }

  @Field(() => [ResourceQuotaUse], { description: "What it limits, by the name of the resource." })
  get uses(): readonly ResourceQuotaUse[] {
    return usesOf(this.object).map((use) => new ResourceQuotaUse(use));
  }

  @Field(() => Float, {
    nullable: true,
    description: "`usedRatio` of the resource of which the least is left; null before anything was counted.",
  })
  get fullestRatio(): number | null {
    return fullestOf(this.object);
  }

  @Field(() => [String], {
    description:
      "For which objects it counts: `BestEffort`, `PriorityClass In (high)`; empty: for all. Source: `spec.scopes`, `spec.scopeSelector`.",
  })
  get scopes(): readonly string[] {
    return scopesOf(this.object);
  }
}
