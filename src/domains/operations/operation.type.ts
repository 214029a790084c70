import { DateTime, Field, Int, JSONValue, ObjectType, registerEnumType } from "../../graphql/index.ts";
import {
  isOver,
  OPERATIONS,
  type OperationManifest,
  type OperationPhase as Phase,
  progressOf,
  type StepState as State,
  type StepStatus,
} from "../../operations/index.ts";
import { intOf, KubernetesObject, ShownFor } from "../resources/index.ts";

export const OperationPhase = {
  PENDING: "PENDING",
  RUNNING: "RUNNING",
  PAUSED: "PAUSED",
  SUCCEEDED: "SUCCEEDED",
  FAILED: "FAILED",
  CANCELLED: "CANCELLED",
} as const satisfies { readonly [phase in Phase]: phase };

registerEnumType(OperationPhase, {
  name: "OperationPhase",
  description: "How it stands with an operation.",
  valuesConfig: {
    PENDING: { description: "No replica has taken it up yet." },
    RUNNING: { description: "A replica works on it." },
    PAUSED: { description: "Nothing more is begun before it is resumed." },
    SUCCEEDED: { description: "Every step is done." },
    FAILED: { description: "A step has failed; those after it were not begun." },
    CANCELLED: { description: "It was cancelled; steps that were not done were not begun, or left as they were." },
  },
});

export const OperationStepState = {
  PENDING: "PENDING",
  RUNNING: "RUNNING",
  SUCCEEDED: "SUCCEEDED",
  FAILED: "FAILED",
  CANCELLED: "CANCELLED",
} as const satisfies { readonly [state in State]: state };

registerEnumType(OperationStepState, {
  name: "OperationStepState",
  description: "How it stands with a step of an operation.",
  valuesConfig: {
    PENDING: { description: "It was not begun." },
    RUNNING: { description: "It was begun." },
    SUCCEEDED: { description: "It is done." },
    FAILED: { description: "It could not be done." },
    CANCELLED: { description: "The operation was cancelled before it was done." },
  },
});

@ObjectType({ description: "How much of something is done. Source: `status` of the Operation." })
export class OperationProgress {
  @Field(() => Int, { description: "How many are done." })
  readonly done!: number;

  @Field(() => Int, { description: "How many there are." })
  readonly total!: number;
}

@ObjectType({ description: "One step of an operation. Source: `status.steps` of the Operation." })
export class OperationStep {
  readonly #status: StepStatus;

  constructor(status: StepStatus) {
    this.#status = status;
  }

  @Field(() => String, { description: "What it is, in a few words." })
  get name(): string {
    return this.#status.name;
  }

  @Field(() => OperationStepState, { description: "How it stands." })
  get state(): State {
    return this.#status.state;
  }

  @Field(() => DateTime, { nullable: true, description: "When it was begun; null before." })
  get startedAt(): string | null {
    return this.#status.startedAt ?? null;
  }

  @Field(() => DateTime, { nullable: true, description: "When it ended, in whatever way; null before." })
  get finishedAt(): string | null {
    return this.#status.finishedAt ?? null;
  }

  @Field(() => String, {
    nullable: true,
    description: "What it waits for, or why it failed; null where there is nothing to say.",
  })
  get message(): string | null {
    return this.#status.message ?? null;
  }

  @Field(() => Int, {
    description:
      "How often a replica took it up: more than once where one ended in the middle of it. Its effects happen once.",
  })
  get attempts(): number {
    return intOf(this.#status.attempts);
  }

  @Field(() => OperationProgress, { nullable: true, description: "How far it is, where it can be counted." })
  get progress(): OperationProgress | null {
    const { progress } = this.#status;
    return progress ? { done: intOf(progress.done), total: intOf(progress.total) } : null;
  }
}

@ObjectType({
  description: "Who began an operation, as the gateway knew them then. Source: `spec.principal` of the Operation.",
})
export class OperationPrincipal {
  @Field(() => String, { description: "Who vouched for them: an issuer, or `cluster:NAME`." })
  readonly issuer!: string;

  @Field(() => String, { description: "The user name; unique within the issuer alone." })
  readonly username!: string;

  @Field(() => [String], { description: "The groups that they were in when they began it." })
  readonly groups!: readonly string[];
}

@ObjectType({ description: "An object that an operation is about. Source: `spec.targets` of the Operation." })
export class OperationTarget {
  @Field(() => String, { description: "The registered name of its cluster." })
  readonly cluster!: string;

  @Field(() => String, { description: "Its resource, as in `apps/deployments`." })
  readonly resource!: string;

  @Field(() => String, { nullable: true, description: "Its namespace; null for what lives in none." })
  readonly namespace?: string;

  @Field(() => String, { description: "Its name." })
  readonly name!: string;
}

@ShownFor(OPERATIONS)
@ObjectType("Operation", {
  implements: KubernetesObject,
  description:
    "Long work in steps, that one replica of the gateway does on somebody's behalf, and another carries on where that one ends. Source: fairway.dev/v1alpha1 Operation in the home cluster.",
})
export class Operation extends KubernetesObject<OperationManifest> {
  @Field(() => String, { description: "Its namespace." })
  override get namespace(): string {
    return this.row.namespace;
  }

  @Field(() => String, { description: "What sort of work it is, as in `rolloutWaves`. Source: `spec.type`." })
  get type(): string {
    return this.object.spec?.type ?? "";
  }

  @Field(() => OperationPhase, { description: "How it stands. Source: `status.phase`." })
  get phase(): Phase {
    return this.object.status?.phase ?? "PENDING";
  }

  @Field(() => String, {
    nullable: true,
    description:
      "Why it is paused (`PauseRequested`, or `StepHeld`: the next step waits for `operationResume`) or has failed (`StepFailed`, or an error code). Source: `status.reason`.",
  })
  get reason(): string | null {
    return this.object.status?.reason ?? null;
  }

  @Field(() => String, { nullable: true, description: "The same in words. Source: `status.message`." })
  get message(): string | null {
    return this.object.status?.message ?? null;
  }

  @Field(() => OperationPrincipal, {
    nullable: true,
    description: "By whom. Null where the gateway has not vouched for it: such an operation is not run.",
  })
  get principal(): OperationPrincipal | null {
    const { spec, status } = this.object;
    return status?.seal !== undefined && status.reason !== "UNAUTHENTICATED" ? (spec?.principal ?? null) : null;
  }

  @Field(() => [OperationTarget], { description: "The objects that it is about, in their order." })
  get targets(): readonly OperationTarget[] {
    return this.object.spec?.targets ?? [];
  }

  @Field(() => JSONValue, { description: "What was asked for, in the form of its type. Source: `spec.parameters`." })
  get parameters(): Readonly<Record<string, unknown>> {
    return this.object.spec?.parameters ?? {};
  }

  @Field(() => [OperationStep], { description: "Its steps, in their order; empty before it is taken up." })
  get steps(): readonly OperationStep[] {
    return (this.object.status?.steps ?? []).map((step) => new OperationStep(step));
  }

  @Field(() => OperationProgress, { description: "How many of its steps are done." })
  get progress(): OperationProgress {
    return progressOf(this.object.status ?? {});
  }

  @Field(() => Boolean, {
    description: "It can still be cancelled: it has not ended, and nobody has asked for that yet.",
  })
  get cancellable(): boolean {
    return !isOver(this.object.status) && this.object.spec?.cancelRequested !== true;
  }

  @Field(() => DateTime, {
    nullable: true,
    description: "When a replica took it up; null before. Source: `status.startedAt`.",
  })
  get startedAt(): string | null {
    return this.object.status?.startedAt ?? null;
  }

  @Field(() => DateTime, {
    nullable: true,
    description: "When it ended, in whatever way; null before. Source: `status.finishedAt`.",
  })
  get finishedAt(): string | null {
    return this.object.status?.finishedAt ?? null;
  }
}
