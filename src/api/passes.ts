import type { PassContext } from "../graphql/index.ts";
import { type Caller, type Misses, Reader, ReadSet, type Store } from "../state/index.ts";
import type { Environment } from "./environment.ts";

/** Misses uncover further misses (an edge of an edge); a document's depth bounds how often. This is a safety net. */
const MAX_PASSES = 50;

/** The stores that something uses, kept alive for as long as it lives and does not rest. */
export class Leases implements Disposable {
  readonly #held = new Map<Store<unknown>, Disposable>();
  #resting = false;

  readonly hold = (store: Store<unknown>): void => {
    if (!this.#held.has(store)) this.#held.set(store, store.lease());
  };

  get stores(): readonly Store<unknown>[] {
    return [...this.#held.keys()];
  }

  /** The same stores for another owner. */
  again(): Leases {
    const again = new Leases();
    for (const store of this.#held.keys()) again.hold(store);
    return again;
  }

  /** Lets the stores go, which end when nobody else uses them. */
  rest(): void {
    if (this.#resting) return;
    this.#resting = true;
    for (const lease of this.#held.values()) lease[Symbol.dispose]();
  }

  /** Takes hold of the same stores again. One that has ended meanwhile begins anew. */
  renew(): void {
    if (!this.#resting) return;
    this.#resting = false;
    for (const store of this.#held.keys()) this.#held.set(store, store.lease());
  }

  [Symbol.dispose](): void {
    this.rest();
    this.#held.clear();
  }
}

/** What stays the same over the passes of one execution. */
export interface Execution {
  readonly caller: Caller;
  readonly requestId: string;
  readonly transport?: string;
  readonly misses: Misses;
  readonly leases: Leases;
}

export interface Passed<T> {
  readonly result: T;
  readonly reads: ReadSet;
}

/** Resolves in a macrotask of its own: what follows runs outside any ingest. */
export function macrotask(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** One synchronous pass. Its result counts only if `execution.misses.any` is false afterwards. */
export function pass<T>(environment: Environment, execution: Execution, run: (context: PassContext) => T): Passed<T> {
  const { stores, clusters, seal } = environment;
  const { caller, misses, leases, requestId, transport } = execution;
  misses.begin();
  const reads = new ReadSet();
  const reader = new Reader({
    stores,
    caller,
    reads,
    misses,
    lease: leases.hold,
    clusters: () => {
      reads.note(clusters.cell);
      return clusters.names();
    },
  });
  const context: PassContext = { reader, reads, misses, seal, requestId, ...(transport && { transport }) };
  return { result: run({ ...context, ...environment.extend(context, caller) }), reads };
}

/**
 * Passes, with everything that was missed awaited between them, until one of them misses nothing. `known` is asked right
 * before each of them: somebody else may have found out the same meanwhile.
 */
export async function passes<T, K = never>(
  environment: Environment,
  execution: Execution,
  run: (context: PassContext) => T,
  known: () => K | undefined = () => undefined,
): Promise<Passed<T> | K> {
  for (let count = 1; count <= MAX_PASSES; count += 1) {
    await macrotask();
    const found = known();
    if (found !== undefined) return found;
    const passed = pass(environment, execution, run);
    if (!execution.misses.any) return passed;
    await execution.misses.settle();
  }
  throw new Error(`An execution still misses something after ${MAX_PASSES} passes`);
}
