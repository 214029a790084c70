import { toFairwayError } from "../../errors/index.ts";
import { LiveFormat } from "../../graphql/index.ts";
import { type Caller, type Cell, Misses, type ReadSet, type Store } from "../../state/index.ts";
import type { Answer, Answers } from "../answers.ts";
import { priceOf } from "../cost/price.ts";
import { VisibleRows } from "../cost/visible-rows.ts";
import type { Environment } from "../environment.ts";
import type { Frame } from "../frame.ts";
import type { Operation } from "../operations.ts";
import { answerNow } from "./answer-now.ts";
import { LiveAnswer } from "./live-answer.ts";
import type { LiveMember } from "./live-member.ts";
import type { LiveTerms } from "./live-terms.ts";

export interface LiveGroupOptions {
  readonly environment: Environment;
  readonly answers: Answers;
  readonly operation: Operation;
  readonly terms: LiveTerms;
  readonly requestId: string;
  /** There is an answer that not everybody in here may have: those leave now. */
  readonly onAnswer: () => void;
  readonly onEmpty: () => void;
}

/** Timers have an end, and what is to be waited for may be set to anything. In milliseconds. */
const LONGEST_WAIT_MS = 60_000;

/**
 * The subscribers of one live query with equal variables who are shown the same. It listens to what its answer was read
 * from. After a change the query is executed again, once for all of them, and no sooner than the throttle allows.
 */
export class LiveGroup implements Disposable {
  readonly #options: LiveGroupOptions;
  readonly #members = new Set<LiveMember>();
  readonly #listening = new Map<Cell, Disposable>();
  readonly #ended = new AbortController();
  #leader: Caller;
  #newest: Answer;
  #answer: LiveAnswer;
  #before: LiveAnswer | undefined;
  // Something has changed since the members were looked after.
  #due = false;
  #outdated = false;
  #running = false;
  #resting: NodeJS.Timeout | undefined;

  /** Begins with an answer to one who is about to be its first member, and becomes the owner of its leases. */
  constructor(options: LiveGroupOptions, leader: Caller, answer: Answer) {
    this.#options = options;
    this.#leader = leader;
    this.#newest = answer;
    this.#answer = new LiveAnswer(answer.body);
    this.#listen(answer.reads);
    this.#rest(options.terms.throttleMs);
  }

  get operation(): Operation {
    return this.#options.operation;
  }

  get terms(): LiveTerms {
    return this.#options.terms;
  }

  get size(): number {
    return this.#members.size;
  }

  get members(): readonly LiveMember[] {
    return [...this.#members];
  }

  get stores(): readonly Store<unknown>[] {
    return this.#newest.leases.stores;
  }

  get reads(): ReadSet {
    return this.#newest.reads;
  }

  get answer(): LiveAnswer {
    return this.#answer;
  }

  /** An execution now would result in the same answer. */
  get fresh(): boolean {
    return !this.#outdated && this.#newest.reads.fresh;
  }

  /** Something in the answer has no version, so that nobody else may be given it, and nobody tells of its changes. */
  get isPrivate(): boolean {
    return this.#newest.reads.forbidden.length > 0;
  }

  /** Decisions about single objects were looked at, which are kept up to date only while they are asked for. */
  get asksSingly(): boolean {
    return this.#newest.reads.asksSingly;
  }

  /** The caller is shown what the members are. */
  admits(caller: Caller): boolean {
    return (!this.isPrivate || caller.id === this.#leader.id) && this.#newest.reads.shownTo(caller);
  }

  add(member: LiveMember): void {
    this.#members.add(member);
  }

  remove(member: LiveMember): void {
    this.#members.delete(member);
    this.endIfEmpty();
  }

  get ended(): boolean {
    return this.#ended.signal.aborted;
  }

  endIfEmpty(): void {
    if (this.#members.size === 0) this.#options.onEmpty();
  }

  /** Takes what a newcomer was answered. The others are sent it when their throttle allows. */
  accept(answer: Answer, newcomer: Caller): void {
    this.#take(answer, newcomer);
    this.#onChange();
  }

  /** Becomes the owner of its leases. */
  #take(answer: Answer, leader: Caller): void {
    if (answer.reads.stamp < this.#newest.reads.stamp) {
      answer.leases[Symbol.dispose]();
      return;
    }
    this.#newest.leases[Symbol.dispose]();
    this.#newest = answer;
    this.#leader = leader;
    this.#outdated = false;
    this.#listen(answer.reads);
    if (!this.#answer.body.equals(answer.body)) {
      this.#before = this.#answer;
      this.#answer = new LiveAnswer(answer.body);
    }
    this.#options.onAnswer();
  }

  /** The query is executed again although nothing that it has read tells of a change. */
  outdate(): void {
    this.#outdated = true;
    this.#onChange();
  }

  /**
   * The newest answer for one who was sent the given one, as the frame of that number. In full for whoever was not sent the
   * one before: a newcomer, or one whose transport was full meanwhile.
   */
  frameFor(sent: string | null, revision: number): { readonly frame: Frame; readonly revision: number } {
    const { format } = this.#options.terms;
    const before = this.#before;
    if (format === LiveFormat.JSON_PATCH && revision > 0 && before && before.place === sent) {
      const frame = this.#answer.patchFrom(before, revision + 1);
      if (frame) return { frame, revision: revision + 1 };
    }
    const isFirst = format === LiveFormat.JSON_PATCH && this.#answer.hasData;
    return { frame: this.#answer.inFull(format), revision: isFirst ? 1 : 0 };
  }

  [Symbol.dispose](): void {
    this.#ended.abort();
    clearTimeout(this.#resting);
    for (const each of this.#listening.values()) each[Symbol.dispose]();
    this.#listening.clear();
    this.#newest.leases[Symbol.dispose]();
  }

  readonly #onChange = (): void => {
    this.#due = true;
    this.#look();
  };

  #look(): void {
    if (!this.#due || this.#running || this.#resting || this.ended) return;
    this.#due = false;
    if (!this.fresh) {
      void this.#run();
      return;
    }
    this.#serve();
  }

  #serve(): void {
    for (const member of this.members) member.serve();
    this.#rest(this.#options.terms.throttleMs);
  }

  /** Executes again, if somebody can pay for it. */
  async #run(): Promise<void> {
    const { environment, answers, operation, requestId } = this.#options;
    this.#running = true;
    try {
      const leader = this.#pickLeader();
      const waitMs = answers.find(operation.key, leader) ? 0 : this.#pay();
      if (waitMs > 0) {
        this.#due = true;
        this.#rest(Math.min(waitMs, LONGEST_WAIT_MS));
        return;
      }
      const misses = new Misses(environment.clusterDeadlineMs, this.#ended.signal);
      const answer = await answerNow(environment, answers, operation, { caller: leader, requestId, misses });
      if (this.ended) {
        answer.leases[Symbol.dispose]();
        return;
      }
      this.#take(answer, leader);
      this.#due = !this.fresh;
      this.#serve();
    } catch (error) {
      environment.onInternalError(error, requestId);
      for (const member of this.members) member.close("failed", toFairwayError(error));
    } finally {
      this.#running = false;
    }
  }

  /** One who is in the group: whoever executed last may have left it. */
  #pickLeader(): Caller {
    let leader = this.#leader;
    for (const { caller } of this.#members) {
      if (caller === this.#leader) return caller;
      leader = caller;
    }
    return leader;
  }

  /**
   * Any of the members pays for all of them. Nobody's own requests are refused for it, as what is taken can be spared.
   * Milliseconds after which somebody can pay; 0: it is paid.
   */
  #pay(): number {
    const { environment, operation } = this.#options;
    let waitMs = Number.POSITIVE_INFINITY;
    for (const caller of new Set([this.#pickLeader(), ...this.members.map((member) => member.caller)])) {
      const price = priceOf(operation.plan.shape, operation.variables, new VisibleRows(environment, caller));
      waitMs = Math.min(waitMs, environment.quotas.paySpare(caller.id, price));
      if (waitMs === 0) break;
    }
    return waitMs;
  }

  #rest(milliseconds: number): void {
    if (this.ended) return;
    clearTimeout(this.#resting);
    this.#resting = setTimeout(() => {
      this.#resting = undefined;
      this.#look();
    }, milliseconds).unref();
  }

  /** Of what was listened to already, as most of it was, nothing is missed. */
  #listen(reads: ReadSet): void {
    for (const [cell, listening] of this.#listening) {
      if (reads.contents.has(cell)) continue;
      listening[Symbol.dispose]();
      this.#listening.delete(cell);
    }
    for (const cell of reads.contents) {
      if (!this.#listening.has(cell)) this.#listening.set(cell, cell.onChange(this.#onChange));
    }
  }
}
