import { type FairwayError, toFairwayError } from "../../errors/index.ts";
import { type Caller, Misses, type Store } from "../../state/index.ts";
import type { Answer, Answers } from "../answers.ts";
import type { Environment } from "../environment.ts";
import { Following } from "../following.ts";
import { type Operation, tellDenied } from "../operations.ts";
import type { RequestOrigin, Sink } from "../transport.ts";
import { answerNow } from "./answer-now.ts";
import { LiveGroup } from "./live-group.ts";
import { LiveMember } from "./live-member.ts";
import type { LiveTerms } from "./live-terms.ts";

/** How often decisions about single objects are asked for, which nobody keeps up to date otherwise, in milliseconds. */
const ASK_SINGLE_MS = 1_000;

/** What is asked for, and on whose behalf it is found out. */
interface Asked {
  readonly operation: Operation;
  readonly terms: LiveTerms;
  readonly requestId: string;
  readonly signal: AbortSignal;
}

/** All running live queries: finds the group that a newcomer belongs to, and moves members when their rights change. */
export class LiveQueries {
  readonly #environment: Environment;
  readonly #answers: Answers;
  /** By operation: one for each of what callers are shown of it. */
  readonly #groups = new Map<string, Set<LiveGroup>>();
  readonly #following = new Following<LiveMember>((caller) => this.#regroup(caller));
  readonly #asking: NodeJS.Timeout;
  readonly #ended = new AbortController();
  #closed: FairwayError | null = null;

  constructor(environment: Environment, answers: Answers) {
    this.#environment = environment;
    this.#answers = answers;
    this.#asking = setInterval(() => {
      for (const group of this.#all()) if (group.asksSingly) this.#expel(group);
    }, ASK_SINGLE_MS);
    this.#asking.unref();
  }

  get size(): number {
    return this.#all().length;
  }

  get members(): number {
    return this.#all().reduce((sum, group) => sum + group.size, 0);
  }

  /** How many live queries are answered from each store. */
  readers(): ReadonlyMap<Store<unknown>, number> {
    const readers = new Map<Store<unknown>, number>();
    for (const group of this.#all()) {
      for (const store of group.stores) readers.set(store, (readers.get(store) ?? 0) + group.size);
    }
    return readers;
  }

  /** Resolves when the first answer has been sent. Rejects with what is for the caller when it cannot begin. */
  async join(operation: Operation, terms: LiveTerms, origin: RequestOrigin, sink: Sink): Promise<LiveMember> {
    const { caller, requestId, signal } = origin;
    if (this.#closed) throw this.#closed;
    const member = new LiveMember(caller, sink);
    const follow = () => this.#following.add(caller, member);
    const group = await this.#place(member, { operation, terms, requestId, signal }, follow);
    tellDenied(this.#environment, operation, group.reads, origin);
    return member;
  }

  /** Ends every live query. */
  close(error: FairwayError): void {
    this.#closed = error;
    this.#ended.abort();
    clearInterval(this.#asking);
    for (const caller of this.#following.callers) {
      for (const member of this.#following.of(caller)) member.close("shutdown", error);
    }
  }

  /** Puts a member among those who are shown the same, and sends it what they are shown. */
  async #place(member: LiveMember, asked: Asked, onPlaced: () => void = () => {}): Promise<LiveGroup> {
    for (;;) {
      const group = await this.#groupFor(member.caller, asked);
      // From here on nothing is awaited: a change of rights in between would be missed for ever. A group ends where a
      // newcomer's answer has driven out everybody else.
      const belongs = !group.ended && group.admits(member.caller);
      // It may have been closed meanwhile.
      if (belongs && !member.closed && !this.#closed) {
        member.moveTo(group);
        onPlaced();
        member.serve();
      } else group.endIfEmpty();
      if (this.#closed) throw this.#closed;
      if (belongs) return group;
    }
  }

  async #groupFor(caller: Caller, asked: Asked): Promise<LiveGroup> {
    const { operation, requestId, signal } = asked;
    const known = this.#find(operation, (group) => group.fresh && group.admits(caller));
    if (known) return known;
    const misses = new Misses(this.#environment.clusterDeadlineMs, signal);
    const answer = await answerNow(this.#environment, this.#answers, operation, { caller, requestId, misses });
    const isPrivate = answer.reads.forbidden.length > 0;
    const group = this.#find(operation, (each) => each.isPrivate === isPrivate && each.admits(caller));
    if (!group) return this.#create(caller, answer, asked);
    group.accept(answer, caller);
    return group;
  }

  #find({ key }: Operation, suits: (group: LiveGroup) => boolean): LiveGroup | undefined {
    for (const group of this.#groups.get(key) ?? []) if (suits(group)) return group;
    return undefined;
  }

  #create(leader: Caller, answer: Answer, { operation, terms, requestId }: Asked): LiveGroup {
    const { key } = operation;
    const siblings = this.#groups.get(key) ?? new Set();
    const options = {
      environment: this.#environment,
      answers: this.#answers,
      operation,
      terms,
      requestId,
      onAnswer: () => this.#expel(group),
      onEmpty: () => {
        siblings.delete(group);
        if (siblings.size === 0 && this.#groups.get(key) === siblings) this.#groups.delete(key);
        group[Symbol.dispose]();
      },
    };
    const group: LiveGroup = new LiveGroup(options, leader, answer);
    this.#groups.set(key, siblings.add(group));
    return group;
  }

  #all(): readonly LiveGroup[] {
    return [...this.#groups.values()].flatMap((groups) => [...groups]);
  }

  /** Rights have changed: whoever sees something else now goes on among those who see that. */
  #regroup(caller: Caller): void {
    for (const { group } of this.#following.of(caller)) {
      // Whatever could not be said before may be known now.
      if (group?.isPrivate) group.outdate();
    }
    for (const group of new Set(this.#following.of(caller).map((member) => member.group))) {
      if (group) this.#expel(group);
    }
  }

  /** Whoever is not shown what the others are is sent nothing more in here. */
  #expel(group: LiveGroup): void {
    const admitted = new Map<Caller, boolean>();
    for (const member of group.members) {
      const { caller } = member;
      const stays = admitted.get(caller) ?? group.admits(caller);
      admitted.set(caller, stays);
      if (!stays) this.#move(member, group);
    }
  }

  #move(member: LiveMember, { operation, terms }: LiveGroup): void {
    member.moveTo(null);
    const asked = { operation, terms, requestId: "regroup", signal: this.#ended.signal };
    this.#place(member, asked).catch((error) => {
      if (!this.#closed) this.#environment.onInternalError(error, asked.requestId);
      member.close("failed", toFairwayError(error));
    });
  }
}
