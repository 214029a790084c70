import type { Api, Membership, OperationRequest, Reply, RequestOrigin, Sink } from "./api/index.ts";
import { FairwayError } from "./errors/index.ts";
import type { Authenticator, Credentials, Identified, Principal } from "./identity/index.ts";
import { bearerToken, hashOf } from "./identity/index.ts";
import { type ClusterConfig, withToken } from "./kubernetes/index.ts";
import { Realm, type RealmParts } from "./realm.ts";
import type { Caller } from "./state/index.ts";

interface Kept {
  readonly realm: Realm;
  readonly started: Promise<void>;
  usedAt: number;
}

/** A realm that nobody has used for so long, and that streams to nobody, is closed. */
const IDLE_MS = 60_000;

/** Whoever may mint tokens may mint many, and each costs connections and memory. */
const MAX_REALMS = 500;

/**
 * A realm for each caller, read and written with the caller's own token: the API servers decide, for each call, what he
 * may see and do. Dear, since nothing is shared between callers, and exact.
 */
export class CallerRealms implements Authenticator, Api, AsyncDisposable {
  readonly verifies = true;
  readonly #authenticator: Authenticator;
  readonly #configs: readonly ClusterConfig[];
  readonly #parts: RealmParts;
  readonly #byToken = new Map<string, Kept>();
  readonly #byCaller = new Map<Caller, Kept>();
  readonly #callers = new WeakMap<Principal, Caller>();
  #sweep: Disposable | undefined;

  constructor(authenticator: Authenticator, configs: readonly ClusterConfig[], parts: RealmParts) {
    this.#authenticator = authenticator;
    this.#configs = configs;
    this.#parts = parts;
    this.#sweepLater();
  }

  all(): Iterable<Realm> {
    return [...this.#byToken.values()].map(({ realm }) => realm);
  }

  async identify(credentials: Credentials): Promise<Identified> {
    // A value of its own for each request's token: two tokens of one person are two credentials.
    const principal: Principal = { ...(await this.#authenticator.identify(credentials)).principal };
    const token = bearerToken(credentials.authorization);
    const key = JSON.stringify([principal.issuer, principal.username, hashOf(token)]);
    let kept = this.#byToken.get(key);
    if (!kept) {
      if (this.#byToken.size >= MAX_REALMS) {
        throw new FairwayError("TOO_MANY_REQUESTS", "Too many callers at the same time", { retryAfterMs: IDLE_MS });
      }
      const configs = this.#configs.map((config) => withToken(config, token));
      const realm = new Realm(configs, principal, this.#parts);
      kept = { realm, started: realm.start(), usedAt: 0 };
      this.#byToken.set(key, kept);
      this.#byCaller.set(realm.caller, kept);
    }
    kept.usedAt = this.#parts.clock.now();
    this.#callers.set(principal, kept.realm.caller);
    await kept.started;
    return { principal, token };
  }

  /** Of a principal that `identify` gave. */
  callerOf(principal: Principal): Caller {
    const caller = this.#callers.get(principal);
    if (!caller) throw new Error("a principal that was not identified here");
    return caller;
  }

  async execute(request: OperationRequest, origin: RequestOrigin): Promise<Reply> {
    return await this.#engineOf(origin).execute(request, origin);
  }

  async subscribe(request: OperationRequest, origin: RequestOrigin, sink: Sink): Promise<Membership | Reply> {
    return await this.#engineOf(origin).subscribe(request, origin, sink);
  }

  drain(): void {
    for (const { engine } of this.all()) engine.drain();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#sweep?.[Symbol.dispose]();
    await Promise.all([...this.all()].map((realm) => realm.stop()));
  }

  #engineOf({ caller }: RequestOrigin) {
    const kept = this.#byCaller.get(caller);
    // A socket that was silent for long: its token has to be looked at again.
    if (!kept) throw new FairwayError("UNAUTHENTICATED", "The connection was idle for too long: connect again");
    kept.usedAt = this.#parts.clock.now();
    return kept.realm.engine;
  }

  #sweepLater(): void {
    const { clock, log } = this.#parts;
    this.#sweep = clock.after(IDLE_MS / 2, () => {
      for (const [key, { realm, usedAt }] of this.#byToken) {
        if (clock.now() - usedAt < IDLE_MS || realm.engine.subscriptions.members > 0) continue;
        this.#byToken.delete(key);
        this.#byCaller.delete(realm.caller);
        realm.stop().catch((error: unknown) => log.error({ err: error }, "a realm could not be closed"));
      }
      this.#sweepLater();
    });
  }
}
