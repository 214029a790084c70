import { Field, Int, ObjectType } from "../../graphql/index.ts";
import { KubernetesObject, ShownFor } from "../resources/index.ts";
import type { ReplicaSetManifest } from "./deployment.manifest.ts";
import { imagesOf, revisionOf } from "./deployment.mapping.ts";

export const REPLICA_SETS = "apps/replicasets";

@ShownFor(REPLICA_SETS)
@ObjectType("ReplicaSet", {
  implements: KubernetesObject,
  description: "The pods of one template of a deployment. Source: apps/v1 ReplicaSet.",
})
export class ReplicaSet extends KubernetesObject<ReplicaSetManifest> {
  @Field(() => String, { description: "Its namespace." })
  override get namespace(): string {
    return this.row.namespace;
  }

  @Field(() => Int, { description: "How many pods are wanted. Source: `spec.replicas`." })
  get replicas(): number {
    return this.object.spec?.replicas ?? 1;
  }

  @Field(() => Int, { description: "How many pods there are. Source: `status.replicas`." })
  get currentReplicas(): number {
    return this.object.status?.replicas ?? 0;
  }

  @Field(() => Int, { description: "How many pods are ready. Source: `status.readyReplicas`." })
  get readyReplicas(): number {
    return this.object.status?.readyReplicas ?? 0;
  }

  @Field(() => Int, { description: "How many were ready for `minReadySeconds`. Source: `status.availableReplicas`." })
  get availableReplicas(): number {
    return this.object.status?.availableReplicas ?? 0;
  }

  @Field(() => [String], { description: "Images of its containers, in their order; init containers do not count." })
  get images(): readonly string[] {
    return imagesOf(this.object.spec?.template);
  }

  @Field(() => Int, {
    nullable: true,
    description: "Number of its template among those of its deployment; null without one.",
  })
  get rolloutRevision(): number | null {
    return revisionOf(this.object);
  }
}
