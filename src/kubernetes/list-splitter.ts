import { Garbled } from "./garbled.ts";

const quote = 0x22;
const backslash = 0x5c;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const openBracket = 0x5b;
const closeBracket = 0x5d;

const maxItemBytes = 64 * 1024 * 1024;

/** The `metadata` of a list. */
export interface ListMeta {
  readonly resourceVersion?: string;
  readonly continue?: string;
}

/**
 * Cuts the JSON of a Kubernetes list into its items while it comes in. A page of 500 objects parsed in one piece would
 * hold the event loop for tens of milliseconds and the whole page in memory, twice. Looks at quotes, braces and
 * brackets alone; that an item is JSON is checked by who parses it.
 */
export class ListSplitter {
  readonly #onItem: (item: string) => void;
  /** Everything but the items: `{"kind":"PodList","metadata":{…},"items":[` … `]}`. */
  #envelope = "";
  #parts: Buffer[] = [];
  #partBytes = 0;
  #depth = 0;
  #inString = false;
  #escaped = false;
  #inItems = false;
  #meta: ListMeta | null = null;

  constructor(onItem: (item: string) => void) {
    this.#onItem = onItem;
  }

  /** Known as soon as it was read, which with most servers is before the first item; null until then. */
  get meta(): ListMeta | null {
    return this.#meta;
  }

  push(chunk: Buffer): void {
    // In locals, and the bytes of strings in a loop of their own: this sees every byte of every list.
    const { length } = chunk;
    let depth = this.#depth;
    // Where the part begins that is not yet taken, of an item or of the envelope.
    let start = 0;
    for (let i = this.#inString ? this.#skipString(chunk, 0) : 0; i < length; i++) {
      const byte = chunk[i];
      if (byte === quote) i = this.#skipString(chunk, i + 1) - 1;
      else if (byte === openBrace || byte === openBracket) {
        depth += 1;
        if (depth === 2 && byte === openBracket) {
          this.#wrap(chunk, start, i + 1);
          start = i + 1;
          this.#inItems = /"items"\s*:\s*\[$/.test(this.#envelope);
          if (this.#inItems) this.#readMeta(`${this.#envelope}]}`);
        } else if (depth === 3 && this.#inItems) start = i;
      } else if (byte === closeBrace || byte === closeBracket) {
        depth -= 1;
        if (depth === 2 && this.#inItems) {
          this.#onItem(this.#takeItem(chunk, start, i + 1));
          start = i + 1;
        } else if (depth === 1 && this.#inItems) {
          this.#inItems = false;
          start = i;
        }
      }
    }
    this.#depth = depth;
    if (!this.#inItems) this.#wrap(chunk, start, length);
    else if (depth > 2) this.#keep(chunk.subarray(start));
  }

  /** The place after the string that `from` lies in, or the chunk's end where the string goes on after it. */
  #skipString(chunk: Buffer, from: number): number {
    const { length } = chunk;
    let i = this.#escaped ? from + 1 : from;
    this.#escaped = false;
    for (; i < length; i++) {
      const byte = chunk[i];
      if (byte === quote) {
        this.#inString = false;
        return i + 1;
      }
      if (byte === backslash) i++;
    }
    this.#inString = true;
    this.#escaped = i > length;
    return length;
  }

  /** The list is over; throws when it is not whole. */
  end(): ListMeta {
    if (this.#depth !== 0 || this.#envelope === "") throw new Garbled("the list ends too early");
    this.#readMeta(this.#envelope);
    if (!this.#meta) throw new Garbled("the list is not a list");
    return this.#meta;
  }

  /** Byte by byte: a chunk may end within a character, and of the envelope only ASCII is of interest. */
  #wrap(chunk: Buffer, start: number, end: number): void {
    this.#envelope += chunk.toString("latin1", start, end);
    if (this.#envelope.length > maxItemBytes) throw new Garbled("the list is no list");
  }

  #keep(part: Buffer): void {
    this.#parts.push(part);
    this.#partBytes += part.length;
    if (this.#partBytes > maxItemBytes) throw new Garbled("an item is too long");
  }

  #takeItem(chunk: Buffer, start: number, end: number): string {
    if (this.#parts.length === 0) return chunk.toString("utf8", start, end);
    const item = Buffer.concat([...this.#parts, chunk.subarray(start, end)]).toString("utf8");
    this.#parts = [];
    this.#partBytes = 0;
    return item;
  }

  #readMeta(text: string): void {
    try {
      const { metadata } = JSON.parse(text) as { metadata?: ListMeta };
      if (metadata) this.#meta = metadata;
    } catch {
      throw new Garbled("the list is not JSON");
    }
  }
}
