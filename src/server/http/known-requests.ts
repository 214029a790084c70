import type { OperationRequest } from "../../api/index.ts";

/** Of one request: what is longer is looked at anew each time. In bytes. */
export const MAX_KNOWN_BYTES = 16 * 1024;

/** Of all of them together. */
const MAX_BYTES = 4 * 1024 * 1024;

/** As the engine remembers what each of them asks for. */
const MAX_REQUESTS = 1_000;

/** What a request takes besides its text and what was made of it, in bytes. */
const BESIDE_BYTES = 500;

/** By method, since a body may have the text of an address. */
export type KnownByMethod = Readonly<Record<"GET" | "POST", KnownRequests>>;

/**
 * Requests that were well-formed, by their very text: a client that polls sends the same bytes each time, and what they
 * say is looked up. The least recently used goes first.
 */
export class KnownRequests {
  // In the order of their last use.
  readonly #requests = new Map<string, OperationRequest>();
  #bytes = 0;

  find(text: string): OperationRequest | undefined {
    const known = this.#requests.get(text);
    if (known) {
      this.#requests.delete(text);
      this.#requests.set(text, known);
    }
    return known;
  }

  keep(text: string, request: OperationRequest): void {
    if (text.length > MAX_KNOWN_BYTES || this.#requests.has(text)) return;
    this.#requests.set(text, request);
    this.#bytes += sizeOf(text);
    for (const oldest of this.#requests.keys()) {
      if (this.#bytes <= MAX_BYTES && this.#requests.size <= MAX_REQUESTS) return;
      this.#requests.delete(oldest);
      this.#bytes -= sizeOf(oldest);
    }
  }
}

/** The text, and the same once more as values. */
function sizeOf(text: string): number {
  return 3 * text.length + BESIDE_BYTES;
}
