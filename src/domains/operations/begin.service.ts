import { FairwayError } from "../../errors/index.ts";
import { UserError } from "../../graphql/index.ts";
import type { Written } from "../../kubernetes/index.ts";
import { type NewOperation, OPERATIONS, type OperationManifest, type OperationTarget } from "../../operations/index.ts";
import type { DomainContext } from "../context.ts";
import {
  type Attempt,
  perform,
  type Refusals,
  refusalsOf,
  unknownCluster,
  type WriteResult,
} from "../resources/index.ts";
import { operationsOf } from "./home.service.ts";

export interface BeginRequest extends Omit<NewOperation, "idempotencyKey"> {
  /** What the operation is going to do with each of its targets, as an API server calls it. */
  readonly verb: "patch" | "delete" | "create";
  /** By target, the path of the input by which it was named. */
  readonly fields: readonly string[];
}

export interface BeginOptions {
  readonly dryRun: boolean;
  readonly idempotencyKey?: string | null;
}

const maxKeyLength = 256;

/**
 * Begins long work on the caller's behalf, within an attempt; null in a pass before that is done. `requestOf` says what is to be done,
 * or why it is not; it may read. What the caller may not do with each of the targets is refused at once, although each step is checked
 * again: who may do nothing has nothing to put into the home cluster.
 */
export function beginOperation(
  ctx: DomainContext,
  tried: Attempt,
  { dryRun, idempotencyKey }: BeginOptions,
  requestOf: (signal: AbortSignal) => Promise<BeginRequest | Refusals>,
): WriteResult<OperationManifest> | null {
  const { home, begin, assertActing } = operationsOf(ctx);
  const place = tried.at({ ...home, resource: OPERATIONS });
  const target = { ...place, name: "" };
  return perform<OperationManifest>(
    ctx,
    tried,
    { place, dryRun },
    async (_writer, signal): Promise<Written | Refusals> => {
      if (idempotencyKey != null && (idempotencyKey === "" || idempotencyKey.length > maxKeyLength)) {
        const message = `A key has between 1 and ${maxKeyLength} characters`;
        return { refusals: [new UserError("INVALID", message, "input.idempotencyKey")] };
      }
      try {
        const request = await requestOf(signal);
        if ("refusals" in request) return request;
        const { fields, verb, ...operation } = request;
        const refusals = await refusalsFor(ctx, assertActing, { targets: operation.targets, fields, verb }, signal);
        if (refusals.length > 0) return { refusals };
        const key = idempotencyKey ?? undefined;
        return await begin({ ...operation, ...(key !== undefined && { idempotencyKey: key }) }, { dryRun, signal });
      } catch (error) {
        if (error instanceof FairwayError && error.code === "CONFLICT" && error.field !== undefined) {
          return { refusals: [new UserError("CONFLICT", error.message, error.field)] };
        }
        return refusalsOf(error, { target }, {});
      }
    },
  );
}

/** Throws READ_ONLY, and what a cluster says that does not say. */
async function refusalsFor(
  ctx: DomainContext,
  assertActing: (cluster: string) => void,
  { targets, fields, verb }: Pick<BeginRequest, "targets" | "fields" | "verb">,
  signal: AbortSignal,
): Promise<readonly UserError[]> {
  const checked = targets.map(async (target, index): Promise<UserError | null> => {
    const { cluster, resource, namespace, name } = target;
    const field = fields[index] ?? "input";
    if (!ctx.clusters.has(cluster)) throw unknownCluster(cluster, `${field}.cluster`);
    const why = ctx.readOnly(cluster);
    if (why !== null) throw new FairwayError("READ_ONLY", why, { cluster });
    assertActing(cluster);
    const { group, plural } = partsOf(resource);
    const place = namespace === undefined ? {} : { namespace };
    const attributes = { verb, group, resource: plural, ...place, name };
    if (await ctx.clusters.get(cluster).allows(attributes, signal)) return null;
    return new UserError("FORBIDDEN", `${describe(target)} is forbidden: this caller cannot ${verb} it`, field);
  });
  return (await Promise.all(checked)).filter((each) => each !== null);
}

function partsOf(resource: string): { readonly group: string; readonly plural: string } {
  const [plural = "", group = ""] = resource.split("/").reverse();
  return { group, plural };
}

function describe({ resource, namespace, name }: OperationTarget): string {
  const { plural, group } = partsOf(resource);
  const kind = group === "" ? plural : `${plural}.${group}`;
  return `${kind} ${JSON.stringify(name)}${namespace === undefined ? "" : ` in namespace ${JSON.stringify(namespace)}`}`;
}
