import { FairwayError } from "../../errors/index.ts";
import { type Caller, type ClusterName, Misses } from "../../state/index.ts";
import type { Environment } from "../environment.ts";
import type { Variables } from "../operations.ts";
import { type Execution, Leases } from "../passes.ts";
import type { Plan } from "../plan.ts";
import type { RequestOrigin, Sink } from "../transport.ts";
import { clustersOf, resolveAudience, same, visibilitiesOf } from "./audience.ts";
import { Group } from "./group.ts";
import { Member, type Start } from "./member.ts";
import { canonical, type OpenedStream, openStream } from "./open-stream.ts";
import { bindingOf, decodeCursor } from "./resume-cursor.ts";
import { type Audience, fingerprintOf, type Stream } from "./stream.ts";

/** All running subscriptions: finds the group that a newcomer belongs to, and moves members when their rights change. */
export class Groups {
  readonly #environment: Environment;
  readonly #now: () => number;
  readonly #groups = new Map<string, Group>();
  readonly #callers = new Map<Caller, { readonly members: Set<Member>; readonly listening: Disposable }>();
  readonly #registry: Disposable;

  constructor(environment: Environment, now: () => number) {
    this.#environment = environment;
    this.#now = now;
    this.#registry = environment.clusters.cell.onChange(() => {
      for (const caller of this.#callers.keys()) this.#regroup(caller);
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

  /** Rejects with what is for the caller when the subscription cannot begin. */
  async join(plan: Plan, variables: Variables, origin: RequestOrigin, sink: Sink): Promise<Member> {
    const environment = this.#environment;
    const { caller, requestId, signal } = origin;
    using leases = new Leases();
    const misses = new Misses(environment.clusterDeadlineMs, signal);
    const execution: Execution = { caller, requestId, misses, leases };
    const opened = await openStream(environment, plan, variables, execution);
    const { stream } = opened;
    const audience = await resolveAudience(environment, stream, execution);
    refuseIfForbidden(environment, stream, audience);
    const start = startOf(environment, opened, audience);
    const group = this.#groupFor(stream, audience, requestId);
    const member = new Member(group, sink, start);
    group.add(member);
    this.#follow(caller, member);
    void this.#begin(member, start, signal);
    return member;
  }

  /** Ends every subscription. */
  close(error: FairwayError): void {
    this.#registry[Symbol.dispose]();
    for (const { members } of [...this.#callers.values()]) {
      for (const member of [...members]) member.close("shutdown", error);
    }
  }

  /** A member begins when each cluster is synced (up to its cursor), or has had its time: late ones come as a RESET. */
  async #begin(member: Member, start: Start, signal: AbortSignal): Promise<void> {
    const deadline = AbortSignal.any([signal, AbortSignal.timeout(this.#environment.clusterDeadlineMs)]);
    const vector = start.kind === "resume" ? start.vector : undefined;
    await Promise.all(
      member.group.stores.map((store) => store.settled(deadline, vector?.get(store.scope.cluster)?.rv)),
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

  // Where the selection reads other kinds than the stream's own, equal visibility of that one kind is not enough to
  // share what was executed for one caller with another.
  #keyOf({ plan, variables, source }: Stream, audience: Audience): string {
    const joins = [...plan.joins].some((resource) => resource !== source.resource);
    const seen = fingerprintOf(audience);
    return canonical([this.#environment.generation, plan.key, variables, seen, joins ? audience.caller.id : null]);
  }

  #follow(caller: Caller, member: Member): void {
    const followed = this.#callers.get(caller) ?? {
      members: new Set<Member>(),
      listening: caller.changed.onChange(() => this.#regroup(caller)),
    };
    this.#callers.set(caller, followed);
    followed.members.add(member);
    member.onLeave(() => {
      followed.members.delete(member);
      if (followed.members.size > 0) return;
      followed.listening[Symbol.dispose]();
      if (this.#callers.get(caller) === followed) this.#callers.delete(caller);
    });
  }

  // Rights, or the set of clusters, have changed: whoever sees something else now goes on in the group for that.
  #regroup(caller: Caller): void {
    for (const member of [...(this.#callers.get(caller)?.members ?? [])]) {
      const { stream, audience } = member.group;
      const visibilities = visibilitiesOf(this.#environment, stream, caller);
      const changed = changedClusters(audience, visibilities);
      if (changed.length > 0) member.moveTo(this.#groupFor(stream, { caller, visibilities }, "regroup"), changed);
    }
  }
}

function changedClusters({ visibilities: before }: Audience, after: Audience["visibilities"]): ClusterName[] {
  const all = new Set([...before.keys(), ...after.keys()]);
  return [...all].filter((cluster) => !same(before.get(cluster), after.get(cluster)));
}

function startOf({ seal }: Environment, { stream, after, initial }: OpenedStream, audience: Audience): Start {
  if (after !== null) return { kind: "resume", vector: decodeCursor(seal, after, bindingOf(stream, audience)) };
  return { kind: initial === "NONE" ? "now" : "snapshot" };
}

function refuseIfForbidden(environment: Environment, stream: Stream, { caller, visibilities }: Audience): void {
  if (visibilities.size > 0) return;
  const { resource } = stream.source;
  const clusters = clustersOf(environment, stream);
  // A cluster that does not say yet may still grant it: only a plain "no" everywhere is a refusal.
  const refused = clusters.every((cluster) =>
    (["list", "watch"] as const).some((verb) => {
      const visibility = caller.visibility({ cluster, resource }, verb);
      return visibility !== "unknown" && visibility.nothing;
    }),
  );
  if (refused && clusters.length > 0) throw new FairwayError("FORBIDDEN", `Not allowed to list and watch ${resource}`);
}
