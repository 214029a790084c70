import { Cell, type Seq } from "./cell.ts";
import type { Row } from "./row.ts";

/**
 * An index of one store that files nothing: it has a cell for each value that somebody has asked about, and touches it
 * when an object under the value changes, comes or goes. So a value costs something only while it is of interest.
 * The number of cells is bounded: an evicted one is touched, which at worst makes somebody read again.
 */
export class Signals<T> {
  readonly #values: (row: Row<T>) => readonly string[];
  readonly #cells = new Map<string, Cell>();
  readonly #maxCells: number;

  constructor(values: (row: Row<T>) => readonly string[], maxCells = 10_000) {
    this.#values = values;
    this.#maxCells = maxCells;
  }

  /** Of a value, in all namespaces ("") or in one. */
  cell(value: string, namespace = ""): Cell {
    const key = keyOf(namespace, value);
    let cell = this.#cells.get(key);
    if (!cell) {
      cell = new Cell();
      this.#cells.set(key, cell);
      this.#evict();
    }
    return cell;
  }

  /** What an object was (undefined: it has come) and is (undefined: it has gone). */
  move(before: Row<T> | undefined, after: Row<T> | undefined, seq: Seq): void {
    if (this.#cells.size === 0) return;
    // Those whom it leaves have to hear of it as well.
    if (before) this.#touch(before, seq);
    if (after) this.#touch(after, seq);
  }

  /** Tells everybody. */
  clear(seq: Seq): void {
    for (const cell of this.#cells.values()) cell.touch(seq);
  }

  #touch(row: Row<T>, seq: Seq): void {
    const { namespace } = row;
    for (const value of this.#values(row)) {
      this.#cells.get(keyOf("", value))?.touch(seq);
      if (namespace !== "") this.#cells.get(keyOf(namespace, value))?.touch(seq);
    }
  }

  #evict(): void {
    let excess = this.#cells.size - this.#maxCells;
    for (const [key, cell] of this.#cells) {
      if (excess <= 0) return;
      excess -= 1;
      // A listener would wait for ever for the changes of a cell that was replaced by another.
      if (cell.listened) continue;
      this.#cells.delete(key);
      cell.touch();
      return;
    }
  }
}

function keyOf(namespace: string, value: string): string {
  return `${namespace}\0${value}`;
}
