import { isDeepStrictEqual } from "node:util";
import { FairwayError, toFairwayError } from "../errors/index.ts";
import { expired } from "./bearer-token.ts";
import type { Principal } from "./principal.ts";

/** The time, and how it is used here. */
export interface Timing {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Milliseconds that never go back. */
  readonly monotonic: () => number;
  /** Runs once after so many milliseconds, unless disposed of before. */
  readonly after: (ms: number, run: () => void) => Disposable;
  /** In [0, 1). */
  readonly random: () => number;
  /** How long somebody stays who he was while nobody can say whether his token still counts, in milliseconds. */
  readonly graceMs: number;
}

export interface WatchOptions {
  readonly principal: Principal;
  /** Whose the token is now. */
  readonly verify: () => Promise<Principal>;
  readonly timing: Timing;
  readonly onEnd: (reason: FairwayError) => void;
}

/** How often a token that streams are running for is looked at again. Many are, so not all of them at once. */
const recheckMs = 10_000;

/** The longest that a timer takes. */
const longest = 2 ** 31 - 1;

/** Looks after a token that something goes on for. Ends by itself when the token ends, is revoked, or changes hands. */
export class Watch implements Disposable {
  readonly #options: WatchOptions;
  #knownAt: number;
  #timer: Disposable | undefined;
  #ended = false;

  constructor(options: WatchOptions) {
    this.#options = options;
    this.#knownAt = options.timing.monotonic();
    this.#wait();
  }

  [Symbol.dispose](): void {
    this.#ended = true;
    this.#timer?.[Symbol.dispose]();
  }

  #wait(): void {
    const { now, after, random } = this.#options.timing;
    const { expiresAt = Number.POSITIVE_INFINITY } = this.#options.principal;
    const left = expiresAt - now();
    const next = recheckMs * (0.8 + 0.4 * random());
    this.#timer = after(Math.min(Math.max(left, 0), next, longest), () => void this.#look());
  }

  async #look(): Promise<void> {
    const { principal, verify, timing } = this.#options;
    const { expiresAt = Number.POSITIVE_INFINITY } = principal;
    if (timing.now() >= expiresAt) return this.#end(expired());
    try {
      const owner = await verify();
      if (this.#ended) return;
      if (!isDeepStrictEqual(owner, principal)) return this.#end(changed());
      this.#knownAt = timing.monotonic();
    } catch (error) {
      if (this.#ended) return;
      const reason = toFairwayError(error);
      const isAnswer = reason.code === "UNAUTHENTICATED" || reason.code === "TOKEN_EXPIRED";
      if (isAnswer || timing.monotonic() - this.#knownAt >= timing.graceMs) return this.#end(reason);
    }
    this.#wait();
  }

  #end(reason: FairwayError): void {
    this.#ended = true;
    this.#options.onEnd(reason);
  }
}

function changed(): FairwayError {
  return new FairwayError("UNAUTHENTICATED", "The token is now known as somebody else's, or somebody in other groups");
}
