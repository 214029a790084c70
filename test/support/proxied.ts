import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { ControlPlane } from "../control-plane/control-plane.ts";
import { TcpProxy } from "./tcp-proxy.ts";

export interface Proxied extends AsyncDisposable {
  /** As the control plane's, by way of the proxies. */
  readonly kubeconfig: string;
  /** What stands before each API server, by cluster name. */
  readonly proxies: ReadonlyMap<string, TcpProxy>;
}

/** Puts a proxy before each API server that can be told to misbehave. */
export async function throughProxies({ clusters, dir, kubeconfig }: ControlPlane): Promise<Proxied> {
  await using stack = new AsyncDisposableStack();
  let text = await readFile(kubeconfig, "utf8");
  const proxies = new Map<string, TcpProxy>();
  for (const cluster of clusters) {
    const { port } = new URL(cluster.server);
    const proxy = stack.use(await TcpProxy.start(Number(port)));
    proxies.set(cluster.name, proxy);
    text = text.replaceAll(cluster.server, cluster.server.replace(port, String(proxy.port)));
  }
  const file = join(dir, "kubeconfig-through-proxies");
  await writeFile(file, text, { mode: 0o600 });
  const owned = stack.move();
  return { kubeconfig: file, proxies, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}
