import type { Principal } from "../identity/index.ts";
import { type Caller, Cell, type ReadVerb, type Scope, scopeId, type Visibility } from "../state/index.ts";
import { Decision, type DecisionParts, type DecisionTimes } from "./decision.ts";
import type { ReviewPort } from "./review-port.ts";

export interface SelfReviewedCallerOptions {
  readonly principal: Principal;
  readonly review: ReviewPort;
  readonly clock: DecisionParts["clock"];
  readonly times?: Partial<DecisionTimes>;
}

export const decisionTimes: DecisionTimes = { keepMs: 10_000, graceMs: 300_000, idleMs: 300_000, askMs: 10_000 };

/**
 * A caller whose own credential the clusters are asked with: the kubeconfig's user, or the owner of a token. What he may
 * see, each cluster says about whoever asks; one question for each (cluster, verb, resource).
 *
 * An answer is at most about `keepMs` old while its cluster can be asked. When it cannot, the last answer holds for
 * `graceMs` and is then unknown, which never grants. Questions are repeated while somebody puts them, or listens to
 * `changed`; `changed` is touched only when an answer differs from one that was given.
 */
export class SelfReviewedCaller implements Caller, Disposable {
  readonly id: string;
  readonly #changed = new Cell();
  readonly #decisions = new Map<string, Decision>();
  readonly #options: SelfReviewedCallerOptions;
  readonly #times: DecisionTimes;
  #stopped = false;

  constructor(options: SelfReviewedCallerOptions) {
    const { issuer, username, uid } = options.principal;
    this.id = JSON.stringify([issuer, username, uid ?? null]);
    this.#options = options;
    this.#times = { ...decisionTimes, ...options.times };
  }

  get changed(): Cell {
    return this.#changed;
  }

  visibility(scope: Scope, verb: ReadVerb): Visibility | "unknown" {
    return this.#decisions.get(decisionId(scope, verb))?.use() ?? "unknown";
  }

  async resolve(scope: Scope, verb: ReadVerb, signal: AbortSignal): Promise<void> {
    await this.#decision(scope, verb).known(signal);
  }

  /** A cluster that left takes its decisions along. */
  forget(cluster: string): void {
    for (const [id, decision] of this.#decisions) {
      if (!id.startsWith(`${cluster}|`)) continue;
      decision[Symbol.dispose]();
      this.#decisions.delete(id);
    }
  }

  [Symbol.dispose](): void {
    this.#stopped = true;
    for (const decision of this.#decisions.values()) decision[Symbol.dispose]();
    this.#decisions.clear();
  }

  #decision(scope: Scope, verb: ReadVerb): Decision {
    const id = decisionId(scope, verb);
    let decision = this.#decisions.get(id);
    if (!decision) {
      const { review, clock } = this.#options;
      decision = new Decision(scope, verb, {
        review,
        clock,
        times: this.#times,
        watched: () => this.#changed.listened,
        onChange: () => this.#changed.touch(),
        onIdle: () => {
          decision?.[Symbol.dispose]();
          this.#decisions.delete(id);
        },
      });
      if (this.#stopped) decision[Symbol.dispose]();
      else this.#decisions.set(id, decision);
    }
    return decision;
  }
}

/** Begins with the cluster's name and a bar, as `scopeId` does. */
function decisionId(scope: Scope, verb: ReadVerb): string {
  return `${scopeId(scope)}|${verb}`;
}
