import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { tryLock } from "../control-plane/lock.ts";

export type Log = (line: string) => void;

export const toStandardError: Log = (line) => process.stderr.write(`${line}\n`);

export interface KeptBuildOptions {
  /** Names the folder in the cache, and whoever speaks in the log. */
  readonly name: string;
  /** Everything that the outputs depend on, beside platform and architecture: another content is another build. */
  readonly inputs: readonly (string | Buffer)[];
  /** Fills an empty folder. What it leaves there is kept once it resolves. */
  readonly make: (folder: string, log: Log, signal: AbortSignal | undefined) => Promise<void>;
}

/**
 * Outputs that are dear: made once, and kept in the cache folder of this machine's user, outside of every checkout, under a
 * hash of what they are made of. Two processes never make the same at once; the second waits for the outputs of the first.
 */
export class KeptBuild {
  /** Where the outputs are, or will be. */
  readonly folder: string;
  readonly #cache: string;
  readonly #hash: string;
  readonly #options: KeptBuildOptions;

  constructor(options: KeptBuildOptions) {
    this.#options = options;
    const hash = createHash("sha256").update(`${process.platform} ${process.arch}\n`);
    for (const input of options.inputs) hash.update(input);
    this.#hash = hash.digest("hex").slice(0, 16);
    this.#cache = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "fairway", options.name);
    this.folder = join(this.#cache, this.#hash);
  }

  get present(): boolean {
    return existsSync(this.folder);
  }

  /** Resolves with the folder once everything is in it. */
  async ensure({ log = toStandardError, signal }: { log?: Log; signal?: AbortSignal } = {}): Promise<string> {
    mkdirSync(this.#cache, { recursive: true });
    let announced = false;
    while (!this.present) {
      const lock = tryLock(`${this.folder}.lock`);
      if ("release" in lock) {
        try {
          // The one before us may have finished between the look and the lock
          if (!this.present) await this.#make(log, signal);
        } finally {
          lock.release();
        }
        continue;
      }
      if (!announced) log(`${this.#options.name}: process ${lock.holder} is building it, waiting`);
      announced = true;
      await delay(500, undefined, signal && { signal });
    }
    return this.folder;
  }

  async #make(log: Log, signal: AbortSignal | undefined): Promise<void> {
    const { name, make } = this.#options;
    const started = performance.now();
    const seconds = () => Math.round((performance.now() - started) / 1000);
    const ticker = setInterval(() => log(`${name}: still building, ${seconds()} s`), 30_000);
    // Made beside its place and renamed when complete: the folder's existence says that all of it is there
    const making = `${this.folder}.making-${process.pid}`;
    try {
      for (const entry of readdirSync(this.#cache)) {
        // Of a builder that was killed: the lock says that nobody else is building
        if (entry.startsWith(`${this.#hash}.making-`))
          rmSync(join(this.#cache, entry), { recursive: true, force: true });
      }
      mkdirSync(making);
      await make(making, log, signal);
      renameSync(making, this.folder);
    } finally {
      clearInterval(ticker);
      rmSync(making, { recursive: true, force: true });
    }
    log(`${name}: built in ${seconds()} s: ${this.folder}`);
  }
}
