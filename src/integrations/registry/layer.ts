import { createHash } from "node:crypto";
import { PassThrough, type Readable, Transform, type TransformCallback } from "node:stream";
import { pipeline } from "node:stream/promises";
import * as zlib from "node:zlib";
import { extract, type Header } from "tar-stream";
import type { Descriptor, FileType, ImageFile } from "./image.ts";

/** One entry of a layer, in the order of the archive. */
export interface LayerEntry extends ImageFile {
  readonly path: string;
  /** Of a further name of a file: the path under which the layer, or one below it, has it. */
  readonly linkTo?: string;
}

export interface LayerLimits {
  /** No layer of an image that somebody runs has so many. */
  readonly entries: number;
  /** What is unpacked of one layer, in bytes: against archives that are small on the way and endless once here. */
  readonly unpackedBytes: number;
}

/**
 * Reads a layer through, and keeps what its headers say. Rejects with an Error, in words for the log, where it is not what
 * its descriptor says, is no archive, or is larger than may be.
 */
export async function readLayer(
  body: Readable,
  { mediaType, digest, size }: Descriptor,
  limits: LayerLimits,
  signal: AbortSignal,
): Promise<readonly LayerEntry[]> {
  const entries: LayerEntry[] = [];
  const archive = extract();
  archive.on("entry", (header, content, next) => {
    const entry = entryOf(header);
    if (entry) entries.push(entry);
    content.on("end", () => {
      if (entries.length > limits.entries) next(new Error(`it has more than ${limits.entries} entries`));
      else next();
    });
    content.resume();
  });
  const received = new Checked(digest, size);
  await pipeline(body, received, unpackerOf(mediaType), new Bounded(limits.unpackedBytes), archive, { signal });
  return entries;
}

/** Throws for a form that this Node cannot unpack. */
function unpackerOf(mediaType: string): Transform {
  if (/[.+]gzip$/.test(mediaType)) return zlib.createGunzip();
  if (/[.+]zstd$/.test(mediaType)) {
    if (typeof zlib.createZstdDecompress === "function") return zlib.createZstdDecompress();
    throw new Error("this version of Node.js unpacks no zstd");
  }
  if (/[.+]tar$/.test(mediaType)) return new PassThrough();
  throw new Error(`it is in the unknown form ${JSON.stringify(mediaType.slice(0, 100))}`);
}

/** Lets through what has the digest and the size that were promised. */
class Checked extends Transform {
  readonly #algorithm: string;
  readonly #digest: string;
  readonly #hash;
  readonly #size: number;
  #received = 0;

  constructor(digest: string, size: number) {
    super();
    this.#digest = digest;
    this.#size = size;
    this.#algorithm = digest.slice(0, digest.indexOf(":"));
    this.#hash = createHash(this.#algorithm);
  }

  override _transform(chunk: Buffer, _encoding: string, done: TransformCallback): void {
    this.#received += chunk.length;
    this.#hash.update(chunk);
    if (this.#received > this.#size) done(new Error("it is longer than its descriptor says"));
    else done(null, chunk);
  }

  override _flush(done: TransformCallback): void {
    const found = `${this.#algorithm}:${this.#hash.digest("hex")}`;
    done(found === this.#digest ? null : new Error("its content does not have the digest that it is kept under"));
  }
}

class Bounded extends Transform {
  #left: number;

  constructor(bytes: number) {
    super();
    this.#left = bytes;
  }

  override _transform(chunk: Buffer, _encoding: string, done: TransformCallback): void {
    this.#left -= chunk.length;
    if (this.#left < 0) done(new Error("it is larger than may be, once unpacked"));
    else done(null, chunk);
  }
}

const types: Readonly<Record<string, FileType>> = {
  file: "FILE",
  "contiguous-file": "FILE",
  // A further name of a file that the archive has under another one.
  link: "FILE",
  directory: "DIRECTORY",
  symlink: "SYMLINK",
};

function entryOf({ name, type, size, mode, linkname }: Header): LayerEntry | null {
  const path = normalPath(name);
  if (path === null) return null;
  const isFile = type === "file" || type === "contiguous-file";
  const linkTo = type === "link" ? normalPath(linkname ?? "") : null;
  return {
    path,
    type: types[type ?? "file"] ?? "OTHER",
    sizeBytes: isFile ? (size ?? 0) : 0,
    mode: (mode ?? 0) & 0o7777,
    target: type === "symlink" ? (linkname ?? "") : null,
    ...(linkTo !== null && { linkTo }),
  };
}

/** Null for the root, and for what would lead out of it. */
export function normalPath(name: string): string | null {
  const parts = name.split("/").filter((part) => part !== "" && part !== ".");
  return parts.length === 0 || parts.includes("..") ? null : parts.join("/");
}
