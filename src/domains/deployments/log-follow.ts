import type { FairwayError } from "../../errors/index.ts";
import type { FeedItem, FeedRun } from "../../graphql/index.ts";
import type { LogPiece } from "../../kubernetes/index.ts";
import type { ClusterAccess } from "../context.ts";
import { errorOf, type LogPositions, lineOf, listOf, mapOf } from "./log.service.ts";
import type { LogChange, LogChangeType, LogLine } from "./log.type.ts";
import type { LogPart } from "./log-args.ts";
import { earliest } from "./log-merge.ts";
import { behind, type LogPosition } from "./log-position.ts";
import { LogTail } from "./log-tail.ts";
import type { LogPlace, LogTarget, LogTargets } from "./log-targets.service.ts";

/** What is held for a subscriber, in bytes of text; one piece beyond it may come. Whoever is not taken from stops reading. */
const MAX_HELD_BYTES = 256 * 1024;

/** One batch is executed and encoded in one go. */
const MAX_BATCH_LINES = 1_000;

/** What comes within this time goes together, in order, in milliseconds. */
const GATHER_MS = 25;

/** What a piece takes beside its text. */
const PIECE_BYTES = 64;

/** The place of a container that was there from the first, as long as nothing of it was given: it begins as was asked for. */
const atItsBeginning: LogPosition = { time: "", count: 0 };

interface Followed {
  readonly tail: LogTail;
  target: LogTarget;
}

/** Pieces of one container that wait to be taken. */
interface Held {
  readonly target: LogTarget;
  pieces: LogPiece[];
  /** The first of them that was not taken yet. */
  next: number;
}

export interface LogFollowParts {
  readonly logs: (cluster: string) => ClusterAccess["logs"];
  readonly part: LogPart;
  /** Null: it begins anew. */
  readonly position: LogPositions | null;
}

/** The logs of a set of containers that come and go, for one subscriber. */
export class LogFollow implements FeedRun<LogTargets> {
  readonly #parts: LogFollowParts;
  readonly #followed = new Map<string, Followed>();
  readonly #held = new Map<string, Held>();
  /** Up to where each log was given out. */
  readonly #positions: Map<string, LogPosition>;
  #isWanted: (key: string) => boolean = () => true;
  #changes: LogChange[] = [];
  #told = new Set<string>();
  #waiting: (() => void)[] = [];
  #bytes = 0;
  #lines = 0;
  #hasBegun = false;
  #hasMoved = false;
  #isBeginning: boolean;
  #arrived: () => void = () => {};
  #ended = false;

  constructor(parts: LogFollowParts) {
    this.#parts = parts;
    this.#isBeginning = parts.position === null;
    this.#positions = mapOf(parts.position ?? []);
  }

  update({ targets, errors, clusterErrors }: LogTargets): void {
    if (this.#ended) return;
    const wanted = new Map(targets.map((target) => [target.key, target]));
    // A cluster that does not say which pods it has may have the same ones as before.
    const silent = new Set(clusterErrors.map(({ cluster }) => cluster));
    this.#isWanted = (key) => wanted.has(key) || silent.has(key.slice(0, key.indexOf(" ")));
    const forbidden = new Set(errors.filter(({ error }) => error.code === "FORBIDDEN").map(podOf));
    for (const [key, followed] of this.#followed) {
      const target = wanted.get(key);
      if (target) {
        followed.target = target;
        followed.tail.update(target);
      } else if (followed.target.terminating && !forbidden.has(podOf(followed.target))) followed.tail.gone();
      else this.#drop(key, followed, forbidden.has(podOf(followed.target)));
    }
    for (const target of targets) if (!this.#followed.has(target.key)) this.#follow(target);
    const silence = clusterErrors.map(({ cluster, error }) => ({
      cluster,
      namespace: "",
      pod: "",
      container: "",
      error,
    }));
    this.#tell([...errors, ...silence]);
    this.#isBeginning = false;
    this.#arrived();
  }

  async next(): Promise<FeedItem | undefined> {
    // Whoever has just come is told at once that it has begun.
    while (!this.#ended && this.#hasBegun && this.#isEmpty) await this.#arrival();
    if (!this.#ended && !this.#isFull) await this.#arrival(GATHER_MS);
    if (this.#ended) return undefined;
    this.#hasBegun = true;
    const lines = this.#take();
    const changes = this.#changes;
    this.#changes = [];
    return { position: listOf(this.#positions), rootOf: (cursor) => ({ lines, changes, cursor }) };
  }

  [Symbol.dispose](): void {
    this.#ended = true;
    for (const { tail } of this.#followed.values()) tail[Symbol.dispose]();
    this.#followed.clear();
    this.#held.clear();
    this.#release();
    this.#arrived();
  }

  get #isEmpty(): boolean {
    return this.#lines === 0 && this.#changes.length === 0 && !this.#hasMoved;
  }

  get #isFull(): boolean {
    return this.#bytes >= MAX_HELD_BYTES || this.#lines >= MAX_BATCH_LINES;
  }

  #follow(target: LogTarget): void {
    const { logs, part } = this.#parts;
    const { key } = target;
    if (this.#isBeginning && target.run !== null && !this.#positions.has(key)) this.#positions.set(key, atItsBeginning);
    const position = this.#positions.get(key) ?? null;
    const begins = position?.time === atItsBeginning.time;
    const tail = new LogTail({
      logs: logs(target.cluster),
      target,
      // Of one that comes later everything is shown.
      part: begins ? part : { since: part.since, tail: null },
      position: begins ? null : position,
      room: () => this.#room(),
      onPiece: (of, piece, isShown) => (isShown ? this.#hold(of, piece) : this.#skip(of, piece)),
      onChange: (of, type, error) => this.#change(of, type, error),
      onEnd: () => this.#followed.delete(key),
    });
    this.#followed.set(key, { tail, target });
    tail.start();
  }

  /** `isForbidden`: what was read of it and not taken yet is not for him any more. */
  #drop(key: string, { tail, target }: Followed, isForbidden: boolean): void {
    tail[Symbol.dispose]();
    this.#followed.delete(key);
    if (!isForbidden) {
      this.#change(target, "ENDED", null);
      return;
    }
    const held = this.#held.get(key);
    for (let index = held?.next ?? 0; held && index < held.pieces.length; index += 1) this.#release(held.pieces[index]);
    this.#held.delete(key);
  }

  #tell(problems: LogTargets["errors"]): void {
    const told = new Set<string>();
    for (const problem of problems) {
      const text = JSON.stringify(errorOf(problem));
      told.add(text);
      if (!this.#told.has(text)) this.#change(problem, "FAILED", problem.error);
    }
    this.#told = told;
  }

  #change(place: LogPlace, type: LogChangeType, error: FairwayError | null): void {
    const { cluster, namespace, pod, container } = place;
    const shown = error && errorOf({ ...place, error });
    this.#changes.push({ cluster, namespace, pod, container, type, error: shown });
    this.#arrived();
  }

  async #room(): Promise<void> {
    while (!this.#ended && this.#bytes >= MAX_HELD_BYTES) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    if (this.#ended) throw new Error("nobody takes it any more");
  }

  #hold(target: LogTarget, piece: LogPiece): void {
    // It may have been dropped while it waited for room.
    if (!this.#followed.has(target.key)) return;
    const held = this.#held.get(target.key) ?? { target, pieces: [], next: 0 };
    held.pieces.push(piece);
    this.#held.set(target.key, held);
    this.#bytes += bytesOf(piece);
    this.#lines += 1;
    this.#arrived();
  }

  /** Nothing of it is shown; but whoever comes back is to go on behind it, so he is told. */
  #skip({ key }: LogTarget, piece: LogPiece): void {
    this.#advance(key, piece);
    this.#hasMoved = true;
    this.#arrived();
  }

  #take(): LogLine[] {
    this.#hasMoved = false;
    const lines: LogLine[] = [];
    const all = [...this.#held.values()];
    while (lines.length < MAX_BATCH_LINES) {
      const index = earliest(all.map(({ pieces, next }) => pieces[next]));
      const held = index === undefined ? undefined : all[index];
      const piece = held?.pieces[held.next];
      if (!held || !piece) break;
      held.next += 1;
      this.#release(piece);
      this.#advance(held.target.key, piece);
      lines.push(lineOf(held.target, piece));
    }
    for (const held of all) {
      held.pieces = held.pieces.slice(held.next);
      held.next = 0;
      if (held.pieces.length === 0) this.#held.delete(held.target.key);
    }
    // Of what is gone for good nobody asks again.
    for (const key of this.#positions.keys()) {
      if (!this.#isWanted(key) && !this.#followed.has(key) && !this.#held.has(key)) this.#positions.delete(key);
    }
    return lines;
  }

  #advance(key: string, piece: LogPiece): void {
    const position = behind(this.#positions.get(key) ?? null, piece);
    if (position) this.#positions.set(key, position);
  }

  /** There is room for others. */
  #release(piece?: LogPiece): void {
    if (piece) {
      this.#bytes -= bytesOf(piece);
      this.#lines -= 1;
    }
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const go of waiting) go();
  }

  /** Resolves when something has come; with a time: when that is over, or there is enough. */
  #arrival(milliseconds?: number): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.#arrived = () => {};
        resolve();
      };
      const timer = milliseconds === undefined ? undefined : setTimeout(done, milliseconds);
      this.#arrived = () => {
        if (milliseconds === undefined || this.#isFull || this.#ended) done();
      };
      if (this.#ended) done();
    });
  }
}

function podOf({ cluster, namespace, pod }: LogPlace): string {
  return `${cluster} ${namespace} ${pod}`;
}

function bytesOf({ text }: LogPiece): number {
  return text.length + PIECE_BYTES;
}
