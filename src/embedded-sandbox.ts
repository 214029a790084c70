import { fork } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { FairwayError } from "./errors/index.ts";

export interface EmbeddedSandbox {
  readonly kubeconfigFile: string;
  /** Where alerts and figures are. */
  readonly monitoringUrl: string;
  stop(): void;
}

/** The sandbox is a program of its own: the gateway knows it by its kubeconfig, and asks it over HTTP like any cluster. */
export async function startEmbeddedSandbox(args: readonly string[]): Promise<EmbeddedSandbox> {
  const dir = mkdtempSync(join(tmpdir(), "fairway-sandbox-"));
  const program = fileURLToPath(new URL("./sandbox/main.js", import.meta.url));
  const child = fork(program, ["--dir", dir, ...args], {
    // Its own start message is for who starts it by itself.
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  // It ends by itself when the channel closes, so it does not outlive this process however that ends.
  const { kubeconfigFile, monitoringUrl } = await new Promise<Omit<EmbeddedSandbox, "stop">>((resolve, reject) => {
    child.once("message", (message: Omit<EmbeddedSandbox, "stop">) => resolve(message));
    child.once("error", (cause) => reject(failed(cause)));
    child.once("exit", (code) => reject(failed(code)));
  });
  child.channel?.unref();
  child.unref();
  return {
    kubeconfigFile,
    monitoringUrl,
    stop: () => {
      child.kill("SIGTERM");
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

function failed(cause: unknown): FairwayError {
  return new FairwayError("CONFIG_INVALID", "The sandbox could not be started", { cause });
}
