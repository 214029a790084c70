import { FairwayError } from "../../errors/index.ts";
import { indexed } from "../../graphql/index.ts";
import { groupResourceOf } from "../../kubernetes/index.ts";
import type { ClusterError, Predicate, Row } from "../../state/index.ts";
import type { DomainContext, Manifest } from "../context.ts";
import { byOwner, findKind, readTarget, type Target, targetOf, unknownCluster } from "../resources/index.ts";
import type { LogWorkloadInput, PodLogSelectorInput } from "./log.input.ts";
import { type LoggedContainer, loggedContainersOf } from "./log-targets.mapping.ts";
import { pods } from "./pod.kind.ts";
import type { PodManifest } from "./pod.manifest.ts";
import { PODS } from "./pod.type.ts";
import { podOwnersOf } from "./workload.service.ts";

/** Whose log it is. */
export interface LogPlace {
  readonly cluster: string;
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
}

export interface LogTarget extends LogPlace, Pick<LoggedContainer, "run" | "ended"> {
  /** Of this very pod, and not of one that has its name later. */
  readonly key: string;
  /** The pod is about to go. */
  readonly terminating: boolean;
}

export interface LogProblem extends LogPlace {
  readonly error: FairwayError;
}

/** The pods whose logs are asked for, in the order in which lines of equal time stand. */
export interface LoggedPods {
  readonly rows: readonly Row<PodManifest>[];
  readonly errors: readonly LogProblem[];
  readonly clusterErrors: readonly ClusterError[];
  /** There are more than can be read at the same time. */
  readonly overfull: boolean;
}

/** The containers of these pods. */
export interface LogTargets extends Pick<LoggedPods, "errors" | "clusterErrors"> {
  readonly targets: readonly LogTarget[];
}

/** Each of them is a connection to an API server, and from there to a kubelet. */
const MAX_PODS = 100;
const MAX_CONTAINERS = 200;

/** Null in a pass that misses what they depend on. */
export function loggedPods(
  ctx: DomainContext,
  { pods: named, filter, workload }: PodLogSelectorInput,
): LoggedPods | null {
  if (named)
    return namedPods(
      ctx,
      named.map((by, index) => targetOf(ctx, PODS, by, `of.pods[${index}]`)),
    );
  if (filter) return podsWithin(ctx, undefined, filter);
  return workload ? podsOfNamed(ctx, workload) : null;
}

/** Pods under a condition, in one cluster or (with a filter) in those that it leaves. */
function podsWithin(
  ctx: DomainContext,
  within: { readonly clusters: readonly string[]; readonly match: Predicate<PodManifest> } | undefined,
  filter: PodLogSelectorInput["filter"] = undefined,
): LoggedPods {
  const page = pods.list(ctx, { first: MAX_PODS, ...(filter && { filter }) }, within);
  return {
    rows: page.nodes.map(({ row }) => row),
    errors: [],
    clusterErrors: page.failures,
    overfull: page.pageInfo.hasNextPage,
  };
}

function namedPods(ctx: DomainContext, targets: readonly Target[]): LoggedPods {
  const rows: Row<PodManifest>[] = [];
  const errors: LogProblem[] = [];
  for (const target of targets.slice(0, MAX_PODS)) {
    const row = readTarget<PodManifest>(ctx, target);
    if (row) rows.push(row);
    else errors.push(problem({ ...target, pod: target.name, container: "" }, "NOT_FOUND", "There is no such pod"));
  }
  return { rows, errors, clusterErrors: [], overfull: targets.length > MAX_PODS };
}

/** The pods that a workload owns, itself or through its replica sets or jobs. */
export function podsOfWorkload(ctx: DomainContext, row: Row<Manifest>): LoggedPods {
  return podsWithin(ctx, { clusters: [row.scope.cluster], match: indexed(byOwner, podOwnersOf(ctx, row)) });
}

function podsOfNamed(ctx: DomainContext, { cluster, namespace, kind, name }: LogWorkloadInput): LoggedPods | null {
  if (!ctx.reader.clusters().includes(cluster)) throw unknownCluster(cluster, "of.workload.cluster");
  const found = findKind(ctx, cluster, kind);
  if (found === "pending") return null;
  if (found instanceof FairwayError) throw found;
  const resource = groupResourceOf(found);
  const row = ctx.reader.get<Manifest>({ cluster, resource, namespace, name });
  if (row) return podsOfWorkload(ctx, row);
  // Its pods may outlive it, and it may come again: whoever follows them waits.
  const message = `There is no ${JSON.stringify(name)} among the ${resource}`;
  const error = problem({ cluster, namespace, pod: "", container: "" }, "NOT_FOUND", message);
  return { rows: [], errors: [error], clusterErrors: [], overfull: false };
}

/** The containers whose logs the caller may read; the others are errors. */
export function logTargetsOf(ctx: DomainContext, pods: LoggedPods, names: readonly string[] | null): LogTargets {
  const targets: LogTarget[] = [];
  const errors = [...pods.errors];
  let isOverfull = pods.overfull;
  for (const row of pods.rows) {
    const { scope, namespace, name: pod, uid, object } = row;
    const place = { cluster: scope.cluster, namespace, pod };
    const refusal = refusalOf(ctx, row);
    if (refusal) {
      errors.push({ ...place, container: "", error: refusal });
      continue;
    }
    for (const { name: container, run, ended } of loggedContainersOf(object, names)) {
      if (targets.length === MAX_CONTAINERS) isOverfull = true;
      else {
        const terminating = object.metadata.deletionTimestamp !== undefined;
        targets.push({ ...place, container, key: `${scope.cluster} ${uid} ${container}`, run, ended, terminating });
      }
    }
  }
  if (isOverfull) {
    const message = `Logs of ${MAX_PODS} pods and ${MAX_CONTAINERS} containers are read at once; the rest is left out`;
    errors.push(problem({ cluster: "", namespace: "", pod: "", container: "" }, "LIMIT_EXCEEDED", message));
  }
  return { targets, errors, clusterErrors: pods.clusterErrors };
}

/** Why the caller may not read the logs of a pod, as far as that is known; the API server has the last word. */
function refusalOf({ reader }: DomainContext, { scope, namespace, name }: Row<PodManifest>): FairwayError | null {
  try {
    if (reader.permits({ ...scope, namespace, name }, "log")) return null;
    return new FairwayError("FORBIDDEN", "Not allowed to get pods/log", { cluster: scope.cluster });
  } catch (error) {
    if (error instanceof FairwayError) return error;
    throw error;
  }
}

function problem(place: LogPlace, code: FairwayError["code"], message: string): LogProblem {
  const { cluster, namespace, pod, container } = place;
  return { cluster, namespace, pod, container, error: new FairwayError(code, message, cluster ? { cluster } : {}) };
}
