import { createHash } from "node:crypto";
import { FairwayError, toFairwayError } from "../errors/index.ts";
import type { CallerIdentity, CallOptions, ObjectRef, WriteOptions, Writer, Written } from "../kubernetes/index.ts";
import { canonical } from "./canonical.ts";
import { pending } from "./decide.ts";
import {
  API_VERSION,
  OPERATIONS,
  type OperationManifest,
  type OperationOrder,
  type OperationSpec,
} from "./operation.manifest.ts";
import type { OperationKey } from "./operation-key.ts";
import { OperationSeal, orderOf } from "./operation-seal.ts";
import type { OperationType } from "./operation-type.ts";
import type { ActingClusters } from "./principal-access.ts";

export interface OperationDeskOptions {
  readonly home: { readonly cluster: string; readonly namespace: string };
  /** As the gateway. Throws UNKNOWN_CLUSTER. */
  readonly writer: () => Pick<Writer, "get" | "create" | "patch">;
  /** All of the home namespace, as the gateway. */
  readonly list: (signal: AbortSignal) => Promise<readonly OperationManifest[]>;
  readonly acting: ActingClusters;
  readonly types: readonly OperationType[];
  readonly key: Pick<OperationKey, "get">;
  readonly now: () => number;
  /** In [0, 1). */
  readonly random: () => number;
}

export type NewOperation = Omit<OperationOrder, "principal"> & { readonly idempotencyKey?: string | undefined };
type BeginOptions = Pick<WriteOptions, "dryRun" | "signal">;

/** What somebody may want of an operation that runs. */
export type Request = "cancel" | "pause" | "resume";
export type RequestOptions = Pick<WriteOptions, "dryRun" | "signal"> & {
  /** The one that is meant, and no namesake. */
  readonly uid: string;
  readonly expectedResourceVersion?: string | null | undefined;
};

type Home = Pick<Writer, "get" | "patch">;

/** For how long an idempotency key is remembered, in milliseconds. */
const rememberedMs = 3_600_000;

/** Where operations are begun, and where it is said what else is wanted of them. */
export class OperationDesk {
  readonly #options: OperationDeskOptions;

  constructor(options: OperationDeskOptions) {
    this.#options = options;
  }

  /** For one caller; `writer` is of the home cluster as him. */
  of(principal: CallerIdentity, writer: () => Home) {
    return {
      home: this.#options.home,
      /** Throws FORBIDDEN where a cluster could not be told, later and without his token, for whom something is done there. */
      assertActing: (cluster: string): void => void this.#options.acting.headers(principal, cluster),
      /** All that he began, the newest first. */
      own: (signal: AbortSignal) => this.#own(principal, signal),
      /** His own, or one that the home cluster shows him. Rejects with NOT_FOUND, and FORBIDDEN. */
      get: async (name: string, options: Pick<CallOptions, "signal">): Promise<OperationManifest> =>
        (await this.#seen(principal, writer, name, options)).operation,
      begin: (operation: NewOperation, options: BeginOptions) => this.#begin(principal, operation, options),
      request: (name: string, request: Request, options: RequestOptions) =>
        this.#request(principal, writer, name, request, options),
    };
  }

  /**
   * Makes the object with the gateway's own credential, since what it says about who began it is the gateway's word. The seal
   * comes in a second write, as it is of the uid: one that was left without it by a gateway that ended in between is never run.
   */
  async #begin(who: CallerIdentity, operation: NewOperation, { dryRun, signal }: BeginOptions): Promise<Written> {
    const { idempotencyKey, ...rest } = operation;
    // What it would not be able to plan it does not begin.
    const order: OperationOrder = { ...rest, principal: recorded(who) };
    const steps = this.#planOf(order).map(pending);
    const options = { ...(dryRun !== undefined && { dryRun }), ...(signal && { signal }) };
    const now = this.#options.now();
    const names = idempotencyKey === undefined ? [this.#freshName(order)] : keyedNames(order, idempotencyKey, now);
    const [name = "", former] = names;
    const held =
      idempotencyKey === undefined
        ? null
        : ((await this.#find(name, options)) ?? (former ? await this.#find(former, options) : null));
    if (held && isRemembered(held, now)) return this.#again(held, order, options);
    const body = { apiVersion: API_VERSION, kind: "Operation", metadata: { name }, spec: order };
    try {
      const created = await this.#writer.create(this.#place, body, options);
      const manifest = created.object as OperationManifest;
      if (dryRun) return { ...created, object: { ...manifest, status: { steps } } };
      return await this.#sealed(manifest, signal ? { signal } : {});
    } catch (error) {
      const other = toFairwayError(error).code === "CONFLICT" ? await this.#find(name, options) : null;
      // Two requests with one key at the same time.
      if (other && idempotencyKey !== undefined) return this.#again(other, order, options);
      throw error;
    }
  }

  /** What the same request has begun before. */
  async #again(held: OperationManifest, order: OperationOrder, { dryRun, signal }: BeginOptions): Promise<Written> {
    if (!held.spec || canonical(orderOf(held.spec)) !== canonical(order)) {
      throw new FairwayError("CONFLICT", "The idempotencyKey was used for another operation within the last hour", {
        field: "input.idempotencyKey",
      });
    }
    if (held.status?.seal !== undefined || dryRun) {
      return { object: held, resourceVersion: held.metadata.resourceVersion };
    }
    // Whoever made it ended before it was sealed, or is somebody else; it is word by word what this caller wants now.
    return this.#sealed(held, signal ? { signal } : {});
  }

  async #sealed(manifest: OperationManifest, options: Pick<CallOptions, "signal">): Promise<Written> {
    const seal = new OperationSeal(await this.#options.key.get()).of(manifest);
    const { name, uid } = manifest.metadata;
    const body = { metadata: { uid }, status: { seal } };
    return this.#writer.patch(this.#refOf(name), body, { type: "merge", subresource: "status", ...options });
  }

  /**
   * By the one who began it with the gateway's credential, so that nobody needs rights in the home cluster to stop what he
   * has begun; by anybody else with his own, so that the home cluster decides.
   */
  async #request(
    principal: CallerIdentity,
    writer: () => Home,
    name: string,
    request: Request,
    { dryRun, signal, uid, expectedResourceVersion }: RequestOptions,
  ): Promise<Written> {
    const options = { ...(signal && { signal }) };
    const { operation: current, by } = await this.#seen(principal, writer, name, options);
    const metadata = {
      uid,
      ...(expectedResourceVersion != null && { resourceVersion: expectedResourceVersion }),
    };
    const body = { metadata, spec: wanted(request, current) };
    return by.patch(this.#refOf(name), body, { type: "merge", ...(dryRun && { dryRun }), ...options });
  }

  async #own(principal: CallerIdentity, signal: AbortSignal): Promise<readonly OperationManifest[]> {
    const [all, key] = await Promise.all([this.#options.list(signal), this.#options.key.get()]);
    const seal = new OperationSeal(key);
    const createdAt = ({ metadata }: OperationManifest) => Date.parse(metadata.creationTimestamp ?? "");
    return all.filter((operation) => isBegunBy(principal, operation, seal)).sort((a, b) => createdAt(b) - createdAt(a));
  }

  /** The object, and as whom it was read: the gateway where it is the caller's own, else the caller himself. */
  async #seen(principal: CallerIdentity, writer: () => Home, name: string, options: Pick<CallOptions, "signal">) {
    const own = await this.#find(name, options);
    const seal = new OperationSeal(await this.#options.key.get());
    if (own && isBegunBy(principal, own, seal)) {
      return { operation: own, by: this.#writer };
    }
    // Whoever may not see it is not told whether there is one.
    const by = writer();
    return { operation: (await by.get(this.#refOf(name), options)).object as OperationManifest, by };
  }

  async #find(name: string, { signal }: Pick<CallOptions, "signal">): Promise<OperationManifest | null> {
    try {
      return (await this.#writer.get(this.#refOf(name), signal ? { signal } : {})).object as OperationManifest;
    } catch (error) {
      if (toFairwayError(error).code === "NOT_FOUND") return null;
      throw error;
    }
  }

  #planOf(order: OperationOrder) {
    const type = this.#options.types.find(({ type }) => type === order.type);
    if (!type) throw new Error(`there are no operations of type ${order.type}`);
    return type.plan(order);
  }

  #freshName(order: OperationOrder): string {
    return nameOf(order, `${this.#options.now()} ${this.#options.random()} ${this.#options.random()}`);
  }

  get #writer() {
    return this.#options.writer();
  }

  get #place(): Omit<ObjectRef, "name"> {
    return { ...this.#options.home, resource: OPERATIONS };
  }

  #refOf(name: string): ObjectRef {
    return { ...this.#place, name };
  }
}

/** What each caller is given of it. */
export type Operations = ReturnType<OperationDesk["of"]>;

/** Without when his credential ends: what he has begun goes on. */
function recorded({ issuer, username, uid, groups, extra, cluster }: CallerIdentity): CallerIdentity {
  return {
    issuer,
    username,
    ...(uid !== undefined && { uid }),
    groups,
    extra,
    ...(cluster !== undefined && { cluster }),
  };
}

/** What is written there counts with the gateway's seal alone. His groups may have changed since. */
function isBegunBy(principal: CallerIdentity, operation: OperationManifest, seal: OperationSeal): boolean {
  const { spec } = operation;
  return spec !== undefined && seal.isGood(operation) && personOf(spec.principal) === personOf(principal);
}

function personOf({ issuer, username, uid, cluster }: CallerIdentity): string {
  return canonical({ issuer, username, uid, cluster });
}

/** The name for this hour, and the one that the key had in the hour before. */
function keyedNames(order: OperationOrder, key: string, now: number): readonly string[] {
  const hour = Math.floor(now / rememberedMs);
  return [hour, hour - 1].map((each) => nameOf(order, canonical([each, personOf(order.principal), key])));
}

function nameOf({ type }: OperationOrder, distinction: string): string {
  const words = type.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  return `${words}-${createHash("sha256").update(distinction).digest("hex").slice(0, 20)}`;
}

function isRemembered({ metadata }: OperationManifest, now: number): boolean {
  return now - Date.parse(metadata.creationTimestamp ?? "") < rememberedMs;
}

function wanted(request: Request, { spec, status }: OperationManifest): Partial<OperationSpec> {
  if (request === "cancel") return { cancelRequested: true };
  if (request === "pause") return { paused: true };
  // Only the step that waits now: each of the next ones is let go by itself.
  const waiting = (status?.steps ?? []).findIndex(({ state }) => state !== "SUCCEEDED");
  return { paused: false, releasedSteps: Math.max(spec?.releasedSteps ?? 1, waiting + 1) };
}
