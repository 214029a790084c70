import { hash } from "node:crypto";
import { type ContentCoding, encode, MIN_CODED_BYTES } from "./content-coding.ts";

/** What is sent of a body: these bytes, in this coding. */
export interface Coded {
  readonly bytes: Buffer;
  readonly coding: ContentCoding | undefined;
}

/** One body with what HTTP makes of it, each made once and when it is asked for. */
export class Representation {
  readonly #body: Buffer;
  readonly #coded = new Map<ContentCoding, Buffer>();
  readonly #encoding = new Map<ContentCoding, Promise<Buffer>>();
  #etag: string | undefined;

  constructor(body: Buffer) {
    this.#body = body;
  }

  /** Weak, since it is the same for all codings: equal on every replica for equal bodies. */
  get etag(): string {
    this.#etag ??= `W/"${hash("sha256", this.#body, "base64url").slice(0, 27)}"`;
    return this.#etag;
  }

  /** Undefined where it still has to be encoded. */
  known(coding: ContentCoding | undefined): Coded | undefined {
    if (coding === undefined || this.#body.length < MIN_CODED_BYTES) return { bytes: this.#body, coding: undefined };
    const bytes = this.#coded.get(coding);
    return bytes && { bytes, coding };
  }

  /** As `known`, encoded if need be: once, however many ask at the same time. */
  async in(coding: ContentCoding | undefined): Promise<Coded> {
    const known = this.known(coding);
    if (known || coding === undefined) return known ?? { bytes: this.#body, coding: undefined };
    let encoding = this.#encoding.get(coding);
    if (!encoding) {
      encoding = encode(this.#body, coding);
      this.#encoding.set(coding, encoding);
    }
    const bytes = await encoding;
    this.#coded.set(coding, bytes);
    return { bytes, coding };
  }
}

const representations = new WeakMap<Buffer, Representation>();

/** The representation of a body, for as long as the body lives: answers that are given again are the same Buffer. */
export function representationOf(body: Buffer): Representation {
  let representation = representations.get(body);
  if (!representation) {
    representation = new Representation(body);
    representations.set(body, representation);
  }
  return representation;
}
