import type { Caller, Question, ReadVerb, Visibility } from "./caller.ts";
import { type Cell, currentSeq, type Seq } from "./cell.ts";
import { type Scope, scopeId } from "./scope.ts";

interface Seen {
  readonly scope: Question;
  readonly verb: ReadVerb;
  readonly visibility: Visibility;
}

/**
 * What one pass of an execution has looked at. The result is valid exactly as long as no cell in here has changed
 * since `stamp`, for callers who are shown the same.
 */
export class ReadSet {
  readonly stamp: Seq = currentSeq();
  readonly #cells = new Set<Cell>();
  readonly #rights = new Set<Cell>();
  readonly #seen = new Map<string, Seen>();
  readonly #forbidden: string[] = [];

  note(cell: Cell): void {
    this.#cells.add(cell);
  }

  /** The cell of what the caller may see. Others have another one, and may be shown the same: see `saw`. */
  noteRights(cell: Cell): void {
    this.#rights.add(cell);
  }

  /** Authorization is a read like any other. */
  saw(scope: Question, verb: ReadVerb, visibility: Visibility): void {
    this.#seen.set(`${verb} ${scopeId(scope)} ${scope.subresource ?? ""} ${scope.name ?? ""}`, {
      scope,
      verb,
      visibility,
    });
  }

  /** What was looked at by somebody's leave. */
  *scopes(): Iterable<Scope> {
    for (const { scope } of this.#seen.values()) yield scope;
  }

  /** What was looked for and may not be seen, not even in part. */
  *denied(): Iterable<{ readonly scope: Question; readonly verb: ReadVerb }> {
    for (const { scope, verb, visibility } of this.#seen.values()) {
      const isAll = verb !== "get" || visibility.complete;
      if (visibility.nothing && isAll) yield { scope, verb };
    }
  }

  /** The result holds something that has no cell (a log, a live read, the person): it must not be kept. */
  forbid(reason: string): void {
    this.#forbidden.push(reason);
  }

  /** Why the result must not be kept; empty when it may be. */
  get forbidden(): readonly string[] {
    return this.#forbidden;
  }

  /** Everything that was looked at: the result may have changed when one of these has. */
  *cells(): Iterable<Cell> {
    yield* this.#cells;
    yield* this.#rights;
  }

  /** The same without what callers may see: it changes when what is shown has changed, whoever is shown it. */
  get contents(): ReadonlySet<Cell> {
    return this.#cells;
  }

  /** Whether single objects were asked about, one by one. */
  get asksSingly(): boolean {
    for (const { scope } of this.#seen.values()) if (scope.name !== undefined) return true;
    return false;
  }

  get size(): number {
    return this.#cells.size + this.#seen.size;
  }

  /** Nothing that was looked at has changed, whoever looks. */
  get fresh(): boolean {
    for (const cell of this.#cells) if (cell.changedAt > this.stamp) return false;
    return true;
  }

  /** The caller is shown what the one was shown who read it. Asking counts as a use of the caller's decisions. */
  shownTo(caller: Caller): boolean {
    for (const { scope, verb, visibility } of this.#seen.values()) {
      if (caller.visibility(scope, verb) !== visibility) return false;
    }
    return true;
  }

  /** The result is what the caller would be given now. */
  validFor(caller: Caller): boolean {
    // First what tells callers apart: it is little, and cells may be thousands.
    return this.#forbidden.length === 0 && this.shownTo(caller) && this.fresh;
  }
}
