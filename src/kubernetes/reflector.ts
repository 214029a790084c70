import type { Feed, GroupResource, Past, Source, Span } from "../state/index.ts";
import type { BackoffOptions } from "./backoff.ts";
import type { ClusterConnection } from "./connection.ts";
import type { Discovery } from "./discovery.ts";
import type { ClusterHealth } from "./health.ts";
import type { ClusterIdentity } from "./identity.ts";
import { readPast } from "./past.ts";
import type { Runtime } from "./ports.ts";
import { ReflectorRun } from "./reflector-run.ts";
import type { KubernetesObject } from "./types.ts";

/** The parts of a cluster that a reflector works with. */
export interface ReflectedCluster {
  readonly connection: ClusterConnection;
  readonly health: ClusterHealth;
  readonly discovery: Discovery;
  readonly identity: ClusterIdentity;
  /** The API groups whose server has refused to stream a list; shared by the cluster's reflectors. */
  readonly watchListRefused: Set<string>;
}

export interface ReflectorTarget {
  readonly resource: GroupResource;
  /** Absent: all namespaces. */
  readonly namespace?: string;
}

export interface ReflectorOptions {
  readonly backoff?: BackoffOptions;
  /** Objects in a page of a list. Default 500. */
  readonly pageSize?: number;
  /** False: always lists in pages, never by a watch. Default true. */
  readonly watchList?: boolean;
  /** How long a streamed list may be silent before its server is taken for one that cannot do it. Default 15,000 ms. */
  readonly watchListSilenceMs?: number;
  /**
   * A watch that brings nothing for so long, though a bookmark is due each minute, is opened anew: its connection may be
   * dead in one direction, while the heartbeat has a sound one. Default 90,000 ms.
   */
  readonly quietMs?: number;
  /** Time between two lists of what cannot be watched, in milliseconds; each is drawn from 90 to 110 %. Default 30,000. */
  readonly pollMs?: number;
}

/**
 * Keeps a store equal to one resource of one cluster. The contract is that of `Source`, and beyond it:
 * - a watch that ends is resumed from the store's position, at once; the content is listed again only where the API
 *   server no longer has the history, or has another one;
 * - nothing that the API server sends, or fails to send, ends `run` or is passed over: what cannot be understood is
 *   asked for again;
 * - the store is told that it is stale as soon as its cluster is, and why.
 */
export class Reflector implements Source<KubernetesObject> {
  readonly #cluster: ReflectedCluster;
  readonly #target: ReflectorTarget;
  readonly #options: ReflectorOptions;
  readonly #runtime: Runtime;

  constructor(cluster: ReflectedCluster, target: ReflectorTarget, options: ReflectorOptions, runtime: Runtime) {
    this.#cluster = cluster;
    this.#target = target;
    this.#options = options;
    this.#runtime = runtime;
  }

  /** May be called again while an earlier run still winds down: runs share nothing but the cluster. */
  async run(feed: Feed<KubernetesObject>, stop: AbortSignal): Promise<void> {
    using run = new ReflectorRun(this.#cluster, this.#target, this.#options, this.#runtime, feed, stop);
    await run.loop();
  }

  past(span: Span, most: number, signal: AbortSignal): Promise<readonly Past<KubernetesObject>[] | "expired"> {
    return readPast(this.#cluster, this.#target, span, most, this.#runtime, signal);
  }
}
