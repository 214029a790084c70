import { isDeepStrictEqual } from "node:util";
import { FairwayError, toFairwayError } from "../errors/index.ts";
import { type Cluster, type Clusters, UpstreamError } from "../kubernetes/index.ts";
import { Cell, type ClusterName, type Row, type Store, type Stores } from "../state/index.ts";
import type { Logger } from "../telemetry/index.ts";
import {
  API_VERSION,
  CLUSTER_CONNECTIONS,
  type ConnectionManifest,
  registrationOf,
  type SecretValues,
  secretNameOf,
} from "./cluster-connection.ts";
import { type Refusal, statusOf, type Verdict } from "./connection-status.ts";
import type { Registration } from "./registration.ts";
import type { Registry } from "./registry.ts";

export interface ConnectionsOptions {
  /** Where the gateway's own objects live. */
  readonly home: { readonly cluster: ClusterName; readonly namespace: string };
  readonly clusters: Clusters;
  readonly stores: Stores;
  readonly registry: Registry;
  readonly log: Logger;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

interface Watched {
  readonly connections: Store<ConnectionManifest>;
  readonly secrets: Store<unknown>;
  readonly held: readonly Disposable[];
}

/** What was made of a ClusterConnection, and of what. */
interface Judged {
  readonly from: readonly unknown[];
  readonly verdict: Verdict;
  readonly registration: Registration | undefined;
}

/** Another look after a failure, and the shortest time between two statuses of one connection. */
const pauseMs = 5_000;

/**
 * Registers the clusters that the ClusterConnections in the home cluster describe, and writes into their status what became
 * of them. Secrets are read one by one when they have changed, and kept nowhere but in the registration; what tells of the
 * change is a store, which holds no values. While the home cluster cannot say, everything stays as it is.
 */
export class Connections implements Disposable {
  /** Touched when `problem` changes. */
  readonly cell = new Cell();
  readonly #options: ConnectionsOptions;
  readonly #stopping = new AbortController();
  readonly #judged = new Map<string, Judged>();
  readonly #writtenAt = new Map<string, number>();
  readonly #healths = new Map<ClusterName, { readonly cluster: Cluster; readonly listening: Disposable }>();
  #registry: Disposable | null = null;
  #watched: Watched | null = null;
  #running: Promise<void> | null = null;
  #isDue = false;
  #timer: NodeJS.Timeout | undefined;
  #problem: FairwayError | null;

  constructor(options: ConnectionsOptions) {
    this.#options = options;
    this.#problem = this.#syncing();
  }

  /** Why clusters cannot be registered in this way at present. */
  get problem(): FairwayError | null {
    return this.#problem;
  }

  start(): void {
    this.#registry = this.#options.clusters.cell.onChange(() => this.#due());
    this.#due();
  }

  [Symbol.dispose](): void {
    this.#stopping.abort();
    clearTimeout(this.#timer);
    this.#registry?.[Symbol.dispose]();
    this.#unwatch();
    for (const { listening } of this.#healths.values()) listening[Symbol.dispose]();
    this.#healths.clear();
  }

  #due(): void {
    if (this.#stopping.signal.aborted) return;
    this.#isDue = true;
    this.#running ??= this.#loop().finally(() => {
      this.#running = null;
    });
  }

  async #loop(): Promise<void> {
    while (this.#isDue && !this.#stopping.signal.aborted) {
      this.#isDue = false;
      try {
        await this.#reconcile();
      } catch (error) {
        this.#options.log.warn({ problem: toFairwayError(error).message }, "ClusterConnections could not be looked at");
        this.#later();
      }
    }
  }

  #later(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#due(), pauseMs);
    this.#timer.unref();
  }

  async #reconcile(): Promise<void> {
    const watched = this.#watch();
    this.#tell(this.#problemOf(watched));
    // What has never been there may not be taken for an empty list.
    if (!watched?.connections.at || !watched.secrets.at) return;
    const rows = [...watched.connections.scan("all")].filter(({ object }) => !object.metadata.deletionTimestamp);
    for (const row of rows) await this.#judge(row, watched.secrets);
    if (this.#stopping.signal.aborted) return;
    const uids = new Set(rows.map(({ uid }) => uid));
    for (const uid of this.#judged.keys()) if (!uids.has(uid)) this.#judged.delete(uid);
    this.#options.registry.set(
      "CLUSTER_CONNECTION",
      [...this.#judged.values()].flatMap(({ registration }) => (registration ? [registration] : [])),
    );
    this.#followHealths(rows);
    for (const row of rows) await this.#report(row);
  }

  #watch(): Watched | null {
    const { home, clusters, stores } = this.#options;
    const scope = { cluster: home.cluster, namespace: home.namespace };
    // The home cluster may have left and come back, and then the stores are others.
    const isCurrent = this.#watched?.connections === stores.find({ ...scope, resource: CLUSTER_CONNECTIONS });
    if (this.#watched && !isCurrent) this.#unwatch();
    if (!clusters.has(home.cluster)) return null;
    if (this.#watched) return this.#watched;
    const connections = stores.open<ConnectionManifest>({ ...scope, resource: CLUSTER_CONNECTIONS });
    const secrets = stores.open<unknown>({ ...scope, resource: "secrets" });
    const held = [connections as Store<unknown>, secrets].flatMap((store) => [
      store.lease(),
      store.content.onChange(() => this.#due()),
      store.state.onChange(() => this.#due()),
    ]);
    this.#watched = { connections, secrets, held };
    return this.#watched;
  }

  #unwatch(): void {
    for (const each of this.#watched?.held ?? []) each[Symbol.dispose]();
    this.#watched = null;
  }

  #problemOf(watched: Watched | null): FairwayError | null {
    const { cluster } = this.#options.home;
    if (!watched) return new FairwayError("UNKNOWN_CLUSTER", `The home cluster "${cluster}" is not registered.`);
    for (const { at, health } of [watched.connections, watched.secrets]) {
      if (health?.state === "stale") return health.error;
      if (!at) return this.#syncing();
    }
    return null;
  }

  #syncing(): FairwayError {
    const { cluster } = this.#options.home;
    return new FairwayError("CLUSTER_SYNCING", "The ClusterConnections are still being loaded.", { cluster });
  }

  #tell(problem: FairwayError | null): void {
    const isSame = this.#problem?.code === problem?.code && this.#problem?.message === problem?.message;
    this.#problem = problem;
    if (!isSame) this.cell.touch();
  }

  /** Decides anew where spec or Secret have changed. Where a Secret cannot be read for now, what was decided stays. */
  async #judge({ uid, object }: Row<ConnectionManifest>, secrets: Store<unknown>): Promise<void> {
    const { namespace } = this.#options.home;
    const { name } = object.metadata;
    const secretName = secretNameOf(object) ?? "";
    const secret = secrets.get(namespace, secretName);
    const from = [object.spec, secret?.uid, secret?.version];
    const former = this.#judged.get(uid);
    if (former && isDeepStrictEqual(former.from, from)) return;
    const refuse = (reason: Refusal, message: string, kept?: Registration) => {
      this.#judged.set(uid, { from, verdict: { registered: false, reason, message }, registration: kept });
    };
    if (!secret) {
      refuse("SecretNotFound", `There is no Secret "${secretName}" in the namespace.`);
      return;
    }
    try {
      const registration = registrationOf(object, await this.#read(secretName));
      this.#judged.set(uid, { from, verdict: { registered: true }, registration });
    } catch (error) {
      const { code, message } = toFairwayError(error);
      // What was registered goes on with what it had: a slip of a hand does not take a cluster away.
      if (code === "CONFIG_INVALID") refuse("SpecInvalid", message, former?.registration);
      else if (code === "KUBECONFIG_INVALID") refuse("CredentialInvalid", message, former?.registration);
      else if (code === "FORBIDDEN") refuse("SecretNotReadable", message, former?.registration);
      else if (code === "NOT_FOUND") refuse("SecretNotFound", `There is no Secret "${secretName}" in the namespace.`);
      else {
        this.#options.log.warn({ connection: name, code }, "The Secret of a ClusterConnection cannot be read for now");
        this.#later();
      }
    }
  }

  /** Past every store, whose decoder would drop the values. */
  async #read(name: string): Promise<SecretValues> {
    const { home, clusters } = this.#options;
    const { body } = await clusters.get(home.cluster).connection.request<{ data?: Record<string, string> } | null>({
      path: `/api/v1/namespaces/${encodeURIComponent(home.namespace)}/secrets/${encodeURIComponent(name)}`,
      signal: this.#stopping.signal,
    });
    return new Map(Object.entries(body?.data ?? {}).map(([key, value]) => [key, Buffer.from(value, "base64")]));
  }

  #verdictOf({ uid, name }: Row<ConnectionManifest>): Verdict {
    if (this.#options.registry.registeredBy(name) === "KUBECONFIG") {
      const message = `The gateway's kubeconfig has a context "${name}", which counts.`;
      return { registered: false, reason: "NameTaken", message };
    }
    const unread: Verdict = { registered: false, reason: "SecretNotReadable", message: "The Secret was not read yet." };
    return this.#judged.get(uid)?.verdict ?? unread;
  }

  #clusterOf({ name }: Row<ConnectionManifest>): Cluster | undefined {
    const { registry, clusters } = this.#options;
    return registry.registeredBy(name) === "CLUSTER_CONNECTION" ? clusters.get(name) : undefined;
  }

  #followHealths(rows: readonly Row<ConnectionManifest>[]): void {
    const current = new Map(rows.flatMap((row) => [[row.name, this.#clusterOf(row)] as const]));
    for (const [name, { cluster, listening }] of this.#healths) {
      if (current.get(name) === cluster) continue;
      listening[Symbol.dispose]();
      this.#healths.delete(name);
    }
    for (const [name, cluster] of current) {
      if (!cluster || this.#healths.has(name)) continue;
      this.#healths.set(name, { cluster, listening: cluster.health.cell.onChange(() => this.#due()) });
    }
  }

  async #report(row: Row<ConnectionManifest>): Promise<void> {
    const { home, clusters, now, log } = this.#options;
    const { uid, name } = row;
    const status = statusOf(row.object, this.#verdictOf(row), this.#clusterOf(row)?.health, now());
    if (!status || this.#stopping.signal.aborted) return;
    // Replicas that see different things would otherwise write as fast as they can.
    if (now() - (this.#writtenAt.get(uid) ?? 0) < pauseMs) {
      this.#later();
      return;
    }
    this.#writtenAt.set(uid, now());
    const ref = { cluster: home.cluster, resource: CLUSTER_CONNECTIONS, namespace: home.namespace, name };
    const metadata = { name, namespace: home.namespace, uid };
    try {
      await clusters
        .get(home.cluster)
        .writer.patch(
          ref,
          { apiVersion: API_VERSION, kind: "ClusterConnection", metadata, status },
          { type: "apply", subresource: "status", force: true, signal: this.#stopping.signal },
        );
    } catch (error) {
      if (this.#stopping.signal.aborted) return;
      const { code } = toFairwayError(error);
      // It was deleted meanwhile, or re-created.
      const isGone = error instanceof UpstreamError && (code === "NOT_FOUND" || code === "CONFLICT");
      if (!isGone) log.warn({ connection: name, code }, "The status of a ClusterConnection cannot be written");
    }
  }
}
