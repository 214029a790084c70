import { createHmac, timingSafeEqual } from "node:crypto";

const MAC_BYTES = 12;

/**
 * Makes opaque tokens (cursors, revisions) that each replica with the same key can open and nobody else can forge or
 * alter. What is inside is no secret from the caller who was given the token; that it is *unaltered* is what matters.
 */
export class Seal {
  readonly #key: Buffer;

  constructor(key: Buffer) {
    this.#key = key;
  }

  /** `purpose` keeps a token from being used as one of another sort. */
  close(purpose: string, content: unknown): string {
    const text = Buffer.from(JSON.stringify(content));
    return Buffer.concat([this.#mac(purpose, text), text]).toString("base64url");
  }

  /** The content, or undefined when the token was not made by this key for this purpose. */
  open(purpose: string, token: string): unknown {
    const bytes = Buffer.from(token, "base64url");
    // Decoding skips what is no base64url: what was not made exactly so was not made here.
    if (bytes.length <= MAC_BYTES || bytes.toString("base64url") !== token) return undefined;
    const text = bytes.subarray(MAC_BYTES);
    if (!timingSafeEqual(bytes.subarray(0, MAC_BYTES), this.#mac(purpose, text))) return undefined;
    return JSON.parse(text.toString());
  }

  #mac(purpose: string, text: Buffer): Buffer {
    return createHmac("sha256", this.#key).update(purpose).update("\0").update(text).digest().subarray(0, MAC_BYTES);
  }
}
