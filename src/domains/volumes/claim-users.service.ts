import { FairwayError } from "../../errors/index.ts";
import type { GroupResource, Row } from "../../state/index.ts";
import type { DomainContext, Manifest } from "../context.ts";
import { hasEnded, JOBS, type JobManifest, PODS, type PodManifest, workloadKinds } from "../deployments/index.ts";
import type { Target } from "../resources/index.ts";
import { podsByClaim } from "./users-by-claim.ts";

/** Who uses a claim, of what the caller may see: workloads first, then pods, but for jobs and pods that have ended. */
export function claimUsersOf(ctx: DomainContext, claim: Target): readonly Row<Manifest>[] {
  const pods = usersAmong<PodManifest>(ctx, PODS, claim).filter(({ object: { status } }) => {
    return status?.phase !== "Succeeded" && status?.phase !== "Failed";
  });
  const workloads = workloadKinds.flatMap((kind) => usersAmong(ctx, kind, claim));
  return [
    ...workloads.filter(({ scope, object }) => scope.resource !== JOBS || !hasEnded(object as JobManifest)),
    ...pods,
  ];
}

function usersAmong<M extends Manifest>(
  { reader }: DomainContext,
  resource: GroupResource,
  { cluster, namespace, name }: Target,
): readonly Row<M>[] {
  try {
    return reader.related<M>(cluster, resource, podsByClaim.name, `${namespace}/${name}`);
  } catch (error) {
    if (error instanceof FairwayError && error.code === "FORBIDDEN") return [];
    throw error;
  }
}
