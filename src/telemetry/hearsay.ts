interface Heard {
  at: number;
  /** Mean size of an object, and of how many of the newest it is the mean. */
  mean: number;
  of: number;
}

/** Of so many newest objects the mean is taken, so that it follows what has changed. */
const window = 1_000;

/** What was heard of each resource of each cluster: when for the last time, and how large its objects are. */
export class Hearsay {
  readonly #now: () => number;
  readonly #heard = new Map<string, Map<string, Heard>>();

  /** The clock in milliseconds since the epoch. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** All objects, of so many bytes of JSON together. */
  list(cluster: string, resource: string, objects: number, bytes: number): void {
    const heard = this.#at(cluster, resource);
    heard.at = this.#now();
    if (objects === 0) return;
    heard.mean = bytes / objects;
    heard.of = Math.min(objects, window);
  }

  /** An event; one that brings no object has no bytes. */
  event(cluster: string, resource: string, bytes: number): void {
    const heard = this.#at(cluster, resource);
    heard.at = this.#now();
    if (bytes === 0) return;
    heard.of = Math.min(heard.of + 1, window);
    heard.mean += (bytes - heard.mean) / heard.of;
  }

  /** Undefined where nothing was ever heard. Seconds since the last word, and the mean size of an object in bytes. */
  of(cluster: string, resource: string): { readonly ageSeconds: number; readonly meanBytes: number } | undefined {
    const heard = this.#heard.get(cluster)?.get(resource);
    return heard && { ageSeconds: Math.max(0, this.#now() - heard.at) / 1000, meanBytes: heard.mean };
  }

  #at(cluster: string, resource: string): Heard {
    let resources = this.#heard.get(cluster);
    if (!resources) {
      resources = new Map();
      this.#heard.set(cluster, resources);
    }
    let heard = resources.get(resource);
    if (!heard) {
      heard = { at: 0, mean: 0, of: 0 };
      resources.set(resource, heard);
    }
    return heard;
  }
}
