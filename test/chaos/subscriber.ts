import { setTimeout as delay } from "node:timers/promises";
import { type Delta, FoldedState, listed } from "../support/folded-state.ts";
import { type GraphQLResponse, type Subscribed, subscribe } from "../support/graphql-client.ts";
import { Random } from "../support/random.ts";
import type { Arena } from "./arena.ts";
import type { History } from "./history.ts";
import type { Kind } from "./kinds.ts";
import { insist } from "./writer.ts";

interface Filter {
  readonly namespaces: readonly string[];
  readonly clusters?: readonly string[];
  readonly labels?: string;
}

interface Shown {
  readonly cluster: string;
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly resourceVersion: string;
  readonly deletedAt: string | null;
}

export interface Habits {
  /** Stops reading now and then. */
  readonly slow?: boolean;
  /** Is cut now and then, and comes back, perhaps at another gateway. */
  readonly cut?: boolean;
}

export interface SubscriberOptions {
  readonly arena: Arena;
  readonly history: History;
  readonly kind: Kind;
  readonly filter: Filter;
  readonly habits: Habits;
  readonly seed: number;
  /** A seed of its own: what it does depends on nobody else. */
  readonly random: number;
}

const QUIESCENCE_MS = 60_000;

/** Everything else ends a subscription for good, which none of the faults may do. */
const passing = new Set(["CLUSTER_UNAVAILABLE", "CLUSTER_TIMEOUT", "CLUSTER_SYNCING", "SHUTTING_DOWN", "UNKNOWN_KIND"]);

/**
 * One client that folds what it is sent, and judges it: each state and version must have existed, an object's versions
 * must come in order, across resumes as well, and nobody who comes back in time may be told to forget what he holds.
 */
export class Subscriber {
  readonly name: string;
  readonly state = new FoldedState<Shown>();
  readonly breaks: string[] = [];
  /** Where it began and what it was sent, for whoever has to find out what was lost and why. */
  readonly diary: string[] = [];
  resumes = 0;
  /** RESETs for which there was no help: nobody remembered any more. */
  excused = 0;
  readonly #options: SubscriberOptions;
  readonly #random: Random;
  readonly #seen: Shown[] = [];
  /** By object, the newest version that was sent since the last RESET of its cluster. */
  readonly #newest = new Map<string, Shown>();
  /** By cluster, the newest version of anything. */
  readonly #reached = new Map<string, bigint>();
  /** Clusters whose content is complete. */
  readonly #complete = new Set<string>();
  #socket: Subscribed | undefined;
  #gateway = "";
  #cursorAt = 0;
  #opened = 0;
  #paused = false;

  constructor(name: string, options: SubscriberOptions) {
    this.name = name;
    this.#options = options;
    this.#random = new Random(options.random);
  }

  /** Begins, or goes on from its cursor. Should it end without having been asked to, it begins again. */
  open(gateway = this.#random.pick(this.#options.arena.gateways)): void {
    const { kind, filter } = this.#options;
    const after = this.state.cursor;
    if (after === null) this.#forgetEverything();
    else {
      this.state.resume();
      this.resumes += 1;
    }
    this.#gateway = gateway;
    this.#paused = false;
    this.#opened += 1;
    this.#note(`${after === null ? "begins" : "goes on"} at ${gateway}`);
    const mine = this.#opened;
    const document = `subscription ($filter: ${kind.filter}, $after: String) {
      ${kind.field}(${kind.arguments}filter: $filter, after: $after) {
        phase clusters cursor
        changes { type id object { ... on ${kind.on} { cluster namespace name uid resourceVersion deletedAt } } }
      }
    }`;
    const take = (response: GraphQLResponse<Record<string, Delta<Shown>>>) => {
      if (mine === this.#opened) this.#take(response);
    };
    const socket = subscribe<Record<string, Delta<Shown>>>(gateway, document, { filter, after }, take);
    this.#socket = socket;
    const again = async (why?: unknown) => {
      if (mine !== this.#opened) return;
      if (Array.isArray(why) && !why.every(({ extensions }) => passing.has(extensions?.code)))
        this.breaks.push(`ended: ${JSON.stringify(why)}`);
      await delay(50 + this.#random.int(100));
      if (mine === this.#opened) this.open();
    };
    socket.ended.then(again, again);
  }

  /** What this subscriber does between two writes. */
  disturb(): void {
    const { slow, cut } = this.#options.habits;
    if (slow && this.#random.chance(0.2)) {
      if (this.#paused) this.#socket?.resume();
      else this.#socket?.pause();
      this.#paused = !this.#paused;
    }
    if (cut && this.#random.chance(0.1)) {
      const mine = this.#opened;
      this.#socket?.cut();
      // Away for up to a second, in which it misses what happens.
      if (this.#random.chance(0.5)) this.open();
      else setTimeout(() => mine === this.#opened && this.open(), this.#random.int(1_000));
    }
  }

  /** Waits for quiescence, then says what differs from the truth. */
  async verdict(): Promise<string[]> {
    this.#socket?.resume();
    const deadline = Date.now() + QUIESCENCE_MS;
    const truth = await this.#truth();
    let missing: string | undefined = "never synced";
    while (missing !== undefined && Date.now() < deadline) {
      const held = this.state.listing;
      const absent = truth.filter((each) => !held.includes(each));
      const extra = held.filter((each) => !truth.includes(each));
      const same = this.state.synced && absent.length + extra.length === 0;
      missing = same ? undefined : `synced=${this.state.synced} lacks [${absent}] has in excess [${extra}]`;
      if (!same) await delay(50);
    }
    const { arena, history, seed } = this.#options;
    // A pod that is deleted at once is marked as being deleted all the same, for a moment; no answer tells that version.
    const invented = this.#seen.filter(
      ({ cluster, uid, resourceVersion, deletedAt }) => !deletedAt && !history.knows(cluster, uid, resourceVersion),
    );
    const failures = [
      ...(missing === undefined ? [] : [missing]),
      ...invented.map((each) => `${listed(each)} never existed`),
      ...this.breaks,
      ...this.state.breaks,
    ];
    if (failures.length > 0) arena.diaries.set(`seed ${seed}, ${this.name}`, this.diary);
    return failures.map((each) => `${this.name}: ${each}`);
  }

  async end(): Promise<void> {
    this.#opened += 1;
    await this.#socket?.close();
  }

  #note(what: string): void {
    this.diary.push(`${performance.now().toFixed(0)} ms: ${what}`);
  }

  #forgetEverything(): void {
    this.state.forget();
    this.#newest.clear();
    this.#complete.clear();
  }

  #take(response: GraphQLResponse<Record<string, Delta<Shown>>>): void {
    const { arena, kind } = this.#options;
    const delta = response.data?.[kind.field];
    const changes = delta?.changes.map(({ type, id, object }) => `${type} ${object ? listed(object) : id}`);
    this.#note(`${delta?.phase} ${delta?.clusters}: ${changes}`);
    for (const cluster of delta?.phase === "RESET" ? delta.clusters : []) {
      // Of a cluster that was never complete, as one that comes late, nothing is lost.
      if (this.#complete.delete(cluster)) {
        if (arena.mayForget(cluster, this.#cursorAt, this.#reached.get(cluster) ?? 0n)) this.excused += 1;
        else
          this.breaks.push(
            `RESET of ${cluster} at ${this.#gateway}, ${Date.now() - this.#cursorAt} ms after its cursor`,
          );
      }
      for (const [uid, shown] of this.#newest) if (shown.cluster === cluster) this.#newest.delete(uid);
    }
    for (const { type, object } of delta?.changes ?? []) {
      if (!object || type === "DELETED") continue;
      const newest = this.#newest.get(object.uid);
      if (newest && BigInt(newest.resourceVersion) > BigInt(object.resourceVersion))
        this.breaks.push(`${type} ${listed(object)} after ${newest.resourceVersion}`);
      this.#newest.set(object.uid, object);
      const version = BigInt(object.resourceVersion);
      if (version > (this.#reached.get(object.cluster) ?? 0n)) this.#reached.set(object.cluster, version);
      this.#seen.push(object);
    }
    if (delta?.phase === "SYNCED") for (const cluster of delta.clusters) this.#complete.add(cluster);
    if (delta?.cursor) this.#cursorAt = Date.now();
    this.state.take(kind.field, response);
  }

  /** A fresh list of the API servers, filtered by them. */
  async #truth(): Promise<string[]> {
    const { arena, kind, filter } = this.#options;
    const wanted = arena.clusters.filter(({ name }) => !filter.clusters || filter.clusters.includes(name));
    const selector = filter.labels ? `?labelSelector=${encodeURIComponent(filter.labels)}` : "";
    const lists = await Promise.all(
      wanted.flatMap(({ name, api }) =>
        filter.namespaces.map(async (namespace) => {
          const path = `/api/v1/namespaces/${namespace}/${kind.kind}${selector}`;
          type List = { items: { metadata: { name: string; namespace: string; resourceVersion: string } }[] };
          const { items } = await insist(() => api.request<List>("GET", path));
          return items.map(({ metadata }) => listed({ cluster: name, ...metadata }));
        }),
      ),
    );
    return lists.flat().sort();
  }
}
