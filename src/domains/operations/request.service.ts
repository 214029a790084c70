import type { GraphQLResolveInfo } from "graphql";
import { UserError } from "../../graphql/index.ts";
import { isOver, OPERATIONS, type OperationManifest, type Request } from "../../operations/index.ts";
import type { DomainContext } from "../context.ts";
import {
  attempt,
  isReachable,
  notFound,
  type ObjectByInput,
  perform,
  refusalsOf,
  refused,
  targetOf,
  type WriteInput,
  type WriteResult,
} from "../resources/index.ts";
import { operationsOf } from "./home.service.ts";

interface RequestInput extends WriteInput {
  readonly by: ObjectByInput;
}

/** Says what is wanted of an operation; the replica that runs it heeds that before it does anything more. */
export function requestOfOperation(
  ctx: DomainContext,
  info: GraphQLResolveInfo,
  request: Request,
  { by, expectedResourceVersion, dryRun }: RequestInput,
): WriteResult<OperationManifest> | null {
  return attempt(ctx, info, { verb: "patch", dryRun }, (tried) => {
    const target = tried.at(targetOf(ctx, OPERATIONS, by, "input.by"));
    const operations = operationsOf(ctx);
    const { cluster, namespace } = operations.home;
    const isHome = target.cluster === cluster && target.namespace === namespace;
    if (!isHome || !isReachable(ctx, target)) return refused(notFound(target));
    return perform<OperationManifest>(ctx, tried, { place: target, dryRun }, async (_writer, signal) => {
      const { uid, name } = target;
      try {
        const { metadata, status } = await operations.get(name, { signal });
        if (uid !== undefined && metadata.uid !== uid) return { refusals: [notFound(target)] };
        if (isOver(status)) {
          return { refusals: [new UserError("INVALID", `It has ended: it is ${status?.phase}`, "input.by")] };
        }
        const options = { dryRun, signal, expectedResourceVersion, uid: metadata.uid };
        return await operations.request(name, request, options);
      } catch (error) {
        return refusalsOf(error, { target, expectedResourceVersion }, {});
      }
    });
  });
}
