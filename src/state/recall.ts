import type { ChangeLog } from "./change-log.ts";
import { deadline } from "./deadline.ts";
import { compareVersions, type Position } from "./position.ts";
import type { Change, Row } from "./row.ts";
import type { Item, Past, Source } from "./source.ts";

/** How long the origin may take to say what it remembers, in milliseconds. */
const PATIENCE_MS = 20_000;

interface Wish {
  readonly after: Position;
  readonly settle: () => void;
}

export interface RecallOptions<T> {
  readonly log: ChangeLog<T>;
  readonly source: Source<T>;
  readonly rowOf: (item: Item<T>) => Row<T>;
}

/**
 * Fills the gaps of a log, above all what lies before its store's first list, by asking the origin for what it remembers.
 * There is one question at a time, from the oldest place that anybody wants to go on from, so that a crowd that lost its
 * replica costs the origin what one of them would.
 */
export class Recall<T> {
  readonly #options: RecallOptions<T>;
  readonly #wishes = new Set<Wish>();
  #question: AbortController | null = null;
  #running = false;

  constructor(options: RecallOptions<T>) {
    this.#options = options;
  }

  /** Resolves when the log can say what happened after `after`, or is known not to; and at the abort. */
  reach(after: Position, signal: AbortSignal): Promise<void> {
    if (signal.aborted || !this.#isPossible(after)) return Promise.resolve();
    return new Promise((resolve) => {
      const onAbort = () => {
        settle();
        if (this.#wishes.size === 0) this.#question?.abort();
      };
      const settle = () => {
        signal.removeEventListener("abort", onAbort);
        this.#wishes.delete(wish);
        resolve();
      };
      const wish = { after, settle };
      this.#wishes.add(wish);
      signal.addEventListener("abort", onAbort);
      if (!this.#running) void this.#askAll();
    });
  }

  #isPossible(after: Position): boolean {
    const { log, source } = this.#options;
    return source.past !== undefined && log.missing(after) !== null;
  }

  async #askAll(): Promise<void> {
    this.#running = true;
    // Those who come together are all heard before the first question.
    await new Promise((resolve) => setImmediate(resolve));
    let hasExpired = false;
    for (;;) {
      const wishes = [...this.#wishes].sort((a, b) => compareVersions(a.after.rv, b.after.rv));
      // The oldest place serves everybody. Where it is forgotten, halving finds the oldest that is not by few questions.
      const asked = wishes[hasExpired ? wishes.length >> 1 : 0];
      if (!asked) break;
      const outcome = await this.#ask(asked.after);
      if (outcome === "expired") hasExpired = true;
      asked.settle();
      for (const wish of [...this.#wishes]) {
        const isForgotten = outcome === "expired" && compareVersions(wish.after.rv, asked.after.rv) <= 0;
        if (outcome === "failed" || isForgotten || !this.#isPossible(wish.after)) wish.settle();
      }
    }
    this.#running = false;
  }

  /** "failed": there was no answer, and then there is none for anybody who waits for one. */
  async #ask(from: Position): Promise<"answered" | "expired" | "failed"> {
    const { log, source, rowOf } = this.#options;
    const to = log.missing(from);
    if (!to || !source.past) return "answered";
    const question = new AbortController();
    const { signal } = question;
    this.#question = question;
    try {
      const past = await source.past({ from, to }, log.room, deadline(PATIENCE_MS, signal));
      if (past === "expired") return past;
      log.fill({ from, to }, changesOf(past, from.epoch, rowOf));
      return "answered";
    } catch {
      // Given up because nobody waited any more; who came since then is to be heard.
      return signal.aborted ? "answered" : "failed";
    }
  }
}

/** An object's state before its first change within the past is not known, unless that change made it or removed it. */
function changesOf<T>(past: readonly Past<T>[], epoch: string, rowOf: (item: Item<T>) => Row<T>): Change<T>[] {
  const newest = new Map<string, Row<T>>();
  return past.map(({ type, item }) => {
    const row = rowOf(item);
    const identity = `${row.uid} ${row.key}`;
    const before = newest.get(identity);
    const at = { epoch, rv: row.version };
    if (type === "removed") {
      newest.delete(identity);
      // Nobody who knows numbers is told of these: they stand before all that have one.
      return { seq: 0, at, before: row };
    }
    newest.set(identity, row);
    return { seq: 0, at, after: row, ...(before ? { before } : type === "modified" && { forgotten: true as const }) };
  });
}
