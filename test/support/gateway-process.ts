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
  readonly #nodeArgs: readonly string[];
  /** Everything that it has written, on both streams. */
  output = "";
  #child: ChildProcess | undefined;

  /** `dir` is its home: nothing of this machine is served by accident. */
  static async start(
    dir: string,
    args: readonly string[],
    options: { readonly nodeArgs?: readonly string[] } = {},
  ): Promise<GatewayProcess> {
    const gateway = new GatewayProcess(dir, args, await freePort(), options.nodeArgs ?? []);
    await gateway.start();
    return gateway;
  }

  private constructor(dir: string, args: readonly string[], port: number, nodeArgs: readonly string[]) {
    this.#nodeArgs = nodeArgs;
    this.#dir = dir;
    this.#args = [...args, "--port", String(port)];
    this.url = `http://127.0.0.1:${port}/graphql`;
  }

  /** Resolves when it serves. */
  async start(): Promise<void> {
    const child = spawn(process.execPath, [...this.#nodeArgs, join(projectRoot, "dist/main.js"), ...this.#args], {
      cwd: this.#dir,
      env: { HOME: this.#dir },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#child = child;
    let said = "";
    child.stdout.on("data", (chunk: Buffer) => {
      this.output += chunk;
    });
    await new Promise<void>((resolve, reject) => {
      child.stderr.on("data", (chunk: Buffer) => {
        said += chunk;
        this.output += chunk;
        if (said.includes(" at http")) resolve();
      });
      child.once("exit", (code) => reject(new Error(`the gateway ended with ${code}: ${said}`)));
    });
  }

  /** In order. */
  stop(): Promise<void> {
    return this.#end("SIGTERM");
  }

  get pid(): number {
    const { pid } = this.#child ?? {};
    if (pid === undefined) throw new Error("the gateway does not run");
    return pid;
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
