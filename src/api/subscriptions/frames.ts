import { type Delta, type DeltaChange, encodeId, Phase } from "../../graphql/index.ts";
import type { ClusterName, Row, Seq } from "../../state/index.ts";
import type { Frame } from "../frame.ts";
import type { Folded } from "./fold.ts";

export type ToObject = (row: Row<unknown>) => object;

/** A frame can be missing for now: its execution needs something that memory does not have yet. */
export type Waiting = "waiting";

/** Executes the operation for one delta and encodes the response. */
export type Encode = (delta: Delta) => Frame | Waiting;

/** How many objects one frame of a snapshot carries. A frame is executed in one go, so this bounds that time. */
export const SNAPSHOT_CHUNK = 500;

export function changeOf(
  { type, row, hidden }: Pick<Folded<unknown>, "type" | "row" | "hidden">,
  toObject: ToObject,
): DeltaChange {
  const { cluster, resource } = row.scope;
  const { namespace, name, uid } = row;
  return {
    type,
    id: encodeId({ cluster, resource, namespace, name, uid }),
    // Made by the execution: a defect in it is an error of this one field.
    get object() {
      return hidden ? null : toObject(row);
    },
  };
}

/**
 * The state of some clusters at one instant, in frames that are made when the first member wants them and are then
 * shared. Rows are immutable, so the frames belong together however late the last one is made.
 */
export class Snapshot {
  readonly seq: Seq;
  readonly takenAt: number;
  readonly clusters: readonly ClusterName[];
  readonly #rows: readonly Row<unknown>[];
  readonly #cursor: string;
  readonly #frames: Frame[] = [];
  #leave: Seq = 0;

  constructor(
    seq: Seq,
    takenAt: number,
    rows: readonly Row<unknown>[],
    clusters: readonly ClusterName[],
    cursor: string,
  ) {
    this.seq = seq;
    this.takenAt = takenAt;
    this.#rows = rows;
    this.clusters = clusters;
    this.#cursor = cursor;
  }

  /** The number of frames: at least the one that says SYNCED. */
  get length(): number {
    return Math.max(1, Math.ceil(this.#rows.length / SNAPSHOT_CHUNK));
  }

  has(index: number): boolean {
    return this.#frames[index] !== undefined;
  }

  /** Frames that were made by the leave of before `leave` are made anew. */
  frame(index: number, leave: Seq, toObject: ToObject, encode: Encode): Frame | Waiting {
    if (leave !== this.#leave) this.#frames.length = 0;
    this.#leave = leave;
    const known = this.#frames[index];
    if (known) return known;
    const rows = this.#rows.slice(index * SNAPSHOT_CHUNK, (index + 1) * SNAPSHOT_CHUNK);
    const last = index === this.length - 1;
    const frame = encode({
      changes: rows.map((row) => changeOf({ type: "ADDED", row }, toObject)),
      phase: last ? Phase.SYNCED : Phase.SNAPSHOT,
      clusters: this.clusters,
      cursor: last ? this.#cursor : null,
    });
    if (frame !== "waiting") this.#frames[index] = frame;
    return frame;
  }
}
