import { Gauge, type Registry } from "prom-client";
import type { Hearsay } from "./hearsay.ts";

/** What one running store holds. Stores of the same cluster and resource are added up. */
export interface StoreLevel {
  readonly cluster: string;
  readonly resource: string;
  readonly objects: number;
  /** Changes kept for those who come back. */
  readonly logged: number;
  /** The cluster does not confirm its content at present. */
  readonly stale: boolean;
  /** It is listed again and again, as it cannot be watched. */
  readonly polled: boolean;
  readonly subscribers: number;
  /** How many changes the slowest of them has not been sent, because its transport is full. */
  readonly behind: number;
}

/** How one registered cluster is. */
export interface ClusterLevel {
  readonly cluster: string;
  readonly reachable: boolean;
  /** How many requests may be under way at present. */
  readonly limit: number;
  /** Logs of containers that are being read. */
  readonly logs: number;
  /** Milliseconds since the epoch; null where the gateway's credential does not say when it ends. */
  readonly credentialExpiresAt: number | null;
}

/** How much of everything there is at this moment. */
export interface Levels {
  readonly clusters: readonly ClusterLevel[];
  readonly stores: readonly StoreLevel[];
  readonly subscriptions: { readonly members: number; readonly groups: number };
  /** What is given again without an execution, and how often it was. */
  readonly answers: { readonly kept: number; readonly bytes: number; readonly given: number };
}

const ofStores = {
  objects: ["fairway_store_objects", "Objects in memory."],
  bytes: [
    "fairway_store_received_bytes",
    "JSON that was received for the objects in memory, estimated: their number times the mean size of the newest of them. What they take in memory is less, as equal parts are shared.",
  ],
  age: [
    "fairway_store_last_event_age_seconds",
    "Since the cluster was heard of about this resource for the last time: an event, a bookmark or a list.",
  ],
  polled: ["fairway_store_polled", "1 where the resource is listed again and again, as it cannot be watched."],
  subscribers: ["fairway_store_subscribers", "Subscriptions that are sent changes of this resource."],
  behind: [
    "fairway_store_queue_changes",
    "How many changes the slowest subscriber has not been sent, because its transport is full. Nothing is queued for it but its place.",
  ],
} as const;

const ofClusters = {
  reachable: ["fairway_cluster_reachable", "1 where the API server answered the last heartbeat, 0 where it did not."],
  limit: [
    "fairway_cluster_request_limit",
    "How many requests to the API server may be under way. Less than it may be at most while the server refuses for load.",
  ],
  logs: [
    "fairway_cluster_logs_open",
    "Logs of containers that are being read or followed: as many connections to the API server.",
  ],
  expiry: [
    "fairway_cluster_credential_expiry_timestamp_seconds",
    "When the gateway's own credential for the cluster ends. Absent where it does not say.",
  ],
} as const;

/**
 * Gauges of things that are counted when somebody looks: asking at each scrape costs less than to follow each change,
 * and what has gone has no series any more. Labels are clusters and resources: never callers, names or namespaces,
 * which have no bound.
 */
export class LevelGauges {
  readonly #hearsay: Hearsay;
  readonly #ofStores;
  readonly #ofClusters;
  readonly #logged;
  readonly #stale;
  readonly #members;
  readonly #groups;
  readonly #kept;
  readonly #keptBytes;
  readonly #given;
  #read: (() => Levels) | undefined;

  constructor(registry: Registry, hearsay: Hearsay) {
    const registers = [registry];
    this.#hearsay = hearsay;
    const ofStore = ([name, help]: readonly [string, string]) =>
      new Gauge({ name, help, labelNames: ["cluster", "resource"], registers });
    this.#ofStores = {
      objects: ofStore(ofStores.objects),
      bytes: ofStore(ofStores.bytes),
      age: ofStore(ofStores.age),
      polled: ofStore(ofStores.polled),
      subscribers: ofStore(ofStores.subscribers),
      behind: ofStore(ofStores.behind),
    };
    const ofCluster = ([name, help]: readonly [string, string]) =>
      new Gauge({ name, help, labelNames: ["cluster"], registers });
    this.#ofClusters = {
      reachable: ofCluster(ofClusters.reachable),
      limit: ofCluster(ofClusters.limit),
      logs: ofCluster(ofClusters.logs),
      expiry: ofCluster(ofClusters.expiry),
    };
    this.#logged = new Gauge({
      name: "fairway_store_log_changes",
      help: "Changes that stores keep for subscribers who are slow or come back.",
      labelNames: ["cluster"],
      registers,
    });
    this.#stale = new Gauge({
      name: "fairway_stale_stores",
      help: "Stores whose content their cluster does not confirm at present.",
      labelNames: ["cluster"],
      registers,
    });
    this.#members = new Gauge({
      name: "fairway_subscription_members",
      help: "Subscriptions that the engine holds. Lastingly more than fairway_subscriptions are a leak.",
      registers,
    });
    this.#groups = new Gauge({
      name: "fairway_subscription_groups",
      help: "Groups of equal subscriptions, each executed once for all of its members.",
      registers,
    });
    const ofAnswers = (name: string, help: string) => new Gauge({ name, help, registers });
    this.#kept = ofAnswers("fairway_answers_kept", "Answers that are given again as long as nothing of them changes.");
    this.#keptBytes = ofAnswers("fairway_answers_bytes", "What they take in memory, estimated.");
    this.#given = ofAnswers(
      "fairway_answers_given",
      "How often one was given in place of an execution, since the start.",
    );
  }

  from(read: () => Levels): void {
    this.#read = read;
  }

  /** Called before each scrape. */
  update(): void {
    if (!this.#read) return;
    const { clusters, stores, subscriptions, answers } = this.#read();
    const ofAll = [this.#ofStores, this.#ofClusters].flatMap((gauges) => Object.values(gauges));
    for (const gauge of [...ofAll, this.#logged, this.#stale]) gauge.reset();
    for (const { cluster, reachable, limit, logs, credentialExpiresAt } of clusters) {
      this.#ofClusters.reachable.set({ cluster }, reachable ? 1 : 0);
      this.#ofClusters.limit.set({ cluster }, limit);
      this.#ofClusters.logs.set({ cluster }, logs);
      if (credentialExpiresAt !== null) this.#ofClusters.expiry.set({ cluster }, credentialExpiresAt / 1000);
    }
    for (const store of stores) this.#add(store);
    this.#members.set(subscriptions.members);
    this.#groups.set(subscriptions.groups);
    this.#kept.set(answers.kept);
    this.#keptBytes.set(answers.bytes);
    this.#given.set(answers.given);
  }

  #add({ cluster, resource, objects, logged, stale, polled, subscribers, behind }: StoreLevel): void {
    const gauges = this.#ofStores;
    const labels = { cluster, resource };
    gauges.objects.inc(labels, objects);
    gauges.subscribers.inc(labels, subscribers);
    gauges.behind.inc(labels, behind);
    if (polled) gauges.polled.set(labels, 1);
    const heard = this.#hearsay.of(cluster, resource);
    if (heard) {
      gauges.bytes.inc(labels, Math.round(heard.meanBytes * objects));
      gauges.age.set(labels, heard.ageSeconds);
    }
    this.#logged.inc({ cluster }, logged);
    this.#stale.inc({ cluster }, stale ? 1 : 0);
  }
}
