import type { LayerEntry } from "./layer.ts";

/** Layers by digest: what is kept under one never changes. Bounded by the entries of all of them; what was used longest ago goes first. */
export class LayerCache {
  readonly #layers = new Map<string, readonly LayerEntry[]>();
  readonly #most: number;
  #entries = 0;

  constructor(most: number) {
    this.#most = most;
  }

  get(digest: string): readonly LayerEntry[] | undefined {
    const found = this.#layers.get(digest);
    if (found === undefined) return undefined;
    this.#layers.delete(digest);
    this.#layers.set(digest, found);
    return found;
  }

  keep(digest: string, entries: readonly LayerEntry[]): void {
    if (this.#layers.has(digest) || entries.length > this.#most) return;
    this.#layers.set(digest, entries);
    this.#entries += entries.length;
    for (const [oldest, { length }] of this.#layers) {
      if (this.#entries <= this.#most) return;
      this.#layers.delete(oldest);
      this.#entries -= length;
    }
  }
}
