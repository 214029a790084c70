import type { Cell } from "./cell.ts";
import type { Scope } from "./scope.ts";

export type ReadVerb = "get" | "list" | "watch";

/**
 * The part of a scope that somebody may see. Values are interned: equal ones are the same object, so `===` compares
 * them and two callers of equal visibility can share what was made for one of them.
 */
export interface Visibility {
  readonly all: boolean;
  /** Whole namespaces; empty when `all`. */
  readonly namespaces: ReadonlySet<string>;
  /** Nothing at all can be seen. */
  readonly nothing: boolean;
  admits(namespace: string, name: string): boolean;
  /** Equal for equal values on every replica: cursors are bound to it. */
  readonly fingerprint: string;
}

/** On whose behalf a read is made. Answers come from memory; what is not known yet is asked for by `resolve`. */
export interface Caller {
  /** Equal ids are the same person, as known by the same issuer. */
  readonly id: string;
  /** "unknown" never grants. */
  visibility(scope: Scope, verb: ReadVerb): Visibility | "unknown";
  /** Rejects with a FairwayError when the cluster does not say. */
  resolve(scope: Scope, verb: ReadVerb, signal: AbortSignal): Promise<void>;
  /** Some visibility has changed, or expired. */
  readonly changed: Cell;
}
