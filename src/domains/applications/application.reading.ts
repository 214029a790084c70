import { indexed } from "../../graphql/index.ts";
import { type ClusterError, Order, type Revision, type Row, type Staleness } from "../../state/index.ts";
import type { DomainContext, Manifest } from "../context.ts";
import { SERVICES } from "../networks/index.ts";
import { Application } from "./application.type.ts";
import { applicationOf } from "./labels.mapping.ts";
import { ANY_APPLICATION, byApplication } from "./parts-index.ts";
import type { WorkloadManifest } from "./workload.manifest.ts";
import { WORKLOADS } from "./workload-kinds.ts";

/** An application is there as soon as one of these is that the caller may list. */
export const FOUNDATIONS: readonly string[] = [...WORKLOADS, SERVICES];

export interface Reading {
  readonly applications: readonly Application[];
  readonly clusterErrors: readonly ClusterError[];
  readonly stale: readonly Staleness[];
  readonly revision: Revision;
}

const unordered = new Order<Manifest>([]);

/** All applications, or the one of a name, of what the caller may list: found by an index, whatever else there is. */
export function readApplications(ctx: DomainContext, name?: string): Reading {
  const { reader } = ctx;
  const clusters = reader.clusters();
  const value = name ?? ANY_APPLICATION;
  const match = indexed<Manifest>(byApplication, [value]);
  const found = new Map<string, { workloads: Row<WorkloadManifest>[]; services: Row<Manifest>[] }>();
  const failures = new Map<string, { forbidden: ClusterError[]; others: ClusterError[] }>();
  const stale = new Map<string, Staleness>();
  const revision: Revision[number][] = [];
  for (const resource of FOUNDATIONS) {
    const page = reader.list<Manifest>({ resource, clusters, match, order: unordered, first: 0 });
    const failed = new Set(page.clusterErrors.map(({ cluster }) => cluster));
    for (const each of page.clusterErrors) {
      const known = failures.get(each.cluster) ?? { forbidden: [], others: [] };
      (each.error.code === "FORBIDDEN" ? known.forbidden : known.others).push(each);
      failures.set(each.cluster, known);
    }
    for (const each of page.stale) if (!stale.has(each.cluster)) stale.set(each.cluster, each);
    revision.push(...page.revision);
    for (const cluster of clusters) {
      if (failed.has(cluster)) continue;
      for (const row of reader.related<WorkloadManifest>(cluster, resource, byApplication.name, value)) {
        if (isMadeByAnother(row)) continue;
        const application = applicationOf(row.object) as string;
        const parts = found.get(application) ?? { workloads: [], services: [] };
        (resource === SERVICES ? parts.services : parts.workloads).push(row as Row<WorkloadManifest>);
        found.set(application, parts);
      }
    }
  }
  const teamKey = ctx.teamLabel;
  return {
    applications: [...found].map(
      ([each, { workloads, services }]) =>
        new Application({ name: each, workloads: workloads.sort(byPlace), services: services.sort(byPlace), teamKey }),
    ),
    clusterErrors: [...failures.values()].flatMap(({ forbidden, others }) => {
      // Not to be let see some kinds is nothing to tell of: they are left out. To be let see none is.
      if (others[0]) return [others[0]];
      return forbidden.length === FOUNDATIONS.length && forbidden[0] ? [forbidden[0]] : [];
    }),
    stale: [...stale.values()],
    revision,
  };
}

/** A job of a CronJob is what that does, and no workload beside it. */
function isMadeByAnother({ scope, object }: Row<Manifest>): boolean {
  if (scope.resource !== "batch/jobs") return false;
  return object.metadata.ownerReferences?.some(({ controller }) => controller === true) ?? false;
}

function byPlace(a: Row<Manifest>, b: Row<Manifest>): number {
  const [left, right] = [a, b].map(({ scope, namespace, object, name }) =>
    [scope.cluster, namespace, object.kind, name].join("\0"),
  );
  return (left as string) < (right as string) ? -1 : left === right ? 0 : 1;
}
