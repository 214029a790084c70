import { connectionOf, DateTime, Field, Int, ObjectType, registerEnumType } from "../../graphql/index.ts";
import { type ProblemFacts, ProblemSource } from "./problem.mapping.ts";

registerEnumType(ProblemSource, {
  name: "ProblemSource",
  description: "Who says that something is wrong.",
  valuesConfig: {
    EVENT: { description: "Warning events: controllers, kubelets, schedulers. Kubernetes forgets them after an hour." },
    NODE_CONDITION: { description: "A condition of a node, as the kubelet or node-problem-detector keeps it." },
  },
});

@ObjectType({
  description:
    "What is wrong with one object for one reason, however often that was said. Source: Warning events, and conditions of nodes.",
})
export class Problem {
  readonly facts: ProblemFacts;

  constructor(facts: ProblemFacts) {
    this.facts = facts;
  }

  @Field(() => ProblemSource, { description: "Who says so." })
  get source(): ProblemSource {
    return this.facts.source;
  }

  @Field(() => String, { description: "The registered name of the cluster." })
  get cluster(): string {
    return this.facts.cluster;
  }

  @Field(() => String, { nullable: true, description: "The object's namespace; null for kinds that live in none." })
  get namespace(): string | null {
    return this.facts.namespace || null;
  }

  @Field(() => String, { description: "The object's kind, as in `Pod`." })
  get kind(): string {
    return this.facts.kind;
  }

  @Field(() => String, { description: "The object's name." })
  get name(): string {
    return this.facts.name;
  }

  @Field(() => String, { description: "What is wrong, in one word, as in `BackOff`, `NotReady`, `KernelDeadlock`." })
  get reason(): string {
    return this.facts.reason;
  }

  @Field(() => String, { nullable: true, description: "In a sentence, as it was said last." })
  get message(): string | null {
    return this.facts.message;
  }

  @Field(() => Int, { description: "How often it was said; once for a condition." })
  get count(): number {
    return this.facts.count;
  }

  @Field(() => DateTime, { nullable: true, description: "When it was said first; of a condition, since when." })
  get firstSeenAt(): string | null {
    return this.facts.firstSeenAt;
  }

  @Field(() => DateTime, { nullable: true, description: "When it was said last; of a condition, since when." })
  get lastSeenAt(): string | null {
    return this.facts.lastSeenAt;
  }
}

export const ProblemConnection = connectionOf("Problem", () => Problem);
