import {
  ArgsType,
  connectionOf,
  deltaOf,
  EventArgs,
  Field,
  ID,
  InputType,
  OneOf,
  OrderDirection,
  type OrderInput,
  PageArgs,
  registerEnumType,
} from "../../graphql/index.ts";
import { ObjectOrderField, objectOrderDescriptions } from "../resources/index.ts";
import { ReplicatedFilter } from "./workload.input.ts";
import { Workload } from "./workload.type.ts";
import { WorkloadKind } from "./workload-kinds.ts";

registerEnumType(WorkloadKind, {
  name: "WorkloadKind",
  description: "The kinds of workloads.",
  valuesConfig: {
    DEPLOYMENT: { description: "apps/v1 Deployment." },
    STATEFUL_SET: { description: "apps/v1 StatefulSet." },
    DAEMON_SET: { description: "apps/v1 DaemonSet." },
    JOB: { description: "batch/v1 Job." },
    CRON_JOB: { description: "batch/v1 CronJob." },
    REPLICA_SET: { description: "apps/v1 ReplicaSet." },
  },
});

export const WorkloadOrderField = {
  ...ObjectOrderField,
  KIND: "KIND",
  REPLICAS: "REPLICAS",
  READY_REPLICAS: "READY_REPLICAS",
} as const;
export type WorkloadOrderField = (typeof WorkloadOrderField)[keyof typeof WorkloadOrderField];

registerEnumType(WorkloadOrderField, {
  name: "WorkloadOrderField",
  description: "What workloads can be ordered by.",
  valuesConfig: {
    ...objectOrderDescriptions,
    KIND: { description: "By the name of their kind." },
    REPLICAS: { description: "By the number of pods wanted; cron jobs have none." },
    READY_REPLICAS: { description: "By the number of pods that are ready; cron jobs have none." },
  },
});

@InputType({ description: "One key of an order of workloads." })
export class WorkloadOrder implements OrderInput<WorkloadOrderField> {
  @Field(() => WorkloadOrderField, { description: "What to order by." })
  field!: WorkloadOrderField;

  @Field(() => OrderDirection, { defaultValue: OrderDirection.ASC, description: "Which end comes first." })
  direction!: OrderDirection;
}

@InputType({ description: "Which workloads; each condition that is given must hold." })
export class WorkloadFilter extends ReplicatedFilter {
  @Field(() => [WorkloadKind], { nullable: true, description: "Only these kinds; all when absent." })
  kinds?: readonly WorkloadKind[] | null;
}

@ArgsType()
export class WorkloadArgs extends PageArgs {
  @Field(() => WorkloadFilter, { nullable: true, description: "Which workloads; all when absent." })
  filter?: WorkloadFilter | null;

  @Field(() => [WorkloadOrder], {
    nullable: true,
    description: "First key first. What it leaves open goes by cluster, namespace, name and kind.",
  })
  orderBy?: readonly WorkloadOrder[] | null;
}

@ArgsType()
export class WorkloadEventArgs extends EventArgs {
  @Field(() => WorkloadFilter, { nullable: true, description: "Which workloads; all when absent." })
  filter?: WorkloadFilter | null;
}

@InputType({ description: "Where a workload is." })
export class WorkloadRefInput {
  @Field(() => String, { description: "The cluster's registered name." })
  cluster!: string;

  @Field(() => WorkloadKind, { description: "Its kind." })
  kind!: WorkloadKind;

  @Field(() => String, { description: "The namespace." })
  namespace!: string;

  @Field(() => String, { description: "The name." })
  name!: string;
}

@OneOf()
@InputType({ description: "Which workload: by id, or by where it is." })
export class WorkloadByInput {
  @Field(() => ID, {
    nullable: true,
    description: "Its id. An object that was re-created under the same name has another.",
  })
  id?: string;

  @Field(() => WorkloadRefInput, { nullable: true, description: "Its place. Finds whatever has that name now." })
  ref?: WorkloadRefInput;
}

export const WorkloadConnection = connectionOf("Workload", () => Workload);
export const WorkloadDelta = deltaOf("Workload", () => Workload);
