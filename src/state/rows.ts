import type { Selection } from "./order.ts";
import type { Row } from "./row.ts";
import { Sortings } from "./sortings.ts";

/**
 * The newest rows of a store. Found by namespace first: a key for each object would be a string that nobody else needs,
 * and a scan can be limited to what a caller may see. Kept side by side, which is how they are scanned and sorted.
 */
export class Rows<T> {
  /** In no particular order and without holes: the last one takes the place of one that goes. */
  readonly #rows: Row<T>[] = [];
  /** The place of each in `#rows`. */
  readonly #namespaces = new Map<string, Map<string, number>>();
  readonly #sortings = new Sortings<T>(this.#rows);

  get size(): number {
    return this.#rows.length;
  }

  get(namespace: string, name: string): Row<T> | undefined {
    const place = this.#namespaces.get(namespace)?.get(name);
    return place === undefined ? undefined : this.#rows[place];
  }

  set(row: Row<T>): void {
    let there = this.#namespaces.get(row.namespace);
    if (!there) {
      there = new Map();
      this.#namespaces.set(row.namespace, there);
    }
    let place = there.get(row.name);
    if (place === undefined) {
      place = this.#rows.length;
      there.set(row.name, place);
    }
    this.#sortings.change(place, row);
    this.#rows[place] = row;
  }

  delete({ namespace, name }: Row<T>): void {
    const there = this.#namespaces.get(namespace);
    const place = there?.get(name);
    if (!there || place === undefined) return;
    there.delete(name);
    if (there.size === 0) this.#namespaces.delete(namespace);
    const end = this.#rows.length - 1;
    const last = this.#rows[end] as Row<T>;
    this.#sortings.change(end, undefined);
    if (place !== end) {
      this.#sortings.change(place, last);
      this.#rows[place] = last;
      this.#namespaces.get(last.namespace)?.set(last.name, place);
    }
    this.#rows.pop();
  }

  clear(): void {
    this.#namespaces.clear();
    this.#rows.length = 0;
    this.#sortings.clear();
  }

  namespaces(): Iterable<string> {
    return this.#namespaces.keys();
  }

  *in(namespace: string): Iterable<Row<T>> {
    for (const place of this.#namespaces.get(namespace)?.values() ?? []) yield this.#rows[place] as Row<T>;
  }

  forEach(visit: (row: Row<T>) => void): void {
    for (const row of this.#rows) visit(row);
  }

  /** Offers those that may have a place in the selection: fewer and fewer, the more often its order is asked for. */
  offerTo(selection: Selection<T>, passes: (row: Row<T>) => boolean): void {
    this.#sortings.offerTo(selection, passes);
  }
}
