import { type Feed, type FollowedState, followState } from "../../graphql/index.ts";
import type { DomainContext } from "../context.ts";
import type { ApplicationFilter } from "./application.input.ts";
import { readFiltered } from "./application.service.ts";
import type { Application } from "./application.type.ts";

/** The applications that pass a filter, as they change. One has changed when a workload or service of it has. */
export function followApplications(filter: ApplicationFilter | null | undefined): Feed<FollowedState> {
  return followState((context) => {
    const ctx = context as DomainContext;
    const { applications, clusterErrors } = readFiltered(ctx, filter);
    return {
      items: applications.map((application) => ({
        id: application.id,
        fingerprint: fingerprintOf(application),
        object: application,
        sources: application.clusters,
      })),
      clusters: ctx.reader.clusters(),
      silent: new Set(clusterErrors.flatMap(({ cluster, error }) => (error.code === "FORBIDDEN" ? [] : [cluster]))),
    };
  });
}

function fingerprintOf({ parts: { workloads, services } }: Application): string {
  return [...workloads, ...services].map(({ scope, uid, version }) => `${scope.cluster} ${uid} ${version}`).join("\n");
}
