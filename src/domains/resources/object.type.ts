import { Costs, DateTime, encodeId, Field, InterfaceType, JSONValue, Node, StringMap } from "../../graphql/index.ts";
import type { Row } from "../../state/index.ts";
import type { Manifest } from "../context.ts";

/**
 * Every object that a cluster's API serves. Object types extend it: a thin class over the row as it is stored, whose
 * getters do their work when they are asked.
 */
@InterfaceType("KubernetesObject", {
  description: "An object of a cluster's API, of whatever kind. Source: the object itself, as last seen.",
  implements: Node,
})
export abstract class KubernetesObject<T extends Manifest = Manifest> extends Node {
  readonly row: Row<T>;

  constructor(row: Row<T>) {
    super();
    this.row = row;
  }

  override get id(): string {
    const { scope, namespace, name, uid } = this.row;
    return encodeId({ cluster: scope.cluster, resource: scope.resource, namespace, name, uid });
  }

  get object(): T {
    return this.row.object;
  }

  @Field(() => String, { description: "The registered name of the cluster that it is in." })
  get cluster(): string {
    return this.row.scope.cluster;
  }

  @Field(() => String, { description: "API group and version in which it is shown, as in `apps/v1`." })
  get apiVersion(): string {
    return this.object.apiVersion;
  }

  @Field(() => String, { description: "Its kind, as in `Deployment`." })
  get kind(): string {
    return this.object.kind;
  }

  @Field(() => String, { nullable: true, description: "Its namespace; null for kinds that live in none." })
  get namespace(): string | null {
    return this.row.namespace || null;
  }

  @Field(() => String, { description: "Unique among those of its kind and namespace." })
  get name(): string {
    return this.row.name;
  }

  @Field(() => String, { description: "`metadata.uid`: tells it from others that had its name before." })
  get uid(): string {
    return this.row.uid;
  }

  @Field(() => StringMap, { description: "`metadata.labels`; empty when there are none." })
  get labels(): Readonly<Record<string, string>> {
    return this.object.metadata.labels ?? {};
  }

  @Field(() => StringMap, {
    description: "`metadata.annotations` without copies of the whole object that tools leave there.",
  })
  get annotations(): Readonly<Record<string, string>> {
    return this.object.metadata.annotations ?? {};
  }

  @Field(() => DateTime, { nullable: true, description: "`metadata.creationTimestamp`." })
  get createdAt(): string | null {
    return this.object.metadata.creationTimestamp ?? null;
  }

  @Field(() => DateTime, {
    nullable: true,
    description: "`metadata.deletionTimestamp`: it is being deleted. Null otherwise.",
  })
  get deletedAt(): string | null {
    return this.object.metadata.deletionTimestamp ?? null;
  }

  @Field(() => String, { description: "`metadata.resourceVersion` of the state shown, for `expectedResourceVersion`." })
  get resourceVersion(): string {
    return this.object.metadata.resourceVersion ?? this.row.version;
  }

  @Costs({ weight: 10 })
  @Field(() => JSONValue, {
    description:
      "The whole object as the API sends it, without `managedFields`; of a Secret, the sizes of its values in place of them.",
  })
  get raw(): T {
    return this.object;
  }
}
