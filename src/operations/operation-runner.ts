import { toFairwayError } from "../errors/index.ts";
import type { Clusters } from "../kubernetes/index.ts";
import { LeaderElection, type LeaseTimes } from "../leadership/index.ts";
import type { Store, Stores } from "../state/index.ts";
import type { Clock, Logger, Random } from "../telemetry/index.ts";
import { type DriveOptions, driveOnce } from "./drive.ts";
import { API_VERSION, isOver, OPERATIONS, type OperationManifest, type OperationStatus } from "./operation.manifest.ts";
import type { OperationKey } from "./operation-key.ts";
import { OperationSeal } from "./operation-seal.ts";
import type { OperationType } from "./operation-type.ts";
import { type PrincipalAccessOptions, principalAccess } from "./principal-access.ts";

export interface OperationRunnerOptions extends Pick<PrincipalAccessOptions, "audit"> {
  readonly home: { readonly cluster: string; readonly namespace: string };
  /** Of this process, and of no other. */
  readonly identity: string;
  readonly types: readonly OperationType[];
  readonly clusters: Clusters;
  readonly acting: PrincipalAccessOptions["clusters"];
  readonly stores: Stores;
  readonly key: OperationKey;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
  readonly leaseTimes?: LeaseTimes;
}

interface Driven {
  /** Something has changed since it was looked at. */
  isDue: boolean;
  /** Ends its pause. */
  wake: () => void;
}

interface Watched {
  readonly store: Store<OperationManifest>;
  readonly held: readonly Disposable[];
}

const LEASE = "fairway-operations";

/** Between two looks at what a step waits for, in milliseconds. */
const pauseMs = 1_000;
/** After a failure of the home cluster. */
const troubleMs = 5_000;

/**
 * Runs the Operations of the home namespace, on one replica at a time. Operations stand for themselves: one that waits
 * keeps no other waiting. While the home cluster serves no Operations nothing is led, and nothing asked but by the store.
 */
export class OperationRunner implements AsyncDisposable {
  readonly #options: OperationRunnerOptions;
  readonly #election: LeaderElection;
  readonly #drive: DriveOptions;
  readonly #driven = new Map<string, Driven>();
  readonly #running = new Set<Promise<void>>();
  #registry: Disposable | null = null;
  #watched: Watched | null = null;
  #leading: AbortSignal | null = null;
  #stopped = false;

  constructor(options: OperationRunnerOptions) {
    const { home, identity, types, clusters, acting, audit, key, clock, random, log, leaseTimes } = options;
    this.#options = options;
    this.#election = new LeaderElection({
      lease: { ...home, name: LEASE },
      identity,
      writer: () => clusters.get(home.cluster).writer,
      onLead: (signal) => this.#lead(signal),
      clock,
      random,
      log,
      ...(leaseTimes && { times: leaseTimes }),
    });
    this.#drive = {
      types: new Map(types.map((type) => [type.type, type])),
      runner: identity,
      seal: async () => new OperationSeal(await key.get()),
      read: (name) => this.#read(name),
      write: (operation, status) => this.#write(operation, status),
      accessOf: (operation, step, mayAct, signal) =>
        principalAccess({ clusters: acting, audit, now: clock.now }, operation, step, mayAct, signal),
      mayAct: () => {
        if (!this.#election.leads) throw new NotLeading();
      },
      onDefect: (operation, error) => log.error({ operation, err: error }, "An operation has a defect"),
      now: clock.now,
    };
  }

  start(): void {
    this.#registry = this.#options.clusters.cell.onChange(() => this.#look());
    this.#look();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopped = true;
    this.#registry?.[Symbol.dispose]();
    this.#unwatch();
    await this.#election[Symbol.asyncDispose]();
    await Promise.all(this.#running);
  }

  #lead(signal: AbortSignal): void {
    this.#leading = signal;
    signal.addEventListener("abort", () => {
      if (this.#leading === signal) this.#leading = null;
      for (const { wake } of this.#driven.values()) wake();
    });
    this.#look();
  }

  /** Something has changed: the home cluster, an Operation, or who leads. */
  #look(): void {
    if (this.#stopped) return;
    const watched = this.#watch();
    if (!watched?.store.at) return;
    this.#election.start();
    const signal = this.#leading;
    if (!signal || signal.aborted) return;
    for (const { name, object } of watched.store.scan("all")) {
      const driven = this.#driven.get(name);
      if (driven) {
        driven.isDue = true;
        driven.wake();
      } else if (!isOver(object.status)) this.#begin(name, signal);
    }
  }

  #begin(name: string, signal: AbortSignal): void {
    const driven: Driven = { isDue: false, wake: () => {} };
    this.#driven.set(name, driven);
    const run: Promise<void> = this.#loop(name, driven, signal).finally(() => {
      this.#running.delete(run);
      this.#driven.delete(name);
      // This replica may lead anew by now.
      if (this.#leading !== null && this.#leading !== signal) this.#look();
    });
    this.#running.add(run);
  }

  async #loop(name: string, driven: Driven, signal: AbortSignal): Promise<void> {
    while (!signal.aborted && !this.#stopped) {
      let pause: number | null = null;
      driven.isDue = false;
      try {
        const round = await driveOnce(this.#drive, name, signal);
        if (round === "over") return;
        if (round !== "again") pause = round === "wait" ? pauseMs : troubleMs;
      } catch (error) {
        if (signal.aborted || error instanceof NotLeading) return;
        const { code, message } = toFairwayError(error);
        // Somebody has changed it meanwhile: it is looked at again.
        pause = code === "CONFLICT" ? 0 : troubleMs;
        if (code !== "CONFLICT") {
          this.#options.log.warn(
            { operation: name, code, problem: message },
            "An operation cannot be brought forward for now",
          );
        }
      }
      if (pause !== null) await this.#pause(pause, driven, signal);
    }
  }

  #pause(ms: number, driven: Driven, signal: AbortSignal): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    if (signal.aborted || driven.isDue) return Promise.resolve();
    const timer = this.#options.clock.after(ms, resolve);
    driven.wake = resolve;
    return promise.finally(() => timer[Symbol.dispose]());
  }

  #watch(): Watched | null {
    const { home, clusters, stores } = this.#options;
    const scope = { cluster: home.cluster, namespace: home.namespace, resource: OPERATIONS };
    // The home cluster may have left and come back, and then the store is another.
    if (this.#watched && this.#watched.store !== stores.find(scope)) this.#unwatch();
    if (!clusters.has(home.cluster)) return null;
    if (this.#watched) return this.#watched;
    const store = stores.open<OperationManifest>(scope);
    const look = () => this.#look();
    this.#watched = {
      store,
      held: [(store as Store<unknown>).lease(), store.content.onChange(look), store.state.onChange(look)],
    };
    return this.#watched;
  }

  #unwatch(): void {
    for (const each of this.#watched?.held ?? []) each[Symbol.dispose]();
    this.#watched = null;
  }

  async #read(name: string): Promise<OperationManifest | null> {
    try {
      return (await this.#home.get(this.#refOf(name))).object as OperationManifest;
    } catch (error) {
      if (toFairwayError(error).code === "NOT_FOUND") return null;
      throw error;
    }
  }

  async #write(operation: OperationManifest, status: OperationStatus): Promise<OperationManifest> {
    const { name, uid, resourceVersion } = operation.metadata;
    const gone = Object.keys(operation.status ?? {}).map((field) => [field, null] as const);
    const body = {
      apiVersion: API_VERSION,
      kind: "Operation",
      metadata: { uid, resourceVersion },
      status: { ...Object.fromEntries(gone), ...status },
    };
    const written = await this.#home.patch(this.#refOf(name), body, { type: "merge", subresource: "status" });
    return written.object as OperationManifest;
  }

  get #home() {
    return this.#options.clusters.get(this.#options.home.cluster).writer;
  }

  #refOf(name: string) {
    return { ...this.#options.home, resource: OPERATIONS, name };
  }
}

class NotLeading extends Error {}
