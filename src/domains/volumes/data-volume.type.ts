import { Field, ObjectType, registerEnumType } from "../../graphql/index.ts";
import type { Row } from "../../state/index.ts";
import { PersistentVolumeClaim } from "./claim.type.ts";
import { DataPlacement } from "./placement.mapping.ts";
import type { ClaimManifest } from "./volume.manifest.ts";
import type { VolumeSourceParts } from "./volume-source.mapping.ts";
import { VolumeSource } from "./volume-source.type.ts";

registerEnumType(DataPlacement, {
  name: "DataPlacement",
  description: "Where the data of pods is, and so where the pods can go.",
  valuesConfig: {
    NONE: { description: "There is none that outlives a pod: they can go anywhere." },
    SHARED: { description: "In storage that many nodes can mount at once: they can go anywhere, several at a time." },
    DETACHABLE: { description: "In storage that goes along with a pod, one node at a time." },
    NODE_LOCAL: { description: "On a node: they cannot leave it without it." },
  },
});

export interface DataVolumeParts {
  readonly name: string;
  readonly mountPaths: readonly string[];
  readonly source: VolumeSourceParts;
  readonly claimName: string | null;
  readonly claim: Row<ClaimManifest> | null;
  readonly placement: DataPlacement | null;
}

@ObjectType({
  description: "A volume of pods, and where its data is. Source: the pod or its template, its claim, its volume.",
})
export class DataVolume {
  readonly #parts: DataVolumeParts;

  constructor(parts: DataVolumeParts) {
    this.#parts = parts;
  }

  @Field(() => String, { description: "Its name in the pod." })
  get name(): string {
    return this.#parts.name;
  }

  @Field(() => [String], { description: "Where containers mount it; empty where none does." })
  get mountPaths(): readonly string[] {
    return this.#parts.mountPaths;
  }

  @Field(() => VolumeSource, { description: "What the pod says where it comes from." })
  get source(): VolumeSource {
    return new VolumeSource(this.#parts.source);
  }

  @Field(() => String, { nullable: true, description: "Name of the claim that it stands for; null for other volumes." })
  get claimName(): string | null {
    return this.#parts.claimName;
  }

  @Field(() => PersistentVolumeClaim, {
    nullable: true,
    description: "The claim itself; null when it does not exist or may not be seen.",
  })
  get claim(): PersistentVolumeClaim | null {
    const { claim } = this.#parts;
    return claim && new PersistentVolumeClaim(claim);
  }

  @Field(() => DataPlacement, {
    nullable: true,
    description: "Where its data is; null when that depends on a claim that does not exist or may not be seen.",
  })
  get placement(): DataPlacement | null {
    return this.#parts.placement;
  }
}
