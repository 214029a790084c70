import { Field, InputType, StringMap } from "../../graphql/index.ts";
import { ObjectByInput, ObjectDeleteInput, WriteInput } from "../resources/index.ts";
import { VolumeAccessMode } from "./access-mode.type.ts";
import { VolumeMode } from "./volume-mode.type.ts";

@InputType({ description: "Makes a claim of storage." })
export class PersistentVolumeClaimCreateInput {
  @Field(() => String, { description: "The cluster's registered name." })
  cluster!: string;

  @Field(() => String, { description: "The namespace." })
  namespace!: string;

  @Field(() => String, { description: "The name." })
  name!: string;

  @Field(() => String, { description: "How much it asks for, as in `10Gi`." })
  storage!: string;

  @Field(() => [VolumeAccessMode], {
    defaultValue: [VolumeAccessMode.READ_WRITE_ONCE],
    description: "How it wants to be mounted: one at least.",
  })
  accessModes!: readonly VolumeAccessMode[];

  @Field(() => String, {
    nullable: true,
    description:
      "Its storage class. Absent: the cluster's default one. Empty: none, as for a volume that is there already.",
  })
  storageClassName?: string | null;

  @Field(() => VolumeMode, { defaultValue: VolumeMode.FILESYSTEM, description: "As what it wants to be mounted." })
  volumeMode!: VolumeMode;

  @Field(() => String, {
    nullable: true,
    description: "The persistent volume that it is to have; absent: whichever fits, or a new one.",
  })
  volumeName?: string | null;

  @Field(() => StringMap, { nullable: true, description: "Its labels." })
  labels?: Readonly<Record<string, string>> | null;

  @Field(() => Boolean, {
    defaultValue: false,
    description: "Checks everything, permission and admission included, and makes nothing.",
  })
  dryRun!: boolean;
}

@InputType({ description: "Makes a claim of storage larger." })
export class PersistentVolumeClaimExpandInput extends WriteInput {
  @Field(() => ObjectByInput, { description: "Which one." })
  by!: ObjectByInput;

  @Field(() => String, {
    description:
      "How much it is to ask for in all, as in `20Gi`: not less than before. The same again changes nothing.",
  })
  storage!: string;
}

@InputType({ description: "Deletes a claim of storage." })
export class PersistentVolumeClaimDeleteInput extends ObjectDeleteInput {
  @Field(() => Boolean, {
    defaultValue: false,
    description: "Also where something uses it. It is then there until the last pod that uses it has ended.",
  })
  force!: boolean;
}
