import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../architecture/source-file.ts";
import type { Cluster } from "../control-plane/cluster.ts";
import { GatewayProcess } from "../support/gateway-process.ts";
import { startRig } from "../support/rig.ts";
import type { TcpProxy } from "../support/tcp-proxy.ts";

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
  readonly #restarts: { readonly cluster: string; readonly at: number; version: bigint }[] = [];

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
    const restart = { cluster: cluster.name, at: Date.now(), version: BigInt(Number.MAX_SAFE_INTEGER) };
    this.#restarts.push(restart);
    await cluster.startApiServer();
    type List = { metadata: { resourceVersion: string } };
    const { metadata } = await cluster.api.request<List>("GET", "/api/v1/namespaces?limit=1");
    restart.version = BigInt(metadata.resourceVersion);
  }

  /**
   * Whether nobody may be able to tell what happened since a cursor that was received at `since`, by who had seen the
   * version `seen` of that cluster by then: the API server remembers nothing from before its start, and what each gateway
   * heard itself begins where it was started, and has gaps where it could not listen.
   */
  mayForget(cluster: string, since: number, seen: bigint): boolean {
    return this.#restarts.some((restart) => {
      return restart.cluster === cluster && restart.at > since - CURSOR_LAG_MS && seen <= restart.version;
    });
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#stack.disposeAsync();
  }
}
