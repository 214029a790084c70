import { Field, Int, ObjectType } from "../../graphql/index.ts";
import { ShownFor } from "../resources/index.ts";
import type { ReplicaSetManifest } from "./deployment.manifest.ts";
import { revisionOf } from "./deployment.mapping.ts";
import type { LabelSelectorManifest, PodTemplateManifest } from "./pod-template.manifest.ts";
import { Workload } from "./workload.type.ts";

export const REPLICA_SETS = "apps/replicasets";

@ShownFor(REPLICA_SETS)
@ObjectType("ReplicaSet", {
  implements: Workload,
  description: "The pods of one template of a deployment. Source: apps/v1 ReplicaSet.",
})
export class ReplicaSet extends Workload<ReplicaSetManifest> {
  override get template(): PodTemplateManifest | undefined {
    return this.object.spec?.template;
  }

  override get podSelector(): LabelSelectorManifest | undefined {
    return this.object.spec?.selector;
  }

  @Field(() => String, { description: "Its namespace." })
  override get namespace(): string {
    return this.row.namespace;
  }

  @Field(() => Int, { description: "How many pods are wanted. Source: `spec.replicas`." })
  override get replicas(): number {
    return this.object.spec?.replicas ?? 1;
  }

  @Field(() => Int, { description: "How many pods there are. Source: `status.replicas`." })
  override get currentReplicas(): number {
    return this.object.status?.replicas ?? 0;
  }

  @Field(() => Int, { description: "How many pods are ready. Source: `status.readyReplicas`." })
  override get readyReplicas(): number {
    return this.object.status?.readyReplicas ?? 0;
  }

  @Field(() => Int, { description: "How many were ready for `minReadySeconds`. Source: `status.availableReplicas`." })
  override get availableReplicas(): number {
    return this.object.status?.availableReplicas ?? 0;
  }

  @Field(() => Int, {
    nullable: true,
    description: "Number of its template among those of its deployment; null without one.",
  })
  get rolloutRevision(): number | null {
    return revisionOf(this.object);
  }
}
