import { events, namespaces } from "../data/kinds.ts";
import { compact, type KubeObject } from "../storage/object.ts";
import type { Registry } from "../storage/registry.ts";
import type { SandboxClock } from "../world/clock.ts";
import type { Random } from "../world/random.ts";

const lifeMs = 30 * 60_000;

/** Writes Events as the recorders of Kubernetes do: what is said again counts up, and after a while it is forgotten. */
export class EventRecorder {
  readonly #registry: Registry;
  readonly #clock: SandboxClock;
  readonly #random: Random;
  /** The event of each thing that was said, by what it was. */
  readonly #known = new Map<string, { readonly namespace: string; readonly name: string }>();

  constructor(registry: Registry, clock: SandboxClock, random: Random) {
    this.#registry = registry;
    this.#clock = clock;
    this.#random = random;
  }

  record(about: KubeObject, type: "Normal" | "Warning", reason: string, message: string, component: string): void {
    const { name: subject, namespace: home, uid, resourceVersion } = about.metadata;
    const namespace = home ?? "default";
    const { store } = this.#registry;
    // Of a namespace that is going away nothing more can be told.
    if (store.get(namespaces, "", namespace)?.metadata.deletionTimestamp !== undefined) return;
    const now = this.#clock.timestamp;
    const said = `${uid} ${reason} ${message}`;
    const known = this.#known.get(said);
    if (known && store.get(events, known.namespace, known.name)) {
      this.#registry.update(events, known.namespace, known.name, (event) => ({
        ...event,
        count: Number(event.count ?? 1) + 1,
        lastTimestamp: now,
      }));
      return;
    }
    const { apiVersion, kind } = about;
    const name = `${subject}.${this.#random.hex(16)}`;
    this.#registry.create(events, namespace, {
      metadata: { name },
      involvedObject: compact({ kind, namespace: home, name: subject, uid, apiVersion, resourceVersion }),
      reason,
      message,
      source: { component },
      firstTimestamp: now,
      lastTimestamp: now,
      count: 1,
      type,
      eventTime: null,
      reportingComponent: component,
      reportingInstance: "",
    });
    this.#known.set(said, { namespace, name });
    this.#clock.after(lifeMs, () => this.#forget(said, namespace, name));
  }

  #forget(said: string, namespace: string, name: string): void {
    const event = this.#registry.store.get(events, namespace, name);
    if (!event) {
      this.#known.delete(said);
      return;
    }
    const left = Date.parse(String(event.lastTimestamp)) + lifeMs - this.#clock.now;
    if (left > 0) {
      this.#clock.after(left, () => this.#forget(said, namespace, name));
      return;
    }
    this.#known.delete(said);
    this.#registry.store.remove(events, event);
  }
}
