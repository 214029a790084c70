import type { GraphQLResolveInfo } from "graphql";
import { FairwayError } from "../../errors/index.ts";
import { UserError } from "../../graphql/index.ts";
import { UpstreamError, type Written } from "../../kubernetes/index.ts";
import type { ClusterAccess, DomainContext } from "../context.ts";
import {
  attempt,
  isPathSegment,
  perform,
  type Refusals,
  readTarget,
  refusalsOf,
  refused,
  type Target,
  unknownCluster,
  type WriteResult,
} from "../resources/index.ts";
import { ENDPOINT_SLICES } from "./endpoint-slice.type.ts";
import type { ExternalServiceCreateInput } from "./external-service.input.ts";
import {
  externalFaults,
  externalService,
  externalSlice,
  isMadeHere,
  servicePaths,
  slicePaths,
} from "./external-service.mapping.ts";
import type { ServiceManifest } from "./network.manifest.ts";
import { SERVICES } from "./service.type.ts";

/** Makes a service and, for addresses, the slice that has them, as the caller, once; null in a pass before it is done. */
export function createExternalService(
  ctx: DomainContext,
  info: GraphQLResolveInfo,
  input: ExternalServiceCreateInput,
): WriteResult<ServiceManifest> | null {
  const { cluster, namespace, name, dryRun } = input;
  return attempt(ctx, info, { verb: "create", dryRun }, (tried) => {
    const target = { cluster, resource: SERVICES, namespace, name };
    tried.at(target);
    if (!ctx.reader.clusters().includes(cluster)) throw unknownCluster(cluster, "input.cluster");
    const faults = [...externalFaults(input)];
    if (!isPathSegment(namespace))
      faults.push(new UserError("INVALID", "It cannot be the name of a namespace", "input.namespace"));
    if (!isPathSegment(name)) faults.push(new UserError("INVALID", "It cannot be the name of a service", "input.name"));
    if (faults.length > 0) return refused(...faults);
    return perform<ServiceManifest>(
      ctx,
      tried,
      { place: target, dryRun },
      async (writer, signal): Promise<Written | Refusals> => {
        const place = { cluster, namespace };
        let made: Written;
        try {
          made = await writer.create({ ...place, resource: SERVICES }, externalService(input), { dryRun, signal });
        } catch (error) {
          if (error instanceof UpstreamError && error.reason === "AlreadyExists") {
            return { refusals: [new UserError("CONFLICT", error.message, "input.name")], cause: error };
          }
          return refusalsOf(error, { target }, servicePaths(input));
        }
        if (input.addresses == null) return made;
        try {
          const owner = dryRun ? null : { name, uid: made.object.metadata.uid };
          await writer.create({ ...place, resource: ENDPOINT_SLICES }, externalSlice(input, owner), { dryRun, signal });
          return made;
        } catch (error) {
          if (!dryRun) await takeBack(writer, target, made);
          const slice = { ...target, resource: ENDPOINT_SLICES, name: `${name}-external` };
          return refusalsOf(error, { target: slice }, slicePaths(input));
        }
      },
    );
  });
}

/** A service that leads nowhere is worse than none. Where it cannot be deleted, that is what is told. */
async function takeBack(writer: ClusterAccess["writer"], target: Target, { object }: Written): Promise<void> {
  try {
    await writer.delete(target, { preconditions: { uid: object.metadata.uid } });
  } catch (error) {
    if (!(error instanceof FairwayError)) throw error;
    const message = `The service ${JSON.stringify(target.name)} was made, what says where it leads was not, and the service cannot be deleted again: ${error.message}`;
    throw new FairwayError(error.code, message, { cluster: target.cluster, cause: error });
  }
}

/** A service that was not made for a system outside is not deleted as one: its pods would lose their name. */
export function notExternal(ctx: DomainContext, target: Target): readonly UserError[] {
  const row = readTarget<ServiceManifest>(ctx, target);
  if (!row) assertSeen(ctx, target);
  if (!row || isMadeHere(row.object)) return [];
  return [
    new UserError(
      "INVALID",
      "It was not made by `externalServiceCreate`: `resourceDelete` deletes any service",
      "input.by",
    ),
  ];
}

/** Who may delete services and not see them could not know which one it is, and nor could we. Throws FORBIDDEN. */
function assertSeen({ reader, clusters, misses }: DomainContext, { cluster, namespace, name }: Target): void {
  // An id outlives the registration of its cluster.
  if (!reader.clusters().includes(cluster)) return;
  const attributes = { verb: "get", group: "", resource: SERVICES, namespace, name };
  const outcome = misses.ask(`sees ${JSON.stringify([cluster, namespace, name])}`, cluster, (signal) =>
    clusters.get(cluster).allows(attributes, signal),
  );
  if (outcome.state === "pending" || (outcome.state === "done" && outcome.value)) return;
  if (outcome.state === "failed") throw outcome.error;
  const message = `services are forbidden in namespace ${JSON.stringify(namespace)}: this caller cannot get them, and so not tell which ones lead outside`;
  throw new FairwayError("FORBIDDEN", message, { cluster });
}
