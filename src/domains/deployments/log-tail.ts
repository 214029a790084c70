import { type FairwayError, toFairwayError } from "../../errors/index.ts";
import type { LogPiece } from "../../kubernetes/index.ts";
import type { ClusterAccess } from "../context.ts";
import type { LogChangeType } from "./log.type.ts";
import type { LogPart } from "./log-args.ts";
import { behind, type LogPosition, Repetition } from "./log-position.ts";
import { beginning, isSince, placeOf } from "./log-reading.ts";
import type { LogTarget } from "./log-targets.service.ts";

/** A log that ends while its container runs (the kubelet was restarted, the connection cut) is opened again after this. */
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;

/** The last lines of a pod that is gone may still be on their way, in milliseconds. */
const LAST_LINES_MS = 1_000;

export interface LogTailParts {
  readonly logs: ClusterAccess["logs"];
  readonly target: LogTarget;
  /** Where it begins, as long as there is no position. */
  readonly part: Pick<LogPart, "since" | "tail">;
  readonly position: LogPosition | null;
  /** Resolves when a piece can be taken; rejects at the end. */
  readonly room: () => Promise<void>;
  /** `isShown`: false for what only tells where the log stands. */
  readonly onPiece: (target: LogTarget, piece: LogPiece, isShown: boolean) => void;
  readonly onChange: (target: LogTarget, type: LogChangeType, error: FairwayError | null) => void;
  /** Nothing more will come of it. */
  readonly onEnd: (target: LogTarget) => void;
}

/**
 * Follows the log of one container over its runs. Where it was read to is known by time and count, so it goes on after whatever
 * has cut it. It reads no faster than pieces are taken: meanwhile the socket stands still.
 */
export class LogTail implements Disposable {
  readonly #parts: LogTailParts;
  readonly #ended = new AbortController();
  #target: LogTarget;
  #position: LogPosition | null;
  #isGone = false;
  #hasFailed = false;
  #pauseMs = FIRST_PAUSE_MS;
  #wake: () => void = () => {};
  #last: NodeJS.Timeout | undefined;

  constructor(parts: LogTailParts) {
    this.#parts = parts;
    this.#target = parts.target;
    this.#position = parts.position;
  }

  start(): void {
    void this.#run().finally(() => {
      clearTimeout(this.#last);
      if (!this.#ended.signal.aborted || this.#isGone) this.#parts.onEnd(this.#target);
    });
  }

  /** What is known of the container by now. */
  update(target: LogTarget): void {
    this.#target = target;
    this.#wake();
  }

  /** The pod does not exist any more. */
  gone(): void {
    if (this.#isGone) return;
    this.#isGone = true;
    this.#last = setTimeout(() => this.#ended.abort(), LAST_LINES_MS);
    this.#wake();
  }

  /** Closes the socket at once. */
  [Symbol.dispose](): void {
    clearTimeout(this.#last);
    this.#isGone = false;
    this.#ended.abort();
    this.#wake();
  }

  async #run(): Promise<void> {
    const { onChange } = this.#parts;
    const { signal } = this.#ended;
    let joined: string | null = null;
    while (!signal.aborted) {
      const { run } = this.#target;
      if (run === null) {
        if (this.#isGone) return;
        await this.#changed();
        continue;
      }
      if (joined !== run) onChange(this.#target, "JOINED", null);
      joined = run;
      const isOver = () => this.#isGone || this.#target.ended || this.#target.run !== run;
      const wasOver = isOver();
      const failure = await this.#read();
      if (signal.aborted && !this.#isGone) return;
      const isGone = this.#isGone && (wasOver || failure !== null);
      if (!isGone && failure !== null) {
        this.#fail(failure);
        await this.#pause(isOver);
      } else if (!isGone && !wasOver) {
        // That it ended may mean that the connection did. When the container has, it is read once more, to the end.
        await this.#pause(isOver);
      } else {
        onChange(this.#target, "ENDED", null);
        // Until it is started again.
        while (this.#target.run === run && !this.#isGone && !signal.aborted) await this.#changed();
        if (this.#isGone) return;
        joined = null;
      }
    }
  }

  /** Reads to the end of what the server sends. Why it ended, where that was no end of the log; else null. */
  async #read(): Promise<unknown> {
    const { logs, part, room, onPiece } = this.#parts;
    const { signal } = this.#ended;
    try {
      if (this.#position === null && part.tail === 0) await this.#skipToEnd();
      const repetition = new Repetition(this.#position);
      const request = { ...placeOf(this.#target), ...beginning(part, this.#position), follow: true };
      for await (const pieces of logs.read(request, { signal })) {
        this.#recover();
        for (const piece of pieces) {
          if (repetition.includes(piece) || !isSince(piece, part)) continue;
          await room();
          this.#position = behind(this.#position, piece);
          onPiece(this.#target, piece, true);
        }
      }
      this.#recover();
      return null;
    } catch (error) {
      return error ?? new Error("no reason was given");
    }
  }

  /** Of a log that is to be shown from now on, the last line says where that is. */
  async #skipToEnd(): Promise<void> {
    const { logs, onPiece } = this.#parts;
    const request = { ...placeOf(this.#target), tailLines: 1 };
    for await (const pieces of logs.read(request, { signal: this.#ended.signal })) {
      for (const piece of pieces) {
        this.#position = behind(this.#position, piece);
        onPiece(this.#target, piece, false);
      }
    }
  }

  #fail(error: unknown): void {
    if (this.#hasFailed) return;
    this.#hasFailed = true;
    this.#parts.onChange(this.#target, "FAILED", toFairwayError(error));
  }

  #recover(): void {
    this.#pauseMs = FIRST_PAUSE_MS;
    if (!this.#hasFailed) return;
    this.#hasFailed = false;
    this.#parts.onChange(this.#target, "JOINED", null);
  }

  /** Longer each time that nothing comes of it; shorter when the container is found to have ended. */
  async #pause(isOver: () => boolean): Promise<void> {
    if (isOver() && !this.#hasFailed) return;
    await this.#changed(this.#pauseMs, () => isOver() && !this.#hasFailed);
    this.#pauseMs = Math.min(this.#pauseMs * 2, LONGEST_PAUSE_MS);
  }

  /** Resolves when something is known (and `matters`), after the time, or at the end. */
  #changed(milliseconds?: number, matters: () => boolean = () => true): Promise<void> {
    return new Promise((resolve) => {
      const timer = milliseconds === undefined ? undefined : setTimeout(() => done(), milliseconds);
      const done = () => {
        clearTimeout(timer);
        this.#wake = () => {};
        resolve();
      };
      this.#wake = () => {
        if (this.#ended.signal.aborted || matters()) done();
      };
      if (this.#ended.signal.aborted) done();
    });
  }
}
