import { FairwayError, toFairwayError } from "../errors/index.ts";
import { compareVersions, type Position } from "../state/position.ts";
import { keyOf } from "../state/scope.ts";
import type { Feed, Health } from "../state/source.ts";
import { type ApiResource, apiVersionOf, pathOf } from "./api-resource.ts";
import { Backoff } from "./backoff.ts";
import { decode, type TypeMeta } from "./decoder.ts";
import { Garbled } from "./garbled.ts";
import { ingest } from "./ingest.ts";
import { LineSplitter } from "./line-splitter.ts";
import { listPages } from "./list-pages.ts";
import type { Runtime } from "./ports.ts";
import type { ReflectedCluster, ReflectorOptions, ReflectorTarget } from "./reflector.ts";
import { Replacing } from "./replacing.ts";
import { Siblings } from "./sharing.ts";
import type { KubernetesObject } from "./types.ts";
import { UpstreamError } from "./upstream-errors.ts";
import { eventError, parseEvent, readBookmark, type WatchEvent } from "./watch-event.ts";

/** Why an attempt was given up from within, rather than by the API server. */
class GivenUp extends Error {
  readonly because: "silent" | "recovered" | "watch-list-refused" | "history-changed" | "kind-changed";

  constructor(because: GivenUp["because"]) {
    super(because);
    this.because = because;
  }
}

/** One attempt: from asking for a list or a watch until its stream ends, however it does. */
class Attempt {
  readonly #controller = new AbortController();
  /** The server has accepted the watch. */
  established = false;
  /** The content was committed. */
  listed = false;
  /** An event of the watch was handed over. */
  progressed = false;

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  giveUp(reason: unknown): void {
    this.#controller.abort(reason);
  }
}

/** A watch that ends sooner than this, and brought nothing, counts as a failure: resuming at once would spin. */
const shortestWatchMs = 1_000;

/** So many attempts in a row that brought nothing: the version itself may be what the server chokes on. */
const attemptsBeforeRelist = 3;

/** One life of a reflector: from the start of its store to the stop. */
export class ReflectorRun implements Disposable {
  readonly #cluster: ReflectedCluster;
  readonly #target: ReflectorTarget;
  readonly #options: ReflectorOptions;
  readonly #runtime: Runtime;
  readonly #feed: Feed<KubernetesObject>;
  readonly #stop: AbortSignal;
  readonly #backoff: Backoff;
  readonly #siblings = new Siblings();
  readonly #subscriptions: Disposable[];
  #attempt: Attempt | null = null;
  #wake: (() => void) | null = null;
  #resource: ApiResource | null = null;
  #type: TypeMeta = { apiVersion: "", kind: "" };
  #epoch = "";
  #needsList = false;
  #epochOver = false;
  #expiredInList = false;
  /** The connection broke, so that meanwhile another history may stand behind the same address. */
  #suspicious = false;
  #clusterWasReachable = true;
  #reported: Health | null = null;
  /** Until when the content was confirmed; null before it ever was. */
  #liveUntil: number | null = null;

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
    this.#feed = feed;
    this.#stop = stop;
    this.#backoff = new Backoff(runtime.random, options.backoff);
    const onStop = () => {
      this.#attempt?.giveUp(stop.reason);
      this.#wake?.();
    };
    stop.addEventListener("abort", onStop);
    this.#subscriptions = [
      { [Symbol.dispose]: () => stop.removeEventListener("abort", onStop) },
      cluster.health.cell.onChange(() => this.#onHealth()),
      cluster.discovery.cell.onChange(() => this.#onDiscovery()),
    ];
  }

  [Symbol.dispose](): void {
    for (const subscription of this.#subscriptions) subscription[Symbol.dispose]();
  }

  async loop(): Promise<void> {
    // The cluster may have been unreachable before this run began; nothing will be said of it until that changes.
    this.#onHealth();
    while (!this.#stop.aborted) {
      const attempt = new Attempt();
      this.#attempt = attempt;
      const startedAt = performance.now();
      let failure: unknown;
      try {
        await this.#try(attempt);
      } catch (error) {
        // undici wraps nothing, but a reason of ours may come back as the cause of an error of the stream.
        failure = attempt.signal.aborted ? attempt.signal.reason : error;
      }
      this.#attempt = null;
      // A list may have asked for a page ahead.
      attempt.giveUp(null);
      if (this.#stop.aborted) return;
      if (this.#reported?.state === "live") this.#liveUntil = this.#cluster.health.staleSince ?? this.#runtime.now();
      const lasted = attempt.established && performance.now() - startedAt >= shortestWatchMs;
      // A list alone does not end a run of failures: where each is followed by a watch that fails, it would spin.
      if (attempt.progressed || lasted) this.#backoff.reset();
      const fruitful = attempt.progressed || attempt.listed || lasted;
      if (failure === undefined && fruitful) continue;
      await this.#recover(failure, attempt, fruitful);
    }
  }

  async #try(attempt: Attempt): Promise<void> {
    const { discovery, identity, watchListRefused } = this.#cluster;
    const known = discovery.find(this.#target.resource);
    const resource = known ?? (await abortable(discovery.require(this.#target.resource), attempt.signal));
    const { connection } = this.#cluster;
    if (!resource.verbs.includes("list") || !resource.verbs.includes("watch")) {
      const message = `Cluster "${connection.name}" does not let anybody watch "${this.#target.resource}".`;
      throw new FairwayError("UNKNOWN_KIND", message, { cluster: connection.name });
    }
    const uid = await abortable(identity.uid(), attempt.signal);
    this.#resource = resource;
    this.#type = { apiVersion: apiVersionOf(resource), kind: resource.kind };
    const held = this.#feed.at;
    if (held && !this.#needsList && isEpochOf(held.epoch, uid)) {
      this.#epoch = held.epoch;
      await this.#watch(attempt, resource, held);
    } else if (this.#options.watchList !== false && !watchListRefused.has(resource.group)) {
      await this.#streamList(attempt, resource, uid);
    } else {
      await this.#list(attempt, resource, uid);
    }
  }

  async #watch(attempt: Attempt, resource: ApiResource, from: Position): Promise<void> {
    const { connection } = this.#cluster;
    const path = pathOf(resource, this.#target.namespace);
    const query = { watch: true, resourceVersion: from.rv, ...this.#watchQuery() };
    const stream = await connection.stream({ path, query, signal: attempt.signal, deadlineMs: 30_000 });
    attempt.established = true;
    this.#runtime.metrics.watchStarted(connection.name, this.#target.resource);
    this.#reportLive();
    if (this.#suspicious) void this.#verifyHistory(attempt, resource, from);
    await this.#consume(stream, (event) => this.#apply(event, attempt));
  }

  /** A list that comes as a watch: the objects, a bookmark that says that these were all, and then what happens. */
  async #streamList(attempt: Attempt, resource: ApiResource, uid: string): Promise<void> {
    const { connection } = this.#cluster;
    const startedAt = performance.now();
    const path = pathOf(resource, this.#target.namespace);
    const query = { watch: true, sendInitialEvents: true, resourceVersionMatch: "NotOlderThan", ...this.#watchQuery() };
    const stream = await connection
      .stream({ path, query, signal: attempt.signal, deadlineMs: 30_000 })
      .catch((error: unknown) => {
        throw isWatchListRefusal(error) ? new GivenUp("watch-list-refused") : error;
      });
    const replacing = new Replacing(this.#feed);
    let taking = true;
    // Some servers and proxies accept the parameters, do not know them, and never send the bookmark.
    const silence = setTimeout(
      () => attempt.giveUp(new GivenUp("watch-list-refused")),
      this.#options.watchListSilenceMs ?? 15_000,
    );
    try {
      await this.#consume(stream, (event) => {
        if (!taking) {
          this.#apply(event, attempt);
          return;
        }
        silence.refresh();
        if (event.type === "ERROR") {
          const error = eventError(connection.name, event);
          throw isWatchListRefusal(error) ? new GivenUp("watch-list-refused") : error;
        }
        if (event.type === "BOOKMARK") {
          const { version, endsInitialEvents } = readBookmark(event);
          if (!endsInitialEvents) return;
          clearTimeout(silence);
          taking = false;
          this.#commit(replacing, version, uid, attempt);
          attempt.established = true;
          this.#runtime.metrics.listed(
            connection.name,
            this.#target.resource,
            "watch-list",
            replacing.count,
            performance.now() - startedAt,
          );
          this.#runtime.metrics.watchStarted(connection.name, this.#target.resource);
          this.#reportLive();
          return;
        }
        const object = this.#decode(event.object);
        if (event.type === "DELETED") {
          const { namespace = "", name, uid, resourceVersion: version } = object.metadata;
          replacing.remove({ namespace, name, uid, version });
        } else replacing.put(this.#item(object));
      });
    } finally {
      clearTimeout(silence);
    }
    if (taking) throw new Garbled("the streamed list ends too early");
  }

  async #list(attempt: Attempt, resource: ApiResource, uid: string): Promise<void> {
    const { connection } = this.#cluster;
    const startedAt = performance.now();
    const replacing = new Replacing(this.#feed);
    const version = await listPages(connection, {
      path: pathOf(resource, this.#target.namespace),
      // Where the pages expire before they are read, one answer with everything is the way to get a list at all.
      limit: this.#expiredInList ? 0 : (this.#options.pageSize ?? 500),
      signal: attempt.signal,
      turns: this.#runtime.turns,
      onItem: (text) => {
        const object = decode(parseItem(text), this.#target.resource, this.#type);
        // Unlike a watch, a list would come again with the same flaw: leave the flawed item out, not all others.
        if (object) replacing.put(this.#item(object));
        else this.#runtime.logger.warn(this.#names(), "an item of a list is no object");
      },
    }).catch((error: unknown) => {
      if (error instanceof UpstreamError && error.isExpired) this.#expiredInList = true;
      throw error;
    });
    this.#expiredInList = false;
    this.#commit(replacing, version, uid, attempt);
    const milliseconds = performance.now() - startedAt;
    this.#runtime.metrics.listed(connection.name, this.#target.resource, "paged", replacing.count, milliseconds);
    this.#reportLive();
  }

  #watchQuery() {
    // Spread, so that the watches of a cluster do not all end together. The server's own default is 30 to 60 minutes.
    return { allowWatchBookmarks: true, timeoutSeconds: Math.round(300 + this.#runtime.random() * 300) };
  }

  async #consume(stream: AsyncIterable<Buffer>, onEvent: (event: WatchEvent) => void): Promise<void> {
    const splitter = new LineSplitter((line) => onEvent(parseEvent(line)));
    await ingest(stream, this.#runtime.turns, (chunk) => splitter.push(chunk));
  }

  #apply(event: WatchEvent, attempt: Attempt): void {
    const cluster = this.#cluster.connection.name;
    if (event.type === "ERROR") throw eventError(cluster, event);
    if (event.type === "BOOKMARK") {
      this.#feed.bookmark({ epoch: this.#epoch, rv: readBookmark(event).version });
    } else {
      const object = this.#decode(event.object);
      const { namespace = "", name, uid, resourceVersion: rv } = object.metadata;
      const at = { epoch: this.#epoch, rv };
      if (event.type === "DELETED") {
        this.#siblings.forget(object);
        this.#feed.remove({ namespace, name, uid }, at);
      } else this.#feed.put(this.#item(object), at);
    }
    attempt.progressed = true;
    this.#runtime.metrics.event(cluster, this.#target.resource, event.type);
  }

  #decode(raw: unknown): KubernetesObject {
    const object = decode(raw, this.#target.resource, this.#type);
    if (!object) throw new Garbled("an event of the watch holds no object");
    return object;
  }

  #item(decoded: KubernetesObject) {
    const { namespace = "", name, uid, resourceVersion: version } = decoded.metadata;
    const object = this.#siblings.share(decoded, this.#feed.peek(keyOf(namespace, name)));
    return { namespace, name, uid, version, object };
  }

  #commit(replacing: Replacing<KubernetesObject>, rv: string, uid: string, attempt: Attempt): void {
    const held = this.#feed.at;
    this.#epoch = held && isEpochOf(held.epoch, uid) ? held.epoch : uid;
    // The newest list is older than what is held already: etcd was restored from a backup. Versions will be given out
    // a second time, so nobody's position in the old history may be taken for one in the new.
    const wentBack = held && this.#epoch === held.epoch && compareVersions(rv, held.rv) < 0;
    if (wentBack || this.#epochOver) this.#epoch = `${uid}.${Math.floor(this.#runtime.random() * 2 ** 32).toString(36)}`;
    replacing.commit({ epoch: this.#epoch, rv });
    this.#needsList = false;
    this.#epochOver = false;
    this.#suspicious = false;
    attempt.listed = true;
  }

  /**
   * A watch from a version that the server has not reached yet is accepted, and silent until it is: after a restore of
   * etcd it would miss everything in between. So after each break the server is asked where it stands.
   */
  async #verifyHistory(attempt: Attempt, resource: ApiResource, from: Position): Promise<void> {
    const { connection, identity } = this.#cluster;
    try {
      const [uid, { body }] = await Promise.all([
        identity.refresh(),
        connection.request<{ metadata?: { resourceVersion?: string } }>({
          path: pathOf(resource, this.#target.namespace),
          query: { limit: 1 },
          accept: "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json",
          signal: attempt.signal,
        }),
      ]);
      if (this.#stop.aborted || attempt.signal.aborted) return;
      const version = body.metadata?.resourceVersion;
      if (isEpochOf(from.epoch, uid) && (!version || compareVersions(version, from.rv) >= 0)) {
        this.#suspicious = false;
        return;
      }
      this.#epochOver = isEpochOf(from.epoch, uid);
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
      if (failure.because === "silent") await this.#rest();
      return;
    }
    if (failure instanceof UpstreamError && failure.isExpired) {
      this.#needsList = true;
      this.#runtime.logger.info(this.#names(), "the history is no longer there, listing again");
      const firstTime = this.#backoff.failures === 0;
      if (firstTime) this.#backoff.next();
      else await this.#rest();
      return;
    }
    this.#suspicious = true;
    if (failure !== undefined) this.#runtime.logger.debug({ ...this.#names(), err: failure }, "the watch broke");
    if (failure instanceof UpstreamError && (failure.isSilence || failure.httpStatus >= 500)) void health.probe();
    // It was live until this moment: resume at once, and say nothing unless that fails.
    if (fruitful) return;
    if (this.#backoff.failures + 1 >= attemptsBeforeRelist && attempt.established) this.#needsList = true;
    if (!attempt.established || this.#backoff.failures > 0) {
      let error = failure;
      if (error instanceof UpstreamError && error.httpStatus === 404) {
        // The path itself is gone: the kind, or this version of it.
        discovery.refresh().catch(() => {});
        const { name: cluster } = this.#cluster.connection;
        const message = `Cluster "${cluster}" no longer serves "${this.#target.resource}".`;
        error = new FairwayError("UNKNOWN_KIND", message, { cluster, cause: failure });
      }
      this.#reportStale(error);
    }
    await this.#rest();
  }

  /** Waits for the next attempt: for its delay, or for news that make it worth while sooner. */
  async #rest(): Promise<void> {
    const delay = this.#backoff.next();
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
    const recovered = health.reachable && !this.#clusterWasReachable;
    this.#clusterWasReachable = health.reachable;
    if (health.error) {
      this.#reportStale(health.error);
      // Over a dead connection a watch would stay open, and silent, for as long as TCP believes in it.
      if (health.silent) this.#attempt?.giveUp(new GivenUp("silent"));
    } else if (recovered) {
      if (this.#attempt?.established) this.#reportLive();
      // What was asked before the recovery may never be answered.
      else this.#attempt?.giveUp(new GivenUp("recovered"));
      this.#wake?.();
    }
  }

  #onDiscovery(): void {
    const found = this.#cluster.discovery.find(this.#target.resource);
    const { version, kind } = this.#resource ?? found ?? {};
    if (found && (found.version !== version || found.kind !== kind)) {
      // The objects held are of a version that the cluster no longer prefers.
      this.#needsList = true;
      this.#attempt?.giveUp(new GivenUp("kind-changed"));
    }
    if (found) this.#wake?.();
  }

  #reportLive(): void {
    const { health } = this.#cluster;
    if (health.error) this.#reportStale(health.error);
    else this.#report({ state: "live" });
  }

  #reportStale(cause: unknown): void {
    if (this.#reported?.state === "live") this.#liveUntil = this.#cluster.health.staleSince ?? this.#runtime.now();
    this.#liveUntil ??= this.#runtime.now();
    const error = cause === undefined || cause instanceof Garbled ? this.#nonsense(cause) : toFairwayError(cause);
    this.#report({ state: "stale", since: this.#liveUntil, error });
  }

  #report(health: Health): void {
    const before = this.#reported;
    if (before?.state === "live" && health.state === "live") return;
    if (before?.state === "stale" && health.state === "stale") {
      if (before.since === health.since && before.error.code === health.error.code) return;
    }
    this.#reported = health;
    this.#feed.health(health);
  }

  #nonsense(cause: unknown): FairwayError {
    const { name: cluster } = this.#cluster.connection;
    const message = `The watch of cluster "${cluster}" ends without a reason, or makes no sense.`;
    return new FairwayError("CLUSTER_UNAVAILABLE", message, { cluster, cause });
  }

  #names() {
    return { cluster: this.#cluster.connection.name, ...this.#target };
  }
}

function isEpochOf(epoch: string, uid: string): boolean {
  return epoch === uid || epoch.startsWith(`${uid}.`);
}

function isWatchListRefusal(error: unknown): boolean {
  return error instanceof UpstreamError && (error.httpStatus === 400 || error.httpStatus === 422);
}

function parseItem(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Garbled("an item of a list is not JSON");
  }
}

/** The promise's outcome, or a rejection as soon as the signal is aborted; the work itself goes on for others. */
async function abortable<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const onAbort = () => reject(signal.reason);
  signal.addEventListener("abort", onAbort);
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}
