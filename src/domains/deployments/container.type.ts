import { DateTime, Field, Int, ObjectType, registerEnumType } from "../../graphql/index.ts";
import type { ContainerStateManifest } from "./pod.manifest.ts";
import type { ContainerParts } from "./pod.mapping.ts";
import { TemplateContainer } from "./template-container.type.ts";

export const ContainerPhase = { WAITING: "WAITING", RUNNING: "RUNNING", TERMINATED: "TERMINATED" } as const;
export type ContainerPhase = (typeof ContainerPhase)[keyof typeof ContainerPhase];

registerEnumType(ContainerPhase, {
  name: "ContainerPhase",
  description: "What a container is doing.",
  valuesConfig: {
    WAITING: { description: "It has not started, or is about to start again." },
    RUNNING: { description: "It runs." },
    TERMINATED: { description: "It ran and has ended." },
  },
});

@ObjectType({ description: "What a container is doing. Source: the kubelet, in the pod's `status`." })
export class ContainerState {
  readonly #manifest: ContainerStateManifest;

  constructor(manifest: ContainerStateManifest) {
    this.#manifest = manifest;
  }

  @Field(() => ContainerPhase, { description: "Waiting, running or terminated." })
  get phase(): ContainerPhase {
    if (this.#manifest.running) return ContainerPhase.RUNNING;
    return this.#manifest.terminated ? ContainerPhase.TERMINATED : ContainerPhase.WAITING;
  }

  @Field(() => String, { nullable: true, description: "Why it waits or has ended, in one word." })
  get reason(): string | null {
    return (this.#manifest.waiting ?? this.#manifest.terminated)?.reason || null;
  }

  @Field(() => String, { nullable: true, description: "Why it waits or has ended, in a sentence." })
  get message(): string | null {
    return (this.#manifest.waiting ?? this.#manifest.terminated)?.message || null;
  }

  @Field(() => Int, { nullable: true, description: "Exit code of one that has ended." })
  get exitCode(): number | null {
    return this.#manifest.terminated?.exitCode ?? null;
  }

  @Field(() => DateTime, { nullable: true, description: "When it started." })
  get startedAt(): string | null {
    return (this.#manifest.running ?? this.#manifest.terminated)?.startedAt ?? null;
  }

  @Field(() => DateTime, { nullable: true, description: "When it ended." })
  get finishedAt(): string | null {
    return this.#manifest.terminated?.finishedAt ?? null;
  }
}

@ObjectType({ description: "A container of a pod: what was ordered, and what the kubelet says of it." })
export class Container extends TemplateContainer {
  readonly #parts: ContainerParts;

  constructor(parts: ContainerParts) {
    super(parts);
    this.#parts = parts;
  }

  @Field(() => String, { nullable: true, description: "The image that runs, by digest; null before it was pulled." })
  get imageId(): string | null {
    return this.#parts.status?.imageID || null;
  }

  @Field(() => Boolean, { description: "It was added to the running pod, as by `podDebug`, and is not started again." })
  get ephemeral(): boolean {
    return this.#parts.ephemeral;
  }

  @Field(() => Boolean, { description: "It passes its readiness probe." })
  get ready(): boolean {
    return this.#parts.status?.ready ?? false;
  }

  @Field(() => Int, { description: "How often it was started again." })
  get restartCount(): number {
    return this.#parts.status?.restartCount ?? 0;
  }

  @Field(() => ContainerState, { nullable: true, description: "What it is doing; null before a kubelet has reported." })
  get state(): ContainerState | null {
    const state = this.#parts.status?.state;
    return state ? new ContainerState(state) : null;
  }

  @Field(() => ContainerState, {
    nullable: true,
    description: "How its run before this one ended; null when there was none.",
  })
  get lastState(): ContainerState | null {
    const state = this.#parts.status?.lastState;
    return state && Object.keys(state).length > 0 ? new ContainerState(state) : null;
  }
}
