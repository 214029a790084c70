import { type FairwayError, toFairwayError } from "../../errors/index.ts";
import type { Feed, FeedItem, FeedRun } from "../../graphql/index.ts";
import { type Caller, type Cell, Misses, type ReadSet } from "../../state/index.ts";
import type { Environment } from "../environment.ts";
import { Frame } from "../frame.ts";
import { executePlan } from "../operations.ts";
import { Leases, passes } from "../passes.ts";
import { encodeResult } from "../response.ts";
import type { Stream } from "../subscriptions/stream.ts";
import type { CloseReason, Joined, Sink } from "../transport.ts";

/** Changes come in bursts: what a feed depends on is looked at again no sooner than this after the last look, in milliseconds. */
const LOOK_MS = 100;

/** How often decisions about single objects are asked for, which nobody keeps up to date otherwise, in milliseconds. */
const ASK_SINGLE_MS = 1_000;

export interface FeedMemberParts {
  readonly environment: Environment;
  readonly stream: Stream<Feed>;
  readonly caller: Caller;
  readonly requestId: string;
  readonly sink: Sink;
  readonly run: FeedRun;
  readonly cursorOf: (position: unknown) => string;
}

/** One subscriber of a feed. It holds one item at the most: the next is asked for when the transport has taken the last. */
export class FeedMember implements Joined {
  readonly #parts: FeedMemberParts;
  readonly #leaving: (() => void)[] = [];
  readonly #ended = new AbortController();
  #listening = new Map<Cell, Disposable>();
  #leases = new Leases();
  #timer: NodeJS.Timeout | undefined;
  #asking: NodeJS.Timeout | undefined;
  #state: "looking" | "resting" | "idle" = "idle";
  #due = false;
  #drained: () => void = () => {};

  constructor(parts: FeedMemberParts) {
    this.#parts = parts;
    parts.sink.onDrain(() => this.#drained());
  }

  get closed(): boolean {
    return this.#ended.signal.aborted;
  }

  onLeave(run: () => void): void {
    if (this.closed) run();
    else this.#leaving.push(run);
  }

  /** Rejects with what ends the subscription. */
  async look(): Promise<void> {
    const { environment, stream, caller, requestId, run } = this.#parts;
    this.#state = "looking";
    this.#due = false;
    const leases = new Leases();
    try {
      const misses = new Misses(environment.clusterDeadlineMs, this.#ended.signal);
      const { result, reads } = await passes(environment, { caller, requestId, misses, leases }, (context) => {
        try {
          return { seen: stream.source.look(context) };
        } catch (error) {
          // In a pass that misses something, what follows from the absence is no error yet.
          if (misses.any) return null;
          throw error;
        }
      });
      if (this.closed || !result) return;
      this.#leases[Symbol.dispose]();
      this.#leases = leases.again();
      this.#listen(reads);
      run.update(result.seen);
    } finally {
      leases[Symbol.dispose]();
    }
  }

  /** After the first look. */
  begin(): void {
    this.#rest(LOOK_MS);
    void this.#pump();
  }

  leave(): void {
    if (this.closed) return;
    this.#ended.abort();
    clearTimeout(this.#timer);
    clearInterval(this.#asking);
    this.#parts.run[Symbol.dispose]();
    for (const each of this.#listening.values()) each[Symbol.dispose]();
    this.#listening.clear();
    this.#leases[Symbol.dispose]();
    this.#drained();
    for (const run of this.#leaving) run();
  }

  close(reason: CloseReason, error?: FairwayError): void {
    if (this.closed) return;
    this.leave();
    this.#parts.sink.close(reason, error);
  }

  async #pump(): Promise<void> {
    const { sink, run } = this.#parts;
    try {
      for (let item = await run.next(); item && !this.closed; item = await run.next()) {
        const frame = await this.#frameOf(item);
        if (this.closed) return;
        if (!sink.send(frame)) await this.#drain();
        if (this.closed) return;
      }
      this.close("complete");
    } catch (error) {
      this.#fail(error);
    }
  }

  async #frameOf({ position, rootOf }: FeedItem): Promise<Frame> {
    const { environment, stream, caller, requestId, cursorOf } = this.#parts;
    const cursor = cursorOf(position);
    using leases = new Leases();
    const misses = new Misses(environment.clusterDeadlineMs, this.#ended.signal);
    const { result } = await passes(environment, { caller, requestId, misses, leases }, (context) =>
      executePlan(environment, stream.plan, stream.variables, context, rootOf(cursor)),
    );
    return new Frame(encodeResult(result, requestId, environment.onInternalError), cursor);
  }

  #drain(): Promise<void> {
    return new Promise((resolve) => {
      this.#drained = resolve;
      // It may have left from within `send`.
      if (this.closed) resolve();
    });
  }

  #fail(error: unknown): void {
    if (this.closed) return;
    const shown = toFairwayError(error);
    if (shown.code === "INTERNAL") this.#parts.environment.onInternalError(error, this.#parts.requestId);
    this.close("failed", shown);
  }

  readonly #onChange = (): void => {
    this.#due = true;
    if (this.#state === "idle") void this.#lookAgain();
  };

  async #lookAgain(): Promise<void> {
    try {
      await this.look();
      this.#rest(LOOK_MS);
    } catch (error) {
      this.#fail(error);
    }
  }

  #rest(milliseconds: number): void {
    if (this.closed) return;
    this.#state = "resting";
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#state = "idle";
      if (this.#due) void this.#lookAgain();
    }, milliseconds).unref();
  }

  #listen(reads: ReadSet): void {
    const cells = new Set(reads.cells());
    for (const [cell, listening] of this.#listening) {
      if (cells.has(cell)) continue;
      listening[Symbol.dispose]();
      this.#listening.delete(cell);
    }
    for (const cell of cells) if (!this.#listening.has(cell)) this.#listening.set(cell, cell.onChange(this.#onChange));
    // Of what changed between the pass and now nobody tells any more.
    for (const cell of cells) if (cell.changedAt > reads.stamp) this.#due = true;
    clearInterval(this.#asking);
    if (reads.asksSingly) this.#asking = setInterval(this.#onChange, ASK_SINGLE_MS).unref();
  }
}
