import { isDeepStrictEqual } from "node:util";
import type { KubernetesObject, ObjectRef, Writer, Written } from "../../../src/kubernetes/index.ts";
import { UpstreamError } from "../../../src/kubernetes/index.ts";

type Json = Record<string, unknown>;
type Call = { readonly verb: "get" | "create" | "patch"; readonly ref: Partial<ObjectRef>; readonly body?: object };

/** Objects as API servers keep them: with versions, preconditions, generations and statuses of their own. */
export class MemoryApi {
  readonly #objects = new Map<string, KubernetesObject>();
  #version = 100;
  /** Each write that was taken, in its order, as in `patch fairway.dev/operations/waves status`. */
  readonly writes: string[] = [];
  /** Called before each call; what it throws is the answer. */
  before: (call: Call) => void = () => {};
  /** Called after a write was taken, and before it is answered: who throws here has lost the answer. */
  after: (call: Call) => void = () => {};

  readonly writer: Pick<Writer, "get" | "create" | "patch"> = {
    get: async (ref) => {
      this.before({ verb: "get", ref });
      return written(this.#held(ref));
    },
    create: async (ref, body, options) => {
      this.before({ verb: "create", ref, body });
      const name = (body as KubernetesObject).metadata.name;
      const key = keyOf({ ...ref, name });
      if (this.#objects.has(key)) throw refusal("CONFLICT", 409, "AlreadyExists", `${name} already exists`);
      const object = this.#stamped({ ...(body as KubernetesObject) }, null);
      if (options?.dryRun) return written(object);
      return this.#store({ verb: "create", ref: { ...ref, name }, body }, key, object, "");
    },
    patch: async (ref, body, options) => {
      this.before({ verb: "patch", ref, body });
      const held = this.#held(ref);
      const { metadata = {}, ...rest } = body as { metadata?: Json };
      const { uid, resourceVersion, ...more } = metadata;
      const isOther = uid !== undefined && uid !== held.metadata.uid;
      const isStale = resourceVersion !== undefined && resourceVersion !== held.metadata.resourceVersion;
      if (isOther || isStale) throw refusal("CONFLICT", 409, "Conflict", "the object has been modified");
      const { status, ...others } = rest as Json;
      const change = options.subresource === "status" ? { status } : { ...others, metadata: more };
      const object = this.#stamped(merged(held, change, options.type) as KubernetesObject, held);
      if (options.dryRun) return written(object);
      return this.#store({ verb: "patch", ref, body }, keyOf(ref), object, options.subresource ?? "");
    },
  };

  put(
    ref: Omit<ObjectRef, "cluster">,
    object: Omit<KubernetesObject, "metadata"> & { metadata?: Json },
  ): KubernetesObject {
    const whole = { ...object, metadata: { ...object.metadata, name: ref.name } } as unknown as KubernetesObject;
    const stamped = this.#stamped(whole, null);
    this.#objects.set(keyOf(ref), stamped);
    return stamped;
  }

  get<T = KubernetesObject>(ref: Omit<ObjectRef, "cluster">): T {
    return this.#held(ref) as T;
  }

  #held(ref: Omit<ObjectRef, "cluster">): KubernetesObject {
    const held = this.#objects.get(keyOf(ref));
    if (!held) throw refusal("NOT_FOUND", 404, "NotFound", `${ref.name} not found`);
    return held;
  }

  #store(call: Call, key: string, object: KubernetesObject, subresource: string): Written {
    this.#objects.set(key, object);
    this.writes.push(`${call.verb} ${call.ref.resource}/${call.ref.name}${subresource && ` ${subresource}`}`);
    this.after(call);
    return written(object);
  }

  #stamped(object: KubernetesObject, before: KubernetesObject | null): KubernetesObject {
    this.#version += 1;
    const generation = before?.metadata.generation ?? 0;
    const isOther = !before || !isDeepStrictEqual(object.spec, before.spec);
    return {
      ...object,
      metadata: {
        ...object.metadata,
        uid: object.metadata.uid ?? `uid-${this.#version}`,
        creationTimestamp: "2026-03-01T08:00:00Z",
        generation: isOther ? generation + 1 : generation,
        resourceVersion: String(this.#version),
      },
    };
  }
}

export function refusal(code: "CONFLICT" | "NOT_FOUND" | "FORBIDDEN", httpStatus: number, reason = "", message = "no") {
  return new UpstreamError(code, message, { httpStatus, reason });
}

function keyOf({ resource, namespace = "", name }: Omit<ObjectRef, "cluster">): string {
  return `${resource} ${namespace}/${name}`;
}

function written(object: KubernetesObject): Written {
  return { object: structuredClone(object), resourceVersion: object.metadata.resourceVersion };
}

/** A merge patch; a strategic one merges lists whose items have names by them. */
function merged(base: unknown, change: unknown, type: string): unknown {
  if (type === "strategic" && isNamedList(change) && isNamedList(base)) {
    return base.map((item) => merged(item, change.find(({ name }) => name === item.name) ?? {}, type));
  }
  if (!isObject(change)) return change;
  const result: Json = isObject(base) ? { ...base } : {};
  for (const [key, value] of Object.entries(change)) {
    if (value === null) delete result[key];
    else if (value !== undefined) result[key] = merged(result[key], value, type);
  }
  return JSON.parse(JSON.stringify(result));
}

function isNamedList(value: unknown): value is readonly { readonly name: string }[] {
  return Array.isArray(value) && value.every((item) => isObject(item) && typeof item.name === "string");
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
