import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Config, type ConfigSource, defaults } from "../../src/config/index.ts";
import { Gateway } from "../../src/gateway.ts";
import { createLogger } from "../../src/telemetry/index.ts";
import { type ControlPlane, type ControlPlaneOptions, startControlPlane } from "../control-plane/control-plane.ts";
import { executor } from "./executor.ts";
import { throughProxies } from "./proxied.ts";
import type { TcpProxy } from "./tcp-proxy.ts";

export type Overrides = Partial<Config>;

/** Standard output is the tests'. */
const silent: Config["audit"] = { sink: "none", file: undefined, required: false };

/** A gateway in this process on a free port, over the clusters of a kubeconfig. */
export async function startGateway(
  kubeconfig: string,
  overrides: Overrides = {},
  { reloads = false }: { readonly reloads?: boolean } = {},
): Promise<Gateway> {
  const config: Config = { ...defaults, port: 0, kubeconfig, logLevel: "error", executor, audit: silent, ...overrides };
  const source: ConfigSource = { load: () => config, files: () => [kubeconfig] };
  const log = createLogger({ level: config.logLevel });
  const gateway = new Gateway({ config, log, version: "0.0.0", ...(reloads && { source }) });
  await gateway.start();
  return gateway;
}

export interface Rig extends AsyncDisposable {
  readonly controlPlane: ControlPlane;
  readonly gateways: readonly Gateway[];
  /** GraphQL address of the first gateway. */
  readonly url: string;
  /** What stands between the gateways and each API server, by cluster name. */
  readonly proxies: ReadonlyMap<string, TcpProxy>;
  /** The clusters behind the proxies, for further gateways. */
  readonly kubeconfig: string;
}

export interface RigOptions extends Omit<ControlPlaneOptions, "dir"> {
  /** How many gateways. Default 1. */
  readonly replicas?: number;
  readonly config?: Overrides;
}

/** Real control planes with gateways over them, behind proxies that a test can tell to misbehave. */
export async function startRig({ replicas = 1, config = {}, ...options }: RigOptions): Promise<Rig> {
  await using stack = new AsyncDisposableStack();
  const dir = await mkdtemp(join(tmpdir(), "fairway-test-"));
  stack.defer(() => rm(dir, { recursive: true, force: true }));
  const controlPlane = stack.use(await startControlPlane({ ...options, dir }));
  const { kubeconfig, proxies } = stack.use(await throughProxies(controlPlane));
  const gateways: Gateway[] = [];
  for (let n = 0; n < replicas; n += 1) gateways.push(stack.use(await startGateway(kubeconfig, config)));
  const [first] = gateways;
  if (!first) throw new Error("a rig has at least one gateway");
  const owned = stack.move();
  const { url } = first;
  return { controlPlane, gateways, url, proxies, kubeconfig, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}
