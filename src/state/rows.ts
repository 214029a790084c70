import type { Row } from "./row.ts";

/**
 * The newest rows of a store. By namespace first: a key for each object would be a string that nobody else needs, and a
 * scan can be limited to what a caller may see.
 */
export class Rows<T> {
  readonly #namespaces = new Map<string, Map<string, Row<T>>>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get(namespace: string, name: string): Row<T> | undefined {
    return this.#namespaces.get(namespace)?.get(name);
  }

  set(row: Row<T>): void {
    let there = this.#namespaces.get(row.namespace);
    if (!there) {
      there = new Map();
      this.#namespaces.set(row.namespace, there);
    }
    if (!there.has(row.name)) this.#size += 1;
    there.set(row.name, row);
  }

  delete({ namespace, name }: Row<T>): void {
    const there = this.#namespaces.get(namespace);
    if (!there?.delete(name)) return;
    this.#size -= 1;
    if (there.size === 0) this.#namespaces.delete(namespace);
  }

  clear(): void {
    this.#namespaces.clear();
    this.#size = 0;
  }

  namespaces(): Iterable<string> {
    return this.#namespaces.keys();
  }

  in(namespace: string): Iterable<Row<T>> {
    return this.#namespaces.get(namespace)?.values() ?? [];
  }

  forEach(visit: (row: Row<T>) => void): void {
    for (const there of this.#namespaces.values()) for (const row of there.values()) visit(row);
  }
}
