import type { GraphQLFormattedError } from "graphql";
import { codes, FairwayError } from "../errors/index.ts";
import { Admission, Refusal } from "./admission.ts";
import { points } from "./cost/points.ts";
import { priceOf } from "./cost/price.ts";
import { VisibleRows } from "./cost/visible-rows.ts";
import type { DocumentLimits } from "./document-limits.ts";
import type { Environment } from "./environment.ts";
import { runOperation, type Variables } from "./operations.ts";
import type { Plan } from "./plan.ts";
import { refusal, refusalOf } from "./response.ts";
import { Groups } from "./subscriptions/groups.ts";
import type { Api, Membership, OperationRequest, OperationType, Reply, RequestOrigin, Sink } from "./transport.ts";

/** Longer ones have no more tokens than the limit allows, so they are no more work. */
const MAX_CHARGED_BYTES = 32 * 1024;

/** Admits documents, runs operations, keeps subscriptions: what every transport talks to. */
export class Engine implements Api {
  readonly #environment: Environment;
  readonly #admission: Admission;
  readonly #groups: Groups;

  constructor(environment: Environment, limits: DocumentLimits, now: () => number) {
    this.#environment = environment;
    this.#admission = new Admission(environment.schema, limits);
    this.#groups = new Groups(environment, now);
  }

  async start(): Promise<void> {
    await this.#admission.start();
  }

  async stop(): Promise<void> {
    this.drain();
    await this.#admission.stop();
  }

  /** Running subscriptions, and the groups that they share. */
  get subscriptions(): { readonly members: number; readonly groups: number } {
    return { members: this.#groups.members, groups: this.#groups.size };
  }

  /** Of each store that subscriptions follow. */
  followers(): ReturnType<Groups["followers"]> {
    return this.#groups.followers();
  }

  execute(request: OperationRequest, origin: RequestOrigin): Promise<Reply> {
    return this.#admitted(request, origin, (plan, variables) => {
      if (plan.operation.operation === "subscription") {
        throw new FairwayError("BAD_REQUEST", "A subscription needs a transport that can stream");
      }
      return runOperation(this.#environment, plan, variables, origin);
    });
  }

  subscribe(request: OperationRequest, origin: RequestOrigin, sink: Sink): Promise<Membership | Reply> {
    return this.#admitted<Membership | Reply>(request, origin, (plan, variables) =>
      plan.operation.operation === "subscription"
        ? this.#join(plan, variables, origin, sink)
        : runOperation(this.#environment, plan, variables, origin),
    );
  }

  drain(): void {
    this.#groups.close(new FairwayError("SHUTTING_DOWN", "The gateway is shutting down: connect again and resume"));
  }

  async #join(plan: Plan, variables: Variables, origin: RequestOrigin, sink: Sink): Promise<Membership> {
    const place = this.#environment.quotas.enter(origin.caller.id, "subscriptions");
    const leave = () => place[Symbol.dispose]();
    try {
      const member = await this.#groups.join(plan, variables, origin, sink);
      member.onLeave(leave);
      return member;
    } catch (error) {
      leave();
      throw error;
    }
  }

  /** What every operation passes, whatever carried it, with the cheapest first. Whatever ends it gives its place back. */
  async #admitted<T extends Membership | Reply>(
    request: OperationRequest,
    origin: RequestOrigin,
    run: (plan: Plan, variables: Variables) => Promise<T>,
  ): Promise<T | Reply> {
    const { requestId, caller } = origin;
    const { onInternalError, quotas } = this.#environment;
    let operation: OperationType | undefined;
    try {
      using place = quotas.enter(caller.id, "operations");
      const plan = await this.#admission.admit(request, (bytes) =>
        quotas.pay(caller.id, Math.min(bytes, MAX_CHARGED_BYTES) * points.documentByte),
      );
      if (plan instanceof Refusal) return refusal(plan.errors.map((error) => withRequest(error, requestId)));
      operation = plan.operation.operation;
      if (origin.readOnlyTransport && operation !== "query") {
        const error = new FairwayError("BAD_REQUEST", "Only queries can be sent by GET");
        // Of all bad requests this one has a status of its own: the same document by POST is in order.
        return { ...refusalOf(error, requestId, onInternalError), status: 405, operation };
      }
      const variables = (request.variables ?? {}) as Variables;
      const price = priceOf(plan.shape, variables, new VisibleRows(this.#environment, caller));
      // A snapshot is made and sent over many turns of the event loop.
      if (operation === "subscription") {
        quotas.payInPart(caller.id, price);
        // From here on it has one of its own kind.
        place[Symbol.dispose]();
      } else quotas.pay(caller.id, price);
      const outcome = await run(plan, variables);
      return isReply(outcome) ? { ...outcome, operation } : outcome;
    } catch (error) {
      return { ...refusalOf(error, requestId, onInternalError), ...(operation && { operation }) };
    }
  }
}

function isReply(outcome: object): outcome is Reply {
  return "executed" in outcome;
}

function withRequest(error: GraphQLFormattedError, requestId: string): GraphQLFormattedError {
  const given = String(error.extensions?.code ?? "BAD_REQUEST");
  const code = given in codes ? given : "BAD_REQUEST";
  const { retryable } = codes[code as keyof typeof codes];
  return { ...error, extensions: { code, requestId, retryable } };
}
