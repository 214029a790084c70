import { FairwayError } from "../errors/index.ts";
import { compareVersions, type Feed, type Position, type Renewal } from "../state/index.ts";
import { type ApiResource, apiVersionOf, pathOf } from "./api-resource.ts";
import { Attempt, GivenUp } from "./attempt.ts";
import { Backoff } from "./backoff.ts";
import { Garbled } from "./garbled.ts";
import { askHistory, epochAfterRestore, historyOf, isEpochOf } from "./history.ts";
import { ingest } from "./ingest.ts";
import { Intake } from "./intake.ts";
import { LineSplitter } from "./line-splitter.ts";
import { listPages } from "./list-pages.ts";
import { Poller } from "./poller.ts";
import { type ListMode, monotonicOf, type Runtime } from "./ports.ts";
import type { ReflectedCluster, ReflectorOptions, ReflectorTarget } from "./reflector.ts";
import { Replacing } from "./replacing.ts";
import { StoreHealth } from "./store-health.ts";
import { Tally } from "./tally.ts";
import type { KubernetesObject } from "./types.ts";
import { UpstreamError } from "./upstream-errors.ts";
import { eventError, parseEvent, readBookmark, type WatchEvent } from "./watch-event.ts";

/** A watch that ends sooner than this, and brought nothing, counts as a failure: resuming at once would spin. */
const shortestWatchMs = 1_000;

/** So many attempts in a row that brought nothing: what is asked for may itself be what the server fails at. */
const patience = 3;

/** How long it may take until the server answers; it may make watches wait for their turn. */
const openMs = 30_000;

/** One life of a reflector: from the start of its store to the stop. */
export class ReflectorRun implements Disposable {
  readonly #cluster: ReflectedCluster;
  readonly #target: ReflectorTarget;
  readonly #options: ReflectorOptions;
  readonly #runtime: Runtime;
  readonly #monotonic: () => number;
  readonly #feed: Feed<KubernetesObject>;
  readonly #stop: AbortSignal;
  readonly #backoff: Backoff;
  readonly #intake: Intake;
  readonly #health: StoreHealth;
  readonly #poller: Poller;
  readonly #tally: Tally;
  readonly #subscriptions: Disposable[];
  #attempt: Attempt | null = null;
  #wake: (() => void) | null = null;
  #resource: ApiResource | null = null;
  #epoch = "";
  #needsList = false;
  #renewal: Renewal = "changes";
  #epochOver = false;
  #expiredInList = false;
  /** The connection broke, so that meanwhile another history may stand behind the same address. */
  #suspicious = false;
  #clusterWas: "there" | "ill" | "silent" = "there";

  constructor(
    cluster: ReflectedCluster,
    target: ReflectorTarget,
    options: ReflectorOptions,
    runtime: Runtime,
    feed: Feed<KubernetesObject>,
    stop: AbortSignal,
  ) {
    this.#cluster = cluster;
    this.#target = target;
    this.#options = options;
    this.#runtime = runtime;
    this.#monotonic = monotonicOf(runtime);
    this.#feed = feed;
    this.#stop = stop;
    this.#backoff = new Backoff(runtime.random, options.backoff);
    this.#intake = new Intake(feed, target.resource);
    this.#tally = new Tally(runtime, cluster.connection.name, target.resource);
    const { connection, health, discovery } = cluster;
    this.#poller = new Poller({ feed, connection, intake: this.#intake, tally: this.#tally }, options, runtime);
    this.#health = new StoreHealth(feed, { name: connection.name, health }, target.resource, runtime.now);
    const onStop = () => {
      this.#attempt?.giveUp(stop.reason);
      this.#wake?.();
    };
    stop.addEventListener("abort", onStop);
    this.#subscriptions = [
      { [Symbol.dispose]: () => stop.removeEventListener("abort", onStop) },
      health.cell.onChange(() => this.#onHealth()),
      discovery.cell.onChange(() => this.#onDiscovery()),
    ];
  }

  [Symbol.dispose](): void {
    for (const subscription of this.#subscriptions) subscription[Symbol.dispose]();
  }

  async loop(): Promise<void> {
    // The cluster may be unreachable already, and then nothing is said of it until that changes.
    this.#onHealth();
    while (!this.#stop.aborted) {
      const attempt = new Attempt();
      this.#attempt = attempt;
      const startedAt = this.#monotonic();
      let failure: unknown;
      try {
        await this.#try(attempt);
      } catch (error) {
        failure = attempt.signal.aborted ? attempt.signal.reason : error;
      }
      this.#attempt = null;
      // A list may have asked for a page ahead, which is open still.
      attempt.giveUp(null);
      if (this.#stop.aborted) return;
      this.#health.ended();
      const lasted = attempt.established && this.#monotonic() - startedAt >= shortestWatchMs;
      // A list alone does not end a run of failures: where each is followed by a watch that fails, it would spin.
      if (attempt.progressed || lasted) this.#backoff.reset();
      const fruitful = attempt.progressed || attempt.listed || lasted;
      if (failure === undefined && fruitful) continue;
      await this.#recover(failure, attempt, fruitful);
    }
  }

  async #try(attempt: Attempt): Promise<void> {
    const { connection, discovery, identity, watchListRefused } = this.#cluster;
    const known = discovery.find(this.#target.resource);
    const resource = known ?? (await attempt.wait(discovery.require(this.#target.resource)));
    if (!resource.verbs.includes("list")) {
      const message = `Cluster "${connection.name}" does not let anybody list "${this.#target.resource}".`;
      throw new FairwayError("UNKNOWN_KIND", message, { cluster: connection.name });
    }
    this.#expect(resource);
    const path = pathOf(resource, this.#target.namespace);
    if (resource.polled) {
      await this.#poller.run(attempt, { path, renewal: this.#renewal }, () => {
        this.#renewal = "changes";
        this.#health.listed();
      });
      return;
    }
    const held = this.#feed.at;
    // A relist may be due because another cluster has taken the place.
    const uid = attempt.wait(held && this.#needsList ? identity.refresh() : identity.uid());
    const history = this.#historyIn(await uid);
    if (held && !this.#needsList && isEpochOf(held.epoch, history)) {
      this.#epoch = held.epoch;
      await this.#watch(attempt, path, held);
      return;
    }
    // Where streaming fails again and again, at a proxy with a time limit for instance, pages may still come through.
    const failing = this.#backoff.failures >= patience;
    const streams = this.#options.watchList !== false && !watchListRefused.has(resource.group) && !failing;
    await (streams ? this.#streamList(attempt, path, history) : this.#list(attempt, path, history));
  }

  #expect(resource: ApiResource): void {
    this.#resource = resource;
    this.#intake.expect({ apiVersion: apiVersionOf(resource), kind: resource.kind });
  }

  async #watch(attempt: Attempt, path: string, from: Position): Promise<void> {
    const query = { watch: true, resourceVersion: from.rv, ...this.#watchQuery() };
    const stream = await this.#cluster.connection.stream({ path, query, signal: attempt.signal, deadlineMs: openMs });
    this.#established(attempt);
    if (this.#suspicious) void this.#verifyHistory(attempt, path, from);
    await this.#consume(stream, attempt, (event, characters) => this.#apply(event, characters, attempt));
  }

  /** A list that comes as a watch: the objects, a bookmark that says that these were all, and then what happens. */
  async #streamList(attempt: Attempt, path: string, history: string): Promise<void> {
    const { connection } = this.#cluster;
    this.#tally.listBegins();
    const query = { watch: true, sendInitialEvents: true, resourceVersionMatch: "NotOlderThan", ...this.#watchQuery() };
    const stream = await connection
      .stream({ path, query, signal: attempt.signal, deadlineMs: openMs })
      .catch((error: unknown) => Promise.reject(orWatchListRefused(error)));
    const replacing = new Replacing(this.#feed, this.#renewal);
    let taking = true;
    // Some servers and proxies accept the parameters without knowing them, and never send the bookmark.
    const silence = setTimeout(
      () => attempt.giveUp(new GivenUp("watch-list-refused")),
      this.#options.watchListSilenceMs ?? 15_000,
    );
    const take = (event: WatchEvent, characters: number) => {
      silence.refresh();
      if (event.type === "ERROR") throw orWatchListRefused(eventError(connection.name, event));
      if (event.type === "BOOKMARK") {
        const { version, endsInitialEvents } = readBookmark(event);
        if (!endsInitialEvents) return;
        clearTimeout(silence);
        taking = false;
        this.#commit(replacing, version, history, attempt);
        this.#listed("watch-list", replacing.count);
        this.#established(attempt);
        return;
      }
      const object = this.#intake.demand(event.object);
      this.#tally.took(characters);
      if (event.type !== "DELETED") replacing.put(this.#intake.item(object));
      else replacing.remove(goneOf(object));
    };
    try {
      await this.#consume(stream, attempt, (event, characters) => {
        if (taking) take(event, characters);
        else this.#apply(event, characters, attempt);
      });
    } finally {
      clearTimeout(silence);
    }
    if (taking) throw new Garbled("the streamed list ends too early");
  }

  async #list(attempt: Attempt, path: string, history: string): Promise<void> {
    this.#tally.listBegins();
    const replacing = new Replacing(this.#feed, this.#renewal);
    const version = await listPages(this.#cluster.connection, {
      path,
      // Where pages expire before they are read, one answer with everything is the way to get a list at all.
      limit: this.#expiredInList ? 0 : (this.#options.pageSize ?? 500),
      signal: attempt.signal,
      runtime: this.#runtime,
      onItem: (item, text) => {
        this.#tally.took(text.length);
        const object = this.#intake.read(item);
        // Unlike a watch, a list would come again with the same flaw: leave the flawed item out, not all others.
        if (object) replacing.put(this.#intake.item(object));
        else this.#runtime.logger.warn(this.#names(), "an item of a list is no object");
      },
    }).catch((error: unknown) => {
      this.#expiredInList = error instanceof UpstreamError && error.isExpired;
      throw error;
    });
    if (version === undefined) throw new Garbled("the list has no resourceVersion");
    this.#expiredInList = false;
    this.#commit(replacing, version, history, attempt);
    this.#listed("paged", replacing.count);
  }

  readonly #historyIn = (uid: string) => historyOf(uid, this.#target.resource, this.#resource);

  #watchQuery() {
    // Spread, so that the watches of a cluster do not all end together. The server's own default is 30 to 60 minutes.
    return { allowWatchBookmarks: true, timeoutSeconds: Math.round(300 + this.#runtime.random() * 300) };
  }

  async #consume(stream: AsyncIterable<Buffer>, attempt: Attempt, onEvent: (event: WatchEvent, size: number) => void) {
    const splitter = new LineSplitter((line) => onEvent(parseEvent(line), line.length));
    using watch = attempt.whileHeard(this.#options.quietMs ?? 90_000);
    await ingest(stream, this.#runtime, (chunk) => {
      watch.heard();
      splitter.push(chunk);
    });
  }

  #apply(event: WatchEvent, characters: number, attempt: Attempt): void {
    const { name } = this.#cluster.connection;
    if (event.type === "ERROR") throw eventError(name, event);
    if (event.type === "BOOKMARK") this.#feed.bookmark({ epoch: this.#epoch, rv: readBookmark(event).version });
    else {
      const object = this.#intake.demand(event.object);
      // Of a deletion as well it is the version of the event, not of the object's last change.
      const at = { epoch: this.#epoch, rv: object.metadata.resourceVersion };
      if (event.type === "DELETED") {
        this.#intake.forget(object);
        this.#feed.remove(goneOf(object), at);
      } else this.#feed.put(this.#intake.item(object), at);
    }
    attempt.progressed = true;
    this.#tally.event(event.type, characters);
  }

  #commit(replacing: Replacing<KubernetesObject>, rv: string, history: string, attempt: Attempt): void {
    const held = this.#feed.at;
    this.#epoch = held && isEpochOf(held.epoch, history) ? held.epoch : history;
    // The newest list is older than what is held already. Versions will be given out a second time, so nobody's
    // position in the old history may be taken for one in the new.
    const wentBack = held && this.#epoch === held.epoch && compareVersions(rv, held.rv) < 0;
    if (wentBack || this.#epochOver) this.#epoch = epochAfterRestore(history, this.#runtime.random);
    replacing.commit({ epoch: this.#epoch, rv });
    this.#needsList = false;
    this.#renewal = "changes";
    this.#epochOver = false;
    this.#suspicious = false;
    attempt.listed = true;
  }

  #listed(mode: ListMode, count: number): void {
    this.#tally.listed(mode, count);
    this.#health.listed();
  }

  #established(attempt: Attempt): void {
    attempt.established = true;
    this.#tally.watchStarted();
    this.#health.opened();
  }

  async #verifyHistory(attempt: Attempt, path: string, from: Position): Promise<void> {
    try {
      const history = await askHistory(this.#cluster, path, from, this.#historyIn, attempt.signal);
      if (attempt.signal.aborted) return;
      this.#suspicious = false;
      if (history === "same") return;
      this.#epochOver = history === "went back";
      attempt.giveUp(new GivenUp("history-changed"));
    } catch {
      // Still suspicious: asked again after the next break, and the heartbeat knows more by then.
    }
  }

  /** What to do after an attempt that failed, and how long to wait before the next. */
  async #recover(failure: unknown, attempt: Attempt, fruitful: boolean): Promise<void> {
    const { health, discovery, watchListRefused } = this.#cluster;
    if (failure instanceof GivenUp) {
      if (failure.because === "watch-list-refused" && this.#resource) watchListRefused.add(this.#resource.group);
      if (failure.because === "history-changed") this.#needsList = true;
      if (["silent", "recovered", "quiet"].includes(failure.because)) this.#suspicious = true;
      if (failure.because === "silent") await this.#rest();
      return;
    }
    if (failure instanceof UpstreamError && failure.isExpired) {
      this.#needsList = true;
      this.#runtime.logger.info(this.#names(), "the history is no longer there, listing again");
      if (this.#backoff.failures > 0) await this.#rest();
      else this.#backoff.next();
      return;
    }
    this.#suspicious = true;
    if (failure !== undefined) this.#runtime.logger.debug({ ...this.#names(), err: failure }, "an attempt failed");
    if (failure instanceof UpstreamError) {
      if (failure.isSilence || failure.httpStatus >= 500) void health.probe();
      // The path itself is gone: the kind, or this version of it.
      if (failure.httpStatus === 404) discovery.refresh().catch(() => {});
    }
    // It was live until this moment: resume at once, and say nothing unless that fails.
    if (fruitful) return;
    if (attempt.established && this.#backoff.failures + 1 >= patience) this.#needsList = true;
    if (!attempt.established || this.#backoff.failures > 0) this.#health.failed(failure);
    await this.#rest(failure instanceof UpstreamError ? failure.retryAfterMs : undefined);
  }

  /** Waits for the next attempt: for its delay, or for news that make it worth while sooner. */
  async #rest(leastMs = 0): Promise<void> {
    const delay = Math.max(this.#backoff.next(), leastMs);
    // To a cluster that does not answer there is nothing to say before its heartbeat is back.
    const milliseconds = this.#cluster.health.silent ? (this.#options.backoff?.capMs ?? 30_000) : delay;
    if (this.#stop.aborted) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#wake = null;
  }

  #onHealth(): void {
    const { health } = this.#cluster;
    const was = this.#clusterWas;
    this.#clusterWas = health.reachable ? "there" : health.silent ? "silent" : "ill";
    if (health.error) {
      this.#health.failed(health.error);
      // Over a dead connection a watch would stay open, and silent, for as long as TCP believes in it.
      if (health.silent) this.#attempt?.giveUp(new GivenUp("silent"));
    } else if (was !== "there") {
      if (this.#attempt?.established) this.#health.recovered();
      // What was asked into the silence may never be answered.
      else if (was === "silent") this.#attempt?.giveUp(new GivenUp("recovered"));
      this.#wake?.();
    }
  }

  #onDiscovery(): void {
    const found = this.#cluster.discovery.find(this.#target.resource);
    if (!found) return;
    const { group, version, kind, polled } = this.#resource ?? found;
    const isAnother = found.group !== group || found.version !== version || found.kind !== kind;
    if (isAnother || found.polled !== polled) {
      // The objects held are of a version, or a group, that the cluster no longer prefers.
      this.#needsList = true;
      this.#renewal = "all";
      this.#attempt?.giveUp(new GivenUp("kind-changed"));
    }
    this.#wake?.();
  }

  #names() {
    return { cluster: this.#cluster.connection.name, ...this.#target };
  }
}

function orWatchListRefused(error: unknown): unknown {
  const refused = error instanceof UpstreamError && (error.httpStatus === 400 || error.httpStatus === 422);
  return refused ? new GivenUp("watch-list-refused") : error;
}

function goneOf({ metadata }: KubernetesObject) {
  const { namespace = "", name, uid } = metadata;
  return { namespace, name, uid };
}
