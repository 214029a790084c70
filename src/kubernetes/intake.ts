import { type Feed, type GroupResource, type Item, type Key, keyOf } from "../state/index.ts";
import { decode, type TypeMeta } from "./decoder.ts";
import { Garbled } from "./garbled.ts";
import { Siblings } from "./siblings.ts";
import type { KubernetesObject } from "./types.ts";

/** Makes of what the API server sends what a store keeps. */
export class Intake {
  readonly #feed: Feed<KubernetesObject>;
  readonly #resource: GroupResource;
  readonly #siblings = new Siblings();
  #type: TypeMeta = { apiVersion: "", kind: "" };

  constructor(feed: Feed<KubernetesObject>, resource: GroupResource) {
    this.#feed = feed;
    this.#resource = resource;
  }

  /** The type of objects that carry none, as the items of a list. */
  expect(type: TypeMeta): void {
    this.#type = type;
  }

  /** Null when it is no object. */
  read(raw: unknown): KubernetesObject | null {
    return decode(raw, this.#resource, this.#type);
  }

  /** As `read`, of an object that may have neither uid nor version; the version to keep it under is given. */
  polledItem(raw: unknown, versionOf: (key: Key) => string): Item<KubernetesObject> | null {
    const object = decode(raw, this.#resource, this.#type, "name");
    if (!object) return null;
    const { namespace = "", name, uid = "" } = object.metadata;
    return { ...this.item(object), uid, version: versionOf(keyOf(namespace, name)) };
  }

  /** As `read`, of an event's object; throws Garbled when it is none. */
  demand(raw: unknown): KubernetesObject {
    const object = this.read(raw);
    if (!object) throw new Garbled("an event of the watch holds no object");
    return object;
  }

  item(read: KubernetesObject): Item<KubernetesObject> {
    const before = this.#feed.peek(read.metadata.namespace ?? "", read.metadata.name);
    const object = this.#siblings.share(read, before);
    // Of the shared object: a namespace's name is then one string, not one for each object.
    const { namespace = "", name, uid, resourceVersion: version } = object.metadata;
    return { namespace, name, uid, version, object };
  }

  forget(gone: KubernetesObject): void {
    this.#siblings.forget(gone);
  }
}
