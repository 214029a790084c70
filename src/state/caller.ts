import type { Cell } from "./cell.ts";
import type { Scope } from "./scope.ts";

export type ReadVerb = "get" | "list" | "watch";

/** In `Visibility.names`: these names, in whatever namespace they are. */
export const ANY_NAMESPACE = "*";

/**
 * The part of a scope that somebody may see. Values are interned: equal ones are the same object, so `===` compares
 * them and two callers of equal visibility can share what was made for one of them.
 */
export interface Visibility {
  readonly all: boolean;
  /** Whole namespaces; empty when `all`. */
  readonly namespaces: ReadonlySet<string>;
  /** Single objects by their namespace: "" for what lives in none, ANY_NAMESPACE for names that count in each. */
  readonly names: ReadonlyMap<string, ReadonlySet<string>>;
  /** Nothing at all can be seen. */
  readonly nothing: boolean;
  /** False: single objects beyond these may be granted as well; that can be found out for each of them only. */
  readonly complete: boolean;
  admits(namespace: string, name: string): boolean;
  /** Equal for equal values on every replica: cursors are bound to it. */
  readonly fingerprint: string;
}

/** What a visibility is asked for: a scope, or (with `name`) one object of it, of which all or nothing is seen. */
export interface Question extends Scope {
  /** What of the objects is looked at, as in `log` of pods, where it is not they themselves. */
  readonly subresource?: string;
  readonly name?: string;
}

/** On whose behalf a read is made. Answers come from memory; what is not known yet is asked for by `resolve`. */
export interface Caller {
  /** Equal ids are the same person, as known by the same issuer, with the same groups. */
  readonly id: string;
  /** "unknown" never grants. */
  visibility(question: Question, verb: ReadVerb): Visibility | "unknown";
  /** Rejects with a FairwayError when the cluster does not say. */
  resolve(question: Question, verb: ReadVerb, signal: AbortSignal): Promise<void>;
  /** Some visibility has changed, or expired. */
  readonly changed: Cell;
}
