/** An image as a registry has it: of an index, the one for Linux on amd64, else the first one for Linux. */
export interface Image {
  /** Of what the reference names: of the index, where it names one. As in `sha256:…`. */
  readonly digest: string;
  /** Bytes of its layers, as they are kept: compressed. */
  readonly sizeBytes: number;
  /** The lowest one first. */
  readonly layers: readonly Descriptor[];
  /** Digest of its configuration. */
  readonly config: string;
}

export interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
}

export type FileType = "FILE" | "DIRECTORY" | "SYMLINK" | "OTHER";

/** What stands at a path of an image, or of a layer. */
export interface ImageFile {
  readonly type: FileType;
  /** Bytes of a file; 0 of everything else. */
  readonly sizeBytes: number;
  /** Permission bits. */
  readonly mode: number;
  /** Where a link leads. */
  readonly target: string | null;
}

/** By path, without a slash at either end. */
export type FileTree = ReadonlyMap<string, ImageFile>;
