import { FairwayError } from "../../errors/index.ts";
import type { EventStream } from "../../graphql/index.ts";
import { type Caller, type ClusterName, deadline, Misses, type Store } from "../../state/index.ts";
import type { Environment } from "../environment.ts";
import { Following } from "../following.ts";
import type { Execution } from "../passes.ts";
import type { RequestOrigin, Sink } from "../transport.ts";
import { askVisibilities, clustersOf, same, verbsOf, visibilitiesOf } from "./audience.ts";
import { Group } from "./group.ts";
import { Member, type Start } from "./member.ts";
import { canonical, type OpenedStream } from "./open-stream.ts";
import { bindingOf, decodeCursor } from "./resume-cursor.ts";
import { type Audience, fingerprintOf, type Stream } from "./stream.ts";

/** All running subscriptions: finds the group that a newcomer belongs to, and moves members when their rights change. */
export class Groups {
  readonly #environment: Environment;
  readonly #now: () => number;
  readonly #groups = new Map<string, Group>();
  readonly #following = new Following<Member>((caller) => this.#regroup(caller));
  readonly #registry: Disposable;
  readonly #ended = new AbortController();
  #closed: FairwayError | null = null;

  constructor(environment: Environment, now: () => number) {
    this.#environment = environment;
    this.#now = now;
    this.#registry = environment.clusters.cell.onChange(() => {
      for (const caller of this.#following.callers) this.#reconsider(caller);
    });
  }

  get size(): number {
    return this.#groups.size;
  }

  get members(): number {
    let count = 0;
    for (const group of this.#groups.values()) count += group.size;
    return count;
  }

  /** How many subscriptions follow each store, and how many of its changes the slowest of them has not been sent. */
  followers(): ReadonlyMap<Store<unknown>, { readonly subscribers: number; readonly behind: number }> {
    const followers = new Map<Store<unknown>, { subscribers: number; behind: number }>();
    for (const group of this.#groups.values()) {
      const { stuckAt } = group;
      for (const store of group.stores) {
        const missed = stuckAt === null ? [] : store.sinceSeq(stuckAt);
        // Of one that fell out of the log it is not known how far.
        const behind = missed === "expired" ? store.logSize : missed.length;
        const before = followers.get(store) ?? { subscribers: 0, behind: 0 };
        const subscribers = before.subscribers + group.size;
        followers.set(store, { subscribers, behind: Math.max(before.behind, behind) });
      }
    }
    return followers;
  }

  /** Rejects with what is for the caller when the subscription cannot begin. */
  async join(
    opened: OpenedStream<EventStream<unknown>>,
    execution: Execution,
    origin: RequestOrigin,
    sink: Sink,
  ): Promise<Member> {
    const environment = this.#environment;
    const { caller, requestId, signal } = origin;
    if (this.#closed) throw this.#closed;
    const { stream } = opened;
    const { cell } = environment.clusters;
    const registeredAt = cell.changedAt;
    await askVisibilities(environment, stream, execution);
    // It may have been closed meanwhile.
    if (this.#closed) throw this.#closed;
    // From here until it is followed nothing is awaited: a change of rights in between would be missed for ever.
    const audience = { caller, visibilities: visibilitiesOf(environment, stream, caller) };
    refuseIfForbidden(environment, stream, audience);
    const start = startOf(environment, opened, origin.after ?? opened.after);
    const group = this.#groupFor(stream, audience, requestId);
    const member = new Member(group, sink, start);
    group.add(member);
    this.#following.add(caller, member);
    // Of a cluster that came meanwhile nobody has asked what may be seen.
    if (cell.changedAt !== registeredAt) this.#reconsider(caller);
    void this.#begin(member, start, signal);
    return member;
  }

  /** Ends every subscription. */
  close(error: FairwayError): void {
    this.#closed = error;
    this.#ended.abort();
    this.#registry[Symbol.dispose]();
    for (const caller of this.#following.callers) {
      for (const member of this.#following.of(caller)) member.close("shutdown", error);
    }
  }

  /**
   * A member begins when each cluster is synced (and can say what happened since its cursor), or has had its time: of late
   * ones a newcomer is told by a RESET, and who comes back is taken on in them when they are there.
   */
  async #begin(member: Member, start: Start, signal: AbortSignal): Promise<void> {
    const places = start.kind === "resume" && start.bound ? start.vector : undefined;
    await Promise.all(
      member.group.stores.map(async (store) => {
        const place = places?.get(store.scope.cluster);
        // Almost everybody waits for nothing, and needs no timer for it.
        if (store.at && !place) return;
        const ended = deadline(this.#environment.clusterDeadlineMs(store.scope.cluster), signal);
        await store.settled(ended);
        if (place && store.at) await store.reach(place.at, ended);
      }),
    );
    setImmediate(() => member.begin());
  }

  #groupFor(stream: Stream, audience: Audience, requestId: string): Group {
    const key = this.#keyOf(stream, audience);
    let group = this.#groups.get(key);
    if (!group) {
      const created: Group = new Group({
        environment: this.#environment,
        stream,
        audience,
        requestId,
        now: this.#now,
        onEmpty: () => {
          if (this.#groups.get(key) === created) this.#groups.delete(key);
          created[Symbol.dispose]();
        },
      });
      group = created;
      this.#groups.set(key, group);
    }
    return group;
  }

  // Where the selection reads more than the stream (though it be of the same kind: an edge needs `get`), equal
  // visibility of the stream is not enough to share what was executed for one caller with another.
  #keyOf({ plan, distinguishing }: Stream, audience: Audience): string {
    const person = plan.joins.size > 0 ? audience.caller.id : null;
    const seen = fingerprintOf(audience);
    return canonical([this.#environment.generation, plan.key, distinguishing, seen, person]);
  }

  /** The set of clusters has changed: what may be seen of a new one has to be asked first. */
  #reconsider(caller: Caller): void {
    // Whoever has lost one is not kept waiting.
    this.#regroup(caller);
    this.#askAgain(caller)
      .then(() => this.#regroup(caller))
      .catch((error) => this.#environment.onInternalError(error, "regroup"));
  }

  async #askAgain(caller: Caller): Promise<void> {
    const environment = this.#environment;
    const streams = new Set(this.#following.of(caller).map(({ group }) => group.stream));
    await Promise.all(
      [...streams].map((stream) => {
        const misses = new Misses(environment.clusterDeadlineMs, this.#ended.signal);
        return askVisibilities(environment, stream, { caller, misses });
      }),
    );
  }

  // Rights, or the set of clusters, have changed: whoever sees something else now goes on in the group for that.
  #regroup(caller: Caller): void {
    const registered = new Set(this.#environment.clusters.names());
    for (const member of this.#following.of(caller)) {
      const { stream, audience } = member.group;
      const visibilities = visibilitiesOf(this.#environment, stream, caller);
      const changed = changedClusters(audience, visibilities);
      if (changed.length === 0) {
        // One that waits to hear whether it can be taken on in a cluster may have heard that it cannot.
        member.serve();
        continue;
      }
      const next = this.#groupFor(stream, { caller, visibilities }, "regroup");
      member.moveTo(next, changed, (cluster) => registered.has(cluster));
    }
  }
}

function changedClusters({ visibilities: before }: Audience, after: Audience["visibilities"]): ClusterName[] {
  const all = new Set([...before.keys(), ...after.keys()]);
  return [...all].filter((cluster) => !same(before.get(cluster), after.get(cluster)));
}

function startOf(
  { seal }: Environment,
  { stream, initial }: OpenedStream<EventStream<unknown>>,
  after: string | null,
): Start {
  if (after !== null) return { kind: "resume", ...decodeCursor(seal, after, bindingOf(stream)) };
  return { kind: initial === "NONE" ? "now" : "snapshot" };
}

function refuseIfForbidden(environment: Environment, stream: Stream, { caller, visibilities }: Audience): void {
  if (visibilities.size > 0) return;
  const { resource } = stream.source;
  const clusters = clustersOf(environment, stream);
  // A cluster that does not say yet may still grant it: only a plain "no" everywhere is a refusal.
  const refused = clusters.every((cluster) =>
    verbsOf(environment, { cluster, resource }).some((verb) => {
      const visibility = caller.visibility({ cluster, resource }, verb);
      return visibility !== "unknown" && visibility.nothing;
    }),
  );
  if (refused && clusters.length > 0) throw new FairwayError("FORBIDDEN", `Not allowed to list and watch ${resource}`);
}
