import { DateTime, Field, Int, ObjectType, registerEnumType, StringMap } from "../../graphql/index.ts";
import { amountsOf, Condition, KubernetesObject, ResourceAmounts, ShownFor } from "../resources/index.ts";
import { Container } from "./container.type.ts";
import type { PodManifest } from "./pod.manifest.ts";
import { containersOf, isReady, PodPhase, phaseOf, restartCountOf } from "./pod.mapping.ts";
import { reasonOf } from "./pod-reason.mapping.ts";
import { podLimits, podRequests } from "./pod-requests.mapping.ts";
import { Toleration } from "./toleration.type.ts";

export const PODS = "pods";

registerEnumType(PodPhase, {
  name: "PodPhase",
  description: "Where a pod is in its life. Source: `status.phase`.",
  valuesConfig: {
    PENDING: { description: "Accepted; some container has not started yet." },
    RUNNING: { description: "Bound to a node; at least one container runs, starts or restarts." },
    SUCCEEDED: { description: "All containers ended with success and stay ended." },
    FAILED: { description: "All containers ended, one of them at least with failure." },
    UNKNOWN: { description: "Its node cannot be asked." },
  },
});

@ShownFor(PODS)
@ObjectType("Pod", { implements: KubernetesObject, description: "A pod. Source: core/v1 Pod." })
export class Pod extends KubernetesObject<PodManifest> {
  @Field(() => String, { description: "Its namespace." })
  override get namespace(): string {
    return this.row.namespace;
  }

  @Field(() => PodPhase, { description: "Where it is in its life." })
  get phase(): PodPhase {
    return phaseOf(this.object);
  }

  @Field(() => String, {
    description: "Its state in one word, as in kubectl's STATUS column: `Running`, `CrashLoopBackOff`.",
  })
  get reason(): string {
    return reasonOf(this.object);
  }

  @Field(() => String, { nullable: true, description: "`status.message`: its state in a sentence." })
  get message(): string | null {
    return this.object.status?.message || null;
  }

  @Field(() => Boolean, { description: "It takes traffic: its condition `Ready` holds." })
  get ready(): boolean {
    return isReady(this.object);
  }

  @Field(() => Int, {
    description: "How often its containers were started again, in all; sidecars count, other init containers do not.",
  })
  get restartCount(): number {
    return restartCountOf(this.object);
  }

  @Field(() => String, {
    nullable: true,
    description: "Name of the node that it is bound to; null before it is scheduled.",
  })
  get nodeName(): string | null {
    return this.object.spec?.nodeName || null;
  }

  @Field(() => String, { nullable: true, description: "Its address within the cluster; null before it has one." })
  get podIP(): string | null {
    return this.object.status?.podIP || null;
  }

  @Field(() => String, { nullable: true, description: "The service account that it runs as." })
  get serviceAccountName(): string | null {
    return this.object.spec?.serviceAccountName || null;
  }

  @Field(() => String, { nullable: true, description: "The address of its node; null before it is scheduled." })
  get hostIP(): string | null {
    return this.object.status?.hostIP || null;
  }

  @Field(() => String, {
    nullable: true,
    description:
      "How early it is ended when its node runs short: `Guaranteed`, `Burstable`, `BestEffort`. Source: `status.qosClass`.",
  })
  get qosClass(): string | null {
    return this.object.status?.qosClass ?? null;
  }

  @Field(() => String, { nullable: true, description: "Name of its priority class. Source: `spec.priorityClassName`." })
  get priorityClassName(): string | null {
    return this.object.spec?.priorityClassName || null;
  }

  @Field(() => [Toleration], { description: "The taints of nodes that it bears. Source: `spec.tolerations`." })
  get tolerations(): readonly Toleration[] {
    return (this.object.spec?.tolerations ?? []).map((toleration) => new Toleration(toleration));
  }

  @Field(() => StringMap, { description: "Labels that its node must have. Source: `spec.nodeSelector`." })
  get nodeSelector(): Readonly<Record<string, string>> {
    return this.object.spec?.nodeSelector ?? {};
  }

  @Field(() => [String], { description: "Names of its volumes. Source: `spec.volumes`." })
  get volumeNames(): readonly string[] {
    return (this.object.spec?.volumes ?? []).map(({ name }) => name);
  }

  @Field(() => ResourceAmounts, {
    description:
      "What is set aside for it, by the scheduler's rule: its containers together, or its start where that needs more.",
  })
  get requests(): ResourceAmounts {
    return new ResourceAmounts(amountsOf(podRequests(this.object.spec)));
  }

  @Field(() => ResourceAmounts, {
    description: "What it may not exceed, by the same rule. Containers without a limit do not count.",
  })
  get limits(): ResourceAmounts {
    return new ResourceAmounts(amountsOf(podLimits(this.object.spec)));
  }

  @Field(() => DateTime, { nullable: true, description: "When its kubelet took it on; null before." })
  get startedAt(): string | null {
    return this.object.status?.startTime ?? null;
  }

  @Field(() => [Container], {
    description: "Its containers in the order of their start: init containers first, ephemeral ones last.",
  })
  get containers(): readonly Container[] {
    return containersOf(this.object).map((parts) => new Container(parts));
  }

  @Field(() => [Condition], { description: "Its conditions." })
  get conditions(): readonly Condition[] {
    return (this.object.status?.conditions ?? []).map((condition) => new Condition(condition));
  }
}
