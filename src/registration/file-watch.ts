import { stat } from "node:fs/promises";

export interface FileWatchOptions {
  /** Asked before each look: what is loaded may name other files. */
  readonly files: () => readonly string[];
  /** Between two looks, in milliseconds. */
  readonly intervalMs: number;
  readonly onChange: () => void;
}

/**
 * Tells of changes of files by looking at them. What the system tells of by itself does not reach into mounted ConfigMaps
 * and Secrets, where a link is turned to another folder. A change is told of when two looks agree, so that a file is not
 * read while it is written.
 */
export class FileWatch implements Disposable {
  readonly #options: FileWatchOptions;
  #timer: NodeJS.Timeout | undefined;
  #told: string | null = null;
  #seen: string | null = null;
  #stopped = false;

  constructor(options: FileWatchOptions) {
    this.#options = options;
  }

  start(): void {
    void this.#look();
  }

  [Symbol.dispose](): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  async #look(): Promise<void> {
    const now = (await Promise.all(this.#options.files().map(stampOf))).join("\n");
    if (this.#stopped) return;
    const settled = now === this.#seen;
    this.#seen = now;
    this.#told ??= now;
    if (settled && now !== this.#told) {
      this.#told = now;
      this.#options.onChange();
    }
    this.#timer = setTimeout(() => void this.#look(), this.#options.intervalMs);
    this.#timer.unref();
  }
}

async function stampOf(file: string): Promise<string> {
  try {
    const { ino, size, mtimeMs } = await stat(file);
    return `${file} ${ino} ${size} ${mtimeMs}`;
  } catch {
    return `${file} is not there`;
  }
}
