import { Field, InputType, Int, OneOf } from "../../graphql/index.ts";
import { ObjectByInput, ObjectRefInput } from "../resources/index.ts";
import { ContainerImageInput } from "./set-image.input.ts";
import { WorkloadRefInput } from "./workload-args.ts";

@OneOf()
@InputType({ description: "How many workloads a wave has." })
export class WaveSizeInput {
  @Field(() => Int, { nullable: true, description: "So many: one at least." })
  count?: number;

  @Field(() => Int, {
    nullable: true,
    description: "So many of all, in percent (1 to 100), rounded down; one at least.",
  })
  percent?: number;
}

/** How waves go, whatever they do. */
@InputType()
export class WavesInput {
  @Field(() => WaveSizeInput, { description: "How many workloads a wave has." })
  waveSize!: WaveSizeInput;

  @Field(() => Boolean, {
    defaultValue: false,
    description: "Each wave but the first waits until somebody says `operationResume`.",
  })
  heldBetween!: boolean;

  @Field(() => Int, {
    defaultValue: 0,
    description:
      "How many rollouts may fail, over all waves. With one more nothing further is begun, and the operation fails.",
  })
  maxFailures!: number;

  @Field(() => String, {
    nullable: true,
    description:
      "Any text of 256 characters at most. The same key of the same caller gives the same operation within an hour; with another input it is a CONFLICT.",
  })
  idempotencyKey?: string | null;

  @Field(() => Boolean, {
    defaultValue: false,
    description: "Checks what can be checked without beginning, and shows the steps that it would have.",
  })
  dryRun!: boolean;
}

@InputType({ description: "Restarts many workloads, or sets images in them, in waves." })
export class RolloutWavesStartInput extends WavesInput {
  @Field(() => [ObjectRefInput], {
    nullable: true,
    description: "Which deployments, in this order: 1 to 500, of any clusters. Either these or `workloads`.",
  })
  deployments?: readonly ObjectRefInput[] | null;

  @Field(() => [WorkloadRefInput], {
    nullable: true,
    description:
      "Which deployments, stateful sets and daemon sets, in this order: 1 to 500, of any clusters. Either these or `deployments`.",
  })
  workloads?: readonly WorkloadRefInput[] | null;

  @Field(() => [ContainerImageInput], {
    nullable: true,
    description: "The images to be set in each of them. Absent: they are restarted.",
  })
  images?: readonly ContainerImageInput[] | null;
}

@InputType({ description: "Takes back, in waves, what rollout waves have done." })
export class RolloutWavesUndoInput extends WavesInput {
  @Field(() => ObjectByInput, {
    description:
      "Which operation. It must have ended: cancel one that runs. What it has changed last is taken back first.",
  })
  by!: ObjectByInput;
}
