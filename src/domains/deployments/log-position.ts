import type { LogPiece } from "../../kubernetes/index.ts";

/** Up to where a container's log was delivered: the last line's time, and how many pieces of that very time there were. */
export interface LogPosition {
  readonly time: string;
  readonly count: number;
}

/** The position behind a piece. One without a time stands where the piece before it does. */
export function behind(position: LogPosition | null, { time }: LogPiece): LogPosition | null {
  if (time === null) return position;
  return { time, count: position?.time === time ? position.count + 1 : 1 };
}

/** What to ask the server for to go on from a position: it knows whole seconds alone. */
export function secondOf({ time }: LogPosition): string {
  return `${time.slice(0, "2026-01-31T12:00:00".length)}Z`;
}

/** Tells what was delivered already of a log that is read again from the second of a position on. */
export class Repetition {
  readonly #position: LogPosition | null;
  #same = 0;
  #isOver: boolean;

  constructor(position: LogPosition | null) {
    this.#position = position;
    this.#isOver = position === null;
  }

  /** Called for each piece in its order. */
  includes({ time }: LogPiece): boolean {
    const position = this.#position;
    if (this.#isOver || position === null || time === null) return false;
    if (time < position.time) return true;
    if (time === position.time && this.#same < position.count) {
      this.#same += 1;
      return true;
    }
    // What comes after something new is new, though its clock was put back.
    this.#isOver = true;
    return false;
  }
}
