import type { Principal } from "../identity/index.ts";
import { identityOf } from "./identity-of.ts";
import { AUTHENTICATED } from "./review-port.ts";
import { ReviewedCaller, type ReviewedCallerOptions } from "./reviewed-caller.ts";

export interface CallersOptions extends Omit<ReviewedCallerOptions, "principal" | "subject" | "countsIn"> {
  /** Whether the cluster takes this person for somebody, by its issuer. */
  readonly countsIn: (principal: Principal, cluster: string) => boolean;
}

/** How many people are remembered; whoever comes back after being forgotten is asked about again. */
const MAX_CALLERS = 20_000;

/** Everybody who has called, each once, by who they are and not by what they showed for it. */
export class Callers implements Disposable {
  readonly #options: CallersOptions;
  // In the order of their last coming.
  readonly #callers = new Map<string, ReviewedCaller>();

  constructor(options: CallersOptions) {
    this.#options = options;
  }

  of(principal: Principal): ReviewedCaller {
    const id = identityOf(principal);
    const known = this.#callers.get(id);
    if (known) {
      this.#callers.delete(id);
      this.#callers.set(id, known);
      return known;
    }
    const { username, uid, groups, extra } = principal;
    const caller = new ReviewedCaller({
      ...this.#options,
      principal,
      // Reviews judge by what they are told.
      subject: { username, groups: [...new Set([...groups, AUTHENTICATED])], extra, ...(uid !== undefined && { uid }) },
      countsIn: (cluster) => this.#options.countsIn(principal, cluster),
    });
    this.#callers.set(id, caller);
    this.#forgetIdle();
    return caller;
  }

  forget(cluster: string): void {
    for (const caller of this.#callers.values()) caller.forget(cluster);
  }

  [Symbol.dispose](): void {
    for (const caller of this.#callers.values()) caller[Symbol.dispose]();
    this.#callers.clear();
  }

  // One who is still held somewhere goes on as he is, and is not told apart from a namesake who comes later.
  #forgetIdle(): void {
    if (this.#callers.size <= MAX_CALLERS) return;
    for (const [id, caller] of this.#callers) {
      if (!caller.idle) continue;
      this.#callers.delete(id);
      return;
    }
  }
}
