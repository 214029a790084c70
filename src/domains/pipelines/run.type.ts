import { Costs, DateTime, Field, ObjectType } from "../../graphql/index.ts";
import type { Manifest } from "../context.ts";
import { Condition, KubernetesObject } from "../resources/index.ts";
import { NamedValue } from "./named-value.type.ts";
import type { NamedValueManifest, RunStatusManifest } from "./run.manifest.ts";
import { outcomeOf, RunPhase, runPhaseOf } from "./run-phase.mapping.ts";

/** What is read of the manifest of a run, whatever it runs. */
export interface RunManifest extends Manifest {
  readonly spec?: { readonly params?: readonly NamedValueManifest[] };
  readonly status?: RunStatusManifest;
}

/** What runs of pipelines and runs of tasks have in common. */
@ObjectType()
export abstract class Run<T extends RunManifest> extends KubernetesObject<T> {
  @Field(() => String, { description: "Its namespace." })
  override get namespace(): string {
    return this.row.namespace;
  }

  @Field(() => RunPhase, { description: "Where it is in its life." })
  get phase(): RunPhase {
    return runPhaseOf(this.object.status);
  }

  @Field(() => String, { nullable: true, description: "Why, in one word of Tekton's." })
  get reason(): string | null {
    return outcomeOf(this.object.status)?.reason || null;
  }

  @Field(() => String, { nullable: true, description: "Why, in a sentence." })
  get message(): string | null {
    return outcomeOf(this.object.status)?.message || null;
  }

  @Field(() => DateTime, { nullable: true, description: "When it began; null before. Source: `status.startTime`." })
  get startedAt(): string | null {
    return this.object.status?.startTime ?? null;
  }

  @Field(() => DateTime, {
    nullable: true,
    description: "When it ended; null before. Source: `status.completionTime`.",
  })
  get finishedAt(): string | null {
    return this.object.status?.completionTime ?? null;
  }

  @Field(() => [NamedValue], { description: "What was given to it. Source: `spec.params`." })
  @Costs({ items: 5 })
  get parameters(): readonly NamedValue[] {
    return (this.object.spec?.params ?? []).map((each) => new NamedValue(each));
  }

  @Field(() => [NamedValue], { description: "What came of it. Source: `status.results`." })
  @Costs({ items: 3 })
  get results(): readonly NamedValue[] {
    return (this.object.status?.results ?? []).map((each) => new NamedValue(each));
  }

  @Field(() => [Condition], { description: "Its conditions." })
  get conditions(): readonly Condition[] {
    return (this.object.status?.conditions ?? []).map((condition) => new Condition(condition));
  }
}
