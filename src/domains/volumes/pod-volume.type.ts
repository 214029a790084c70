import { Field, ObjectType } from "../../graphql/index.ts";
import type { DeclaredVolume, VolumeMountParts } from "./pod-volumes.mapping.ts";
import { VolumeSource } from "./volume-source.type.ts";

@ObjectType({
  description: "Where a container has a volume. Source: `volumeMounts` and `volumeDevices` of the container.",
})
export class VolumeMount implements VolumeMountParts {
  @Field(() => String, { description: "The container, an init container perhaps." })
  readonly container!: string;

  @Field(() => String, { description: "The path in the container." })
  readonly path!: string;

  @Field(() => Boolean, { description: "The container may only read." })
  readonly readOnly!: boolean;

  @Field(() => String, { nullable: true, description: "What of the volume is there; null: all of it." })
  readonly subPath!: string | null;

  @Field(() => Boolean, { description: "It is there as a raw device." })
  readonly device!: boolean;
}

@ObjectType({
  description:
    "A volume as a pod, or what makes pods, declares it. Source: `volumes` of its spec, and `volumeClaimTemplates`.",
})
export class PodVolume {
  readonly #declared: DeclaredVolume;

  constructor(declared: DeclaredVolume) {
    this.#declared = declared;
  }

  @Field(() => String, { description: "Its name in the pod." })
  get name(): string {
    return this.#declared.name;
  }

  @Field(() => VolumeSource, { description: "Where it comes from: the claim's own source is with the claim." })
  get source(): VolumeSource {
    return new VolumeSource(this.#declared.source);
  }

  @Field(() => [String], {
    description:
      "Names of the claims that it stands for: of a StatefulSet's template one for each pod, 50 at most. Empty for other volumes.",
  })
  get claimNames(): readonly string[] {
    return this.#declared.claimNames;
  }

  @Field(() => [VolumeMount], { description: "Where containers have it, in their order, init containers first." })
  get mounts(): readonly VolumeMount[] {
    return this.#declared.mounts;
  }
}
