import { ArgsType, DateTime, Field, InputType, Int, OneOf } from "../../graphql/index.ts";
import { ObjectByInput } from "../resources/index.ts";
import { PodFilter } from "./pod.input.ts";

@InputType({ description: "A workload, of whatever kind, whose pods are meant." })
export class LogWorkloadInput {
  @Field(() => String, { description: "The cluster's registered name." })
  cluster!: string;

  @Field(() => String, { description: "The namespace." })
  namespace!: string;

  @Field(() => String, { description: "Any name of the kind, as in `Deployment`, `statefulsets`, `jobs.batch`." })
  kind!: string;

  @Field(() => String, { description: "The name." })
  name!: string;
}

@OneOf()
@InputType({ description: "Whose logs: of named pods, of pods that pass a filter, or of a workload's pods." })
export class PodLogSelectorInput {
  @Field(() => [ObjectByInput], { nullable: true, description: "These pods; 100 at most." })
  pods?: readonly ObjectByInput[];

  @Field(() => PodFilter, { nullable: true, description: "Pods of all clusters that pass it." })
  filter?: PodFilter;

  @Field(() => LogWorkloadInput, {
    nullable: true,
    description: "Pods that it owns, itself or through its replica sets and jobs.",
  })
  workload?: LogWorkloadInput;
}

@ArgsType()
export class LogContainersArgs {
  @Field(() => [String], {
    nullable: true,
    description: "Only containers of these names. All but init containers when absent; sidecars are among them.",
  })
  containers?: readonly string[] | null;

  @Field(() => DateTime, { nullable: true, description: "Only what was written from then on." })
  sinceAt?: string | null;

  @Field(() => Int, {
    nullable: true,
    description: "Only so many lines from the end of each container's log; 10,000 at most.",
  })
  tail?: number | null;
}

@ArgsType()
export class LogArgs extends LogContainersArgs {
  @Field(() => Boolean, {
    defaultValue: false,
    description: "Of the run before this one, of containers that were started again.",
  })
  previous!: boolean;

  @Field(() => Int, {
    defaultValue: 1_000,
    description: "So many lines in all, the oldest of those asked for; 5,000 at most.",
  })
  first!: number;

  @Field(() => Int, {
    defaultValue: 1_048_576,
    description: "So many bytes of text in all, the oldest of those asked for; 8 MiB at most. One line comes at least.",
  })
  limitBytes!: number;

  @Field(() => String, {
    nullable: true,
    description: "Goes on behind the `cursor` of an earlier answer; `tail` then counts for new containers alone.",
  })
  after?: string | null;
}

@ArgsType()
export class LogFollowArgs extends LogContainersArgs {
  @Field(() => PodLogSelectorInput, { description: "Whose." })
  of!: PodLogSelectorInput;

  @Field(() => String, {
    nullable: true,
    description: "Resumes behind the `cursor` of an earlier batch of the same subscription; `tail` then has no effect.",
  })
  after?: string | null;
}
