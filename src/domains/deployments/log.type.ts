import { ClusterError, Costs, DateTime, ErrorCode, Field, ObjectType, registerEnumType } from "../../graphql/index.ts";

/** How many lines are supposed where nobody knows. */
const assumedLines = 100;

/** Whose log it is. */
@ObjectType()
abstract class LogSource {
  @Field(() => String, { description: "The registered name of the cluster." })
  readonly cluster!: string;

  @Field(() => String, { description: "The namespace of the pod." })
  readonly namespace!: string;

  @Field(() => String, { description: "The name of the pod." })
  readonly pod!: string;

  @Field(() => String, { description: "The name of the container." })
  readonly container!: string;
}

@ObjectType({ description: "One line that a container wrote. Source: the kubelet, through the API server." })
export class LogLine extends LogSource {
  @Field(() => DateTime, {
    nullable: true,
    description: "When it was written, to the nanosecond; null where the kubelet gave no time.",
  })
  readonly loggedAt!: string | null;

  @Field(() => String, {
    description: "The text, without its end. Bytes that are no UTF-8 are replaced by U+FFFD.",
  })
  readonly text!: string;

  @Field(() => Boolean, {
    description: "A part of a line of more than 1 MiB: the next one of this container goes on with it.",
  })
  readonly partial!: boolean;
}

@ObjectType({ description: "Why the log of one container is missing." })
export class LogError extends LogSource {
  @Field(() => ErrorCode, { description: "The kind of failure." })
  readonly code!: ErrorCode;

  @Field(() => String, { description: "The failure in words, as in `ContainerCreating`." })
  readonly message!: string;
}

@ObjectType({ description: "Lines of several containers, merged by time." })
export class PodLogs {
  @Costs({ items: assumedLines })
  @Field(() => [LogLine], { description: "The oldest first; those of one container in its own order." })
  readonly lines!: readonly LogLine[];

  @Field(() => Boolean, {
    description: "There is more behind the last line than `first` and `limitBytes` let through: `after` goes on.",
  })
  readonly truncated!: boolean;

  @Field(() => String, { nullable: true, description: "Where the last line ends, for `after`; null where none came." })
  readonly cursor!: string | null;

  @Field(() => [LogError], { description: "The containers whose logs are missing, or end early, and why." })
  readonly errors!: readonly LogError[];

  @Field(() => [ClusterError], { description: "The clusters that did not say which pods there are, and why." })
  readonly clusterErrors!: readonly ClusterError[];
}

export const LogChangeType = { JOINED: "JOINED", ENDED: "ENDED", FAILED: "FAILED" } as const;
export type LogChangeType = (typeof LogChangeType)[keyof typeof LogChangeType];

registerEnumType(LogChangeType, {
  name: "LogChangeType",
  description: "What became of a container whose log is followed.",
  valuesConfig: {
    JOINED: { description: "It is followed from here on." },
    ENDED: { description: "The container, or its pod, has ended: after the lines of this batch none follow." },
    FAILED: { description: "Its log cannot be read for now; it is tried again." },
  },
});

@ObjectType({ description: "What became of one container whose log is followed." })
export class LogChange extends LogSource {
  @Field(() => LogChangeType, { description: "Whether it joined, ended, or failed." })
  readonly type!: LogChangeType;

  @Field(() => LogError, { nullable: true, description: "Of one that FAILED: why." })
  readonly error!: LogError | null;
}

@ObjectType({ description: "What was written since the batch before." })
export class PodLogBatch {
  @Costs({ items: assumedLines })
  @Field(() => [LogLine], {
    description: "The oldest first, within the batch; those of one container in its own order throughout.",
  })
  readonly lines!: readonly LogLine[];

  @Costs({ items: 1 })
  @Field(() => [LogChange], { description: "The containers that joined, ended or failed." })
  readonly changes!: readonly LogChange[];

  @Field(() => String, { description: "Where this batch ends, for `after`; good on any replica." })
  readonly cursor!: string;
}
