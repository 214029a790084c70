import { DateTime, Field, ObjectType, registerEnumType } from "../../graphql/index.ts";
import { ALERTS } from "../../integrations/alertmanager/index.ts";
import { KubernetesObject, ShownFor } from "../resources/index.ts";
import type { AlertManifest } from "./alert.manifest.ts";
import { AlertState } from "./alert.mapping.ts";

registerEnumType(AlertState, {
  name: "AlertState",
  description: "What Alertmanager does with an alert. One that is resolved is no alert any more.",
  valuesConfig: {
    FIRING: { description: "Its receivers are told of it." },
    SUPPRESSED: { description: "A silence, or another alert, keeps them from being told." },
    UNPROCESSED: { description: "Alertmanager has only just been told of it." },
  },
});

@ShownFor(ALERTS)
@ObjectType("Alert", {
  implements: KubernetesObject,
  description:
    "An alert that is firing in a cluster. Source: Alertmanager, polled; it is no object of the cluster's API. `name` is its fingerprint, made of its labels; `labels` and `annotations` are those that the rule gave it.",
})
export class Alert extends KubernetesObject<AlertManifest> {
  @Field(() => String, {
    nullable: true,
    description: "The label `alertname`: the name of the rule; null without one.",
  })
  get alertName(): string | null {
    return this.labels.alertname ?? null;
  }

  @Field(() => AlertState, { description: "Alertmanager's `status.state`." })
  get state(): AlertState {
    return this.object.status.state;
  }

  @Field(() => String, { nullable: true, description: "The label `severity`, such as `critical`; null without one." })
  get severity(): string | null {
    return this.labels.severity ?? null;
  }

  @Field(() => String, { nullable: true, description: "The annotation `summary`; null without one." })
  get summary(): string | null {
    return this.annotations.summary ?? null;
  }

  @Field(() => DateTime, { description: "Since when it is firing, by Prometheus." })
  get startsAt(): string {
    return this.object.metadata.creationTimestamp;
  }

  @Field(() => String, {
    nullable: true,
    description: "Where the expression of its rule can be looked at; null where unknown.",
  })
  get generatorUrl(): string | null {
    return this.object.generatorUrl;
  }

  @Field(() => [String], { description: "The names of the receivers that are told of it, in alphabetical order." })
  get receivers(): readonly string[] {
    return this.object.receivers;
  }

  @Field(() => [String], { description: "The fingerprints of alerts that suppress it." })
  get inhibitedBy(): readonly string[] {
    return this.object.status.inhibitedBy;
  }
}
