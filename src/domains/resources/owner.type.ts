import { Field, ObjectType } from "../../graphql/index.ts";
import type { OwnerReference } from "../../kubernetes/index.ts";
import type { Row } from "../../state/index.ts";
import type { Manifest } from "../context.ts";

@ObjectType({ description: "What an object belongs to, and is deleted with. Source: `metadata.ownerReferences`." })
export class Owner {
  /** The object that is owned. */
  readonly owned: Row<Manifest>;
  readonly reference: OwnerReference;

  constructor(owned: Row<Manifest>, reference: OwnerReference) {
    this.owned = owned;
    this.reference = reference;
  }

  @Field(() => String, { description: "API group and version of the owner, as in `apps/v1`." })
  get apiVersion(): string {
    return this.reference.apiVersion;
  }

  @Field(() => String, { description: "Kind of the owner." })
  get kind(): string {
    return this.reference.kind;
  }

  @Field(() => String, { description: "Name of the owner; it is in the same namespace, or in none." })
  get name(): string {
    return this.reference.name;
  }

  @Field(() => String, { description: "`metadata.uid` of the owner." })
  get uid(): string {
    return this.reference.uid;
  }

  @Field(() => Boolean, { description: "It is the one owner that manages the object." })
  get controller(): boolean {
    return this.reference.controller ?? false;
  }
}
