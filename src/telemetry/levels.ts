import { Gauge, type Registry } from "prom-client";

/** What one running store holds. Stores of the same cluster and resource are added up. */
export interface StoreLevel {
  readonly cluster: string;
  readonly resource: string;
  readonly objects: number;
  /** Changes kept for those who come back. */
  readonly logged: number;
  /** The cluster does not confirm its content at present. */
  readonly stale: boolean;
}

/** How much of everything there is at this moment. */
export interface Levels {
  readonly stores: readonly StoreLevel[];
  readonly subscriptions: { readonly members: number; readonly groups: number };
}

/**
 * Gauges of things that are counted when somebody looks: asking at each scrape costs less than to follow each change,
 * and what has gone has no series any more. Only objects are told apart by resource, as resources are many.
 */
export class LevelGauges {
  readonly #objects;
  readonly #logged;
  readonly #stale;
  readonly #members;
  readonly #groups;
  #read: (() => Levels) | undefined;

  constructor(registry: Registry) {
    const registers = [registry];
    this.#objects = new Gauge({
      name: "fairway_store_objects",
      help: "Objects in memory.",
      labelNames: ["cluster", "resource"],
      registers,
    });
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
  }

  from(read: () => Levels): void {
    this.#read = read;
  }

  /** Called before each scrape. */
  update(): void {
    if (!this.#read) return;
    const { stores, subscriptions } = this.#read();
    for (const gauge of [this.#objects, this.#logged, this.#stale]) gauge.reset();
    for (const { cluster, resource, objects, logged, stale } of stores) {
      this.#objects.inc({ cluster, resource }, objects);
      this.#logged.inc({ cluster }, logged);
      this.#stale.inc({ cluster }, stale ? 1 : 0);
    }
    this.#members.set(subscriptions.members);
    this.#groups.set(subscriptions.groups);
  }
}
