import type { ClusterName, GroupResource } from "../state/index.ts";
import { type ApiResource, apiVersionOf, pathOf } from "./api-resource.ts";
import type { ClusterConnection, RequestOptions } from "./connection.ts";
import { decode, type TypeMeta } from "./decoder.ts";
import type { Discovery } from "./discovery.ts";
import type { Query } from "./query-string.ts";
import { isStatus, type KubernetesObject, type Status } from "./types.ts";
import { UpstreamError } from "./upstream-errors.ts";

/** Names one object of one cluster. */
export interface ObjectRef {
  readonly cluster: ClusterName;
  readonly resource: GroupResource;
  /** As in `v1beta1`. Default: the one that the cluster prefers. */
  readonly version?: string;
  readonly namespace?: string;
  readonly name: string;
}

export interface CallOptions {
  /** Default: the connection's. */
  readonly deadlineMs?: number;
  readonly signal?: AbortSignal;
  /** Who asks, where that is not the gateway: impersonation, or a token of the caller's own. */
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
}

export interface WriteOptions extends CallOptions {
  /** Everything but the storing is done: defaulting, validation, admission. */
  readonly dryRun?: boolean;
  /** Default `fairway`. */
  readonly fieldManager?: string;
}

export interface PatchOptions extends WriteOptions {
  readonly type: "merge" | "json" | "strategic" | "apply";
  /** As in `status`, `scale`. */
  readonly subresource?: string;
  /** With `apply`: takes over fields that another manager holds, instead of a CONFLICT. */
  readonly force?: boolean;
}

export interface UpdateOptions extends WriteOptions {
  readonly subresource: string;
  /** A CONFLICT where it has changed since. */
  readonly resourceVersion: string;
}

export interface DeleteOptions extends WriteOptions {
  /** A CONFLICT where the object is not this one, or not in this version, any more. */
  readonly preconditions?: { readonly uid?: string; readonly resourceVersion?: string };
  readonly propagationPolicy?: "Foreground" | "Background" | "Orphan";
  readonly gracePeriodSeconds?: number;
}

/** An object as the API server answered with it, less what the decoder drops: values of Secrets never get past here. */
export interface Written {
  readonly object: KubernetesObject;
  /** Empty for an object that a dry run would have created: it has none yet. */
  readonly resourceVersion: string;
}

/** A deletion is answered with the object while it still exists (finalizers, grace period), else with a Status alone. */
export interface Deleted {
  readonly object: KubernetesObject | null;
  readonly uid: string | null;
  readonly resourceVersion: string | null;
}

const contentTypes = {
  merge: "application/merge-patch+json",
  json: "application/json-patch+json",
  strategic: "application/strategic-merge-patch+json",
  // JSON is YAML.
  apply: "application/apply-patch+yaml",
} as const;

/**
 * Writes to one cluster, and live reads for what must not come from memory. What was read and decoded is never changed and put
 * back: a field that this program does not know, or that somebody else has just changed, would be lost.
 */
export class Writer {
  readonly #connection: ClusterConnection;
  readonly #discovery: Discovery;

  constructor(connection: ClusterConnection, discovery: Discovery) {
    this.#connection = connection;
    this.#discovery = discovery;
  }

  /** Throws NOT_FOUND, FORBIDDEN, and what else the API server says; UNKNOWN_KIND where it has no such resource. */
  async get(ref: ObjectRef, options: CallOptions & { readonly subresource?: string } = {}): Promise<Written> {
    const resource = await this.#discovery.require(ref.resource);
    const path = objectPath(resource, ref, options.subresource);
    return this.#written(await this.#send({ method: "GET", path }, options), ref, resource);
  }

  /**
   * The values of a Secret, as base64 under their keys: read from the API server for this one answer, decoded by nobody and kept nowhere. Whoever
   * calls it sees to it that this is so.
   */
  async secretValues(
    ref: ObjectRef,
    options: CallOptions = {},
  ): Promise<{ readonly uid: string; readonly values: Readonly<Record<string, string>> }> {
    const resource = await this.#discovery.require(ref.resource);
    const answer = await this.#send({ method: "GET", path: objectPath(resource, ref) }, options);
    const { metadata, data } = answer as { metadata?: { uid?: string }; data?: Readonly<Record<string, string>> };
    return { uid: metadata?.uid ?? "", values: data ?? {} };
  }

  /** Posts to a subresource that answers with something which is no stored object: the token of a service account. */
  async post(ref: ObjectRef, subresource: string, body: object, options: WriteOptions = {}): Promise<unknown> {
    const resource = await this.#discovery.require(ref.resource);
    const path = objectPath(resource, ref, subresource);
    return await this.#send({ method: "POST", path, query: writeQuery(options), body }, options);
  }

  async create(ref: Omit<ObjectRef, "name">, body: object, options: WriteOptions = {}): Promise<Written> {
    const resource = await this.#discovery.require(ref.resource);
    const path = pathOf(inVersion(resource, ref), ref.namespace);
    const answer = await this.#send({ method: "POST", path, query: writeQuery(options), body }, options);
    return this.#written(answer, ref, resource, options);
  }

  async patch(ref: ObjectRef, body: object, options: PatchOptions): Promise<Written> {
    const resource = await this.#discovery.require(ref.resource);
    const path = objectPath(resource, ref, options.subresource);
    const query = { ...writeQuery(options), force: options.type === "apply" ? options.force : undefined };
    const contentType = contentTypes[options.type];
    const answer = await this.#send({ method: "PATCH", path, query, body, contentType }, options);
    return this.#written(answer, ref, resource, options);
  }

  /**
   * Puts fields in the place of those that an object has, by a subresource that people may `update` and not `patch`: that is how roles
   * for those who approve are written. All else goes back as the API server has just given it, with what this program does not know or
   * would drop; nothing of that leaves here.
   */
  async update(ref: ObjectRef, fields: object, options: UpdateOptions): Promise<Written> {
    const { subresource, resourceVersion } = options;
    const resource = await this.#discovery.require(ref.resource);
    const whole = await this.#send({ method: "GET", path: objectPath(resource, ref) }, options);
    const { metadata } = whole as { readonly metadata?: object };
    const body = { ...(whole as object), ...fields, metadata: { ...metadata, resourceVersion } };
    const path = objectPath(resource, ref, subresource);
    const answer = await this.#send({ method: "PUT", path, query: writeQuery(options), body }, options);
    return this.#written(answer, ref, resource, options);
  }

  /**
   * Deletes a pod unless a budget forbids it (the Eviction API): then it is TOO_MANY_REQUESTS, with a cause `DisruptionBudget`. The
   * answer has no object.
   */
  async evict(ref: ObjectRef, options: Omit<DeleteOptions, "propagationPolicy"> = {}): Promise<void> {
    const resource = await this.#discovery.require(ref.resource);
    const { preconditions, gracePeriodSeconds } = options;
    const body = {
      kind: "Eviction",
      apiVersion: "policy/v1",
      metadata: { name: ref.name, namespace: ref.namespace },
      deleteOptions: {
        ...(preconditions && { preconditions }),
        ...(gracePeriodSeconds !== undefined && { gracePeriodSeconds }),
      },
    };
    const path = objectPath(resource, ref, "eviction");
    await this.#send({ method: "POST", path, query: writeQuery(options), body }, options);
  }

  async delete(ref: ObjectRef, options: DeleteOptions = {}): Promise<Deleted> {
    const resource = await this.#discovery.require(ref.resource);
    const path = objectPath(resource, ref);
    const { preconditions, propagationPolicy, gracePeriodSeconds, dryRun } = options;
    const body = {
      kind: "DeleteOptions",
      apiVersion: "v1",
      ...(preconditions && { preconditions }),
      ...(propagationPolicy && { propagationPolicy }),
      ...(gracePeriodSeconds !== undefined && { gracePeriodSeconds }),
      ...(dryRun && { dryRun: ["All"] }),
    };
    const answer = await this.#send({ method: "DELETE", path, body }, options);
    if (!isStatus(answer)) {
      const { object, resourceVersion } = this.#written(answer, ref, resource, options);
      return { object, uid: object.metadata.uid, resourceVersion };
    }
    const uid = (answer as Status & { details?: { uid?: string } }).details?.uid;
    return { object: null, uid: uid ?? null, resourceVersion: null };
  }

  #written(
    answer: unknown,
    ref: Pick<ObjectRef, "resource">,
    type: ApiResource,
    { dryRun }: WriteOptions = {},
  ): Written {
    const meta = { apiVersion: apiVersionOf(type), kind: type.kind };
    const object = decode(answer, ref.resource, meta) ?? (dryRun ? decodeUnstored(answer, ref.resource, meta) : null);
    if (object) return { object, resourceVersion: object.metadata.resourceVersion };
    // Some subresources answer with a Status of success; nothing here reads or writes those.
    const { name: cluster } = this.#connection;
    throw new UpstreamError("UPSTREAM_REJECTED", `Cluster "${cluster}" answered without an object.`, { cluster });
  }

  async #send(request: RequestOptions, options: CallOptions): Promise<unknown> {
    const { deadlineMs, signal, headers } = options;
    const { body } = await this.#connection.request({
      ...request,
      ...(deadlineMs !== undefined && { deadlineMs }),
      ...(signal && { signal }),
      ...(headers && { headers }),
    });
    return body;
  }
}

function objectPath(resource: ApiResource, ref: ObjectRef, subresource?: string): string {
  return pathOf(inVersion(resource, ref), ref.namespace, ref.name, subresource);
}

function inVersion(resource: ApiResource, { version }: Pick<ObjectRef, "version">): ApiResource {
  return version === undefined ? resource : { ...resource, version };
}

/** What a dry run would have created has every field but a resourceVersion, since it never was in the storage. */
function decodeUnstored(answer: unknown, resource: GroupResource, meta: TypeMeta): KubernetesObject | null {
  const metadata = (answer as { metadata?: object } | null)?.metadata;
  const object = decode({ ...(answer as object), metadata: { ...metadata, resourceVersion: "0" } }, resource, meta);
  return object && { ...object, metadata: { ...object.metadata, resourceVersion: "" } };
}

function writeQuery({ dryRun, fieldManager = "fairway" }: WriteOptions): Query {
  return { fieldManager, dryRun: dryRun ? "All" : undefined };
}
