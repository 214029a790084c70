import { type KubeObject, keyOf } from "../storage/object.ts";
import type { SandboxClock } from "../world/clock.ts";

/**
 * Brings objects to the attention of a controller: by name, each a moment after its last change, and once however often
 * it has changed meanwhile. The controller looks at what is there then, never at what has happened.
 */
export class WorkQueue {
  readonly #clock: SandboxClock;
  readonly #reconcile: (namespace: string, name: string) => void;
  readonly #delayMs: number;
  readonly #waiting = new Set<string>();

  constructor(clock: SandboxClock, delayMs: number, reconcile: (namespace: string, name: string) => void) {
    this.#clock = clock;
    this.#delayMs = delayMs;
    this.#reconcile = reconcile;
  }

  add({ metadata: { namespace = "", name } }: Pick<KubeObject, "metadata">): void {
    this.addName(namespace, name);
  }

  addName(namespace: string, name: string, delayMs = this.#delayMs): void {
    const key = keyOf(namespace, name);
    if (this.#waiting.has(key)) return;
    this.#waiting.add(key);
    this.#clock.after(delayMs, () => {
      this.#waiting.delete(key);
      this.#reconcile(namespace, name);
    });
  }
}
