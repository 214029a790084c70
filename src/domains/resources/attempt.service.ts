import type { GraphQLResolveInfo } from "graphql";
import type { AuditAction, AuditEntry, AuditObject, AuditResult } from "../../audit/index.ts";
import { FairwayError, toFairwayError } from "../../errors/index.ts";
import type { UserError } from "../../graphql/index.ts";
import { UpstreamError } from "../../kubernetes/index.ts";
import type { Outcome } from "../../state/index.ts";
import type { DomainContext } from "../context.ts";

interface Payload {
  readonly userErrors: readonly UserError[];
}

/** What a mutation field is about to do, as far as that does not depend on its object. */
export interface Attempted {
  /** As the API server calls it. */
  readonly verb: "get" | "create" | "patch" | "update" | "delete";
  /** Default: mutation. */
  readonly action?: AuditAction;
  readonly dryRun: boolean;
}

/** Names are as long as Kubernetes lets them be; what is longer is none. */
const longestName = 253;

/**
 * What one mutation field tries. Whatever becomes of it leaves one audit record (one for each object, where a field
 * concerns several), however many passes there are: an effect leaves it where it is run, which is once; for a field
 * that was refused before, leaving it takes the place of the effect.
 */
export class Attempt {
  readonly #ctx: DomainContext;
  readonly #info: GraphQLResolveInfo;
  readonly #attempted: Attempted;
  #object: AuditObject | undefined;

  constructor(ctx: DomainContext, info: GraphQLResolveInfo, attempted: Attempted) {
    this.#ctx = ctx;
    this.#info = info;
    this.#attempted = attempted;
  }

  /** Says where it is to happen, as soon as that is known. Throws READ_ONLY, before anything is asked of a cluster. */
  at<T extends AuditObject & { readonly cluster: string }>(place: T): T {
    this.#object = place;
    const { cluster } = place;
    const why = this.#ctx.readOnly(cluster);
    if (why !== null) {
      throw new FairwayError("READ_ONLY", why, this.#ctx.clusters.has(cluster) ? { cluster } : {});
    }
    return place;
  }

  /** Runs it once in the operation's life, as `Misses.effect` does. `resultOf` says what an outcome comes to. */
  effect<T>(run: (signal: AbortSignal) => Promise<T>, resultOf: (value: T) => AuditResult): Outcome<T> {
    return this.effects(async (signal) => {
      await this.received();
      const value = await run(signal);
      await this.completed(resultOf(value));
      return value;
    });
  }

  /** The same for several objects: for each of them `run` itself calls `at`, `received` and `completed`. */
  effects<T>(run: (signal: AbortSignal) => Promise<T>): Outcome<T> {
    return this.#ctx.misses.effect(this.key, async (signal) => {
      try {
        return await run(signal);
      } catch (error) {
        // Who has gone is not told what became of it, and neither are we.
        await this.completed(signal.aborted ? { outcome: "CLUSTER_TIMEOUT" } : resultOfError(error));
        throw error;
      }
    });
  }

  /** To be awaited right before something is sent. Rejects with READ_ONLY where it must not be, for want of a record. */
  received(): Promise<void> {
    return this.#ctx.audit.received(this.#entry());
  }

  completed(result: AuditResult): Promise<void> {
    return this.#ctx.audit.completed(this.#entry(), result);
  }

  /** Of its effect. Aliases make the keys of root fields distinct. */
  get key(): string {
    return `${this.#info.fieldName} ${this.#info.path.key}`;
  }

  #entry(): AuditEntry {
    const object = this.#object;
    const { fieldName, operation } = this.#info;
    const name = operation.name?.value.slice(0, longestName);
    return {
      action: "mutation",
      operation: { type: "mutation", ...(name && { name }), field: fieldName },
      ...this.#attempted,
      ...(object && { object: this.#placeOf(object) }),
    };
  }

  #placeOf({ cluster, resource, namespace, name }: AuditObject): AuditObject {
    return {
      // Anything may stand in the input; who is not known as a cluster is none.
      ...(cluster !== undefined && this.#ctx.clusters.has(cluster) && { cluster }),
      ...(resource && { resource: resource.slice(0, longestName) }),
      ...(namespace && { namespace: namespace.slice(0, longestName) }),
      ...(name && { name: name.slice(0, longestName) }),
    };
  }
}

/** Runs a mutation field; null in a pass before it is done. What `run` returns or throws without an effect is a refusal. */
export function attempt<P extends Payload>(
  ctx: DomainContext,
  info: GraphQLResolveInfo,
  attempted: Attempted,
  run: (attempt: Attempt) => P | null,
): P | null {
  const tried = new Attempt(ctx, info, attempted);
  const refusal = `refusal of ${tried.key}`;
  const known = ctx.misses.known<() => P>(refusal);
  // What was refused stays so, whatever has changed since: its record says so.
  if (known?.state === "done") return known.value();
  if (known?.state === "failed") throw known.error;
  let outcome: { readonly give: () => P; readonly result: AuditResult };
  try {
    const payload = run(tried);
    if (payload === null || ctx.misses.known(tried.key)) return payload;
    outcome = { give: () => payload, result: resultOfErrors(payload.userErrors) };
  } catch (error) {
    if (ctx.misses.known(tried.key)) throw error;
    const give = () => {
      throw error;
    };
    outcome = { give, result: resultOfError(error) };
  }
  const { give, result } = outcome;
  ctx.misses.effect(refusal, async () => {
    await tried.completed(result);
    return give;
  });
  return null;
}

/** `cause` is what the API server said, where it was asked. */
export function resultOfErrors([first]: readonly UserError[], cause?: FairwayError): AuditResult {
  return { outcome: first?.code ?? "ok", ...statusOf(cause) };
}

/** Of what was thrown. */
export function resultOfError(error: unknown): AuditResult {
  return { outcome: toFairwayError(error).code, ...statusOf(error) };
}

function statusOf(error: unknown): Pick<AuditResult, "status"> {
  return error instanceof UpstreamError && !error.isSilence ? { status: error.httpStatus } : {};
}
