import type { GraphQLFormattedError } from "graphql";
import { codes, FairwayError } from "../errors/index.ts";
import { Admission, Refusal } from "./admission.ts";
import type { Answers } from "./answers.ts";
import { points } from "./cost/points.ts";
import { priceOf } from "./cost/price.ts";
import { VisibleRows } from "./cost/visible-rows.ts";
import type { DocumentLimits } from "./document-limits.ts";
import type { Environment } from "./environment.ts";
import { LiveQueries } from "./live/live-queries.ts";
import { assertThrottle, type LiveTerms, type ThrottleLimits, termsOf } from "./live/live-terms.ts";
import { type Operation, operationOf, replyOf, runOperation, type Variables } from "./operations.ts";
import { refusal, refusalOf } from "./response.ts";
import { Subscriptions } from "./subscriptions/subscriptions.ts";
import type {
  Api,
  Joined,
  Membership,
  OperationRequest,
  OperationType,
  Reply,
  RequestOrigin,
  Sink,
} from "./transport.ts";

/** Longer ones have no more tokens than the limit allows, so they are no more work. */
const MAX_CHARGED_BYTES = 32 * 1024;

/** Requests live as long as their transport likes, and what is remembered of them as long: it should not be much. */
const MAX_REMEMBERED_KEY = 16 * 1024;

/** Admits documents, runs operations, keeps subscriptions: what every transport talks to. */
export class Engine implements Api {
  readonly #environment: Environment;
  readonly #admission: Admission;
  readonly #subscriptions: Subscriptions;
  readonly #live: LiveQueries;
  readonly #throttle: ThrottleLimits;
  readonly #answers: Answers;
  /** What became of requests whose answers were kept. Whoever keeps such a request finds its answer without a look into it. */
  readonly #operations = new WeakMap<OperationRequest, Operation>();

  /** Throws CONFIG_INVALID. */
  constructor(environment: Environment, limits: DocumentLimits & ThrottleLimits, now: () => number) {
    this.#environment = environment;
    this.#answers = environment.answers;
    this.#admission = new Admission(environment.schema, limits);
    this.#subscriptions = new Subscriptions(environment, now);
    this.#live = new LiveQueries(environment, environment.answers);
    assertThrottle(limits);
    this.#throttle = limits;
  }

  async start(): Promise<void> {
    await this.#admission.start();
  }

  async stop(): Promise<void> {
    this.drain();
    this.#answers[Symbol.dispose]();
    await this.#admission.stop();
  }

  /** Running subscriptions and live queries, and the groups that they share. */
  get subscriptions(): { readonly members: number; readonly groups: number } {
    const { members, size } = this.#subscriptions;
    return { members: members + this.#live.members, groups: size + this.#live.size };
  }

  /** What is kept to be given again. */
  get answers(): Answers["level"] {
    return this.#answers.level;
  }

  /** Of each store that subscriptions and live queries follow. */
  followers(): ReturnType<Subscriptions["followers"]> {
    const followers = new Map(this.#subscriptions.followers());
    for (const [store, readers] of this.#live.readers()) {
      const { subscribers, behind } = followers.get(store) ?? { subscribers: 0, behind: 0 };
      followers.set(store, { subscribers: subscribers + readers, behind });
    }
    return followers;
  }

  execute(request: OperationRequest, origin: RequestOrigin): Promise<Reply> {
    return this.#admitted(request, origin, false, (operation) => {
      if (operation.plan.operation.operation === "subscription") {
        throw new FairwayError("BAD_REQUEST", "A subscription needs a transport that can stream");
      }
      return this.#run(request, operation, origin);
    });
  }

  again(request: OperationRequest, origin: RequestOrigin): Reply | undefined {
    const operation = this.#operations.get(request);
    const answer = operation && this.#answers.find(operation.key, origin.caller);
    if (!answer) return undefined;
    const { quotas } = this.#environment;
    try {
      using _place = quotas.enter(origin.caller.id, "operations");
      quotas.pay(origin.caller.id, points.operation);
    } catch (error) {
      // Whoever executes it will be refused in the same way, and say so.
      if (error instanceof FairwayError) return undefined;
      throw error;
    }
    return replyOf(this.#environment, operation, answer, origin);
  }

  subscribe(request: OperationRequest, origin: RequestOrigin, sink: Sink): Promise<Membership | Reply> {
    return this.#admitted<Membership | Reply>(request, origin, true, (operation, live) => {
      if (live) return this.#join(origin, () => this.#live.join(operation, live, origin, sink));
      const { plan, variables } = operation;
      return plan.operation.operation === "subscription"
        ? this.#join(origin, () => this.#subscriptions.join(plan, variables, origin, sink))
        : this.#run(request, operation, origin);
    });
  }

  drain(): void {
    const error = new FairwayError("SHUTTING_DOWN", "The gateway is shutting down: connect again and resume");
    this.#subscriptions.close(error);
    this.#live.close(error);
  }

  #remember(request: OperationRequest, operation: Operation): void {
    if (operation.key.length <= MAX_REMEMBERED_KEY) this.#operations.set(request, operation);
  }

  async #run(request: OperationRequest, operation: Operation, origin: RequestOrigin): Promise<Reply> {
    const reply = await runOperation(this.#environment, this.#answers, operation, origin);
    if (reply.versioned) this.#remember(request, operation);
    return reply;
  }

  async #join({ caller }: RequestOrigin, join: () => Promise<Joined>): Promise<Membership> {
    const place = this.#environment.quotas.enter(caller.id, "subscriptions");
    const leave = () => place[Symbol.dispose]();
    try {
      const member = await join();
      member.onLeave(leave);
      return member;
    } catch (error) {
      leave();
      throw error;
    }
  }

  /**
   * What every operation passes, whatever carried it, with the cheapest first. Whatever ends it gives its place back.
   * `streams`: more than one answer can be sent.
   */
  async #admitted<T extends Membership | Reply>(
    request: OperationRequest,
    origin: RequestOrigin,
    streams: boolean,
    run: (operation: Operation, live: LiveTerms | null) => Promise<T>,
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
      if (origin.readOnlyTransport && operation !== "query" && !(streams && operation === "subscription")) {
        const error = new FairwayError("BAD_REQUEST", `A ${operation} cannot be sent by GET`);
        // Of all bad requests this one has a status of its own: the same document by POST is in order.
        return { ...refusalOf(error, requestId, onInternalError), status: 405, operation };
      }
      const asked = operationOf(this.#environment, plan, (request.variables ?? {}) as Variables);
      const live = streams ? termsOf(this.#environment, asked, this.#throttle) : null;
      const known = operation === "query" ? this.#answers.find(asked.key, caller) : undefined;
      if (known) {
        quotas.pay(caller.id, points.operation);
        if (live) return await run(asked, live);
        this.#remember(request, asked);
        return replyOf(this.#environment, asked, known, origin);
      }
      const resumes = origin.after !== undefined;
      const price = priceOf(plan.shape, asked.variables, new VisibleRows(this.#environment, caller), resumes);
      // A snapshot is made and sent over many turns of the event loop.
      if (operation === "subscription") {
        quotas.payInPart(caller.id, price);
        // From here on it has one of its own kind.
        place[Symbol.dispose]();
      } else quotas.pay(caller.id, price);
      const outcome = await run(asked, live);
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
