import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { stringify } from "yaml";

const program = fileURLToPath(new URL("../../dist/main.js", import.meta.url));
const startMs = 20_000;

export interface GatewayProcess extends AsyncDisposable {
  /** GraphQL address. */
  readonly url: string;
}

/** The built program over the clusters of a kubeconfig. Resolves when it listens, whatever its clusters do. */
export async function startGatewayProcess(
  dir: string,
  kubeconfig: string,
  settings: object = {},
): Promise<GatewayProcess> {
  const port = await freePort();
  const file = join(dir, `fairway-${port}.yaml`);
  await writeFile(file, stringify({ port, kubeconfig, logLevel: "error", ...settings }));
  const child = spawn(process.execPath, ["--enable-source-maps", program, "--config", file], {
    cwd: dir,
    env: { HOME: dir, TMPDIR: dir },
    stdio: ["ignore", "ignore", "ignore"],
  });
  const origin = `http://127.0.0.1:${port}`;
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, "exit");
    child.kill("SIGKILL");
    await exit;
  };
  const startedAt = performance.now();
  while (!(await isAlive(`${origin}/healthz`))) {
    if (performance.now() - startedAt > startMs || child.exitCode !== null) {
      await stop();
      throw new Error("the gateway does not start");
    }
    await delay(20);
  }
  return { url: `${origin}/graphql`, [Symbol.asyncDispose]: stop };
}

async function isAlive(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (!address || typeof address === "string") throw new Error("no port to be had");
  return address.port;
}
