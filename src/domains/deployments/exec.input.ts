import { Field, InputType, Int, ObjectType } from "../../graphql/index.ts";
import { ObjectByInput, WritePayload } from "../resources/index.ts";

@InputType({ description: "A terminal for a command, which then writes both of its outputs to it." })
export class ExecTerminalInput {
  @Field(() => Int, { description: "Its width, in characters: 1 to 1,000." })
  columns!: number;

  @Field(() => Int, { description: "Its height, in lines: 1 to 1,000." })
  rows!: number;
}

@InputType({ description: "Runs one command in a container, to its end. A preview: it may still change." })
export class PodExecInput {
  @Field(() => ObjectByInput, { description: "Which pod." })
  by!: ObjectByInput;

  @Field(() => String, { nullable: true, description: "Which container; the pod's default one when absent." })
  container?: string | null;

  @Field(() => [String], {
    description: "The program and its arguments; no shell reads them. At most 100, of 16 KiB together.",
  })
  command!: readonly string[];

  @Field(() => String, {
    nullable: true,
    description: "What it is given to read, followed by its end; at most 64 KiB. Nothing when absent.",
  })
  stdin?: string | null;

  @Field(() => ExecTerminalInput, { nullable: true, description: "A terminal; none when absent." })
  terminal?: ExecTerminalInput | null;

  @Field(() => Int, { defaultValue: 30, description: "How long is waited for its end, in seconds: 1 to 300." })
  timeoutSeconds!: number;

  @Field(() => String, {
    nullable: true,
    description:
      "The pod's name, once more. Needed where the cluster or the namespace is protected; else CONFIRMATION_REQUIRED. A dry run needs none.",
  })
  confirm?: string | null;

  @Field(() => Boolean, { defaultValue: false, description: "Asks whether the caller may, and runs nothing." })
  dryRun!: boolean;
}

@ObjectType({ description: "What a command has written, and how it ended. Source: the container runtime." })
export class ExecResult {
  @Field(() => Int, {
    nullable: true,
    description: "Its exit code; null where it was not waited for to its end: then it may still run.",
  })
  readonly exitCode!: number | null;

  @Field(() => String, {
    description: "Its standard output; with a terminal both outputs. Bytes that are no UTF-8 are replaced by U+FFFD.",
  })
  readonly stdout!: string;

  @Field(() => String, { description: "Its standard error, likewise." })
  readonly stderr!: string;

  @Field(() => Boolean, { description: "There was more than 1 MiB of output: it was not waited for to its end." })
  readonly truncated!: boolean;
}

@ObjectType({ description: "What became of `podExec`." })
export class PodExecPayload extends WritePayload {
  @Field(() => ExecResult, {
    nullable: true,
    description: "What the command did, whatever its exit code. Null when there are errors, and of a dry run.",
  })
  readonly result!: ExecResult | null;
}
