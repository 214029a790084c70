import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { projectRoot } from "../architecture/source-file.ts";
import { freePort } from "../control-plane/free-port.ts";

/** The built gateway as a process on a port of its own, to be killed and started again. */
export class GatewayProcess implements AsyncDisposable {
  readonly url: string;
  readonly #args: readonly string[];
  readonly #dir: string;
  #child: ChildProcess | undefined;

  /** `dir` is its home: nothing of this machine is served by accident. */
  static async start(dir: string, args: readonly string[]): Promise<GatewayProcess> {
    const gateway = new GatewayProcess(dir, args, await freePort());
    await gateway.start();
    return gateway;
  }

  private constructor(dir: string, args: readonly string[], port: number) {
    this.#dir = dir;
    this.#args = [...args, "--port", String(port)];
    this.url = `http://127.0.0.1:${port}/graphql`;
  }

  /** Resolves when it serves. */
  async start(): Promise<void> {
    const child = spawn(process.execPath, [join(projectRoot, "dist/main.js"), ...this.#args], {
      cwd: this.#dir,
      env: { HOME: this.#dir },
      stdio: ["ignore", "ignore", "pipe"],
    });
    this.#child = child;
    let said = "";
    await new Promise<void>((resolve, reject) => {
      child.stderr.on("data", (chunk: Buffer) => {
        said += chunk;
        if (said.includes(" at http")) resolve();
      });
      child.once("exit", (code) => reject(new Error(`the gateway ended with ${code}: ${said}`)));
    });
  }

  /** In order. */
  stop(): Promise<void> {
    return this.#end("SIGTERM");
  }

  /** Without a word to anybody. */
  kill(): Promise<void> {
    return this.#end("SIGKILL");
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, "exit");
    child.kill(signal);
    await exit;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.kill();
  }
}
