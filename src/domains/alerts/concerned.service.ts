import { FairwayError } from "../../errors/index.ts";
import { type Connection, every, indexed, matching } from "../../graphql/index.ts";
import type { ClusterError, ClusterName, Row } from "../../state/index.ts";
import { type Application, applicationNamed, applicationOf, byApplication } from "../applications/index.ts";
import type { DomainContext, Manifest } from "../context.ts";
import { downToPods, isWorkload, workloadOf } from "../deployments/index.ts";
import { type ArgsOf, readTarget, seenUnder } from "../resources/index.ts";
import { CLAIMS } from "../volumes/index.ts";
import { alerts, alertsByConcerned } from "./alert.kind.ts";
import type { AlertManifest } from "./alert.manifest.ts";
import { concernedBy, concernedValue } from "./alert.mapping.ts";
import type { Alert } from "./alert.type.ts";

/** What an alert names, as far as it exists and the caller may see it; most particular first. */
export function concernedRows(ctx: DomainContext, { scope, object }: Row<AlertManifest>): readonly Row<Manifest>[] {
  return concernedBy(object).flatMap((each) => {
    return readTarget<Manifest>(ctx, { cluster: scope.cluster, ...each }) ?? [];
  });
}

/** The applications whose workloads, pods or claims an alert names: the other way of `alertsOfApplication`. */
export function applicationsConcerned(ctx: DomainContext, alert: Row<AlertManifest>): readonly Application[] {
  const names = concernedRows(ctx, alert).flatMap((row) => {
    const part = workloadOf(ctx, row) ?? row;
    const isPart = part.scope.resource === CLAIMS || isWorkload(part);
    return (isPart && applicationOf(part.object)) || [];
  });
  return [...new Set(names)].flatMap((name) => applicationNamed(ctx, name) ?? []);
}

/** The alerts that name an object, or one of those that it made to run as pods. */
export function alertsAboutObject(
  ctx: DomainContext,
  row: Row<Manifest>,
  args: ArgsOf<typeof alerts>,
): Connection<AlertManifest, Alert> {
  return alertsAbout(ctx, args, [row.scope.cluster], () => [row]);
}

/** The alerts that name a workload of an application, a pod of one, or one of its claims. */
export function alertsOfApplication(
  ctx: DomainContext,
  { name, clusters, parts }: Application,
  args: ArgsOf<typeof alerts>,
): Connection<AlertManifest, Alert> {
  return alertsAbout(ctx, args, clusters, (cluster) => [
    ...parts.workloads.filter(({ scope }) => scope.cluster === cluster),
    ...seenUnder(ctx, { cluster, resource: CLAIMS }, byApplication, name),
  ]);
}

function alertsAbout(
  ctx: DomainContext,
  args: ArgsOf<typeof alerts>,
  clusters: readonly ClusterName[],
  rowsIn: (cluster: ClusterName) => readonly Row<Manifest>[],
): Connection<AlertManifest, Alert> {
  const named = new Map<ClusterName, ReadonlySet<string>>();
  const clusterErrors: ClusterError[] = [];
  for (const cluster of clusters) {
    try {
      const rows = rowsIn(cluster).flatMap((row) => (isWorkload(row) ? downToPods(ctx, row) : [row]));
      named.set(cluster, new Set(rows.map(subjectOf)));
    } catch (error) {
      if (!(error instanceof FairwayError)) throw error;
      clusterErrors.push({ cluster, error });
    }
  }
  const values = [...named.values()].flatMap((each) => [...each]);
  return alerts.list(ctx, args, {
    clusters: [...named.keys()],
    clusterErrors,
    match: every([
      indexed<AlertManifest>(alertsByConcerned, values),
      // Of what is in several clusters the names are often the same, and of other things as well.
      matching(({ scope, object }) => {
        return concernedBy(object).some((each) => named.get(scope.cluster)?.has(concernedValue(each)));
      }),
    ]),
  });
}

function subjectOf({ scope, namespace, name }: Row<Manifest>): string {
  return concernedValue({ resource: scope.resource, namespace, name });
}
