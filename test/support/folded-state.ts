import type { GraphQLResponse } from "./graphql-client.ts";

export interface FoldedObject {
  readonly cluster: string;
  readonly namespace: string | null;
  readonly name: string;
  readonly resourceVersion: string;
}

export interface Delta<T extends FoldedObject> {
  readonly phase: "SNAPSHOT" | "SYNCED" | "LIVE" | "RESET";
  readonly clusters: readonly string[];
  readonly cursor: string | null;
  readonly changes: readonly { type: "ADDED" | "MODIFIED" | "DELETED"; id: string; object: T | null }[];
}

/** What each subscription of a folding client has to select. */
export const deltaFields =
  "phase clusters cursor changes { type id object { ... on Object { cluster namespace name resourceVersion } } }";

/**
 * A client that keeps what it is sent: the state that a dashboard would show. It notes each break of the contract:
 * an addition of what it holds, a change or removal of what it does not hold, an older version after a newer one.
 */
export class FoldedState<T extends FoldedObject> {
  readonly objects = new Map<string, T>();
  readonly breaks: string[] = [];
  readonly counts = { ADDED: 0, MODIFIED: 0, DELETED: 0, frames: 0, resets: 0 };
  synced = false;
  cursor: string | null = null;
  // Across a resume a change may be sent again; within one subscription it may not. Each cluster is taken on by itself.
  #resumed = false;
  readonly #takenOn = new Set<string>();

  /** A new subscription continues this state from `cursor`. */
  resume(): void {
    this.#resumed = true;
    this.#takenOn.clear();
    this.synced = false;
  }

  /** There is nothing to go on from: a new subscription begins with nothing. */
  forget(): void {
    this.#resumed = false;
    this.#takenOn.clear();
    this.objects.clear();
    this.synced = false;
    this.cursor = null;
  }

  take(field: string, response: GraphQLResponse<Record<string, Delta<T>>>): void {
    const delta = response.data?.[field];
    if (!delta || response.errors) {
      this.breaks.push(`an error: ${JSON.stringify(response.errors)}`);
      return;
    }
    this.counts.frames += 1;
    if (delta.phase === "RESET") {
      this.counts.resets += 1;
      for (const [id, object] of this.objects) if (delta.clusters.includes(object.cluster)) this.objects.delete(id);
    }
    const ids = new Set<string>();
    for (const change of delta.changes) {
      if (ids.has(change.id)) this.breaks.push(`${change.id} stands twice in one delta`);
      ids.add(change.id);
      this.counts[change.type] += 1;
      this.#apply(change);
    }
    if (delta.phase === "SYNCED") this.synced = true;
    // Before it begins to be sent what happens, a cluster is once brought up to date.
    for (const cluster of delta.clusters) this.#takenOn.add(cluster);
    // In a RESET it is null: what came before is no place to go on from any more.
    this.cursor = delta.cursor;
  }

  /** `cluster/namespace/name@version` of everything held, sorted. */
  get listing(): string[] {
    return [...this.objects.values()].map(listed).sort();
  }

  #apply({ type, id, object }: Delta<T>["changes"][number]): void {
    const held = this.objects.get(id);
    const cluster = (object ?? held)?.cluster;
    const again = this.#resumed && (cluster === undefined || !this.#takenOn.has(cluster));
    if (type === "DELETED") {
      if (!held && !again) this.breaks.push(`DELETED of ${id}, which was not there`);
      this.objects.delete(id);
      return;
    }
    if (!object) {
      this.breaks.push(`${type} without an object`);
      return;
    }
    if (type === "ADDED" && held && !again) this.breaks.push(`ADDED ${listed(object)}, which was there already`);
    if (type === "MODIFIED" && !held && !again) this.breaks.push(`MODIFIED ${listed(object)}, which was not there`);
    if (held && BigInt(held.resourceVersion) > BigInt(object.resourceVersion)) {
      this.breaks.push(`${listed(object)} came after ${held.resourceVersion}`);
    }
    this.objects.set(id, object);
  }
}

export function listed({ cluster, namespace, name, resourceVersion }: FoldedObject): string {
  return `${cluster}/${namespace ?? ""}/${name}@${resourceVersion}`;
}
