import { Field, InputType, indexed, matching, oneOfTest, StringFilter, stringTest } from "../../graphql/index.ts";
import { ALERTS } from "../../integrations/alertmanager/index.ts";
import type { IndexDefinition, Predicate } from "../../state/index.ts";
import { defineKind, NamespacedObjectFilter } from "../resources/index.ts";
import type { AlertManifest } from "./alert.manifest.ts";
import { AlertState, concernedBy, concernedValue } from "./alert.mapping.ts";
import { Alert } from "./alert.type.ts";

/** Alerts under what they are about. */
export const alertsByConcerned: IndexDefinition = {
  name: "concerned",
  resource: ALERTS,
  values: ({ object }) => concernedBy(object as AlertManifest).map(concernedValue),
};

/** Alerts under the ids of the silences that suppress them. */
export const alertsBySilence: IndexDefinition = {
  name: "silence",
  resource: ALERTS,
  // Of what has no status, as a half-made object, nothing is silenced.
  values: ({ object }) => (object as Partial<AlertManifest>).status?.silencedBy ?? [],
};

@InputType({ description: "Condition on the state of an alert." })
export class AlertStateFilter {
  @Field(() => [AlertState], { nullable: true, description: "One of these. An empty list matches nothing." })
  in?: readonly AlertState[] | null;
}

@InputType({ description: "Which alerts; each condition that is given must hold. `labels` are those of the alert." })
export class AlertFilter extends NamespacedObjectFilter {
  @Field(() => AlertStateFilter, { nullable: true, description: "Condition on the state." })
  state?: AlertStateFilter | null;

  @Field(() => StringFilter, {
    nullable: true,
    description: "Condition on the name of the rule, the label `alertname`.",
  })
  alertName?: StringFilter | null;

  @Field(() => StringFilter, { nullable: true, description: "Condition on the label `severity`." })
  severity?: StringFilter | null;

  @Field(() => String, { nullable: true, description: "About the node of this name, by the label `node`." })
  nodeName?: string | null;
}

const labelOf = (name: string) => (object: AlertManifest) => object.metadata.labels?.[name];

export const alerts = defineKind({
  resource: ALERTS,
  name: "Alert",
  words: ["alert", "alerts"],
  type: Alert,
  filter: AlertFilter,
  predicates: ({ state, alertName, severity, nodeName }) => {
    const predicates: Predicate<AlertManifest>[] = [];
    if (nodeName != null) {
      const value = concernedValue({ resource: "nodes", namespace: "", name: nodeName });
      predicates.push(indexed(alertsByConcerned, [value]));
    }
    if (state) {
      const test = oneOfTest(state);
      predicates.push(matching(({ object }) => test(object.status.state)));
    }
    for (const [condition, label] of [
      [alertName, labelOf("alertname")],
      [severity, labelOf("severity")],
    ] as const) {
      if (!condition) continue;
      const test = stringTest(condition);
      predicates.push(matching(({ object }) => test(label(object))));
    }
    return predicates;
  },
  orders: {
    ALERT_NAME: {
      description: "By the name of the rule.",
      value: ({ object }) => labelOf("alertname")(object) ?? null,
    },
    SEVERITY: {
      description: "By the word for the severity.",
      value: ({ object }) => labelOf("severity")(object) ?? null,
    },
    STARTS_AT: { description: "By when it began to fire.", value: ({ object }) => object.metadata.creationTimestamp },
    STATE: { description: "By Alertmanager's word for the state.", value: ({ object }) => object.status.state },
  },
});
