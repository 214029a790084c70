import type { KubernetesObject } from "../../src/kubernetes/index.ts";
import type { Feed, Item, Source } from "../../src/state/index.ts";

/** Feeds one store from memory, as a reflector would whose cluster costs nothing. */
export class MemorySource implements Source<unknown> {
  readonly #objects: readonly KubernetesObject[];
  #feed: Feed<unknown> | undefined;

  constructor(objects: readonly KubernetesObject[]) {
    this.#objects = objects;
  }

  async run(feed: Feed<unknown>, stop: AbortSignal): Promise<void> {
    this.#feed = feed;
    const replacement = feed.replace();
    for (const object of this.#objects) replacement.put(itemOf(object));
    replacement.commit({ epoch: "bench", rv: "999999" });
    feed.health({ state: "live" });
    await new Promise((resolve) => stop.addEventListener("abort", resolve));
  }

  /** A newer version of an object, or a new one. */
  put(object: KubernetesObject): void {
    if (!this.#feed) throw new Error("nothing has asked for these objects yet");
    this.#feed.put(itemOf(object), { epoch: "bench", rv: object.metadata.resourceVersion });
  }
}

function itemOf(object: KubernetesObject): Item<KubernetesObject> {
  const { namespace = "", name, uid, resourceVersion: version } = object.metadata;
  return { namespace, name, uid, version, object };
}
