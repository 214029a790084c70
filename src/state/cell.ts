/**
 * The process-wide sequence number of changes: +1 for each change of anything that the gateway shows, never reused.
 * It lives in memory only; what must mean the same in another process is a Position.
 */
export type Seq = number;

let last: Seq = 0;

/** The number of the newest change. */
export function currentSeq(): Seq {
  return last;
}

export function nextSeq(): Seq {
  last += 1;
  return last;
}

/** Told of the number of the first of the changes that it is called for. */
type Listener = (first: Seq) => void;

const pending = new Map<Listener, Seq>();

/**
 * Listeners run in a macrotask of their own, once however many changes came before it. They never run inside the
 * ingest, so an execution that they start sees each change whole.
 */
function schedule(listener: Listener, at: Seq): void {
  if (pending.size === 0) setImmediate(flush);
  const first = pending.get(listener);
  if (first === undefined || at < first) pending.set(listener, at);
}

function flush(): void {
  const due = [...pending];
  pending.clear();
  for (const [listener, first] of due) {
    try {
      listener(first);
    } catch (error) {
      // One listener's defect must not silence the others, nor be swallowed.
      process.emitWarning(error instanceof Error ? error : String(error));
    }
  }
}

/** A changeable thing: when it last changed, and who wants to be told. What an answer has looked at is a set of these. */
export class Cell {
  changedAt: Seq = 0;
  // Left undefined until somebody listens: there is a cell for each object, and most are never listened to.
  private listeners: Set<Listener> | undefined = undefined;

  /** The thing has changed. `at` is given when one change concerns several cells. */
  touch(at: Seq = nextSeq()): void {
    // A store's first list is filed under no number, and may concern a cell that was noted in the store's earlier life.
    if (at > this.changedAt) this.changedAt = at;
    if (this.listeners) for (const listener of this.listeners) schedule(listener, at);
  }

  get listened(): boolean {
    return this.listeners !== undefined;
  }

  /** Calls `run` in a later macrotask after each change; several changes before it are one call. */
  onChange(run: Listener): Disposable {
    this.listeners ??= new Set();
    this.listeners.add(run);
    return {
      [Symbol.dispose]: () => {
        this.listeners?.delete(run);
        if (this.listeners?.size === 0) this.listeners = undefined;
      },
    };
  }
}
