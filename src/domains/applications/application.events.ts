import { createHash } from "node:crypto";
import {
  type DeltaChange,
  type Feed,
  type FeedItem,
  type FeedRun,
  InitialState,
  type PassContext,
  Phase,
} from "../../graphql/index.ts";
import type { DomainContext } from "../context.ts";
import type { ApplicationFilter } from "./application.input.ts";
import { readFiltered } from "./application.service.ts";
import type { Application } from "./application.type.ts";

/** One frame is executed and encoded in one go. */
const MAX_CHANGES = 500;

/** Whoever hears nothing for so long is told that nothing happened, in milliseconds. */
const QUIET_MS = 45_000;

interface Seen {
  readonly applications: readonly Application[];
  readonly clusters: readonly string[];
  /** Clusters that do not say what they have: it may be what it was. */
  readonly silent: ReadonlySet<string>;
}

interface Held {
  readonly application: Application;
  /** Another one for another state of its parts. */
  readonly fingerprint: string;
}

/**
 * The applications that pass a filter, as they change. No object of any API stands for an application, so there is no history to
 * follow: what is there now is compared with what was sent. An application has changed when a workload or service of it has.
 */
export function followApplications(filter: ApplicationFilter | null | undefined): Feed<Seen> {
  return {
    look: (context: PassContext) => {
      const ctx = context as DomainContext;
      const { applications, clusterErrors } = readFiltered(ctx, filter);
      const silent = clusterErrors.flatMap(({ cluster, error }) => (error.code === "FORBIDDEN" ? [] : [cluster]));
      return { applications, clusters: ctx.reader.clusters(), silent: new Set(silent) };
    },
    open: (position, initial) => new ApplicationRun(position, initial),
  };
}

/** What one subscriber has been sent, and what there is now. */
export class ApplicationRun implements FeedRun<Seen> {
  /** What all that was sent added up to, at the place that is resumed from; null where it begins anew. */
  readonly #resumedAt: string | null;
  readonly #initial: InitialState;
  #sent = new Map<string, Held>();
  #now = new Map<string, Held>();
  #clusters: readonly string[] = [];
  #phase: Phase | null = null;
  #arrived: () => void = () => {};
  #ended = false;

  constructor(position: unknown, initial: InitialState) {
    this.#resumedAt = typeof position === "string" ? position : null;
    this.#initial = initial;
  }

  update({ applications, clusters, silent }: Seen): void {
    const now = new Map(
      applications.map((each) => [each.name, { application: each, fingerprint: fingerprintOf(each) }]),
    );
    // What a cluster does not say is no change.
    for (const [name, held] of this.#now) {
      if (held.application.clusters.some((cluster) => silent.has(cluster))) now.set(name, held);
    }
    this.#now = now;
    this.#clusters = clusters;
    this.#arrived();
  }

  async next(): Promise<FeedItem | undefined> {
    if (this.#ended) return undefined;
    if (this.#phase === null) return this.#begin();
    const isLive = this.#phase === Phase.SYNCED || this.#phase === Phase.LIVE;
    if (isLive && this.#changes(1).length === 0) await this.#arrival();
    if (this.#ended) return undefined;
    const changes = this.#changes(MAX_CHANGES);
    this.#accept(changes);
    if (isLive) return this.#frame(Phase.LIVE, changes);
    return this.#frame(this.#changes(1).length > 0 ? Phase.SNAPSHOT : Phase.SYNCED, changes);
  }

  [Symbol.dispose](): void {
    this.#ended = true;
    this.#arrived();
  }

  #begin(): Promise<FeedItem | undefined> | FeedItem {
    if (this.#resumedAt !== null) {
      // What was sent is not known any more; whether it is what there is now can be told.
      if (this.#resumedAt !== positionOf(this.#now)) return this.#frame(Phase.RESET, []);
      this.#sent = new Map(this.#now);
      return this.#frame(Phase.SYNCED, []);
    }
    if (this.#initial === InitialState.NONE) {
      this.#sent = new Map(this.#now);
      return this.#frame(Phase.SYNCED, []);
    }
    this.#phase = Phase.SNAPSHOT;
    return this.next();
  }

  #frame(phase: Phase, changes: readonly DeltaChange[]): FeedItem {
    this.#phase = phase;
    const isComplete = phase === Phase.SYNCED || phase === Phase.LIVE;
    const clusters = this.#clusters;
    return {
      position: isComplete ? positionOf(this.#sent) : null,
      rootOf: (cursor) => ({ changes, phase, clusters, cursor: isComplete ? cursor : null }),
    };
  }

  /** So many differences between what was sent and what there is, at most. */
  #changes(most: number): readonly DeltaChange[] {
    const changes: DeltaChange[] = [];
    for (const [name, { application, fingerprint }] of this.#now) {
      if (changes.length === most) return changes;
      const sent = this.#sent.get(name);
      if (sent?.fingerprint === fingerprint) continue;
      changes.push({ type: sent ? "MODIFIED" : "ADDED", id: application.id, object: application });
    }
    for (const [name, { application }] of this.#sent) {
      if (changes.length === most) return changes;
      // It may be gone because it may not be seen any more: what it was last is not shown again.
      if (!this.#now.has(name)) changes.push({ type: "DELETED", id: application.id, object: null });
    }
    return changes;
  }

  #accept(changes: readonly DeltaChange[]): void {
    const changed = new Set(changes.map(({ id }) => id));
    for (const [name, held] of this.#now) if (changed.has(held.application.id)) this.#sent.set(name, held);
    for (const [name, { application }] of this.#sent) {
      if (!this.#now.has(name) && changed.has(application.id)) this.#sent.delete(name);
    }
  }

  async #arrival(): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, QUIET_MS).unref();
      this.#arrived = () => {
        // A look that found nothing else is no reason to say anything.
        if (!this.#ended && this.#changes(1).length === 0) return;
        clearTimeout(timer);
        resolve();
      };
    });
    this.#arrived = () => {};
  }
}

function fingerprintOf({ parts: { workloads, services } }: Application): string {
  return [...workloads, ...services].map(({ scope, uid, version }) => `${scope.cluster} ${uid} ${version}`).join("\n");
}

/** Equal for equal states, on every replica. */
function positionOf(held: ReadonlyMap<string, Held>): string {
  const hash = createHash("sha256");
  for (const [name, { fingerprint }] of [...held].sort(([a], [b]) => (a < b ? -1 : 1))) {
    hash.update(`${name}\0${fingerprint}\0`);
  }
  return hash.digest("base64url");
}
