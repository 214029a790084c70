import { type FairwayError, toFairwayError } from "../../errors/index.ts";
import { Phase } from "../../graphql/index.ts";
import { type ClusterName, currentSeq, type Seq, type View } from "../../state/index.ts";
import type { Frame } from "../frame.ts";
import type { CloseReason, Membership, Sink } from "../transport.ts";
import type { Snapshot } from "./frames.ts";
import { type Behind, behindNothing, type Group } from "./group.ts";
import type { Vector } from "./resume-cursor.ts";
import { nothingToResume, Resumption } from "./resumption.ts";

/** Where a member begins. */
export type Start =
  | { readonly kind: "snapshot" }
  | { readonly kind: "now" }
  /** `bound` is false for a cursor of another stream or filter: nothing of it can be resumed. */
  | { readonly kind: "resume"; readonly vector: Vector; readonly bound: boolean };

interface Playing {
  readonly snapshot: Snapshot;
  next: number;
}

/**
 * One subscriber. It has no queue: only the number of the change up to which it has been served, and perhaps a
 * snapshot that it is in the middle of. When its sink is full it stands still, and later gets one wider delta.
 */
export class Member implements Membership {
  #group: Group;
  readonly #sink: Sink;
  readonly #start: Start;
  #state: "new" | "full" | "ready" | "closed" = "new";
  #from: Seq = 0;
  #playing: Playing | null = null;
  // Clusters whose content has to be sent anew after a RESET that names them.
  readonly #lost = new Set<ClusterName>();
  // What was shown of clusters before rights changed, as long as nothing was sent of that change.
  readonly #shown = new Map<ClusterName, View<unknown>>();
  // Clusters in which it has not been taken on from its cursor yet.
  readonly #resumption: Resumption;
  #yielding = false;
  #sentSinceRefresh = true;
  #begun = false;
  #onLeave: () => void = () => {};

  constructor(group: Group, sink: Sink, start: Start) {
    this.#group = group;
    this.#sink = sink;
    this.#start = start;
    const places: Vector = start.kind === "resume" && start.bound ? start.vector : new Map();
    this.#resumption = places.size > 0 ? new Resumption(places, () => this.#serveSoon()) : nothingToResume;
    this.#resumption.follow(group);
    sink.onDrain(() => {
      if (this.#state !== "full") return;
      this.#state = "ready";
      // Not from inside the transport's own callback.
      this.#serveSoon();
    });
  }

  get group(): Group {
    return this.#group;
  }

  /** Up to which change it was served, where its transport is full; null where nothing keeps it from being sent more. */
  get stuckAt(): Seq | null {
    return this.#state === "full" ? this.#from : null;
  }

  get playing(): boolean {
    return this.#playing !== null;
  }

  /** The clusters are synced, or have had their time. */
  begin(): void {
    this.#begun = true;
    this.serve();
  }

  onLeave(run: () => void): void {
    if (this.#state === "closed") run();
    const before = this.#onLeave;
    this.#onLeave = () => {
      before();
      run();
    };
  }

  /**
   * Sends what can be sent now. Called by the group after changes, and after the sink has drained. Never throws: a
   * defect ends this subscription, and must not keep the group from serving the others.
   */
  serve(): void {
    this.#guard(() => {
      if (this.#state === "new" && this.#begun) this.#begin();
      while (this.#state === "ready" && !this.#yielding && this.#advance()) {
        // One step a round, until there is none or the sink is full.
      }
    });
  }

  /**
   * Goes on in another group, whose visibilities differ in `changed` clusters: what only that adds or takes away is sent
   * with the next delta. A cluster of which nothing was shown, or that has left, begins anew.
   */
  moveTo(next: Group, changed: readonly ClusterName[], isRegistered: (cluster: ClusterName) => boolean): void {
    const left = this.#group;
    this.#group = next;
    next.add(this);
    // Whoever was sent nothing yet begins with what is shown then.
    for (const cluster of this.#state === "new" ? [] : changed) {
      // Where it has not been taken on yet, its place says what it was shown.
      if (this.#resumption.places.has(cluster)) continue;
      const shown = this.#shown.get(cluster) ?? left.view(cluster);
      if (shown && isRegistered(cluster)) this.#shown.set(cluster, shown);
      else this.#lost.add(cluster);
    }
    // The rest of a snapshot stays behind with its group: what it was about begins anew.
    for (const cluster of this.#playing?.snapshot.clusters ?? []) this.#lost.add(cluster);
    this.#resumption.follow(next);
    this.#playing = null;
    for (const cluster of this.#lost) this.#shown.delete(cluster);
    left.remove(this);
    left.releaseSnapshots();
    this.#serveSoon();
  }

  leave(): void {
    if (this.#state === "closed") return;
    this.#state = "closed";
    this.#playing = null;
    this.#resumption[Symbol.dispose]();
    this.#group.remove(this);
    this.#group.releaseSnapshots();
    this.#onLeave();
  }

  close(reason: CloseReason, error?: FairwayError): void {
    if (this.#state === "closed") return;
    this.leave();
    this.#sink.close(reason, error);
  }

  /** Whether nothing was sent since the last time this was asked, and a cursor can be sent. */
  takeIdle(): boolean {
    const behind = this.#lost.size > 0 || this.#shown.size > 0 || this.#resumption.places.size > 0;
    const idle = !this.#sentSinceRefresh && this.#state === "ready" && !this.#playing && !behind;
    this.#sentSinceRefresh = false;
    return idle && this.#from >= this.#group.version;
  }

  sendRefresh(frame: Frame): void {
    this.#guard(() => this.#send(frame));
  }

  #guard(run: () => void): void {
    try {
      run();
    } catch (error) {
      this.#group.report(error);
      this.close("failed", toFairwayError(error));
    }
  }

  #begin(): void {
    const group = this.#group;
    this.#state = "ready";
    if (this.#start.kind === "snapshot") {
      this.#play(group.snapshot(group.synced, true, behindNothing.places));
      return;
    }
    if (this.#start.kind === "resume") {
      const { vector, bound } = this.#start;
      for (const cluster of group.synced) if (!bound || !vector.has(cluster)) this.#lost.add(cluster);
      // The subscriber may hold something of clusters that this stream does not have.
      if (!bound) for (const cluster of vector.keys()) this.#lost.add(cluster);
    }
    this.#from = currentSeq();
    const behind = this.#behind;
    if (behind.lost.length > 0 || behind.places.size > 0) return;
    const frame = group.delta([], Phase.SYNCED, behind);
    if (frame === "waiting") this.#state = "new";
    else this.#send(frame);
  }

  get #behind(): Behind {
    const { places } = this.#resumption;
    if (this.#lost.size === 0 && places.size === 0) return behindNothing;
    return { lost: [...this.#lost].sort(), places };
  }

  /** One step. False when there is nothing to do for now. */
  #advance(): boolean {
    if (this.#playing) return this.#playNext(this.#playing);
    const group = this.#group;
    if (this.#from < group.version || this.#shown.size > 0) {
      const step = group.since(this.#from, this.#behind, this.#shown);
      if (step === "waiting") return false;
      this.#shown.clear();
      // A group that shows less may have nothing as new as what was sent already.
      this.#from = Math.max(this.#from, step.to);
      for (const cluster of step.lost) this.#lost.add(cluster);
      if (step.frame) this.#send(step.frame);
      return true;
    }
    if (this.#resumption.places.size > 0 && this.#resume()) return true;
    if (this.#lost.size > 0) return this.#reset();
    return false;
  }

  /** Goes on from the cursor where that can be done by now. */
  #resume(): boolean {
    const { folded, clusters, lost } = this.#resumption.look(this.#group);
    for (const cluster of lost) this.#lost.add(cluster);
    this.#resumption.leave(lost);
    if (clusters.length === 0) return lost.length > 0;
    const places = new Map([...this.#resumption.places].filter(([cluster]) => !clusters.includes(cluster)));
    const phase = this.#lost.size > 0 ? Phase.LIVE : Phase.SYNCED;
    const behind = { lost: this.#behind.lost, places };
    const frame =
      folded.length > 0 || phase === Phase.SYNCED ? this.#group.delta(folded, phase, behind, clusters) : undefined;
    if (frame === "waiting") return false;
    this.#resumption.leave(clusters);
    // In the others nothing has happened since the last step, or it would have been sent before.
    this.#from = currentSeq();
    if (frame) this.#send(frame);
    return true;
  }

  // The other clusters have just been brought up to the same instant, so one place serves them all afterwards.
  #reset(): boolean {
    // One that is still loading is announced when there is something to follow the announcement.
    const clusters = [...this.#lost].filter((cluster) => !this.#group.isSyncing(cluster)).sort();
    if (clusters.length === 0) return false;
    const frame = this.#group.delta([], Phase.RESET, this.#behind, clusters);
    if (frame === "waiting") return false;
    for (const cluster of clusters) this.#lost.delete(cluster);
    this.#play(this.#group.snapshot(clusters, false, this.#resumption.places));
    this.#send(frame);
    return true;
  }

  #play(snapshot: Snapshot): void {
    this.#playing = { snapshot, next: 0 };
  }

  #playNext(playing: Playing): boolean {
    const { snapshot } = playing;
    const made = snapshot.has(playing.next);
    const frame = this.#group.frameOf(snapshot, playing.next);
    if (frame === "waiting") return false;
    playing.next += 1;
    if (playing.next === snapshot.length) {
      this.#playing = null;
      this.#from = snapshot.seq;
      this.#group.releaseSnapshots();
    }
    this.#send(frame);
    // A long snapshot is made over many turns of the event loop: others are served between its frames.
    if (!made && this.#playing) this.#serveSoon();
    return true;
  }

  #send(frame: Frame): void {
    this.#sentSinceRefresh = true;
    if (!this.#sink.send(frame) && this.#state === "ready") this.#state = "full";
  }

  #serveSoon(): void {
    if (this.#yielding) return;
    this.#yielding = true;
    setImmediate(() => {
      this.#yielding = false;
      this.serve();
    });
  }
}
