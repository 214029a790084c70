import { Field, Int, ObjectType } from "../../graphql/index.ts";
import { ResourceAmounts } from "../resources/index.ts";
import type { ContainerManifest, ContainerPortManifest } from "./pod.manifest.ts";

@ObjectType({ description: "A port that a container says it listens on. Source: `ports` of the container." })
export class ContainerPort {
  readonly #manifest: ContainerPortManifest;

  constructor(manifest: ContainerPortManifest) {
    this.#manifest = manifest;
  }

  @Field(() => String, { nullable: true, description: "Its name; null without one." })
  get name(): string | null {
    return this.#manifest.name || null;
  }

  @Field(() => Int, { description: "The number, in the pod." })
  get port(): number {
    return this.#manifest.containerPort ?? 0;
  }

  @Field(() => String, { description: "`TCP`, `UDP` or `SCTP`." })
  get protocol(): string {
    return this.#manifest.protocol ?? "TCP";
  }
}

export interface OrderedContainer {
  readonly spec: ContainerManifest;
  readonly init: boolean;
}

@ObjectType({ description: "A container as it is ordered, in a pod or in a template of pods. Source: the spec." })
export class TemplateContainer {
  readonly ordered: OrderedContainer;

  constructor(ordered: OrderedContainer) {
    this.ordered = ordered;
  }

  @Field(() => String, { description: "Unique within the pod." })
  get name(): string {
    return this.ordered.spec.name;
  }

  @Field(() => String, { nullable: true, description: "The image, as ordered in the spec." })
  get image(): string | null {
    return this.ordered.spec.image ?? null;
  }

  @Field(() => Boolean, { description: "It is an init container; a sidecar is one, too." })
  get init(): boolean {
    return this.ordered.init;
  }

  @Field(() => [ContainerPort], { description: "The ports that it names." })
  get ports(): readonly ContainerPort[] {
    return (this.ordered.spec.ports ?? []).map((port) => new ContainerPort(port));
  }

  @Field(() => [String], {
    description: "Names of the variables in `env`, in their order. Values are not shown: some are secrets.",
  })
  get environmentNames(): readonly string[] {
    return (this.ordered.spec.env ?? []).map(({ name }) => name);
  }

  @Field(() => ResourceAmounts, { description: "What is set aside for it. Source: `resources.requests`." })
  get requests(): ResourceAmounts {
    return new ResourceAmounts(this.ordered.spec.resources?.requests ?? {});
  }

  @Field(() => ResourceAmounts, { description: "What it may not exceed. Source: `resources.limits`." })
  get limits(): ResourceAmounts {
    return new ResourceAmounts(this.ordered.spec.resources?.limits ?? {});
  }
}
