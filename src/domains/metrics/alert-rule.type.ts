import { DateTime, Field, Float, Int, ObjectType, registerEnumType, StringMap } from "../../graphql/index.ts";
import type { ActiveAlert, AlertingRule } from "../../integrations/prometheus/index.ts";

export const AlertRuleState = { INACTIVE: "inactive", PENDING: "pending", FIRING: "firing" } as const;
export type AlertRuleState = (typeof AlertRuleState)[keyof typeof AlertRuleState];

registerEnumType(AlertRuleState, {
  name: "AlertRuleState",
  description: "How it stands with an alerting rule.",
  valuesConfig: {
    INACTIVE: { description: "What it watches for is not the case." },
    PENDING: { description: "It is the case, and not for long enough yet." },
    FIRING: { description: "It has been the case for `forSeconds`: Alertmanager is told." },
  },
});

export const AlertRuleHealth = { OK: "ok", ERROR: "err", UNKNOWN: "unknown" } as const;
export type AlertRuleHealth = (typeof AlertRuleHealth)[keyof typeof AlertRuleHealth];

registerEnumType(AlertRuleHealth, {
  name: "AlertRuleHealth",
  description: "Whether an alerting rule can be evaluated.",
  valuesConfig: {
    OK: { description: "It could, the last time." },
    ERROR: { description: "It could not, the last time: see `error`." },
    UNKNOWN: { description: "It has not been tried yet." },
  },
});

@ObjectType({ description: "What an alerting rule says is the case, with the labels that say of what." })
export class AlertRuleInstance {
  readonly #alert: ActiveAlert;

  constructor(alert: ActiveAlert) {
    this.#alert = alert;
  }

  @Field(() => StringMap, { description: "Its labels, the rule's own included." })
  get labels(): Readonly<Record<string, string>> {
    return this.#alert.labels;
  }

  @Field(() => StringMap, { description: "Its annotations, as in `summary`, filled in." })
  get annotations(): Readonly<Record<string, string>> {
    return this.#alert.annotations;
  }

  @Field(() => AlertRuleState, { description: "PENDING or FIRING." })
  get state(): AlertRuleState {
    return this.#alert.state;
  }

  @Field(() => DateTime, { nullable: true, description: "Since when it is the case." })
  get activeAt(): string | null {
    return this.#alert.activeAt;
  }

  @Field(() => String, { description: "The value of the expression, as Prometheus writes it." })
  get value(): string {
    return this.#alert.value;
  }
}

@ObjectType({ description: "An alerting rule, and how it stands. Source: Prometheus, `/api/v1/rules`." })
export class AlertRule {
  readonly #rule: AlertingRule;

  constructor(rule: AlertingRule) {
    this.#rule = rule;
  }

  @Field(() => String, { description: "Its name: the `alertname` of its alerts. Several rules may have it." })
  get name(): string {
    return this.#rule.name;
  }

  @Field(() => String, { description: "The group of rules that it is evaluated in." })
  get group(): string {
    return this.#rule.group;
  }

  @Field(() => String, { description: "What it watches for, in PromQL." })
  get promql(): string {
    return this.#rule.query;
  }

  @Field(() => Float, { description: "For how many seconds that must be the case before it fires." })
  get forSeconds(): number {
    return this.#rule.forSeconds;
  }

  @Field(() => StringMap, { description: "Labels that it gives to its alerts, as in `severity`." })
  get labels(): Readonly<Record<string, string>> {
    return this.#rule.labels;
  }

  @Field(() => StringMap, { description: "Annotations that it gives to its alerts, as templates." })
  get annotations(): Readonly<Record<string, string>> {
    return this.#rule.annotations;
  }

  @Field(() => AlertRuleState, { description: "The worst of its alerts." })
  get state(): AlertRuleState {
    return this.#rule.state;
  }

  @Field(() => AlertRuleHealth, { description: "Whether it can be evaluated." })
  get health(): AlertRuleHealth {
    return this.#rule.health;
  }

  @Field(() => String, { nullable: true, description: "Why it could not be evaluated, in Prometheus' words." })
  get error(): string | null {
    return this.#rule.error;
  }

  @Field(() => DateTime, { nullable: true, description: "When it was evaluated last; null before the first time." })
  get evaluatedAt(): string | null {
    return this.#rule.evaluatedAt;
  }

  @Field(() => Int, { description: "How many alerts it has, pending and firing." })
  get alertCount(): number {
    return this.#rule.alerts.length;
  }

  @Field(() => [AlertRuleInstance], { description: "Its alerts, pending and firing: 100 at most." })
  get alerts(): readonly AlertRuleInstance[] {
    return this.#rule.alerts.slice(0, 100).map((alert) => new AlertRuleInstance(alert));
  }
}

@ObjectType({ description: "The alerting rules of a Prometheus." })
export class AlertRules {
  @Field(() => [AlertRule], { description: "In the order in which Prometheus has them." })
  readonly rules!: readonly AlertRule[];

  @Field(() => Int, { description: "How many there are that pass the filter, of which `rules` has the first ones." })
  readonly totalCount!: number;
}
