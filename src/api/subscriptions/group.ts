import { type Delta, Phase } from "../../graphql/index.ts";
import {
  admits,
  type Cell,
  type ClusterName,
  cellsOf,
  currentSeq,
  Misses,
  mayHaveAdmitted,
  type Row,
  rowsOf,
  type Seq,
  type Store,
  type View,
} from "../../state/index.ts";
import type { Environment } from "../environment.ts";
import { Frame } from "../frame.ts";
import { executePlan } from "../operations.ts";
import { Leases, pass } from "../passes.ts";
import { encodeResult } from "../response.ts";
import { assertShareable } from "./assert-shareable.ts";
import { isUndecided } from "./audience.ts";
import { type Folded, fold, foldAcross } from "./fold.ts";
import { changeOf, SNAPSHOT_CHUNK, Snapshot, type ToObject, type Waiting } from "./frames.ts";
import type { Member } from "./member.ts";
import { Quiet } from "./quiet.ts";
import { bindingOf, encodeCursor, type Place, seenOf, type Vector } from "./resume-cursor.ts";
import type { Audience, Stream } from "./stream.ts";

/** How old a snapshot may be that a newcomer still shares; it is brought up to date by a delta right after it. */
const SNAPSHOT_SHARED_MS = 1_000;

/** A member that was sent nothing for so long is sent its cursor. */
const CURSOR_REFRESH_MS = 60_000;

/** What a member has not been served of. */
export interface Behind {
  /** Clusters that will be sent anew. */
  readonly lost: readonly ClusterName[];
  /** Clusters that it will be taken on in from these places. */
  readonly places: Vector;
}

export const behindNothing: Behind = { lost: [], places: new Map() };

/** What has happened since a member was served last. */
export interface Step {
  readonly to: Seq;
  /** Absent when nothing that happened passes the filter. */
  readonly frame?: Frame;
  /** Clusters whose history does not reach back that far: their content has to be sent anew. */
  readonly lost: readonly ClusterName[];
}

/** By cluster, what a member was shown before its rights changed. */
export type Shown = ReadonlyMap<ClusterName, View<unknown>>;

/** A change of rights that adds or takes away more than this is a RESET, whose snapshot comes in frames. */
const MAX_ACROSS = 2 * SNAPSHOT_CHUNK;

export interface GroupOptions {
  readonly environment: Environment;
  readonly stream: Stream;
  readonly audience: Audience;
  readonly requestId: string;
  readonly now: () => number;
  readonly onEmpty: () => void;
}

/**
 * The subscribers of one operation with equal variables and visibilities: each step is executed and serialised once,
 * whatever their number. A group keeps no queue; a member is a place in the stores' own history.
 */
export class Group implements Disposable {
  readonly stream: Stream;
  readonly audience: Audience;
  readonly #options: GroupOptions;
  readonly #binding: string;
  readonly #members = new Set<Member>();
  readonly #views = new Map<ClusterName, View<unknown>>();
  readonly #seen = new Map<ClusterName, string>();
  readonly #leases = new Leases();
  // Those of single objects or values are kept as long as they are listened to.
  readonly #cells: Cell[] = [];
  readonly #quiet: Quiet;
  readonly #listening: Disposable[] = [];
  readonly #refresh: NodeJS.Timeout;
  readonly #snapshots = new Map<string, Snapshot>();
  // Steps to the newest version, by where they begin; members that were served together share one.
  readonly #steps = new Map<string | Seq, Step>();
  #stepsTo: Seq = 0;
  #stepsBy: Seq = 0;
  #version: Seq = 0;
  #versionAsOf: Seq = -1;
  #misses: Misses;
  #waiting = false;
  #releasing: NodeJS.Timeout | undefined = undefined;
  #ended = new AbortController();

  constructor(options: GroupOptions) {
    const { environment, stream, audience } = options;
    this.#options = options;
    this.stream = stream;
    this.audience = audience;
    this.#binding = bindingOf(stream);
    this.#misses = this.#newMisses();
    const { resource, match } = stream.source;
    for (const [cluster, visibility] of audience.visibilities) {
      const store = environment.stores.open({ cluster, resource });
      this.#leases.hold(store);
      const view = { store, visibility, match };
      this.#views.set(cluster, view);
      this.#seen.set(cluster, seenOf(visibility));
      this.#cells.push(...cellsOf(view), store.state);
    }
    this.#quiet = new Quiet(this.version);
    for (const cell of this.#cells) this.#listening.push(cell.onChange(this.#onChange));
    this.#refresh = setInterval(() => this.#refreshCursors(), CURSOR_REFRESH_MS);
    this.#refresh.unref();
  }

  get size(): number {
    return this.#members.size;
  }

  /** The place of the slowest of the members whose transports are full; null when none is. */
  get stuckAt(): Seq | null {
    let slowest: Seq | null = null;
    for (const { stuckAt } of this.#members) if (stuckAt !== null && (slowest ?? stuckAt) >= stuckAt) slowest = stuckAt;
    return slowest;
  }

  get stores(): readonly Store<unknown>[] {
    return [...this.#views.values()].map(({ store }) => store);
  }

  /** The clusters whose content is complete. */
  get synced(): ClusterName[] {
    return [...this.#views].filter(([, { store }]) => store.at !== null).map(([cluster]) => cluster);
  }

  syncedBut({ lost, places }: Behind): ClusterName[] {
    return this.synced.filter((cluster) => !lost.includes(cluster) && !places.has(cluster));
  }

  /** The cluster is one of the group's, and its content is not complete yet. */
  isSyncing(cluster: ClusterName): boolean {
    return this.#views.get(cluster)?.store.at === null;
  }

  /** What is shown of a cluster; undefined where it is nothing. */
  view(cluster: ClusterName): View<unknown> | undefined {
    return this.#views.get(cluster);
  }

  add(member: Member): void {
    this.#members.add(member);
  }

  remove(member: Member): void {
    this.#members.delete(member);
    if (this.#members.size === 0) this.#options.onEmpty();
  }

  /** The number of the newest change that may concern this group. */
  get version(): Seq {
    const now = currentSeq();
    // Each member asks, and between two changes the answer is the same for all of them.
    if (this.#versionAsOf === now) return this.#version;
    let version = 0;
    for (const { changedAt } of this.#cells) version = Math.max(version, changedAt);
    this.#version = version;
    this.#versionAsOf = now;
    return version;
  }

  /**
   * The net effect of everything after `from` in the clusters that the member is not behind in. Of those in `shown` it was
   * the given view that was sent until then.
   */
  since(from: Seq, behind: Behind, shown: Shown): Step | Waiting {
    const to = this.version;
    const leave = this.#leave;
    if (this.#stepsTo !== to || this.#stepsBy !== leave) this.#steps.clear();
    this.#stepsTo = to;
    this.#stepsBy = leave;
    // Almost everybody is behind in nothing, and asks for each change.
    // What was shown before may have changed in that time.
    const start = shown.size === 0 ? this.#quiet.skip(from) : from;
    const key = behind === behindNothing && shown.size === 0 ? start : stepKey(start, behind, shown);
    const known = this.#steps.get(key);
    if (known) return known;
    const lost: ClusterName[] = [];
    const folded: Folded<unknown>[] = [];
    for (const cluster of new Set([...this.#views.keys(), ...shown.keys()])) {
      const view = this.#views.get(cluster);
      const before = shown.get(cluster);
      const store = (view ?? before)?.store;
      if (behind.lost.includes(cluster) || behind.places.has(cluster) || !store) continue;
      const changes = store.at ? store.sinceSeq(start) : "expired";
      // A store that is not synced is announced when it is; what was shown of it is gone for now.
      if (changes === "expired") {
        if (store.at || before) lost.push(cluster);
      } else if (before) {
        const across = foldAcross(changes, before, view);
        // So much that it should come in pieces.
        if (across.length > MAX_ACROSS) lost.push(cluster);
        else folded.push(...across);
      } else if (view) folded.push(...fold(changes, (row) => admits(view, row)));
    }
    const then = { lost: [...lost, ...behind.lost], places: behind.places };
    const frame = folded.length > 0 ? this.delta(folded, Phase.LIVE, then) : undefined;
    if (frame === "waiting") return frame;
    const step = { to, lost, ...(frame && { frame }) };
    this.#steps.set(key, step);
    return step;
  }

  /**
   * What happened in a cluster since somebody's place in it: "later" while that cannot be said, "lost" when it never
   * will. `reached`: the store has come to the place, and has asked for what it did not hear of itself.
   */
  sincePlace(cluster: ClusterName, { at, seen }: Place, reached: boolean): Folded<unknown>[] | "later" | "lost" {
    const view = this.#views.get(cluster);
    if (!view) {
      const { environment } = this.#options;
      return isUndecided(environment, this.stream, this.audience.caller, cluster) ? "later" : "lost";
    }
    if (seen !== this.#seen.get(cluster)) return "lost";
    if (!view.store.at || !reached) return "later";
    const changes = view.store.since(at);
    if (changes === "expired") return "lost";
    // Where a change does not say what was before, not even the identity may be told of what was never shown.
    const shown = changes.filter(({ before, after }) => mayHaveAdmitted(view, (after ?? before) as Row<unknown>));
    return fold(shown, (row) => admits(view, row));
  }

  /**
   * A frame with these changes, as of now. Its cursor covers what the member is not behind in, and has the places of
   * what it will be taken on in: whoever comes back with it has not been sent what those clusters hold.
   */
  delta(
    folded: readonly Folded<unknown>[],
    phase: Phase,
    behind: Behind,
    clusters: readonly ClusterName[] = this.syncedBut(behind),
  ): Frame | Waiting {
    const changes = [...folded].sort((a, b) => a.seq - b.seq).map((each) => changeOf(each, this.#toObject));
    const cursor = phase === Phase.RESET ? null : this.#cursor(behind);
    return this.#encode({ changes, phase, clusters, cursor });
  }

  /**
   * The content of these clusters, for a member that is still behind at these places in others. A newcomer (`shared`)
   * may be given one that others are being sent already.
   */
  snapshot(clusters: readonly ClusterName[], shared: boolean, places: Vector): Snapshot {
    const key = JSON.stringify([[...clusters].sort(), [...places]]);
    const known = this.#snapshots.get(key);
    const now = this.#options.now();
    if (known) {
      const current = this.version <= known.seq;
      if (current || (shared && now - known.takenAt < SNAPSHOT_SHARED_MS && this.#reaches(known.seq))) return known;
    }
    const rows: Row<unknown>[] = [];
    for (const cluster of clusters) {
      const view = this.#views.get(cluster);
      // One by one: there are more of them than a call may have arguments.
      if (view?.store.at) for (const row of rowsOf(view)) rows.push(row);
    }
    const snapshot = new Snapshot(currentSeq(), now, rows, clusters, this.#cursor({ lost: [], places }));
    this.#snapshots.set(key, snapshot);
    return snapshot;
  }

  frameOf(snapshot: Snapshot, index: number): Frame | Waiting {
    return snapshot.frame(index, this.#leave, this.#toObject, (delta) => this.#encode(delta));
  }

  /** Called by a member that is through with its snapshot. Others may be about to ask for it: they come in crowds. */
  releaseSnapshots(): void {
    if (this.#snapshots.size === 0 || this.#ended.signal.aborted) return;
    this.#releasing ??= setTimeout(() => {
      this.#releasing = undefined;
      for (const member of this.#members) if (member.playing) return;
      this.#snapshots.clear();
    }, SNAPSHOT_SHARED_MS).unref();
  }

  /** Something that should not happen happened while a member was served. */
  report(error: unknown): void {
    this.#options.environment.onInternalError(error, this.#options.requestId);
  }

  /** Serves everybody who can be served. */
  serve(): void {
    if (this.#waiting) return;
    for (const member of [...this.#members]) member.serve();
  }

  [Symbol.dispose](): void {
    this.#ended.abort();
    clearInterval(this.#refresh);
    clearTimeout(this.#releasing);
    for (const each of this.#listening) each[Symbol.dispose]();
    this.#leases[Symbol.dispose]();
  }

  readonly #onChange = (first: Seq): void => {
    this.#quiet.told(first, this.version, Math.max(...this.stores.map(({ state }) => state.changedAt)));
    this.serve();
  };

  readonly #toObject: ToObject = (row) => this.stream.source.toObject(row);

  /**
   * When the rights changed by which edges were read. What edges showed before must not be sent again after it, though
   * nothing has changed in what the stream itself shows.
   */
  get #leave(): Seq {
    return this.stream.plan.joins.size > 0 ? this.audience.caller.changed.changedAt : 0;
  }

  #reaches(seq: Seq): boolean {
    for (const { store } of this.#views.values()) if (store.at && store.sinceSeq(seq) === "expired") return false;
    return true;
  }

  #cursor(behind: Behind): string {
    const vector = new Map<ClusterName, Place>();
    for (const cluster of this.syncedBut(behind)) {
      const [at, seen] = [this.#views.get(cluster)?.store.at, this.#seen.get(cluster)];
      if (at && seen) vector.set(cluster, { at, seen });
    }
    for (const [cluster, place] of behind.places) vector.set(cluster, place);
    return encodeCursor(this.#options.environment.seal, vector, this.#binding);
  }

  #encode(delta: Delta): Frame | Waiting {
    const { environment, requestId } = this.#options;
    const { plan, variables } = this.stream;
    const { caller } = this.audience;
    const misses = this.#misses;
    const { result, reads } = pass(environment, { caller, requestId, misses, leases: this.#leases }, (context) =>
      executePlan(environment, plan, variables, context, delta),
    );
    if (misses.any) {
      this.#awaitMisses();
      return "waiting";
    }
    assertShareable(this.stream, reads);
    // While some are awaited, they are another frame's: it is not to ask for them again.
    if (!this.#waiting) this.#misses = this.#newMisses();
    return new Frame(encodeResult(result, requestId, environment.onInternalError), delta.cursor);
  }

  // Edges of the objects may lie in stores that are not synced. Everybody waits for them, bounded per cluster, and
  // is then served from where they stand.
  #awaitMisses(): void {
    if (this.#waiting) return;
    this.#waiting = true;
    void this.#misses.settle().then(() => {
      this.#waiting = false;
      setImmediate(() => this.serve());
    });
  }

  #newMisses(): Misses {
    return new Misses(this.#options.environment.clusterDeadlineMs, this.#ended.signal);
  }

  #refreshCursors(): void {
    const idle = [...this.#members].filter((member) => member.takeIdle());
    if (idle.length === 0) return;
    try {
      const frame = this.delta([], Phase.LIVE, behindNothing);
      if (frame !== "waiting") for (const member of idle) member.sendRefresh(frame);
    } catch (error) {
      this.report(error);
    }
  }
}

function stepKey(from: Seq, { lost, places }: Behind, shown: Shown): string {
  const shownBefore = [...shown].map(([cluster, { visibility }]) => [cluster, visibility.fingerprint]);
  return JSON.stringify([from, lost, [...places], shownBefore]);
}
