import { FairwayError } from "../errors/index.ts";
import { Cell, type GroupResource } from "../state/index.ts";
import { type ApiResource, groupResourceOf } from "./api-resource.ts";
import type { ClusterConnection } from "./connection.ts";
import { type Discovered, type KnownDocuments, readDiscovery } from "./discovery-documents.ts";
import { monotonicOf, type Runtime } from "./ports.ts";

export interface DiscoveryOptions {
  /** Time between two looks, in milliseconds, where changes are told of, or looking is costly. Default 30,000. */
  readonly intervalMs?: number;
  /** The same where nobody tells and the server can say that nothing has changed. Default 3,000. */
  readonly pollMs?: number;
  /** A miss looks again only when the last look is older than this, in milliseconds. Default 2,000. */
  readonly missIntervalMs?: number;
  /** How long one request may take, in milliseconds. Default 10,000. */
  readonly deadlineMs?: number;
  /** Under which other group a cluster may serve a resource, where it does not serve it under its own. */
  readonly otherGroups?: ReadonlyMap<GroupResource, GroupResource>;
}

/**
 * After word of a change, in milliseconds since the word or the look before: a definition is served only a moment after
 * it was written, and nobody says when.
 */
const looksAfterHint = [50, 450, 1_000, 2_000];

/** Which resources a cluster serves. */
export class Discovery implements AsyncDisposable {
  /** Touched when the set of resources has really changed, or which extensions do not answer. */
  readonly cell = new Cell();
  /** Touched when a resource is served under the other of its groups: from then on other rights to it count. */
  readonly regrouped = new Cell();
  readonly #connection: ClusterConnection;
  readonly #runtime: Runtime;
  readonly #monotonic: () => number;
  readonly #isTold: () => boolean;
  readonly #intervalMs: number;
  readonly #pollMs: number;
  readonly #missIntervalMs: number;
  readonly #deadlineMs: number;
  readonly #otherGroups: ReadonlyMap<GroupResource, GroupResource>;
  readonly #documents: KnownDocuments = new Map();
  #resources: readonly ApiResource[] = [];
  #byName = new Map<string, ApiResource>();
  #silentGroups: ReadonlySet<string> = new Set();
  #print = "";
  #lookedAt: number | null = null;
  #looking: Promise<void> | null = null;
  #timer: NodeJS.Timeout | undefined;
  #dueAt = 0;
  #afterHint: number[] = [];
  #stopped = false;

  /** `isTold` says whether `hint` is called for every change at present. */
  constructor(
    connection: ClusterConnection,
    options: DiscoveryOptions,
    runtime: Runtime,
    isTold: () => boolean = () => false,
  ) {
    this.#connection = connection;
    this.#runtime = runtime;
    this.#monotonic = monotonicOf(runtime);
    this.#isTold = isTold;
    this.#intervalMs = options.intervalMs ?? 30_000;
    this.#pollMs = Math.min(options.pollMs ?? 3_000, this.#intervalMs);
    this.#missIntervalMs = options.missIntervalMs ?? 2_000;
    this.#deadlineMs = options.deadlineMs ?? 10_000;
    this.#otherGroups = options.otherGroups ?? new Map();
  }

  /** Whether the server has been looked at with success. Until then `find` knows nothing. */
  get hasSynced(): boolean {
    return this.#lookedAt !== null;
  }

  /** Everything that is served, in the server's order of preference. */
  get resources(): readonly ApiResource[] {
    return this.#resources;
  }

  start(): void {
    this.#schedule(0);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#looking?.catch(() => {});
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  /**
   * By group and plural (`pods`, `apps/deployments`, `deployments.apps`), kind (`Deployment`), singular or short name.
   * Where two groups share a name, the server's preferred group counts.
   */
  find(name: string): ApiResource | undefined {
    return this.#byName.get(name) ?? this.#byName.get(name.toLowerCase());
  }

  /** The resource, or what it is where the cluster has it under another group alone: who may see it is decided by that. */
  servedAs(resource: GroupResource): GroupResource {
    const found = this.#otherGroups.has(resource) && this.#byName.get(resource);
    return found ? groupResourceOf(found) : resource;
  }

  /** As `find`, but looks again before it gives up; throws when who serves it cannot be asked and nothing is known. */
  async lookup(name: string): Promise<ApiResource | undefined> {
    const found = this.find(name);
    if (found) return found;
    const age = this.#lookedAt === null ? Number.POSITIVE_INFINITY : this.#monotonic() - this.#lookedAt;
    if (age > this.#missIntervalMs || this.#looking !== null) await this.refresh();
    const now = this.find(name);
    const group = groupIn(name);
    if (now || !this.#silentGroups.has(group)) return now;
    const { name: cluster } = this.#connection;
    const message = `The extension of cluster "${cluster}" that serves "${group}" does not answer.`;
    throw new FairwayError("CLUSTER_UNAVAILABLE", message, { cluster });
  }

  /** As `lookup`; throws UNKNOWN_KIND when the server has no such resource. */
  async require(name: string): Promise<ApiResource> {
    const found = await this.lookup(name);
    if (found) return found;
    const cluster = this.#connection.name;
    throw new FairwayError("UNKNOWN_KIND", `Cluster "${cluster}" serves no resource "${name}".`, { cluster });
  }

  /** Something has changed, or is about to, in what the server serves. */
  hint(): void {
    this.#afterHint = [...looksAfterHint];
    const delayMs = this.#afterHint[0] ?? 0;
    // One that is due sooner stays: however fast the hints come, they do not push the look before them.
    if (this.#timer && this.#dueAt > this.#monotonic() + delayMs) this.#schedule(this.#afterHint.shift() ?? 0);
  }

  /** Looks at the server now. Rejects when it cannot be asked; what is known stays known. */
  refresh(): Promise<void> {
    this.#looking ??= this.#look().finally(() => {
      this.#looking = null;
    });
    return this.#looking;
  }

  async #look(): Promise<void> {
    const seen = await readDiscovery(this.#connection, this.#deadlineMs, this.#documents);
    if (this.#stopped) return;
    if (seen === "unchanged") this.#lookedAt = this.#monotonic();
    else this.#take(seen);
  }

  #take({ resources: seen, silentGroups }: Discovered): void {
    const known = new Set(seen.map(groupResourceOf));
    // While an extension's own server is down the list lacks its resources; they are unreachable, not gone.
    const kept = this.#resources.filter((r) => silentGroups.has(r.group) && !known.has(groupResourceOf(r)));
    const resources = [...seen, ...kept];
    this.#silentGroups = silentGroups;
    this.#lookedAt = this.#monotonic();
    const print = JSON.stringify([resources, [...silentGroups]]);
    if (print === this.#print) return;
    this.#print = print;
    this.#resources = resources;
    const before = this.#servedNames();
    this.#byName = nameIndex(resources, this.#otherGroups);
    this.cell.touch();
    if (this.#servedNames() !== before) this.regrouped.touch();
  }

  /** What each resource that has another group is served as. */
  #servedNames(): string {
    return [...this.#otherGroups.keys()].map((resource) => this.servedAs(resource)).join(" ");
  }

  #schedule(delayMs: number): void {
    if (this.#stopped) return;
    clearTimeout(this.#timer);
    this.#dueAt = this.#monotonic() + delayMs;
    this.#timer = setTimeout(async () => {
      this.#timer = undefined;
      let failed = false;
      try {
        await this.refresh();
      } catch (error) {
        failed = true;
        this.#runtime.logger.debug({ cluster: this.#connection.name, err: error }, "discovery failed");
      }
      this.#schedule(this.#restMs(failed));
    }, delayMs);
  }

  #restMs(failed: boolean): number {
    const next = this.#afterHint.shift();
    if (next !== undefined) return next;
    // With nothing known everybody waits.
    if (failed) return this.hasSynced ? this.#pollMs : 1_000;
    // A look at unchanged documents costs next to nothing, where the server can say that they are.
    return !this.#isTold() && this.#documents.size > 0 ? this.#pollMs : this.#intervalMs;
  }
}

/** The group that a name names, as `apps/deployments` and `deployments.apps` do; empty where it names none. */
function groupIn(name: string): string {
  return name.includes("/") ? name.slice(0, name.indexOf("/")) : name.slice(name.indexOf(".") + 1 || name.length);
}

function nameIndex(
  resources: readonly ApiResource[],
  otherGroups: ReadonlyMap<GroupResource, GroupResource>,
): Map<string, ApiResource> {
  const index = new Map<string, ApiResource>();
  const add = (name: string, resource: ApiResource) => {
    if (name !== "" && !index.has(name)) index.set(name, resource);
  };
  // In passes: a plural must never lose to another group's short name.
  for (const resource of resources) add(groupResourceOf(resource), resource);
  for (const [name, other] of otherGroups) {
    const resource = index.get(other);
    if (resource) add(name, resource);
  }
  for (const resource of resources) add(`${resource.resource}.${resource.group}`, resource);
  for (const resource of resources) add(resource.resource, resource);
  for (const resource of resources) add(resource.kind, resource);
  for (const resource of resources) add(resource.singular || resource.kind.toLowerCase(), resource);
  for (const resource of resources) for (const name of resource.shortNames) add(name, resource);
  return index;
}
