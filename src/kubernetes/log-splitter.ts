import { logTimeOf } from "./log-time.ts";

/** One line of a log, or (where it is longer than `longestPart`) one part of it. */
export interface LogPiece {
  /** When the line was written, in UTC to the nanosecond; null where no line so far has said. */
  readonly time: string | null;
  /** Without the time and the end of the line. Bytes that are no UTF-8 are replaced. */
  readonly text: string;
  /** More of the same line follows, with the same time. */
  readonly partial: boolean;
}

/** In bytes. Whoever writes a line without an end must not fill the memory of whoever reads it. */
export const longestPart = 1024 * 1024;

const newline = 0x0a;
const carriageReturn = 0x0d;
/** A time with nine digits and an offset has 35. */
const longestTime = 40;

/**
 * Cuts the bytes of a container's log, as the API server sends them with `timestamps`, into lines. Where a line is cut into parts
 * depends on its bytes alone, and not on the chunks in which they come: who comes back later counts the same parts.
 */
export class LogSplitter {
  #pending: Buffer[] = [];
  #pendingBytes = 0;
  /** Part of the line was delivered already. */
  #isContinued = false;
  #time: string | null = null;

  push(chunk: Buffer): LogPiece[] {
    const pieces: LogPiece[] = [];
    let start = 0;
    for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, start)) {
      this.#append(chunk.subarray(start, end), pieces);
      pieces.push(this.#lineOf(this.#take()));
      start = end + 1;
    }
    this.#append(chunk.subarray(start), pieces);
    return pieces;
  }

  /** The last line, where it has no end. */
  end(): LogPiece[] {
    return this.#pendingBytes > 0 || this.#isContinued ? [this.#lineOf(this.#take())] : [];
  }

  #append(bytes: Buffer, pieces: LogPiece[]): void {
    if (bytes.length === 0) return;
    this.#pending.push(bytes);
    this.#pendingBytes += bytes.length;
    while (this.#pendingBytes > longestPart) {
      const all = this.#take();
      const cut = cutOf(all);
      pieces.push(this.#pieceOf(all.subarray(0, cut), true));
      this.#pending = [all.subarray(cut)];
      this.#pendingBytes = all.length - cut;
    }
  }

  #take(): Buffer {
    const [first] = this.#pending;
    const all = first && this.#pending.length === 1 ? first : Buffer.concat(this.#pending);
    this.#pending = [];
    this.#pendingBytes = 0;
    return all;
  }

  #lineOf(bytes: Buffer): LogPiece {
    const isCrLf = bytes.at(-1) === carriageReturn;
    return this.#pieceOf(isCrLf ? bytes.subarray(0, -1) : bytes, false);
  }

  #pieceOf(bytes: Buffer, partial: boolean): LogPiece {
    let from = 0;
    if (!this.#isContinued) {
      const space = bytes.subarray(0, longestTime).indexOf(0x20);
      // Of an empty line some runtimes leave out the space.
      const end = space < 0 && bytes.length <= longestTime ? bytes.length : space;
      const time = end > 0 ? logTimeOf(bytes.toString("latin1", 0, end)) : null;
      // What a kubelet has to say of the log itself has no time: it belongs to where it stands.
      if (time !== null) {
        this.#time = time;
        from = Math.min(end + 1, bytes.length);
      }
    }
    this.#isContinued = partial;
    return { time: this.#time, text: bytes.toString("utf8", from), partial };
  }
}

/** Where the first part ends: at no place within a character, nor between the two ends of a line. */
function cutOf(bytes: Buffer): number {
  let cut = longestPart;
  while (cut > longestPart - 3 && isContinuation(bytes[cut])) cut -= 1;
  // It is no UTF-8 anyway.
  if (isContinuation(bytes[cut])) cut = longestPart;
  return bytes[cut - 1] === carriageReturn ? cut - 1 : cut;
}

function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80;
}
