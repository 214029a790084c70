import type { Feed, Health, Item, Position, Replacement } from "../../../src/state/index.ts";
import { keyOf } from "../../../src/state/index.ts";

export type Call =
  | { readonly call: "replace" }
  | { readonly call: "commit"; readonly names: readonly string[]; readonly at: Position }
  | { readonly call: "put"; readonly name: string; readonly at: Position }
  | { readonly call: "remove"; readonly name: string; readonly at: Position }
  | { readonly call: "bookmark"; readonly at: Position }
  | { readonly call: "health"; readonly health: Health };

/** Writes down what a source says, and holds what a store would hold. */
export class RecordingFeed<T> implements Feed<T> {
  readonly calls: Call[] = [];
  at: Position | null = null;
  #items = new Map<string, Item<T>>();
  readonly #waiting = new Set<() => void>();

  get names(): readonly string[] {
    return [...this.#items.values()].map(({ name }) => name).sort();
  }

  get health$(): Health | undefined {
    return this.calls.findLast((call) => call.call === "health")?.health;
  }

  get isLive(): boolean {
    return this.health$?.state === "live";
  }

  get commits(): number {
    return this.calls.filter(({ call }) => call === "commit").length;
  }

  object(name: string): T | undefined {
    return this.#items.get(keyOf("default", name))?.object;
  }

  /** What was announced since the last `replace` or bookmark was, as `put a`, `remove b`. */
  get changes(): readonly string[] {
    return this.calls.flatMap((call) =>
      call.call === "put" || call.call === "remove" ? [`${call.call} ${call.name}`] : [],
    );
  }

  /** Resolves when the condition holds; looked at after each call. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise<void>((resolve) => this.#waiting.add(resolve));
  }

  replace(): Replacement<T> {
    const items = new Map<string, Item<T>>();
    this.#note({ call: "replace" });
    return {
      put: (item) => {
        items.set(keyOf(item.namespace, item.name), item);
      },
      remove: ({ namespace, name }) => {
        items.delete(keyOf(namespace, name));
      },
      commit: (at) => {
        this.#items = items;
        this.at = at;
        this.#note({ call: "commit", names: this.names, at });
      },
    };
  }

  put(item: Item<T>, at: Position): void {
    this.#items.set(keyOf(item.namespace, item.name), item);
    this.at = at;
    this.#note({ call: "put", name: item.name, at });
  }

  remove({ namespace, name }: { namespace: string; name: string }, at: Position): void {
    this.#items.delete(keyOf(namespace, name));
    this.at = at;
    this.#note({ call: "remove", name, at });
  }

  bookmark(at: Position): void {
    this.at = at;
    this.#note({ call: "bookmark", at });
  }

  health(health: Health): void {
    this.#note({ call: "health", health });
  }

  peek(namespace: string, name: string): T | undefined {
    return this.#items.get(keyOf(namespace, name))?.object;
  }

  #note(call: Call): void {
    this.calls.push(call);
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const wake of waiting) wake();
  }
}
