import { Field, Int, InterfaceType } from "../../graphql/index.ts";
import type { Manifest } from "../context.ts";
import { amountsOf, KubernetesObject, ResourceAmounts } from "../resources/index.ts";
import { imagesOf } from "./deployment.mapping.ts";
import { podLimits, podRequests } from "./pod-requests.mapping.ts";
import type { LabelSelectorManifest, PodTemplateManifest } from "./pod-template.manifest.ts";
import type { RolloutState } from "./rollout-status.mapping.ts";
import { RolloutStatus } from "./rollout-status.type.ts";
import { selectorText } from "./selector.mapping.ts";
import { TemplateContainer } from "./template-container.type.ts";

/** What makes pods from a template, whatever its kind. */
@InterfaceType("Workload", {
  implements: KubernetesObject,
  description:
    "What makes pods from a template: a Deployment, StatefulSet, DaemonSet, Job, CronJob, or ReplicaSet. Source: the object itself.",
})
export abstract class Workload<M extends Manifest = Manifest> extends KubernetesObject<M> {
  abstract get template(): PodTemplateManifest | undefined;
  /** Absent where it has no pods of its own. */
  get podSelector(): LabelSelectorManifest | undefined {
    return undefined;
  }

  @Field(() => Int, {
    nullable: true,
    description: "How many pods are wanted; null for a cron job, which has none of its own.",
  })
  get replicas(): number | null {
    return null;
  }

  @Field(() => Int, { nullable: true, description: "How many pods there are, of any template; null for a cron job." })
  get currentReplicas(): number | null {
    return null;
  }

  @Field(() => Int, {
    nullable: true,
    description: "How many pods are of the newest template; null where templates do not change.",
  })
  get updatedReplicas(): number | null {
    return null;
  }

  @Field(() => Int, { nullable: true, description: "How many pods are ready; null for a cron job." })
  get readyReplicas(): number | null {
    return null;
  }

  @Field(() => Int, {
    nullable: true,
    description: "How many pods were ready for `minReadySeconds`; null for jobs and cron jobs.",
  })
  get availableReplicas(): number | null {
    return null;
  }

  get rollout(): RolloutState | null {
    return null;
  }

  @Field(() => [String], { description: "Images of its containers, in their order; init containers do not count." })
  get images(): readonly string[] {
    return imagesOf(this.template);
  }

  @Field(() => [TemplateContainer], {
    description: "The containers of its template in the order of their start: init containers first.",
  })
  get containers(): readonly TemplateContainer[] {
    const { initContainers, containers } = this.template?.spec ?? {};
    return [
      ...(initContainers ?? []).map((spec) => new TemplateContainer({ spec, init: true })),
      ...(containers ?? []).map((spec) => new TemplateContainer({ spec, init: false })),
    ];
  }

  @Field(() => String, {
    nullable: true,
    description: "Which pods are its own, as a label selector: `app=web`. Null for a cron job.",
  })
  get selector(): string | null {
    return this.podSelector ? selectorText(this.podSelector) : null;
  }

  @Field(() => RolloutStatus, {
    nullable: true,
    description: "How its rollout stands, as `kubectl rollout status` says; null for kinds that are not rolled out.",
  })
  get rolloutStatus(): RolloutStatus | null {
    return this.rollout;
  }

  @Field(() => ResourceAmounts, {
    description:
      "What its pods ask for when all that are wanted are there: the requests of the template times `replicas`; of a cron job, of one pod.",
  })
  get requests(): ResourceAmounts {
    return new ResourceAmounts(amountsOf(podRequests(this.template?.spec), this.replicas ?? 1));
  }

  @Field(() => ResourceAmounts, {
    description:
      "What its pods may not exceed when all that are wanted are there: the limits of the template times `replicas`; of a cron job, of one pod. Containers without a limit do not count.",
  })
  get limits(): ResourceAmounts {
    return new ResourceAmounts(amountsOf(podLimits(this.template?.spec), this.replicas ?? 1));
  }
}
