import { createHash } from "node:crypto";

// Kubernetes' own alphabet for generated names: no vowels, so no words.
const nameAlphabet = "bcdfghjklmnpqrstvwxz2456789";

/** Everything that looks random in a sandbox comes from here (mulberry32): the same seed gives the same clusters. */
export class Random {
  #state: number;

  constructor(seed: string) {
    this.#state = createHash("sha256").update(seed).digest().readUInt32LE(0);
  }

  /** In [0, 1). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }

  /** An integer in [from, to]. */
  between(from: number, to: number): number {
    return from + Math.floor(this.next() * (to - from + 1));
  }

  pick<T>(values: readonly T[]): T {
    const value = values[Math.floor(this.next() * values.length)];
    if (value === undefined) throw new Error("nothing to pick from");
    return value;
  }

  hex(length: number): string {
    return Array.from({ length }, () => Math.floor(this.next() * 16).toString(16)).join("");
  }

  uid(): string {
    return `${this.hex(8)}-${this.hex(4)}-4${this.hex(3)}-${this.pick(["8", "9", "a", "b"])}${this.hex(3)}-${this.hex(12)}`;
  }

  nameSuffix(length = 5): string {
    return Array.from({ length }, () => nameAlphabet[Math.floor(this.next() * nameAlphabet.length)]).join("");
  }
}

/** As Kubernetes hashes a pod template: short, and safe in a name. The same text gives the same hash. */
export function nameHash(text: string): string {
  const digest = createHash("sha256").update(text).digest();
  return Array.from(digest.subarray(0, 10), (byte) => nameAlphabet[byte % nameAlphabet.length]).join("");
}
