import type { Position } from "./position.ts";
import { type Key, keyOf, type Scope } from "./scope.ts";
import type { Item } from "./source.ts";

/** One version of one object. Rows are never changed: whoever holds one holds that version. */
export interface Row<T> extends Item<T> {
  readonly scope: Scope;
  readonly key: Key;
}

/**
 * The difference that one change made to one object. `before` is absent for an addition, `after` for a removal.
 * A change of identity (the same name, another uid) is two of these, the removal first.
 */
export interface Change<T> {
  readonly seq: number;
  readonly at: Position;
  readonly before?: Row<T>;
  readonly after?: Row<T>;
  /** The object was there before, in a state that nobody remembers: no addition, though `before` is absent. */
  readonly forgotten?: true;
}

/** A row as a store keeps it. The key is made when it is asked for, as most never are. */
export class KeptRow<T> implements Row<T> {
  readonly scope: Scope;
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly version: string;
  readonly object: T;

  constructor(scope: Scope, { namespace, name, uid, version, object }: Item<T>) {
    this.scope = scope;
    this.namespace = namespace;
    this.name = name;
    this.uid = uid;
    this.version = version;
    this.object = object;
  }

  get key(): Key {
    return keyOf(this.namespace, this.name);
  }
}
