import {
  connectionOf,
  deltaOf,
  encodeId,
  Field,
  Int,
  Node,
  ObjectType,
  registerEnumType,
} from "../../graphql/index.ts";
import type { Row } from "../../state/index.ts";
import type { Manifest } from "../context.ts";
import { Workload } from "../deployments/index.ts";
import { objectFor } from "../resources/index.ts";
import { ApplicationHealth, healthOfAll, type WorkloadHealth, workloadHealthOf } from "./health.mapping.ts";
import { componentOf, teamOf, versionOf } from "./labels.mapping.ts";
import { imagesOf, type WorkloadManifest } from "./workload.manifest.ts";

/** The resource part of an application's id. Not a resource of any API: it is made of labels, over all clusters. */
export const APPLICATION_RESOURCE = "fairway/applications";

/** The cluster part of its id: none in particular. No cluster can be registered under this name. */
export const EVERY_CLUSTER = "*";

registerEnumType(ApplicationHealth, {
  name: "ApplicationHealth",
  description: "How workloads are, by their own status.",
  valuesConfig: {
    HEALTHY: { description: "Everything is as it is wanted." },
    PROGRESSING: { description: "It is on its way: a rollout, a job that runs, a deletion." },
    DEGRADED: { description: "Something is missing or has failed, and nothing says that it is on its way." },
    SUSPENDED: { description: "It is wanted to rest: paused, suspended, or without pods." },
    UNKNOWN: { description: "Nothing says how it is: there is no workload, or one of a kind that has no status." },
  },
});

@ObjectType({ description: "A workload of an application, whatever its kind. Source: its object." })
export class ApplicationWorkload {
  readonly row: Row<WorkloadManifest>;
  readonly #health: WorkloadHealth;

  constructor(row: Row<WorkloadManifest>) {
    this.row = row;
    this.#health = workloadHealthOf(row.object);
  }

  @Field(() => String, { description: "The registered name of its cluster." })
  get cluster(): string {
    return this.row.scope.cluster;
  }

  @Field(() => String, { description: "Its namespace." })
  get namespace(): string {
    return this.row.namespace;
  }

  @Field(() => String, { description: "Its kind, as in `Deployment`." })
  get kind(): string {
    return this.row.object.kind;
  }

  @Field(() => String, { description: "Its name." })
  get name(): string {
    return this.row.name;
  }

  @Field(() => String, {
    nullable: true,
    description: "What it is in the application. Source: the label `app.kubernetes.io/name`.",
  })
  get component(): string | null {
    return componentOf(this.row.object);
  }

  @Field(() => String, {
    nullable: true,
    description: "The version that it says it is. Source: the label `app.kubernetes.io/version`.",
  })
  get version(): string | null {
    return versionOf(this.row.object);
  }

  @Field(() => ApplicationHealth, { description: "How it is." })
  get health(): ApplicationHealth {
    return this.#health.health;
  }

  @Field(() => String, { nullable: true, description: "Why, in one word; null where it is healthy." })
  get reason(): string | null {
    return this.#health.reason;
  }

  @Field(() => String, { nullable: true, description: "Why, in a sentence; null where it is healthy." })
  get message(): string | null {
    return this.#health.message;
  }

  @Field(() => Int, { nullable: true, description: "Pods wanted; null for kinds that keep no number of them." })
  get desiredReplicas(): number | null {
    return this.#health.desired;
  }

  @Field(() => Int, { nullable: true, description: "Pods ready; null for kinds that keep no number of them." })
  get readyReplicas(): number | null {
    return this.#health.ready;
  }

  @Field(() => [String], { description: "Images of its containers, each once; init containers do not count." })
  get images(): readonly string[] {
    return imagesOf(this.row.object);
  }

  @Field(() => Workload, { description: "The object itself." })
  get object(): Workload {
    return objectFor(this.row) as Workload;
  }
}

@ObjectType({ description: "Workloads of an application that are alike in something." })
class WorkloadGroup {
  @Field(() => ApplicationHealth, { description: "How they are together: what is worst counts." })
  get health(): ApplicationHealth {
    return healthOfAll(this.workloads.map(({ health }) => health));
  }

  @Field(() => [ApplicationWorkload], { description: "The workloads." })
  readonly workloads: readonly ApplicationWorkload[];

  constructor(workloads: readonly ApplicationWorkload[]) {
    this.workloads = workloads;
  }

  @Field(() => [String], { description: "The versions that they say they are, each once, sorted." })
  get versions(): readonly string[] {
    return distinct(this.workloads.flatMap(({ version }) => version ?? []));
  }

  @Field(() => [String], { description: "Their images, each once, sorted." })
  get images(): readonly string[] {
    return distinct(this.workloads.flatMap(({ images }) => images));
  }
}

@ObjectType({ description: "What of an application has one name, wherever it is. Source: `app.kubernetes.io/name`." })
export class ApplicationComponent extends WorkloadGroup {
  @Field(() => String, { description: "The name." })
  readonly name: string;

  constructor(name: string, workloads: readonly ApplicationWorkload[]) {
    super(workloads);
    this.name = name;
  }
}

@ObjectType({ description: "What of an application is in one namespace of one cluster." })
export class ApplicationPlace extends WorkloadGroup {
  @Field(() => String, { description: "The registered name of the cluster." })
  readonly cluster: string;

  @Field(() => String, { description: "The namespace." })
  readonly namespace: string;

  constructor(cluster: string, namespace: string, workloads: readonly ApplicationWorkload[]) {
    super(workloads);
    this.cluster = cluster;
    this.namespace = namespace;
  }
}

/** What is known of an application: what of it the caller may see. */
export interface ApplicationParts {
  readonly name: string;
  /** In the order of cluster, namespace, kind and name. */
  readonly workloads: readonly Row<WorkloadManifest>[];
  readonly services: readonly Row<Manifest>[];
  /** The label or annotation that names a team. */
  readonly teamKey: string;
}

@ObjectType("Application", {
  implements: Node,
  description:
    "What belongs together by its labels, over all clusters and namespaces: of it, what the caller may see. Source: `app.kubernetes.io/part-of`, and `app.kubernetes.io/name` of what has no such label.",
})
export class Application extends Node {
  readonly parts: ApplicationParts;
  #workloads: readonly ApplicationWorkload[] | undefined = undefined;

  constructor(parts: ApplicationParts) {
    super();
    this.parts = parts;
  }

  override get id(): string {
    return encodeId({
      cluster: EVERY_CLUSTER,
      resource: APPLICATION_RESOURCE,
      namespace: "",
      name: this.name,
      uid: "",
    });
  }

  @Field(() => String, { description: "Its name: the value of the label." })
  get name(): string {
    return this.parts.name;
  }

  @Field(() => ApplicationHealth, { description: "How its workloads are together: what is worst counts." })
  get health(): ApplicationHealth {
    return healthOfAll(this.workloads.map(({ health }) => health));
  }

  @Field(() => [ApplicationWorkload], { description: "The workloads that keep it from being healthy." })
  get unhealthy(): readonly ApplicationWorkload[] {
    return this.workloads.filter(({ health }) => health !== "HEALTHY");
  }

  @Field(() => String, {
    nullable: true,
    description:
      "The team that it belongs to: what most of its parts say; null where none says so. Source: the label or annotation of the setting `teamLabel`.",
  })
  get ownerTeam(): string | null {
    return this.ownerTeams[0] ?? null;
  }

  @Field(() => [String], { description: "All teams that parts of it name, the one that most of them name first." })
  get ownerTeams(): readonly string[] {
    const counts = new Map<string, number>();
    const { workloads, services, teamKey } = this.parts;
    for (const { object } of [...workloads, ...services]) {
      const team = teamOf(object, teamKey);
      if (team !== null) counts.set(team, (counts.get(team) ?? 0) + 1);
    }
    return [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).map(([team]) => team);
  }

  @Field(() => [String], { description: "The clusters that it is in, by registered name, sorted." })
  get clusters(): readonly string[] {
    return distinct(this.#rows.map(({ scope }) => scope.cluster));
  }

  @Field(() => [String], { description: "The namespaces that it is in, in whichever cluster, sorted." })
  get namespaces(): readonly string[] {
    return distinct(this.#rows.map(({ namespace }) => namespace));
  }

  @Field(() => [ApplicationPlace], { description: "Where it is, by cluster and namespace." })
  get places(): readonly ApplicationPlace[] {
    const places = new Map<string, { cluster: string; namespace: string; workloads: ApplicationWorkload[] }>();
    for (const { scope, namespace } of this.#rows) {
      const key = `${scope.cluster}/${namespace}`;
      if (!places.has(key)) places.set(key, { cluster: scope.cluster, namespace, workloads: [] });
    }
    for (const each of this.workloads) places.get(`${each.cluster}/${each.namespace}`)?.workloads.push(each);
    return [...places]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, { cluster, namespace, workloads }]) => new ApplicationPlace(cluster, namespace, workloads));
  }

  @Field(() => [ApplicationComponent], {
    description: "What it is made of, by name; workloads without a name are in none of them.",
  })
  get components(): readonly ApplicationComponent[] {
    const components = new Map<string, ApplicationWorkload[]>();
    for (const workload of this.workloads) {
      if (workload.component === null) continue;
      components.set(workload.component, [...(components.get(workload.component) ?? []), workload]);
    }
    return [...components]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, workloads]) => new ApplicationComponent(name, workloads));
  }

  @Field(() => [ApplicationWorkload], {
    description:
      "What runs its pods: Deployments, StatefulSets, DaemonSets, CronJobs, and Jobs of their own; by cluster, namespace, kind and name.",
  })
  get workloads(): readonly ApplicationWorkload[] {
    this.#workloads ??= this.parts.workloads.map((row) => new ApplicationWorkload(row));
    return this.#workloads;
  }

  @Field(() => [String], { description: "The images of its workloads, each once, sorted." })
  get images(): readonly string[] {
    return distinct(this.workloads.flatMap(({ images }) => images));
  }

  @Field(() => [String], { description: "The versions that its workloads say they are, each once, sorted." })
  get versions(): readonly string[] {
    return distinct(this.workloads.flatMap(({ version }) => version ?? []));
  }

  get #rows(): readonly Row<Manifest>[] {
    return [...this.parts.workloads, ...this.parts.services];
  }
}

export const ApplicationConnection = connectionOf("Application", () => Application);
export const ApplicationDelta = deltaOf("Application", () => Application);

function distinct(values: readonly string[]): readonly string[] {
  return [...new Set(values)].sort();
}
