import { isDeepStrictEqual } from "node:util";
import { type SandboxClock, timestampOf } from "../world/clock.ts";
import type { Random } from "../world/random.ts";
import { withDefaults } from "./defaults.ts";
import { apiVersionOf, type Kind, type Subresource } from "./kind.ts";
import { compact, type Fields, fieldsOf, isFields, type KubeObject, type ObjectMeta, withMetadata } from "./object.ts";
import * as status from "./status.ts";
import type { Store } from "./store.ts";
import { fixedCauses, validate } from "./validation.ts";

export interface UpdateOptions {
  readonly dryRun?: boolean;
  readonly subresource?: Subresource | undefined;
  /** Another uid is a mistake in a patch, and a failed precondition in everything else. */
  readonly isPatch?: boolean;
}

export interface DeleteOptions {
  readonly dryRun?: boolean;
  readonly preconditions?: { readonly uid?: string; readonly resourceVersion?: string } | undefined;
  readonly propagationPolicy?: "Foreground" | "Background" | "Orphan" | undefined;
  readonly gracePeriodSeconds?: number | undefined;
}

/** What a deletion left: the object as it is now, and whether it is still there. */
export interface Deletion {
  readonly object: KubeObject;
  readonly remains: boolean;
}

/** Seen by the garbage collector, which takes it away once the dependents are gone. */
export const foreground = "foregroundDeletion";

const keptNamespaces = new Set(["default", "kube-system", "kube-public", "kube-node-lease"]);

/** The rules of writing: what a server decides about an object before it is stored. For clients and controllers alike. */
export class Registry {
  readonly store: Store;
  readonly #namespaces: Kind;
  readonly #clock: SandboxClock;
  readonly #random: Random;

  constructor(store: Store, namespaces: Kind, clock: SandboxClock, random: Random) {
    this.store = store;
    this.#namespaces = namespaces;
    this.#clock = clock;
    this.#random = random;
  }

  /** Throws NotFound. */
  get<T extends KubeObject>(kind: Kind, namespace: string, name: string): T {
    const object = this.store.get<T>(kind, namespace, name);
    if (!object) throw status.notFound(kind, name);
    return object;
  }

  create<T extends KubeObject>(kind: Kind, namespace: string, body: Fields, dryRun = false): T {
    const given = fieldsOf(body.metadata) as Partial<ObjectMeta>;
    if (given.namespace && given.namespace !== namespace) {
      throw status.badRequest("the namespace of the provided object does not match the namespace sent on the request");
    }
    if (given.resourceVersion) {
      throw new status.ApiError(500, undefined, "resourceVersion should not be set on objects to be created");
    }
    this.#checkNamespace(kind, namespace, given.name ?? "");
    const generated = given.generateName ? `${given.generateName}${this.#random.nameSuffix()}` : "";
    const metadata = compact({
      name: given.name || generated,
      generateName: given.generateName,
      namespace: kind.namespaced ? namespace : undefined,
      uid: this.#random.uid(),
      generation: kind.generation ? 1 : undefined,
      creationTimestamp: this.#clock.timestamp,
      labels: given.labels,
      annotations: given.annotations,
      ownerReferences: given.ownerReferences,
      finalizers: given.finalizers,
    }) as ObjectMeta;
    const { status: _, ...rest } = body;
    // A kubelet registers its node together with its status; of all others it is the controllers' to say.
    const content = kind.subresources.includes("status") && kind.resource !== "nodes" ? rest : body;
    const initial = initialStatus(kind);
    const typed = { apiVersion: apiVersionOf(kind), kind: kind.kind, metadata };
    const object = withDefaults(kind, { ...typed, ...content, ...typed, ...(initial && { status: initial }) });
    this.#check(kind, object);
    const held = this.store.get(kind, namespace, metadata.name);
    if (held) throw status.alreadyExists(kind, metadata.name, held.metadata.deletionTimestamp !== undefined);
    return (dryRun ? object : this.store.put(kind, object)) as T;
  }

  /**
   * Changes what is there. `change` is given the newest version, and what it returns is held to the rules: a version
   * in it that is not the newest is a conflict, and what only the server or another subresource may set stays.
   */
  update<T extends KubeObject>(
    kind: Kind,
    namespace: string,
    name: string,
    change: (current: T) => Fields,
    { dryRun = false, subresource, isPatch = false }: UpdateOptions = {},
  ): T {
    const current = this.get<T>(kind, namespace, name);
    const wanted = change(current);
    const asked = fieldsOf(wanted.metadata) as Partial<ObjectMeta>;
    if (!asked.name) {
      throw status.badRequest(
        `the name of the object (${name} based on URL) was undeterminable: name must be provided`,
      );
    }
    if (asked.name !== name) {
      throw status.badRequest(`the name of the object (${asked.name}) does not match the name on the URL (${name})`);
    }
    if (kind.namespaced && asked.namespace && asked.namespace !== namespace) {
      throw status.badRequest("the namespace of the provided object does not match the namespace sent on the request");
    }
    if (!isPatch && asked.uid && asked.uid !== current.metadata.uid) {
      const uids = `UID in precondition: ${asked.uid}, UID in object meta: ${current.metadata.uid}`;
      throw status.conflict(kind, name, `Precondition failed: ${uids}`);
    }
    if (asked.resourceVersion && asked.resourceVersion !== current.metadata.resourceVersion) {
      throw status.conflict(kind, name);
    }
    const next = withDefaults(kind, merged(kind, current, wanted, asked, subresource, this.#clock.timestamp));
    this.#check(kind, next, current, asked);
    if (isDeepStrictEqual(next, current)) return current;
    const counted =
      kind.generation && !isDeepStrictEqual(next.spec, current.spec)
        ? withMetadata(next, { generation: (current.metadata.generation ?? 1) + 1 })
        : next;
    if (dryRun) return counted as T;
    const { deletionTimestamp, finalizers = [] } = counted.metadata;
    const released = deletionTimestamp !== undefined && finalizers.length === 0 && current.metadata.finalizers?.length;
    if (!released) return this.store.put(kind, counted) as T;
    // The last finalizer is off. The answer is the object as it was, with the change.
    this.store.remove(kind, counted);
    return counted as T;
  }

  delete(kind: Kind, namespace: string, name: string, options: DeleteOptions = {}): Deletion {
    const current = this.get(kind, namespace, name);
    const { metadata } = current;
    const { preconditions: { uid, resourceVersion } = {}, propagationPolicy, dryRun = false } = options;
    if (uid && uid !== metadata.uid) throw status.preconditionFailed(kind, name, "UID", uid, metadata.uid);
    if (resourceVersion && resourceVersion !== metadata.resourceVersion) {
      throw status.preconditionFailed(kind, name, "ResourceVersion", resourceVersion, metadata.resourceVersion);
    }
    if (kind === this.#namespaces) return this.#deleteNamespace(current, dryRun);
    const grace = graceOf(kind, current, options.gracePeriodSeconds);
    const finalizers = [
      ...(metadata.finalizers ?? []).filter((each) => each !== foreground && each !== "orphan"),
      ...(propagationPolicy === "Foreground" ? [foreground] : propagationPolicy === "Orphan" ? ["orphan"] : []),
    ];
    const waits = finalizers.length > 0 || grace > 0;
    if (dryRun) return { object: current, remains: waits };
    if (!waits) return { object: this.store.remove(kind, current), remains: false };
    const ends = timestampOf(this.#clock.now + grace * 1_000);
    // Whoever deletes again can only shorten the grace that is granted already.
    const held = metadata.deletionTimestamp !== undefined && metadata.deletionTimestamp <= ends;
    const deletion = held ? {} : { deletionTimestamp: ends, deletionGracePeriodSeconds: grace };
    const marked = withMetadata(current, {
      ...deletion,
      ...(finalizers.length > 0 && { finalizers }),
      ...(kind.generation && !held && { generation: (metadata.generation ?? 1) + 1 }),
    });
    return { object: isDeepStrictEqual(marked, current) ? current : this.store.put(kind, marked), remains: true };
  }

  #deleteNamespace(namespace: KubeObject, dryRun: boolean): Deletion {
    const { name, deletionTimestamp } = namespace.metadata;
    if (keptNamespaces.has(name)) {
      throw status.forbidden(this.#namespaces, name, "this namespace may not be deleted");
    }
    const marked = withMetadata(
      { ...namespace, status: { phase: "Terminating" } },
      {
        deletionTimestamp: deletionTimestamp ?? this.#clock.timestamp,
      },
    );
    const store = !dryRun && deletionTimestamp === undefined;
    return { object: store ? this.store.put(this.#namespaces, marked) : marked, remains: true };
  }

  #checkNamespace(kind: Kind, namespace: string, name: string): void {
    if (!kind.namespaced) return;
    const home = this.get(this.#namespaces, "", namespace);
    if (home.metadata.deletionTimestamp === undefined) return;
    const why = `unable to create new content in namespace ${namespace} because it is being terminated`;
    throw status.forbidden(kind, name, why);
  }

  #check(kind: Kind, object: KubeObject, before?: KubeObject, asked?: Partial<ObjectMeta>): void {
    const fixed = before && asked ? fixedCauses(before.metadata, asked) : [];
    const causes = [...fixed, ...validate(kind, object, before)];
    if (causes.length > 0) throw status.invalid(kind, object.metadata.name, causes);
  }
}

/** The current object with what the wanted one may change of it. */
function merged(
  kind: Kind,
  current: KubeObject,
  wanted: Fields,
  asked: Partial<ObjectMeta>,
  subresource: UpdateOptions["subresource"],
  now: string,
): KubeObject {
  const { labels, annotations, ownerReferences, finalizers, ...kept } = current.metadata;
  if (subresource === "status") return { ...current, ...(isFields(wanted.status) && { status: wanted.status }) };
  if (subresource === "approval") {
    const { conditions = [] } = fieldsOf(wanted.status) as { readonly conditions?: readonly Fields[] };
    const decided = { lastUpdateTime: now, lastTransitionTime: now };
    return {
      ...current,
      status: { ...fieldsOf(current.status), conditions: conditions.map((each) => ({ ...decided, ...each })) },
    };
  }
  const own = { labels, annotations, ownerReferences, finalizers };
  for (const field of Object.keys(own) as (keyof typeof own)[]) {
    const given = asked[field];
    // What is empty is not kept.
    own[field] = (given && Object.keys(given).length > 0 ? given : undefined) as never;
  }
  const metadata = compact({ ...kept, ...own }) as ObjectMeta;
  const { status: _, ...content } = wanted;
  const status = kind.subresources.includes("status") ? current.status : wanted.status;
  const { apiVersion, kind: name } = current;
  const typed = { apiVersion, kind: name, metadata };
  return { ...typed, ...content, ...typed, ...(status !== undefined && { status }) };
}

function initialStatus({ group, resource, subresources }: Kind): Fields | undefined {
  if (group === "" && resource === "pods") return { phase: "Pending", qosClass: "Burstable" };
  if (group === "" && resource === "namespaces") return { phase: "Active" };
  return subresources.includes("status") && resource !== "nodes" ? {} : undefined;
}

/** Only a pod on a node is given time to end. */
function graceOf({ group, resource }: Kind, { spec, status }: KubeObject, asked: number | undefined): number {
  if (group !== "" || resource !== "pods") return 0;
  const { nodeName, terminationGracePeriodSeconds } = fieldsOf(spec);
  const { phase } = fieldsOf(status);
  if (!nodeName || phase === "Succeeded" || phase === "Failed") return 0;
  return asked ?? Number(terminationGracePeriodSeconds ?? 30);
}
