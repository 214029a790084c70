export type { QueryAnswer, Sample, Series } from "./answer.ts";
export { type Matcher, matchersText } from "./matchers.ts";
export { Prometheus, type Range } from "./prometheus.ts";
export { type PrometheusEntry, Prometheuses, type PrometheusOptions } from "./prometheuses.ts";
export type { ActiveAlert, AlertingRule, RuleHealth, RuleState } from "./rules.ts";
