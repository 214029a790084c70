import { FairwayError } from "../errors/index.ts";

/** How much one caller, and all of them together, may ask for at a time. */
export interface QuotaLimits {
  /** Points that a caller may use at once: no query or mutation may cost more. */
  readonly costBurst: number;
  /** Points that a caller gets back each second. His bucket holds these at the least. */
  readonly costPerSecond: number;
  /** Queries and mutations under way. */
  readonly operationsPerCaller: number;
  readonly operations: number;
  /** Subscriptions that run, or are starting. */
  readonly subscriptionsPerCaller: number;
  readonly subscriptions: number;
}

export type PlaceKind = "operations" | "subscriptions";

/** What one caller has used. */
interface Account {
  points: number;
  /** When `points` was true, in milliseconds. */
  at: number;
  operations: number;
  subscriptions: number;
}

/** When to come back to one who finds all places taken, in milliseconds: most operations are through by then. */
const PLACE_RETRY_MS = 1_000;

/** Accounts are looked through when there are so many; after that when they have doubled. */
const FIRST_SWEEP = 1_024;

/** Identities are verified before they get here, so that many at a time are an accident or an attack. */
const MAX_ACCOUNTS = 100_000;

/**
 * The accounts of all callers, by their verified identity, over all transports: a bucket of points that fills up again with
 * time, and the places that their operations hold. An account that is full and holds none says nothing, and is dropped.
 */
export class Quotas {
  readonly #limits: QuotaLimits;
  readonly #monotonic: () => number;
  readonly #full: number;
  readonly #accounts = new Map<string, Account>();
  readonly #taken: Record<PlaceKind, number> = { operations: 0, subscriptions: 0 };
  #sweepAt = FIRST_SWEEP;

  constructor(limits: QuotaLimits, monotonic: () => number) {
    this.#limits = limits;
    this.#monotonic = monotonic;
    this.#full = Math.max(limits.costBurst, limits.costPerSecond);
  }

  /** How many callers have an account. */
  get accounts(): number {
    return this.#accounts.size;
  }

  /** Places that are taken, by all callers. */
  taken(kind: PlaceKind): number {
    return this.#taken[kind];
  }

  /** What a caller may use, and has used. */
  usageOf(caller: string) {
    const { costBurst, costPerSecond, operationsPerCaller, subscriptionsPerCaller } = this.#limits;
    const { points, operations, subscriptions } = this.#filled(caller);
    return {
      costBurst,
      costPerSecond,
      pointsLeft: Math.floor(points),
      operations: operationsPerCaller,
      operationsRunning: operations,
      subscriptions: subscriptionsPerCaller,
      subscriptionsRunning: subscriptions,
    };
  }

  /** Takes a place, which the caller has until it is disposed of. Throws TOO_MANY_REQUESTS when there is none. */
  enter(caller: string, kind: PlaceKind): Disposable {
    const account = this.#account(caller);
    const own = kind === "operations" ? this.#limits.operationsPerCaller : this.#limits.subscriptionsPerCaller;
    if (account[kind] >= own) throw noPlace(`At most ${own} ${kind} of one caller may run at the same time`);
    const all = this.#limits[kind];
    if (this.#taken[kind] >= all) throw noPlace(`At most ${all} ${kind} may run at the same time, of all callers`);
    account[kind] += 1;
    this.#taken[kind] += 1;
    let held = true;
    return {
      [Symbol.dispose]: () => {
        if (!held) return;
        held = false;
        account[kind] -= 1;
        this.#taken[kind] -= 1;
      },
    };
  }

  /** The points of something that is done little by little, so that it may cost more than a caller may use at once. */
  payInPart(caller: string, points: number): void {
    this.pay(caller, Math.min(points, this.#limits.costBurst));
  }

  /**
   * The points of something that can wait, taken from the upper half of the bucket alone: what the caller asks for himself
   * still finds the other. Milliseconds after which it may be tried again; 0: they are taken.
   */
  paySpare(caller: string, points: number): number {
    const account = this.#filled(caller);
    const spare = account.points - this.#full / 2;
    const wanted = Math.min(points, this.#full / 2);
    if (spare < wanted) return Math.ceil(((wanted - spare) / this.#limits.costPerSecond) * 1_000);
    account.points -= wanted;
    return 0;
  }

  /**
   * Takes points from the caller's bucket. Throws LIMIT_EXCEEDED when it never holds so many, TOO_MANY_REQUESTS when it
   * does not hold them now; nothing is taken then. Prices are of what the caller may see, so he may know them.
   */
  pay(caller: string, points: number): void {
    const { costBurst, costPerSecond } = this.#limits;
    if (points > costBurst) {
      const message = `The operation costs ${points} points, and at most ${costBurst} are allowed: ask for smaller pages`;
      throw new FairwayError("LIMIT_EXCEEDED", message);
    }
    const account = this.#filled(caller);
    if (account.points < points) {
      const retryAfterMs = Math.ceil(((points - account.points) / costPerSecond) * 1_000);
      const message = `The operation costs ${points} points, more than the caller has left: ${costPerSecond} come back each second`;
      throw new FairwayError("TOO_MANY_REQUESTS", message, { retryAfterMs });
    }
    account.points -= points;
  }

  /** With the points that have come back meanwhile. */
  #filled(caller: string): Account {
    const account = this.#account(caller);
    const now = this.#monotonic();
    const since = ((now - account.at) / 1_000) * this.#limits.costPerSecond;
    account.points = Math.min(this.#full, account.points + since);
    account.at = now;
    return account;
  }

  #account(caller: string): Account {
    const known = this.#accounts.get(caller);
    if (known) return known;
    if (this.#accounts.size >= Math.min(this.#sweepAt, MAX_ACCOUNTS)) this.#sweep();
    if (this.#accounts.size >= MAX_ACCOUNTS) throw noPlace("Too many callers at the same time");
    const account = { points: this.#full, at: this.#monotonic(), operations: 0, subscriptions: 0 };
    this.#accounts.set(caller, account);
    return account;
  }

  #sweep(): void {
    const { costPerSecond } = this.#limits;
    const now = this.#monotonic();
    for (const [caller, { points, at, operations, subscriptions }] of this.#accounts) {
      const isFull = points + ((now - at) / 1_000) * costPerSecond >= this.#full;
      if (isFull && operations === 0 && subscriptions === 0) this.#accounts.delete(caller);
    }
    this.#sweepAt = Math.max(FIRST_SWEEP, 2 * this.#accounts.size);
  }
}

function noPlace(message: string): FairwayError {
  return new FairwayError("TOO_MANY_REQUESTS", message, { retryAfterMs: PLACE_RETRY_MS });
}
