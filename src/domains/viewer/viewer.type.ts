import { Field, Float, Int, ObjectType } from "../../graphql/index.ts";

@ObjectType({ description: "A name and its values, as an issuer said them." })
export class ViewerExtra {
  @Field(() => String, { description: "The name." })
  readonly name!: string;

  @Field(() => [String], { description: "The values." })
  readonly values!: readonly string[];
}

@ObjectType({
  description: "Whom a cluster takes the viewer for. Source: its SelfSubjectReview, as `kubectl auth whoami` shows it.",
})
export class ViewerIdentity {
  @Field(() => String, { description: "The cluster's registered name." })
  readonly cluster!: string;

  @Field(() => String, { description: "The name by which its rules know the viewer." })
  readonly username!: string;

  @Field(() => [String], { description: "The groups, those that the cluster itself adds included." })
  readonly groups!: readonly string[];

  @Field(() => String, {
    nullable: true,
    description: "What tells the person from namesakes; null where there is none.",
  })
  readonly uid!: string | null;

  @Field(() => [ViewerExtra], { description: "What else it knows." })
  readonly extra!: readonly ViewerExtra[];
}

@ObjectType({ description: "Whether the viewer may do something." })
export class AccessDecision {
  @Field(() => Boolean, { description: "He may, as far as the cluster's authorizers and the gateway are concerned." })
  readonly allowed!: boolean;

  @Field(() => String, { nullable: true, description: "Why not; null where he may." })
  readonly reason!: string | null;
}

@ObjectType({
  description:
    "What one caller may ask for at a time, and how much of it is taken. Source: the replica that answers; others count by themselves.",
})
export class ViewerLimits {
  @Field(() => Int, { description: "Points that no query or mutation may exceed (`limits.costBurst`)." })
  readonly costBurst!: number;

  @Field(() => Int, { description: "Points that come back each second (`limits.costPerSecond`)." })
  readonly costPerSecond!: number;

  @Field(() => Int, { description: "Points that are left, this operation's own taken off." })
  readonly pointsLeft!: number;

  @Field(() => Int, { description: "Queries and mutations that may run at the same time." })
  readonly operations!: number;

  @Field(() => Int, { description: "Queries and mutations that run, this one among them." })
  readonly operationsRunning!: number;

  @Field(() => Int, { description: "Subscriptions and live queries that may run at the same time." })
  readonly subscriptions!: number;

  @Field(() => Int, { description: "Subscriptions and live queries that run." })
  readonly subscriptionsRunning!: number;
}

@ObjectType({
  description: "Who asks. Source: the credential that came with the request; without authentication, the kubeconfig.",
})
export class Viewer {
  @Field(() => String, { description: "The name, as clusters are told it." })
  readonly username!: string;

  @Field(() => [String], { description: "The groups, as clusters are told them." })
  readonly groups!: readonly string[];

  @Field(() => String, { description: "Who has vouched for the name: an issuer, or a cluster." })
  readonly issuer!: string;

  @Field(() => String, {
    nullable: true,
    description: "What tells the person from namesakes; null where nobody says it.",
  })
  readonly uid!: string | null;

  @Field(() => [ViewerExtra], { description: "What else the issuer said for clusters to know." })
  readonly extra!: readonly ViewerExtra[];

  @Field(() => String, {
    nullable: true,
    description:
      "The one cluster in which the viewer is anybody, by its registered name; null where it is not one alone.",
  })
  readonly cluster!: string | null;
}

@ObjectType({ description: "What is kept to be given again." })
export class KeptAnswers {
  @Field(() => Int, { description: "How many answers." })
  readonly entries!: number;

  @Field(() => Float, { description: "What they take, in bytes, as estimated." })
  readonly bytes!: number;

  @Field(() => Float, { description: "How often one was given since the replica started." })
  readonly hits!: number;
}

@ObjectType({ description: "What the gateway holds of one resource of one cluster." })
export class GatewayStore {
  @Field(() => String, { description: "The cluster's registered name." })
  readonly cluster!: string;

  @Field(() => String, { description: "Group and plural, as in `apps/deployments`." })
  readonly resource!: string;

  @Field(() => Int, { description: "How many objects." })
  readonly objects!: number;

  @Field(() => Boolean, { description: "It is complete." })
  readonly synced!: boolean;

  @Field(() => Boolean, { description: "The cluster does not keep it up to date at present." })
  readonly stale!: boolean;

  @Field(() => Boolean, { description: "It is listed again and again, as it cannot be watched." })
  readonly polled!: boolean;

  @Field(() => Int, { description: "Subscriptions and live queries that follow it." })
  readonly subscribers!: number;
}

@ObjectType({
  description: "What goes on in the replica that answers. For its operators alone: see `docs/viewer.md`.",
})
export class GatewayStatus {
  @Field(() => KeptAnswers, { description: "What is kept to be given again." })
  readonly answers!: KeptAnswers;

  @Field(() => [GatewayStore], { description: "What is held, by cluster and resource." })
  readonly stores!: readonly GatewayStore[];

  @Field(() => Int, { description: "Subscriptions and live queries of all callers." })
  readonly subscriptions!: number;

  @Field(() => [String], { description: "Clusters that cannot be reached, by registered name." })
  readonly unreachableClusters!: readonly string[];
}
