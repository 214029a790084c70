/** What an `…Events` subscription selects at least, to be resumed and folded. docs/consistency.md says what it means. */
export interface Delta<Item = unknown> {
  readonly phase: "SNAPSHOT" | "SYNCED" | "LIVE" | "RESET";
  readonly clusters: readonly string[];
  readonly cursor: string | null;
  readonly changes: readonly {
    readonly type: "ADDED" | "MODIFIED" | "DELETED";
    readonly id: string;
    readonly object: Item | null;
  }[];
}

/** The object type of a delta. */
export type ItemOf<D extends Delta> = NonNullable<D["changes"][number]["object"]>;

/** Folds deltas to the state that they describe: what a dashboard shows. */
export class EventState<D extends Delta<{ readonly cluster: string }>> {
  readonly #objects = new Map<string, ItemOf<D>>();
  #complete = false;

  /** The objects by their ids. */
  get objects(): ReadonlyMap<string, ItemOf<D>> {
    return this.#objects;
  }

  /** False while part of the content is on its way: before the first SYNCED, and from a RESET to the next one. */
  get complete(): boolean {
    return this.#complete;
  }

  /** Takes the next delta. One that was taken before, as can happen across a resume, changes nothing. */
  fold({ phase, clusters, changes }: D): void {
    if (phase === "RESET") {
      for (const [id, { cluster }] of this.#objects) if (clusters.includes(cluster)) this.#objects.delete(id);
    }
    for (const { type, id, object } of changes) {
      // An object that could not be made stands in the frame's errors: its former state is not the present one.
      if (type === "DELETED" || object === null) this.#objects.delete(id);
      else this.#objects.set(id, object as ItemOf<D>);
    }
    if (phase !== "LIVE") this.#complete = phase === "SYNCED";
  }
}
