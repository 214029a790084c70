import { Forms } from "./forms.ts";
import { share } from "./sharing.ts";
import type { KubernetesObject } from "./types.ts";

/** What the objects of one owner have in common. */
class Family {
  readonly #sections = new Map<string, Forms>();
  last: KubernetesObject | undefined;

  /** Changes the object in place; it must not have been handed over yet. */
  share(object: Record<string, unknown>, previous: KubernetesObject | undefined): void {
    const model = previous ?? this.last;
    for (const name in object) {
      const value = object[name];
      const like = model?.[name];
      object[name] =
        name !== "metadata" && isFields(value)
          ? this.#formsOf(name).compact(value, isFields(like) ? like : undefined)
          : share(like, value);
    }
  }

  #formsOf(section: string): Forms {
    let forms = this.#sections.get(section);
    if (!forms) {
      forms = new Forms();
      this.#sections.set(section, forms);
    }
    return forms;
  }
}

function isFields(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Keeps once what objects of one owner have in common, and what an object has in common with its previous version. */
export class Siblings {
  readonly #capacity: number;
  readonly #families = new Map<string, Family>();

  constructor(capacity = 4096) {
    this.#capacity = capacity;
  }

  get size(): number {
    return this.#families.size;
  }

  /** An object equal to this one, which is used up. */
  share(object: KubernetesObject, previous: KubernetesObject | undefined): KubernetesObject {
    const name = familyOf(object);
    if (name === undefined) return previous ? share(previous, object) : object;
    const family = this.#families.get(name) ?? new Family();
    family.share(object as Record<string, unknown>, previous);
    family.last = object;
    this.#remember(name, family);
    return object;
  }

  /** The object is gone, and must not be held for the sake of siblings that may never come. */
  forget(object: KubernetesObject): void {
    const name = familyOf(object);
    if (name === undefined) return;
    if (this.#families.get(name)?.last?.metadata.uid === object.metadata.uid) this.#families.delete(name);
  }

  #remember(name: string, family: Family): void {
    const known = this.#families.delete(name);
    if (!known && this.#families.size >= this.#capacity) {
      const [oldest] = this.#families.keys();
      if (oldest !== undefined) this.#families.delete(oldest);
    }
    this.#families.set(name, family);
  }
}

/** A wrong guess costs a comparison and nothing else: what is shared is equal in any case. */
function familyOf({ metadata }: KubernetesObject): string | undefined {
  const { ownerReferences, generateName, labels } = metadata;
  if (Array.isArray(ownerReferences)) {
    const owner = ownerReferences.find((reference) => reference?.controller === true);
    if (owner) return owner.uid;
  }
  return generateName ?? labels?.["app.kubernetes.io/name"] ?? labels?.app;
}
