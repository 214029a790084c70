import type { Principal } from "../identity/index.ts";
import {
  type Caller,
  Cell,
  type ClusterName,
  type GroupResource,
  type Question,
  type ReadVerb,
  scopeId,
  type Visibility,
} from "../state/index.ts";
import { concernedBy, seesConcerning } from "./beside.ts";
import type { CandidateSource } from "./candidates.ts";
import { Decision, type DecisionParts, type DecisionTimes } from "./decision.ts";
import { identityOf } from "./identity-of.ts";
import type { ReviewAttributes, ReviewPort, ReviewSubject } from "./review-port.ts";
import { survey } from "./survey.ts";
import { seesNothing } from "./visibility.ts";

export interface ReviewedCallerOptions {
  readonly principal: Principal;
  /** As whom the clusters know him; undefined for the gateway's own person. */
  readonly subject: ReviewSubject | undefined;
  readonly review: ReviewPort;
  readonly candidates: CandidateSource;
  /** Whether he is anybody at all in the cluster. */
  readonly countsIn: (cluster: string) => boolean;
  /** What the cluster serves a resource as: the right to that is what counts. */
  readonly servedAs: (cluster: ClusterName, resource: GroupResource) => GroupResource;
  readonly clock: DecisionParts["clock"];
  readonly times: DecisionTimes;
}

/** Single objects that somebody asks about one by one are many; the oldest of them are asked about anew. */
const MAX_SINGLE = 10_000;

/**
 * A caller whose rights the clusters decide: one question for each (cluster, resource, verb), put by reviews.
 *
 * An answer is at most about `keepMs` old while its cluster can be asked, and is asked for at once when the cluster's
 * RBAC objects change what concerns him. When the cluster cannot be asked, the last answer holds for `graceMs` and is then
 * unknown, which never grants. Questions are repeated while somebody puts them, or listens to `changed`; `changed` is
 * touched only when an answer differs from one that was given.
 */
export class ReviewedCaller implements Caller, Disposable {
  readonly id: string;
  readonly changed = new Cell();
  readonly #decisions = new Map<string, Decision>();
  readonly #following = new Map<string, Disposable>();
  readonly #single = new Set<string>();
  readonly #options: ReviewedCallerOptions;
  #stopped = false;

  constructor(options: ReviewedCallerOptions) {
    this.id = identityOf(options.principal);
    this.#options = options;
  }

  /** Nobody has put a question for long, and nobody is told of changes. */
  get idle(): boolean {
    return this.#decisions.size === 0 && !this.changed.listened;
  }

  visibility(question: Question, verb: ReadVerb): Visibility | "unknown" {
    if (!this.#options.countsIn(question.cluster)) return seesNothing;
    const [inNamespaces, inNone] = concernedBy(question) ?? [];
    if (inNamespaces && inNone) {
      const pods = this.visibility(inNamespaces, "list");
      const nodes = this.visibility(inNone, "list");
      return pods === "unknown" || nodes === "unknown" ? "unknown" : seesConcerning(pods, nodes);
    }
    return this.#decisions.get(decisionId(this.#asServed(question), verb))?.use() ?? "unknown";
  }

  async resolve(question: Question, verb: ReadVerb, signal: AbortSignal): Promise<void> {
    if (!this.#options.countsIn(question.cluster)) return;
    const concerned = concernedBy(question);
    if (concerned) await Promise.all(concerned.map((each) => this.resolve(each, "list", signal)));
    else await this.#decision(this.#asServed(question), verb).known(signal);
  }

  /** Whether the cluster says, right now, that he may do this. Rejects where it does not say. Nothing is kept of it. */
  async allows(cluster: string, attributes: ReviewAttributes, signal: AbortSignal): Promise<boolean> {
    const { countsIn, review, subject } = this.#options;
    return countsIn(cluster) && (await review(cluster, subject, attributes, signal));
  }

  /** A cluster that left takes its decisions along. */
  forget(cluster: string): void {
    for (const id of [...this.#decisions.keys()]) if (id.startsWith(`${cluster}|`)) this.#drop(id);
    this.#following.get(cluster)?.[Symbol.dispose]();
    this.#following.delete(cluster);
  }

  [Symbol.dispose](): void {
    this.#stopped = true;
    for (const id of [...this.#decisions.keys()]) this.#drop(id);
    for (const each of this.#following.values()) each[Symbol.dispose]();
    this.#following.clear();
  }

  #asServed(question: Question): Question {
    const resource = this.#options.servedAs(question.cluster, question.resource);
    return resource === question.resource ? question : { ...question, resource };
  }

  #decision(question: Question, verb: ReadVerb): Decision {
    const id = decisionId(question, verb);
    const known = this.#decisions.get(id);
    if (known) return known;
    const { principal, subject, review, candidates, clock, times } = this.#options;
    const { cluster } = question;
    const isSingle = question.name !== undefined;
    const decision = new Decision({
      cluster,
      ask: (signal) =>
        survey(
          question,
          verb,
          {
            review: (attributes, each) => review(cluster, subject, attributes, each),
            candidates: (...asked) => candidates.candidates(principal, ...asked),
          },
          signal,
        ),
      watched: () => candidates.watches(cluster),
      clock,
      // Single objects are many: they are asked about again only while somebody looks at them.
      times: isSingle ? { ...times, idleMs: times.keepMs } : times,
      listened: () => !isSingle && this.changed.listened,
      onChange: () => this.changed.touch(),
      onIdle: () => this.#drop(id),
    });
    if (this.#stopped) {
      decision[Symbol.dispose]();
      return decision;
    }
    this.#decisions.set(id, decision);
    if (isSingle) this.#bound(id);
    this.#follow(cluster);
    return decision;
  }

  #bound(id: string): void {
    this.#single.add(id);
    if (this.#single.size <= MAX_SINGLE) return;
    const [oldest] = this.#single;
    if (oldest !== undefined) this.#drop(oldest);
  }

  #follow(cluster: string): void {
    if (this.#following.has(cluster)) return;
    const recheck = () => {
      for (const [id, decision] of this.#decisions) if (id.startsWith(`${cluster}|`)) decision.recheck();
    };
    this.#following.set(cluster, this.#options.candidates.follow(this.#options.principal, cluster, recheck));
  }

  #drop(id: string): void {
    this.#decisions.get(id)?.[Symbol.dispose]();
    this.#decisions.delete(id);
    this.#single.delete(id);
    if (this.#decisions.size > 0) return;
    for (const each of this.#following.values()) each[Symbol.dispose]();
    this.#following.clear();
  }
}

/** Begins with the cluster's name and a bar, as `scopeId` does. */
function decisionId(question: Question, verb: ReadVerb): string {
  return `${scopeId(question)}|${question.subresource ?? ""}|${question.name ?? ""}|${verb}`;
}
