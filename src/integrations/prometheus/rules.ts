import { parseSuccess } from "./answer.ts";
import { type JsonObject, listOf, objectOf, textsByName } from "./json.ts";

const states = ["inactive", "pending", "firing"] as const;
const healths = ["ok", "err", "unknown"] as const;

export type RuleState = (typeof states)[number];
export type RuleHealth = (typeof healths)[number];

/** What a rule says is wrong at present, once for each set of labels. */
export interface ActiveAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly state: RuleState;
  /** As Prometheus writes it. */
  readonly activeAt: string | null;
  /** As Prometheus writes it: the value of the expression. */
  readonly value: string;
}

export interface AlertingRule {
  readonly group: string;
  readonly name: string;
  readonly query: string;
  readonly forSeconds: number;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly state: RuleState;
  readonly health: RuleHealth;
  /** Why it could not be evaluated. */
  readonly error: string | null;
  /** Null before the first time. */
  readonly evaluatedAt: string | null;
  readonly alerts: readonly ActiveAlert[];
}

/** The alerting rules of `/api/v1/rules`, in their order. Throws an Error in words for the log. */
export function parseRules(status: number, body: string): readonly AlertingRule[] {
  const { data } = parseSuccess(status, body);
  return listOf(data.groups, "groups").flatMap((value) => {
    const group = objectOf(value, "a group");
    return listOf(group.rules, "rules").flatMap((each) => {
      const rule = objectOf(each, "a rule");
      return rule.type === "alerting" ? [ruleOf(textOf(group.name, "the name of a group"), rule)] : [];
    });
  });
}

function ruleOf(group: string, rule: JsonObject): AlertingRule {
  const { name, query, duration, labels, annotations, state, health, lastError, lastEvaluation, alerts } = rule;
  return {
    group,
    name: textOf(name, "the name of a rule"),
    query: textOf(query, "the query of a rule"),
    forSeconds: typeof duration === "number" ? duration : 0,
    labels: textsByName(labels),
    annotations: textsByName(annotations),
    // Newer ones say so of what they have not evaluated since they began. It is told by the health and the time as well.
    state: state === "unknown" ? "inactive" : oneOf(states, state, "the state of a rule"),
    health: oneOf(healths, health, "the health of a rule"),
    error: typeof lastError === "string" && lastError !== "" ? lastError : null,
    evaluatedAt: timeOf(lastEvaluation),
    alerts: listOf(alerts ?? [], "alerts").map((each) => alertOf(objectOf(each, "an alert"))),
  };
}

function alertOf({ labels, annotations, state, activeAt, value }: JsonObject): ActiveAlert {
  return {
    labels: textsByName(labels),
    annotations: textsByName(annotations),
    state: oneOf(states, state, "the state of an alert"),
    activeAt: timeOf(activeAt),
    value: textOf(value, "the value of an alert"),
  };
}

function textOf(value: unknown, what: string): string {
  if (typeof value !== "string") throw new Error(`${what} must be a text`);
  return value;
}

function oneOf<const T extends string>(known: readonly T[], value: unknown, what: string): T {
  const found = known.find((each) => each === value);
  if (found === undefined) throw new Error(`${what} must be one of ${known.join(", ")}`);
  return found;
}

/** Go's zero time stands for never. */
function timeOf(value: unknown): string | null {
  return typeof value === "string" && !Number.isNaN(Date.parse(value)) && !value.startsWith("0001-") ? value : null;
}
