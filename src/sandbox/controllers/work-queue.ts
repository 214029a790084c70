import { type KubeObject, keyOf } from "../storage/object.ts";
import { ApiError } from "../storage/status.ts";
import type { Context } from "./context.ts";

/**
 * Brings objects to the attention of a controller: by name, each a moment after its last change, and once however often
 * it has changed meanwhile. The controller looks at what is there then, never at what has happened.
 */
export class WorkQueue {
  readonly #context: Context;
  readonly #reconcile: (namespace: string, name: string) => void;
  readonly #delayMs: number;
  readonly #waiting = new Set<string>();

  constructor(context: Context, delayMs: number, reconcile: (namespace: string, name: string) => void) {
    this.#context = context;
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
    this.#context.clock.after(delayMs, () => {
      this.#waiting.delete(key);
      attempt(this.#context, () => this.#reconcile(namespace, name));
    });
  }
}

/** An object that no controller can make sense of, or that is gone already, must not stop the others. */
export function attempt({ report }: Pick<Context, "report">, work: () => void): void {
  try {
    work();
  } catch (error) {
    const gone = error instanceof ApiError && (error.code === 404 || error.code === 403);
    if (!gone) report(error);
  }
}
