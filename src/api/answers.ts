import { type Caller, currentSeq, type ReadSet, type Seq } from "../state/index.ts";
import type { Leases } from "./passes.ts";

export interface AnswersOptions {
  /** Bytes of all kept answers together, with what is kept beside them; 0: none is kept. */
  readonly maxBytes: number;
  /** An answer that nobody was given for so long, in milliseconds, lets go of its stores. */
  readonly idleMs: number;
  readonly monotonic: () => number;
}

/** What an execution resulted in, with everything that it is made of. Nothing of it is changed any more. */
export interface Answer {
  /** The JSON of a GraphQL response without errors. The same Buffer each time it is given. */
  readonly body: Buffer;
  readonly reads: ReadSet;
  /** Of the stores that were read; the answer becomes their owner. */
  readonly leases: Leases;
}

interface Kept extends Answer {
  readonly key: string;
  readonly bytes: number;
  usedAt: number;
  /** It was found valid for this caller, with all changes up to this one, at this moment. */
  sureFor: string;
  sureUpTo: Seq;
  sureAt: number;
}

/** Of one operation, for callers who are shown different things. */
const MAX_VARIANTS = 64;

/** What one cell or decision of a read set takes, and what an answer takes besides; estimates, in bytes. */
const READ_BYTES = 64;
const BESIDE_BYTES = 1_024;
/** Transports keep compressed forms of a body for as long as it lives. */
const FORMS = 1.5;

/** No single answer may take more than this part of the whole. */
const MAX_PART = 1 / 8;

/**
 * For so long, in milliseconds, nothing is looked at again when nothing at all has changed in the process: decisions about
 * callers are kept up to date only while somebody asks for them.
 */
const SURE_MS = 250;

/**
 * Answers that are given again, as the bytes that they are, for as long as an execution would result in the same: no cell
 * of the read set has changed, and the caller is shown what the first one was shown. There is no other lifetime.
 *
 * They are kept by the operation (generation, plan and variables), the least recently used goes first. Each keeps the
 * stores alive that it was read from while it is in use; one that is not lets go of them, and holds if they still
 * have not changed when it is asked for again.
 */
export class Answers implements Disposable {
  readonly #options: AnswersOptions;
  /** In the order of their last use, here as well. */
  readonly #byOperation = new Map<string, Set<Kept>>();
  /** In the order of their last use. */
  readonly #all = new Set<Kept>();
  readonly #sweeping: NodeJS.Timeout | undefined;
  #bytes = 0;
  #given = 0;

  constructor(options: AnswersOptions) {
    this.#options = options;
    if (options.maxBytes === 0) return;
    this.#sweeping = setInterval(() => this.sweep(), Math.max(1_000, options.idleMs / 4));
    this.#sweeping.unref();
  }

  /** How many are kept, what they take, and how often one was given. */
  get level(): { readonly kept: number; readonly bytes: number; readonly given: number } {
    return { kept: this.#all.size, bytes: this.#bytes, given: this.#given };
  }

  /** What an execution for this caller would result in at this moment, if that is known. */
  find(key: string, caller: Caller): Answer | undefined {
    const variants = this.#byOperation.get(key);
    if (!variants) return undefined;
    const now = this.#options.monotonic();
    for (const kept of variants) {
      if (!this.#isValid(kept, caller, now)) continue;
      kept.usedAt = now;
      kept.leases.renew();
      this.#given += 1;
      for (const used of [this.#all, variants]) {
        used.delete(kept);
        used.add(kept);
      }
      return kept;
    }
    return undefined;
  }

  /** False: it is not kept, and its leases remain their owner's. */
  keep(key: string, answer: Answer): boolean {
    const { body, reads, leases } = answer;
    const bytes = body.length * FORMS + key.length + reads.size * READ_BYTES + BESIDE_BYTES;
    if (reads.forbidden.length > 0 || !reads.fresh || bytes > this.#options.maxBytes * MAX_PART) return false;
    const variants = this.#byOperation.get(key) ?? new Set();
    this.#byOperation.set(key, variants);
    // What has changed changes for everybody: of an operation only variants of the same state are left.
    for (const kept of variants) if (!kept.reads.fresh) this.#drop(kept);
    const [oldest] = variants;
    if (oldest && variants.size >= MAX_VARIANTS) this.#drop(oldest);
    const usedAt = this.#options.monotonic();
    const kept: Kept = { body, reads, leases, key, bytes, usedAt, sureFor: "", sureUpTo: -1, sureAt: 0 };
    this.#byOperation.set(key, variants.add(kept));
    this.#all.add(kept);
    this.#bytes += bytes;
    for (const least of this.#all) {
      if (this.#bytes <= this.#options.maxBytes) break;
      this.#drop(least);
    }
    return true;
  }

  /** Drops what has changed, and lets go of stores that only answers hold which nobody asks for. */
  sweep(): void {
    const idleSince = this.#options.monotonic() - this.#options.idleMs;
    for (const kept of this.#all) {
      if (!kept.reads.fresh) this.#drop(kept);
      else if (kept.usedAt <= idleSince) kept.leases.rest();
    }
  }

  [Symbol.dispose](): void {
    clearInterval(this.#sweeping);
    for (const kept of this.#all) this.#drop(kept);
  }

  #isValid(kept: Kept, caller: Caller, now: number): boolean {
    const seq = currentSeq();
    if (kept.sureUpTo === seq && kept.sureFor === caller.id && now - kept.sureAt < SURE_MS) return true;
    if (!kept.reads.validFor(caller)) return false;
    kept.sureFor = caller.id;
    kept.sureUpTo = seq;
    kept.sureAt = now;
    return true;
  }

  #drop(kept: Kept): void {
    const variants = this.#byOperation.get(kept.key);
    variants?.delete(kept);
    if (variants?.size === 0) this.#byOperation.delete(kept.key);
    this.#all.delete(kept);
    this.#bytes -= kept.bytes;
    kept.leases[Symbol.dispose]();
  }
}
