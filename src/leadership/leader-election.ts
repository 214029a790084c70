import { toFairwayError } from "../errors/index.ts";
import type { KubernetesObject, ObjectRef, Writer } from "../kubernetes/index.ts";
import type { Clock, Logger, Random } from "../telemetry/index.ts";

/** In milliseconds, as client-go names them, and with its defaults. */
export interface LeaseTimes {
  /** How long the others wait after the last sign of the leader. */
  readonly leaseMs: number;
  /** How long a leader counts as one after it began the last renewal that succeeded. Less than `leaseMs`. */
  readonly renewDeadlineMs: number;
  /** Between two attempts. */
  readonly retryMs: number;
}

export interface LeaderElectionOptions {
  /** The Lease. Made where there is none. */
  readonly lease: { readonly cluster: string; readonly namespace: string; readonly name: string };
  /** Of this process, and of no other. */
  readonly identity: string;
  /** Asked for at each attempt: the cluster may have left and come back. May throw. */
  readonly writer: () => Pick<Writer, "get" | "create" | "patch">;
  /** Called whenever this process becomes the leader; the signal is aborted when it is not any more. Must not throw. */
  readonly onLead: (signal: AbortSignal) => void;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Pick<Logger, "info" | "warn">;
  readonly times?: LeaseTimes;
}

interface LeaseManifest extends KubernetesObject {
  readonly spec?: {
    readonly holderIdentity?: string;
    readonly leaseDurationSeconds?: number;
    readonly leaseTransitions?: number;
  };
}

type Outcome = "mine" | "another's" | "overtaken";

const defaultTimes: LeaseTimes = { leaseMs: 15_000, renewDeadlineMs: 10_000, retryMs: 2_000 };

/**
 * One of several replicas leads, by a Lease as client-go keeps it. No clock is compared with another's: a lease has
 * ended when it has not *changed* for its duration by this process' own monotonic time, so clocks may be as wrong as they
 * like. A leader that cannot renew stops earlier than the others begin. For work that must not be done twice that is
 * not enough, as a request may be under way for longer: such writes need a precondition of their own.
 */
export class LeaderElection implements AsyncDisposable {
  readonly #options: LeaderElectionOptions;
  readonly #times: LeaseTimes;
  #seen: { readonly version: string; readonly at: number } | null = null;
  #leading: AbortController | null = null;
  #until = 0;
  #ending: Disposable | null = null;
  #next: Disposable | null = null;
  #trying: Promise<void> | null = null;
  #problem: string | null = null;
  #started = false;
  #stopped = false;

  constructor(options: LeaderElectionOptions) {
    this.#options = options;
    this.#times = options.times ?? defaultTimes;
  }

  /** Whether this process may act as the leader right now. */
  get leads(): boolean {
    return this.#leading !== null && this.#options.clock.monotonic() < this.#until;
  }

  /** Again and again does no harm. */
  start(): void {
    if (this.#started || this.#stopped) return;
    this.#started = true;
    this.#round();
  }

  /** Gives the lease back, so that nobody has to wait for its end. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopped = true;
    this.#next?.[Symbol.dispose]();
    await this.#trying;
    const led = this.#leading !== null;
    this.#end();
    if (!led || !this.#seen) return;
    try {
      const body = { metadata: { resourceVersion: this.#seen.version }, spec: { holderIdentity: "" } };
      await this.#options.writer().patch(this.#ref, body, { type: "merge", deadlineMs: this.#times.retryMs });
    } catch {
      // It ends by itself.
    }
  }

  #round(): void {
    this.#trying = this.#try().then(() => {
      if (this.#stopped) return;
      const { clock, random } = this.#options;
      this.#next = clock.after(this.#times.retryMs * (1 - random() / 4), () => this.#round());
    });
  }

  async #try(): Promise<void> {
    const { clock, log } = this.#options;
    // Of the beginning: whoever sees the renewal cannot have seen it earlier.
    const began = clock.monotonic();
    try {
      const outcome = await this.#takeOrRenew();
      this.#problem = null;
      if (this.#stopped) return;
      if (outcome === "mine") this.#lead(began + this.#times.renewDeadlineMs);
      // Overtaken by a change: whose it was is seen next time, and until then the deadline counts.
      else if (outcome === "another's") this.#end();
    } catch (error) {
      // A leader goes on until its deadline; its lease is not anybody else's before.
      const { code, message } = toFairwayError(error);
      if (this.#problem !== code)
        log.warn({ lease: this.#options.lease.name, code, problem: message }, "A lease cannot be had for now");
      this.#problem = code;
    }
  }

  async #takeOrRenew(): Promise<Outcome> {
    const { clock, identity } = this.#options;
    const held = await this.#read();
    if (!held) return this.#create();
    const { spec = {}, metadata } = held;
    const version = metadata.resourceVersion;
    if (this.#seen?.version !== version) this.#seen = { version, at: clock.monotonic() };
    const isMine = spec.holderIdentity === identity;
    const durationMs = (spec.leaseDurationSeconds ?? 0) * 1000;
    const hasEnded = !spec.holderIdentity || clock.monotonic() - this.#seen.at >= durationMs;
    if (!isMine && !hasEnded) return "another's";
    const taken = { acquireTime: this.#microTime(), leaseTransitions: (spec.leaseTransitions ?? 0) + 1 };
    const body = { metadata: { resourceVersion: version }, spec: { ...this.#spec(), ...(!isMine && taken) } };
    return this.#write(async (writer, options) => writer.patch(this.#ref, body, { type: "merge", ...options }));
  }

  #create(): Promise<Outcome> {
    const { namespace, name } = this.#ref;
    const body = {
      apiVersion: "coordination.k8s.io/v1",
      kind: "Lease",
      metadata: { name, namespace },
      spec: { ...this.#spec(), acquireTime: this.#microTime(), leaseTransitions: 0 },
    };
    return this.#write(async (writer, options) => writer.create(this.#ref, body, options));
  }

  async #read(): Promise<LeaseManifest | null> {
    try {
      const { object } = await this.#options.writer().get(this.#ref, { deadlineMs: this.#times.renewDeadlineMs / 2 });
      return object as LeaseManifest;
    } catch (error) {
      if (toFairwayError(error).code === "NOT_FOUND") return null;
      throw error;
    }
  }

  async #write(
    send: (
      writer: Pick<Writer, "create" | "patch">,
      options: { readonly deadlineMs: number },
    ) => ReturnType<Writer["create"]>,
  ): Promise<Outcome> {
    try {
      const written = await send(this.#options.writer(), { deadlineMs: this.#times.renewDeadlineMs / 2 });
      this.#seen = { version: written.resourceVersion, at: this.#options.clock.monotonic() };
      return "mine";
    } catch (error) {
      if (toFairwayError(error).code === "CONFLICT") return "overtaken";
      throw error;
    }
  }

  #lead(until: number): void {
    const { clock, onLead, log, lease } = this.#options;
    this.#until = until;
    this.#ending?.[Symbol.dispose]();
    this.#ending = clock.after(Math.max(0, until - clock.monotonic()), () => this.#end());
    if (this.#leading) return;
    this.#leading = new AbortController();
    log.info({ lease: lease.name }, "This replica leads");
    onLead(this.#leading.signal);
  }

  #end(): void {
    this.#ending?.[Symbol.dispose]();
    this.#ending = null;
    if (!this.#leading) return;
    this.#leading.abort();
    this.#leading = null;
    this.#options.log.info({ lease: this.#options.lease.name }, "This replica does not lead any more");
  }

  #spec() {
    const { identity } = this.#options;
    const leaseDurationSeconds = Math.max(1, Math.ceil(this.#times.leaseMs / 1000));
    return { holderIdentity: identity, leaseDurationSeconds, renewTime: this.#microTime() };
  }

  /** For people: nobody decides by it. */
  #microTime(): string {
    return new Date(this.#options.clock.now()).toISOString().replace("Z", "000Z");
  }

  get #ref(): ObjectRef & { readonly namespace: string } {
    return { ...this.#options.lease, resource: "coordination.k8s.io/leases" };
  }
}
