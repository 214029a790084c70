import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../architecture/source-file.ts";
import type { Cluster } from "../control-plane/cluster.ts";
import { startRig } from "../support/rig.ts";
import type { TcpProxy } from "../support/tcp-proxy.ts";
import { GatewayProcess } from "./gateway-process.ts";

/** How long before a cursor was sent the position in it may have been reached, at the most. */
const CURSOR_LAG_MS = 20_000;

/** Two clusters, and two gateways over them: one in this process that lives on, one that is killed now and then. */
export class Arena implements AsyncDisposable {
  readonly clusters: readonly Cluster[];
  readonly proxies: ReadonlyMap<string, TcpProxy>;
  /** GraphQL addresses: of the lasting one, and of the mortal one. */
  readonly gateways: readonly [string, string];
  readonly mortal: GatewayProcess;
  /** Seeds that are still writing. */
  writing = 0;
  /** The faults so far, and what those were sent who lost something, for whoever has to find out why. */
  readonly diaries = new Map<string, readonly string[]>();
  readonly faults: string[] = [];
  readonly #stack: AsyncDisposableStack;
  readonly #restarts = new Map<string, number[]>();

  static async start(): Promise<Arena> {
    const built = spawnSync("npm", ["run", "--silent", "build"], { cwd: projectRoot, encoding: "utf8" });
    if (built.status !== 0) throw new Error(`the build failed: ${built.stdout}${built.stderr}`);
    await using stack = new AsyncDisposableStack();
    const cursorSecret = "both gateways have the same";
    const rig = stack.use(await startRig({ clusters: 2, nodes: 0, controllers: false, config: { cursorSecret } }));
    const { dir } = rig.controlPlane;
    const config = join(dir, "mortal.yaml");
    writeFileSync(config, JSON.stringify({ cursorSecret, logLevel: "error" }), { mode: 0o600 });
    const mortal = stack.use(await GatewayProcess.start(dir, ["--config", config, "--kubeconfig", rig.kubeconfig]));
    const { proxies } = rig;
    return new Arena(rig.controlPlane.clusters, proxies, [rig.url, mortal.url], mortal, stack.move());
  }

  private constructor(
    clusters: readonly Cluster[],
    proxies: ReadonlyMap<string, TcpProxy>,
    gateways: readonly [string, string],
    mortal: GatewayProcess,
    stack: AsyncDisposableStack,
  ) {
    this.clusters = clusters;
    this.proxies = proxies;
    this.gateways = gateways;
    this.mortal = mortal;
    this.#stack = stack;
  }

  /** The API server's memory of what happened is gone with it. */
  async restartApiServer(cluster: Cluster): Promise<void> {
    cluster.signal("apiserver", "SIGKILL");
    this.#restarts.set(cluster.name, [...(this.#restarts.get(cluster.name) ?? []), Date.now()]);
    await cluster.startApiServer();
  }

  /**
   * Whether a cursor that was received at `since` may have lost its cluster's history: the lasting gateway has heard
   * everything, but the mortal one has to ask an API server that may have been started only after that.
   */
  mayForget(gateway: string, cluster: string, since: number): boolean {
    const restarted = this.#restarts.get(cluster)?.some((at) => at > since - CURSOR_LAG_MS) ?? false;
    return gateway === this.mortal.url && restarted;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#stack.disposeAsync();
  }
}
