import { namespaces } from "../data/kinds.ts";
import type { Kind } from "../storage/kind.ts";
import { entry, type KubeObject, withMetadata } from "../storage/object.ts";
import { foreground } from "../storage/registry.ts";
import type { Context } from "./context.ts";

const delayMs = 50;

interface Dependent {
  readonly kind: Kind;
  readonly object: KubeObject;
}

/** Deletes what belongs to nobody any more, and empties namespaces that are going away. */
export function runGarbageCollector(context: Context, kinds: readonly Kind[]): void {
  const { store, registry, clock } = context;
  /** Objects by uid. */
  const present = new Map<string, Kind>();
  /** Which objects name a uid as their owner. */
  const dependents = new Map<string, Map<string, Dependent>>();

  store.onChange(({ kind, object, before, type }) => {
    const { uid, deletionTimestamp, finalizers = [] } = object.metadata;
    for (const owner of before?.metadata.ownerReferences ?? []) {
      const owned = dependents.get(owner.uid);
      owned?.delete(uid);
      if (owned?.size === 0) dependents.delete(owner.uid);
    }
    if (type === "DELETED") {
      present.delete(uid);
      later(() => collect(uid));
      return;
    }
    present.set(uid, kind);
    for (const owner of object.metadata.ownerReferences ?? []) {
      entry(dependents, owner.uid, () => new Map<string, Dependent>()).set(uid, { kind, object });
      // Its owner may have gone before it came.
      if (!present.has(owner.uid)) later(() => collect(owner.uid));
    }
    if (deletionTimestamp === undefined) return;
    if (finalizers.includes(foreground)) later(() => collectBefore(kind, object));
    if (finalizers.includes("orphan")) later(() => orphan(kind, object));
    if (kind === namespaces) later(() => empty(object));
  });

  function later(work: () => void): void {
    clock.after(delayMs, work);
  }

  function collect(uid: string): void {
    if (present.has(uid)) return;
    for (const { kind, object } of [...(dependents.get(uid)?.values() ?? [])]) {
      const { namespace = "", name, ownerReferences = [] } = object.metadata;
      const left = ownerReferences.filter((owner) => present.has(owner.uid));
      if (left.length === 0) registry.delete(kind, namespace, name);
      else if (left.length < ownerReferences.length) setOwners(kind, object, left);
    }
  }

  /** With `Foreground` the owner goes last: it stays until what blocks its deletion is gone. */
  function collectBefore(kind: Kind, owner: KubeObject): void {
    const { uid, namespace = "", name } = owner.metadata;
    const owned = [...(dependents.get(uid)?.values() ?? [])];
    for (const { kind, object } of owned) {
      if (object.metadata.deletionTimestamp !== undefined) continue;
      const home = object.metadata.namespace ?? "";
      registry.delete(kind, home, object.metadata.name, { propagationPolicy: "Foreground" });
    }
    if (owned.length > 0)
      later(() => {
        if (present.has(uid)) collectBefore(kind, owner);
      });
    else removeFinalizer(kind, namespace, name, foreground);
  }

  function orphan(kind: Kind, owner: KubeObject): void {
    const { uid, namespace = "", name } = owner.metadata;
    for (const { kind, object } of [...(dependents.get(uid)?.values() ?? [])]) {
      setOwners(
        kind,
        object,
        (object.metadata.ownerReferences ?? []).filter((each) => each.uid !== uid),
      );
    }
    removeFinalizer(kind, namespace, name, "orphan");
  }

  function empty({ metadata: { name } }: KubeObject): void {
    const contents = kinds.flatMap((kind) =>
      kind.namespaced ? store.all(kind).map((object) => ({ kind, object })) : [],
    );
    const own = contents.filter(({ object }) => object.metadata.namespace === name);
    for (const { kind, object } of own) {
      if (object.metadata.deletionTimestamp !== undefined) continue;
      registry.delete(kind, name, object.metadata.name);
    }
    const namespace = store.get(namespaces, "", name);
    if (!namespace) return;
    if (own.length > 0) clock.after(500, () => empty(namespace));
    else store.remove(namespaces, namespace);
  }

  function setOwners(kind: Kind, { metadata }: KubeObject, ownerReferences: KubeObject["metadata"]["ownerReferences"]) {
    registry.update(kind, metadata.namespace ?? "", metadata.name, (each) =>
      withMetadata(each, { ...(ownerReferences && { ownerReferences }) }),
    );
  }

  function removeFinalizer(kind: Kind, namespace: string, name: string, finalizer: string): void {
    registry.update(kind, namespace, name, (each) =>
      withMetadata(each, { finalizers: (each.metadata.finalizers ?? []).filter((held) => held !== finalizer) }),
    );
  }
}
