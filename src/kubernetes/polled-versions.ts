import { hash } from "node:crypto";
import type { Key, Position } from "../state/index.ts";

interface Held {
  readonly digest: string;
  readonly version: string;
}

/**
 * Versions for what is polled. An API without watches may give its objects no version, or always the same one, so an
 * object is taken to have changed when anything in it has; the number of the list that showed it first is its version.
 * Positions are those numbers, in an epoch of this store's run: they mean nothing to another process.
 */
export class PolledVersions {
  readonly #epoch: string;
  #lists = 0;
  #held = new Map<Key, Held>();

  constructor(random: () => number) {
    this.#epoch = `polled.${Math.floor(random() * 2 ** 48).toString(36)}`;
  }

  /** One more list. What was found is kept when it has come to its end. */
  begin(): { versionOf(key: Key, text: string): string; commit(): Position } {
    const list = String(this.#lists + 1);
    const found = new Map<Key, Held>();
    return {
      versionOf: (key, text) => {
        const digest = hash("sha1", text, "base64");
        const held = this.#held.get(key);
        const seen = held?.digest === digest ? held : { digest, version: list };
        found.set(key, seen);
        return seen.version;
      },
      commit: () => {
        this.#lists += 1;
        this.#held = found;
        return { epoch: this.#epoch, rv: list };
      },
    };
  }
}
