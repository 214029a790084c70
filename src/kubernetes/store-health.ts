import { FairwayError, toFairwayError } from "../errors/index.ts";
import type { Feed, GroupResource, Health } from "../state/index.ts";
import { Garbled } from "./garbled.ts";
import type { ClusterHealth } from "./health.ts";
import { UpstreamError } from "./upstream-errors.ts";

/** What a reflector has to say of its store's health. Says each thing once. */
export class StoreHealth {
  readonly #feed: Feed<unknown>;
  readonly #cluster: { readonly name: string; readonly health: ClusterHealth };
  readonly #resource: GroupResource;
  readonly #now: () => number;
  #watching = false;
  /** When the content was confirmed for the last time; null before that, and before the first failure. */
  #confirmedAt: number | null = null;
  #said: Health | null = null;

  constructor(
    feed: Feed<unknown>,
    cluster: { readonly name: string; readonly health: ClusterHealth },
    resource: GroupResource,
    now: () => number,
  ) {
    this.#feed = feed;
    this.#cluster = cluster;
    this.#resource = resource;
    this.#now = now;
  }

  /** The content is complete as of now. */
  listed(): void {
    this.#confirmedAt = this.#now();
    this.recovered();
  }

  /** A watch is open, and confirms the content as long as it is and the cluster is there. */
  opened(): void {
    this.#watching = true;
    this.recovered();
  }

  ended(): void {
    if (this.#watching) this.#confirmedAt = this.#now();
    this.#watching = false;
  }

  /** Live again, unless the cluster itself is not. */
  recovered(): void {
    const { error } = this.#cluster.health;
    if (error) this.failed(error);
    else this.#say({ state: "live" });
  }

  /** `failure` is whatever an attempt threw; undefined where it ended without a reason, and too soon. */
  failed(failure: unknown): void {
    this.#say({ state: "stale", since: this.#since(), error: this.#explain(failure) });
  }

  #since(): number {
    const { staleSince } = this.#cluster.health;
    if (this.#watching) return staleSince ?? this.#now();
    this.#confirmedAt ??= this.#now();
    return Math.min(this.#confirmedAt, staleSince ?? this.#confirmedAt);
  }

  #explain(failure: unknown): FairwayError {
    const cluster = this.#cluster.name;
    if (failure === undefined || failure instanceof Garbled) {
      const message = `The watch of cluster "${cluster}" ends without a reason, or makes no sense.`;
      return new FairwayError("CLUSTER_UNAVAILABLE", message, { cluster, cause: failure });
    }
    if (failure instanceof UpstreamError && failure.httpStatus === 404) {
      const message = `Cluster "${cluster}" no longer serves "${this.#resource}".`;
      return new FairwayError("UNKNOWN_KIND", message, { cluster, cause: failure });
    }
    if (failure instanceof UpstreamError && failure.httpStatus === 403) {
      const message = `The gateway may not list or watch "${this.#resource}" in cluster "${cluster}". Where it may in single namespaces, name them in clusters[].namespaces.`;
      return new FairwayError("FORBIDDEN", message, { cluster, cause: failure });
    }
    return toFairwayError(failure);
  }

  #say(health: Health): void {
    const said = this.#said;
    if (said?.state === "live" && health.state === "live") return;
    if (said?.state === "stale" && health.state === "stale") {
      if (said.since === health.since && said.error.code === health.error.code) return;
    }
    this.#said = health;
    this.#feed.health(health);
  }
}
