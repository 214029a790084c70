import { FairwayError, toFairwayError } from "../errors/index.ts";
import {
  compareVersions,
  type Feed,
  type GroupResource,
  type Health,
  type Item,
  type Position,
  type Replacement,
  type Source,
} from "../state/index.ts";
import type { Discovery } from "./discovery.ts";
import type { KubernetesObject } from "./types.ts";

export interface NamespacesSourceOptions {
  readonly resource: GroupResource;
  readonly namespaces: readonly string[];
  readonly discovery: Pick<Discovery, "require" | "cell">;
  /** Follows the resource in one namespace, or (undefined) as a whole. */
  readonly sourceOf: (namespace: string | undefined) => Source<KubernetesObject>;
  readonly now: () => number;
}

/**
 * Fills one store from several namespaces, where the gateway may not list the whole cluster. Kinds that live in no namespace
 * are followed as a whole, as far as that is allowed.
 *
 * The positions of the namespaces are of one history but are not equal, and what happens in one says nothing of another. So
 * the store is complete only as far as the slowest of them, and it is filled when all have been listed. When one is listed
 * again the store is given the whole once more, of which it makes a difference.
 */
export class NamespacesSource implements Source<KubernetesObject> {
  readonly #options: NamespacesSourceOptions;

  constructor(options: NamespacesSourceOptions) {
    this.#options = options;
  }

  async run(feed: Feed<KubernetesObject>, stop: AbortSignal): Promise<void> {
    const namespaced = await this.#isNamespaced(feed, stop);
    if (namespaced === undefined) return;
    if (!namespaced) return await this.#options.sourceOf(undefined).run(feed, stop);
    await new Run(this.#options, feed, stop).all();
  }

  /** Undefined at the stop: until then it is waited for that the cluster says what this is. */
  async #isNamespaced(feed: Feed<KubernetesObject>, stop: AbortSignal): Promise<boolean | undefined> {
    const { discovery, resource, now } = this.#options;
    while (!stop.aborted) {
      try {
        return (await discovery.require(resource)).namespaced;
      } catch (error) {
        feed.health({ state: "stale", since: now(), error: toFairwayError(error) });
      }
      await discovered(discovery, stop);
    }
    return undefined;
  }
}

const againMs = 1_000;

/** Resolves when discovery has changed, or it is time to ask again, or at the stop. */
function discovered({ cell }: Pick<Discovery, "cell">, stop: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      listening[Symbol.dispose]();
      stop.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, againMs);
    const listening = cell.onChange(done);
    stop.addEventListener("abort", done);
  });
}

/** One namespace, as far as it is known. */
interface Part {
  readonly namespace: string;
  /** By name. */
  items: Map<string, Item<KubernetesObject>>;
  /** Null until it was listed. */
  at: Position | null;
  health: Health | null;
  life: AbortController;
}

class Run {
  readonly #options: NamespacesSourceOptions;
  readonly #feed: Feed<KubernetesObject>;
  readonly #stop: AbortSignal;
  readonly #parts: readonly Part[];
  readonly #running = new Set<Promise<void>>();
  /** Of the store; the parts' own may differ after a restore, which each finds out by itself. */
  #epoch: string | null = null;
  #isWhole = false;
  #isRenewed = false;
  /** Under which the last change was filed. */
  #newest: Position | null = null;

  constructor(options: NamespacesSourceOptions, feed: Feed<KubernetesObject>, stop: AbortSignal) {
    this.#options = options;
    this.#feed = feed;
    this.#stop = stop;
    this.#parts = options.namespaces.map((namespace) => ({
      namespace,
      items: new Map(),
      at: null,
      health: null,
      life: new AbortController(),
    }));
  }

  /** Until the stop, when everything that was begun has ended. */
  async all(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const end = () => {
      for (const { life } of this.#parts) life.abort(this.#stop.reason);
      resolve();
    };
    if (this.#stop.aborted) return;
    this.#stop.addEventListener("abort", end);
    for (const part of this.#parts) this.#begin(part);
    await promise;
    await Promise.all(this.#running);
  }

  #begin(part: Part): void {
    const { signal } = part.life;
    const work = this.#options
      .sourceOf(part.namespace)
      .run(this.#feedOf(part, signal), signal)
      .catch((error: unknown) => {
        // Its contract forbids it. Nobody will fill this part any more.
        if (!signal.aborted)
          this.#say(part, { state: "stale", since: this.#options.now(), error: toFairwayError(error) });
      })
      .finally(() => this.#running.delete(work));
    this.#running.add(work);
  }

  #feedOf(part: Part, life: AbortSignal): Feed<KubernetesObject> {
    const alive = <A extends unknown[]>(act: (...args: A) => void) => {
      return (...args: A) => {
        if (!life.aborted) act(...args);
      };
    };
    return {
      get at() {
        return life.aborted ? null : part.at;
      },
      peek: (_namespace, name) => part.items.get(name)?.object,
      replace: (renewal = "changes") => this.#replace(part, alive, renewal === "all"),
      put: alive((item, at) => {
        part.items.set(item.name, item);
        part.at = at;
        if (this.#isWhole) this.#feed.put(item, this.#filed(at), this.#complete());
      }),
      remove: alive((gone, at) => {
        part.items.delete(gone.name);
        part.at = at;
        if (this.#isWhole) this.#feed.remove(gone, this.#filed(at), this.#complete());
      }),
      bookmark: alive((at) => {
        part.at = at;
        if (this.#isWhole) this.#feed.bookmark(this.#complete());
      }),
      health: alive((health) => this.#say(part, health)),
    };
  }

  #replace(
    part: Part,
    alive: <A extends unknown[]>(act: (...args: A) => void) => (...args: A) => void,
    renewed: boolean,
  ): Replacement<KubernetesObject> {
    const items = new Map<string, Item<KubernetesObject>>();
    return {
      put: alive((item) => void items.set(item.name, item)),
      remove: alive(({ name }) => void items.delete(name)),
      commit: alive((at) => {
        const isAnother = part.at !== null && part.at.epoch !== at.epoch;
        part.items = items;
        part.at = at;
        if (isAnother) this.#restart(part, at.epoch);
        else if (renewed && this.#isWhole) this.#restart(part, this.#epoch ?? at.epoch);
        this.#isRenewed ||= renewed;
        this.#commit();
      }),
    };
  }

  /** Another history, or another form of everything: the others are listed anew, and what is held stays until they have been. */
  #restart(found: Part, epoch: string): void {
    this.#isWhole = false;
    this.#epoch = epoch;
    for (const part of this.#parts) {
      if (part === found) continue;
      part.life.abort();
      part.life = new AbortController();
      part.at = null;
      part.items = new Map();
      this.#begin(part);
    }
  }

  #commit(): void {
    if (this.#parts.some(({ at }) => at === null)) return;
    this.#epoch ??= this.#parts[0]?.at?.epoch ?? "";
    const replacement = this.#feed.replace(this.#isRenewed ? "all" : "changes");
    for (const { items } of this.#parts) for (const item of items.values()) replacement.put(item);
    this.#isWhole = true;
    this.#isRenewed = false;
    // What one of them has and the slowest has not reached yet is in there, and was never told of as a change.
    this.#newest = this.#position(extreme(this.#parts, 1));
    replacement.commit(this.#newest, this.#complete());
    this.#sayAll();
  }

  /** The log of a store rises; what comes late stands at its end. */
  #filed(at: Position): Position {
    if (this.#newest && compareVersions(at.rv, this.#newest.rv) < 0) return this.#newest;
    this.#newest = this.#position(at);
    return this.#newest;
  }

  #complete(): Position {
    return this.#position(extreme(this.#parts, -1));
  }

  #position({ rv }: Position): Position {
    return { epoch: this.#epoch ?? "", rv };
  }

  #say(part: Part, health: Health): void {
    part.health = health;
    this.#sayAll();
  }

  /** Stale as soon as one is, since the first that is; live when all are. */
  #sayAll(): void {
    const all = this.#parts.map(({ health }) => health);
    const stale = all.filter((health) => health?.state === "stale").sort((a, b) => a.since - b.since)[0];
    if (stale) this.#feed.health(stale);
    else if (this.#isWhole && all.every((health) => health !== null)) this.#feed.health({ state: "live" });
  }
}

/** The position of the part that is furthest (1) or least far (-1). All have been listed. */
function extreme(parts: readonly Part[], sign: 1 | -1): Position {
  const [first, ...others] = parts.flatMap(({ at }) => (at ? [at] : []));
  if (!first) throw new FairwayError("INTERNAL", "No namespace has been listed.");
  return others.reduce((best, at) => (compareVersions(at.rv, best.rv) * sign > 0 ? at : best), first);
}
