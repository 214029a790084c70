import { hash } from "node:crypto";
import { FairwayError } from "../../errors/index.ts";
import type { Feed, Item, Source } from "../../state/index.ts";
import type { Read } from "./answer.ts";
import type { AlertObject, SilenceObject } from "./objects.ts";
import type { Poll, Polled } from "./poll.ts";

export type BesideObject = AlertObject | SilenceObject;

/** One of those who speak for a cluster: what is polled there, and which of it concerns the cluster. */
export interface Speaker {
  readonly poll: Poll<Read<BesideObject>>;
  readonly concerns: (item: Read<BesideObject>) => boolean;
}

export interface ClusterSourceParts {
  readonly cluster: string;
  readonly speakers: readonly Speaker[];
  readonly now: () => number;
  readonly random: () => number;
}

/** What is known of one item, by which a change of it is found. */
interface Held {
  readonly digest: string;
  readonly version: string;
}

/**
 * What the Alertmanagers that speak for a cluster say of it. Of an item that several of them have, as the members of one cluster of
 * Alertmanagers do, the first counts. Versions are numbers of the answers that showed something new, in an epoch of this run.
 */
export class ClusterSource implements Source<BesideObject> {
  readonly #parts: ClusterSourceParts;

  constructor(parts: ClusterSourceParts) {
    this.#parts = parts;
  }

  async run(feed: Feed<BesideObject>, stop: AbortSignal): Promise<void> {
    const { cluster, speakers, now, random } = this.#parts;
    if (speakers.length === 0) {
      // No alerts would be good news, which nobody has.
      const error = new FairwayError("UNKNOWN_KIND", "No Alertmanager is configured that speaks for the cluster", {
        cluster,
      });
      feed.health({ state: "stale", since: now(), error });
    }
    const epoch = `alertmanager.${Math.floor(random() * 2 ** 48).toString(36)}`;
    const answers = new Map<Speaker, Polled<Read<BesideObject>>>();
    let held: ReadonlyMap<string, Held> = new Map();
    let taken: readonly (readonly unknown[] | null)[] = [];
    let count = 0;
    const take = () => {
      const all = speakers.map((each) => answers.get(each));
      // What is missing yet is waited for: it may be half of the truth.
      if (all.some((each) => each === undefined)) return;
      const known = all.filter((each) => each !== undefined);
      const items = known.map((each) => each.items);
      const isNew = items.some((each, index) => each !== taken[index]);
      if (isNew && items.some((each) => each !== null)) {
        count += 1;
        taken = items;
        held = commit(feed, { epoch, rv: String(count) }, this.#concerning(known), held);
      }
      const failed = known.find(({ error }) => error !== null);
      const since = Math.min(...known.flatMap(({ error, confirmedAt }) => (error ? [confirmedAt] : [])));
      feed.health(failed?.error ? { state: "stale", since, error: failed.error } : { state: "live" });
    };
    const following: Disposable[] = [];
    try {
      await new Promise<void>((resolve, reject) => {
        if (stop.aborted) resolve();
        else stop.addEventListener("abort", () => resolve(), { once: true });
        for (const speaker of speakers) {
          const follower = (polled: Polled<Read<BesideObject>>) => {
            answers.set(speaker, polled);
            try {
              take();
            } catch (error) {
              // A defect is this store's: whoever else follows the same poll goes on.
              reject(error);
            }
          };
          following.push(speaker.poll.follow(follower));
        }
      });
    } finally {
      for (const each of following) each[Symbol.dispose]();
    }
  }

  #concerning(known: readonly Polled<Read<BesideObject>>[]): ReadonlyMap<string, Read<BesideObject>> {
    const found = new Map<string, Read<BesideObject>>();
    known.forEach(({ items }, index) => {
      for (const item of items ?? []) {
        const { name } = item.metadata;
        if (!found.has(name) && this.#parts.speakers[index]?.concerns(item)) found.set(name, item);
      }
    });
    return found;
  }
}

function commit(
  feed: Feed<BesideObject>,
  at: { readonly epoch: string; readonly rv: string },
  items: ReadonlyMap<string, Read<BesideObject>>,
  before: ReadonlyMap<string, Held>,
): ReadonlyMap<string, Held> {
  const replacing = feed.replace();
  const held = new Map<string, Held>();
  for (const [name, item] of items) {
    const digest = hash("sha1", JSON.stringify(item), "base64");
    const known = before.get(name);
    const seen = known?.digest === digest ? known : { digest, version: at.rv };
    held.set(name, seen);
    replacing.put(itemOf(item, seen.version));
  }
  replacing.commit(at);
  return held;
}

function itemOf(item: Read<BesideObject>, version: string): Item<BesideObject> {
  const { name, namespace = "", uid } = item.metadata;
  const object = { ...item, metadata: { ...item.metadata, resourceVersion: version } } as BesideObject;
  return { namespace, name, uid, version, object };
}
