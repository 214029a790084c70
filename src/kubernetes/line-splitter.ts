import { Garbled } from "./garbled.ts";

const newline = 0x0a;

/** Far above what etcd takes (1.5 MiB by default); without a limit a peer that sends no newline would eat the memory. */
const maxLineBytes = 64 * 1024 * 1024;

/** Cuts a stream of bytes into lines. A line is decoded when it is whole, so no character is ever cut in two. */
export class LineSplitter {
  readonly #onLine: (line: string) => void;
  #pending: Buffer[] = [];
  #pendingBytes = 0;

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine;
  }

  push(chunk: Buffer): void {
    let start = 0;
    for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, start)) {
      const line = this.#take(chunk, start, end);
      start = end + 1;
      if (line !== "") this.#onLine(line);
    }
    if (start === chunk.length) return;
    const rest = chunk.subarray(start);
    this.#pending.push(rest);
    this.#pendingBytes += rest.length;
    if (this.#pendingBytes > maxLineBytes) throw new Garbled("a line is too long");
  }

  #take(chunk: Buffer, start: number, end: number): string {
    if (this.#pending.length === 0) return chunk.toString("utf8", start, end);
    const line = Buffer.concat([...this.#pending, chunk.subarray(start, end)]).toString("utf8");
    this.#pending = [];
    this.#pendingBytes = 0;
    return line;
  }
}
