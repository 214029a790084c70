import { connect } from "node:net";
import { join } from "node:path";
import type { Cluster } from "../control-plane/cluster.ts";
import { freePort } from "../control-plane/free-port.ts";
import { Part } from "../control-plane/part.ts";
import { waitFor } from "../control-plane/wait-for.ts";
import { Watchdog } from "../control-plane/watchdog.ts";
import { goPrograms } from "./go-programs.ts";

export const nodeExecProgram = goPrograms({
  name: "node-exec",
  moduleFolder: join(import.meta.dirname, "node-exec"),
  programs: { "node-exec": "." },
  sources: ["main.go"],
});

const readyMs = 10_000;

/**
 * A node whose `pods/exec` is answered as kubelets and container runtimes do it, by their own library: exit codes, the end of input and
 * sizes of terminals included. It runs commands on this machine, and no pods. For a cluster without kwok, which would take the node over.
 */
export async function startExecNode(cluster: Cluster, name: string): Promise<AsyncDisposable> {
  const root = await nodeExecProgram.ensure();
  const port = await freePort();
  const watchdog = new Watchdog();
  const command = join(root, "node-exec");
  const part = new Part({
    name,
    command,
    args: [`127.0.0.1:${port}`],
    logFile: join(cluster.dir, `${name}.log`),
    watchdog,
  });
  const stop = async () => {
    await part.stop();
    await watchdog.close();
  };
  try {
    await part.start();
    await waitFor(() => answers(port), readyMs, `${name} listens`);
    await cluster.api.request("POST", "/api/v1/nodes", { metadata: { name } });
    const status = {
      addresses: [{ type: "InternalIP", address: "127.0.0.1" }],
      daemonEndpoints: { kubeletEndpoint: { Port: port } },
    };
    await cluster.api.request(
      "PATCH",
      `/api/v1/nodes/${name}/status`,
      { status },
      { contentType: "application/merge-patch+json" },
    );
  } catch (error) {
    await stop();
    throw error;
  }
  return { [Symbol.asyncDispose]: stop };
}

/** It speaks TLS: that it takes plain bytes is enough. */
async function answers(port: number): Promise<boolean> {
  return await new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}
