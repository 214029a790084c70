import { FairwayError } from "../../errors/index.ts";
import { Args, ArgsType, Costs, Ctx, Field, Int, Query, Reads, Resolver } from "../../graphql/index.ts";
import type { DomainContext } from "../context.ts";
import { AlertRule, AlertRuleState, AlertRules } from "./alert-rule.type.ts";
import { prometheusFor } from "./named-prometheus.service.ts";

const most = 500;

@ArgsType()
class AlertRulesArgs {
  @Field(() => String, { description: "Which Prometheus, by the name that `Cluster.prometheus` gives." })
  prometheus!: string;

  @Field(() => [AlertRuleState], { nullable: true, description: "Only those in one of these states." })
  states?: readonly AlertRuleState[] | null;

  @Field(() => Int, { defaultValue: 100, description: `How many: ${most} at most.` })
  first!: number;
}

@Resolver()
export class AlertRulesResolver {
  @Query(() => AlertRules, {
    nullable: true,
    description:
      "The alerting rules of a Prometheus, and how they stand. Needs `get` on `alertrules.fairway.dev`, with the name of the Prometheus, in each cluster that it speaks for: what they say is about all of them.",
  })
  @Reads()
  @Costs({ weight: 100 })
  alertRules(@Ctx() ctx: DomainContext, @Args(() => AlertRulesArgs) args: AlertRulesArgs): AlertRules | null {
    const { prometheus: name, states, first } = args;
    if (first < 0 || first > most) {
      throw new FairwayError("BAD_USER_INPUT", `first must be 0 to ${most}`, { field: "first" });
    }
    const prometheus = prometheusFor(ctx, name, { verb: "get", resource: "alertrules" });
    if (!prometheus) return null;
    const outcome = ctx.misses.ask(`alert rules ${name}`, undefined, (signal) => prometheus.rules(signal));
    if (outcome.state === "pending") return null;
    if (outcome.state === "failed") throw outcome.error;
    const rules = outcome.value.filter(({ state }) => states?.includes(state) ?? true);
    return { rules: rules.slice(0, first).map((rule) => new AlertRule(rule)), totalCount: rules.length };
  }
}
