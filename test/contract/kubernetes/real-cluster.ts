import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  Cluster,
  type ClusterConfig,
  type ClusterOptions,
  type KubernetesObject,
  noMetrics,
  type Runtime,
  silentLogger,
  Turns,
} from "../../../src/kubernetes/index.ts";
import { currentSeq, Store } from "../../../src/state/index.ts";
import type { Cluster as Plane } from "../../control-plane/cluster.ts";
import { startControlPlane } from "../../control-plane/control-plane.ts";
import { TcpProxy } from "../../support/tcp-proxy.ts";

/** An API server of its own with etcd behind it and a proxy before it, and this folder's parts at the other end. */
export class RealCluster implements AsyncDisposable {
  readonly plane: Plane;
  readonly proxy: TcpProxy;
  /** How the content of stores was fetched, as in `pods by watch-list`. */
  readonly lists: string[] = [];
  /** The status of every answer; 0 where none came. */
  readonly statuses: number[] = [];
  readonly runtime: Runtime;
  readonly #scheme: string;
  readonly #stack: AsyncDisposableStack;

  private constructor(plane: Plane, proxy: TcpProxy, scheme: string, stack: AsyncDisposableStack) {
    this.plane = plane;
    this.proxy = proxy;
    this.#scheme = scheme;
    this.#stack = stack;
    this.runtime = {
      now: Date.now,
      monotonic: () => performance.now(),
      random: Math.random,
      logger: silentLogger,
      metrics: {
        ...noMetrics,
        listed: (_, resource, { mode }) => void this.lists.push(`${resource} by ${mode}`),
        request: (_cluster, _method, status) => void this.statuses.push(status),
      },
      turns: new Turns(),
    };
  }

  /** With these flags for its API server. With `garbles` the proxy unwraps TLS, so that what it garbles is a body. */
  static async start(apiServerArgs: readonly string[] = [], garbles = false): Promise<RealCluster> {
    await using stack = new AsyncDisposableStack();
    const dir = await mkdtemp(join(tmpdir(), "fairway-contract-"));
    stack.defer(() => rm(dir, { recursive: true, force: true }));
    const planes = stack.use(
      await startControlPlane({ dir, clusters: 1, nodes: 0, controllers: false, apiServerArgs }),
    );
    const [plane] = planes.clusters;
    if (!plane) throw new Error("a control plane without a cluster");
    const unwrapTls = garbles ? { unwrapTls: { ca: plane.caData } } : {};
    const proxy = stack.use(await TcpProxy.start(Number(new URL(plane.server).port), unwrapTls));
    return new RealCluster(plane, proxy, garbles ? "http" : "https", stack.move());
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#stack.disposeAsync();
  }

  /** How one of the cluster's users gets in, through the proxy. */
  config(user = "admin"): ClusterConfig {
    const token = user === "admin" ? this.plane.admin.token : this.plane.tokenOf(user);
    const tls = { caData: Buffer.from(this.plane.caData), insecure: false };
    const sources = { tls, user: { name: user, token } };
    return {
      name: this.plane.name,
      server: `${this.#scheme}://127.0.0.1:${this.proxy.port}`,
      credentials: () => sources,
    };
  }

  connect(options: ClusterOptions = {}, user?: string): Cluster {
    const cluster = new Cluster(this.config(user), options, this.runtime);
    cluster.start();
    return cluster;
  }

  /** A store of one resource, running until it is disposed of. */
  store(cluster: Cluster, resource: string, namespace?: string): RunningStore {
    return new RunningStore(cluster, resource, namespace);
  }
}

export class RunningStore implements Disposable {
  readonly store: Store<KubernetesObject>;
  /** Each state of its health, as in `live`, `CLUSTER_TIMEOUT`. */
  readonly healths: string[] = [];
  /** What was announced, as in `+ a`, `~ a`, `- a`. */
  readonly changes: string[] = [];
  readonly #lease: Disposable;
  readonly #waiting = new Set<() => void>();
  readonly #subscriptions: Disposable[];
  #seen: number | null = null;

  constructor(cluster: Cluster, resource: string, namespace: string | undefined) {
    this.store = new Store({
      scope: { cluster: cluster.name, resource, ...(namespace !== undefined && { namespace }) },
      source: cluster.source(resource, namespace),
      indexes: [],
      idleMs: 60_000,
      now: Date.now,
      onSourceFailure: (_, error) => {
        throw error;
      },
    });
    this.#subscriptions = [this.store.content, this.store.state].map((cell) => cell.onChange(() => this.#look()));
    this.#lease = this.store.lease();
  }

  get names(): readonly string[] {
    return [...this.store.scan("all")].map(({ name }) => name).sort();
  }

  object(name: string): KubernetesObject | undefined {
    return [...this.store.scan("all")].find((row) => row.name === name)?.object;
  }

  /** Live, and from now on every change is written down. */
  get isLive(): boolean {
    return this.store.health?.state === "live" && this.#seen !== null;
  }

  get error(): string | undefined {
    return this.store.health?.state === "stale" ? this.store.health.error.code : undefined;
  }

  async until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise<void>((resolve) => this.#waiting.add(resolve));
  }

  [Symbol.dispose](): void {
    for (const subscription of this.#subscriptions) subscription[Symbol.dispose]();
    this.#lease[Symbol.dispose]();
    this.store.stop();
  }

  #look(): void {
    const health = this.error ?? this.store.health?.state;
    if (health && health !== this.healths.at(-1)) this.healths.push(health);
    if (this.store.at) {
      this.#seen ??= currentSeq();
      const news = this.store.sinceSeq(this.#seen);
      if (news === "expired") this.changes.push("expired");
      else
        for (const { before, after } of news) {
          this.changes.push(`${before ? (after ? "~" : "-") : "+"} ${(after ?? before)?.name}`);
        }
      this.#seen = currentSeq();
    }
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const wake of waiting) wake();
  }
}
