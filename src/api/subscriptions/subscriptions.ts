import type { FairwayError } from "../../errors/index.ts";
import { type EventStream, type Feed, isFeed } from "../../graphql/index.ts";
import { Misses } from "../../state/index.ts";
import type { Environment } from "../environment.ts";
import { Feeds } from "../feeds/feeds.ts";
import type { Variables } from "../operations.ts";
import { type Execution, Leases } from "../passes.ts";
import type { Plan } from "../plan.ts";
import type { Joined, RequestOrigin, Sink } from "../transport.ts";
import { Groups } from "./groups.ts";
import { type OpenedStream, openStream } from "./open-stream.ts";

/** All operations of the type `subscription`: states of objects, whose subscribers share what is made, and feeds. */
export class Subscriptions {
  readonly #environment: Environment;
  readonly #groups: Groups;
  readonly #feeds: Feeds;
  #closed: FairwayError | null = null;

  constructor(environment: Environment, now: () => number) {
    this.#environment = environment;
    this.#groups = new Groups(environment, now);
    this.#feeds = new Feeds(environment);
  }

  get members(): number {
    return this.#groups.members + this.#feeds.size;
  }

  /** How many of them are served apart from each other. */
  get size(): number {
    return this.#groups.size + this.#feeds.size;
  }

  followers(): ReturnType<Groups["followers"]> {
    return this.#groups.followers();
  }

  /** Rejects with what is for the caller when the subscription cannot begin. */
  async join(plan: Plan, variables: Variables, origin: RequestOrigin, sink: Sink): Promise<Joined> {
    if (this.#closed) throw this.#closed;
    using leases = new Leases();
    const { caller, requestId, signal } = origin;
    const misses = new Misses(this.#environment.clusterDeadlineMs, signal);
    const execution: Execution = { caller, requestId, misses, leases };
    const opened = await openStream(this.#environment, plan, variables, execution);
    return isFeedOpened(opened)
      ? this.#feeds.join(opened, origin, sink)
      : this.#groups.join(opened as OpenedStream<EventStream<unknown>>, execution, origin, sink);
  }

  /** Ends every one. */
  close(error: FairwayError): void {
    this.#closed = error;
    this.#groups.close(error);
    this.#feeds.close(error);
  }
}

function isFeedOpened(opened: OpenedStream): opened is OpenedStream<Feed> {
  return isFeed(opened.stream.source);
}
