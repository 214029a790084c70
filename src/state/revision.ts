import type { Scope } from "./scope.ts";
import type { Store } from "./store.ts";

/** "At least as new as": `rv` has been reached, or the object `gone` (a uid under that key) is no longer there. */
export type Revision = readonly RevisionPart[];
export type RevisionPart =
  | { readonly scope: Scope; readonly rv: string }
  | { readonly scope: Scope; readonly gone: Gone };

interface Gone {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
}

export function hasReached(store: Store<unknown>, part: RevisionPart): boolean {
  if ("rv" in part) return store.reached(part.rv);
  return store.at !== null && store.get(part.gone.namespace, part.gone.name)?.uid !== part.gone.uid;
}

/** Resolves when the store has reached the revision, and on abort. */
export function reaching(store: Store<unknown>, part: RevisionPart, signal: AbortSignal): Promise<void> {
  return "rv" in part ? store.settled(signal, part.rv) : untilGone(store, part.gone, signal);
}

async function untilGone(store: Store<unknown>, gone: Gone, signal: AbortSignal): Promise<void> {
  await store.settled(signal);
  while (!signal.aborted && store.get(gone.namespace, gone.name)?.uid === gone.uid) {
    await new Promise<void>((resolve) => {
      const listening = store.cellOf(gone.namespace, gone.name).onChange(done);
      function done(): void {
        listening[Symbol.dispose]();
        signal.removeEventListener("abort", done);
        resolve();
      }
      signal.addEventListener("abort", done, { once: true });
    });
  }
}
