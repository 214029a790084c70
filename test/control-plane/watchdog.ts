import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";

/**
 * Kills what this process has started, however this process ends: a shell of its own session that holds the other end
 * of a pipe, which the kernel closes with us, and then kills the ids of the last line it has read. It needs nothing
 * from the programs it guards, and a stopped one is killed too.
 */
export class Watchdog {
  readonly #pids = new Set<number>();
  readonly #shell: ChildProcess;

  constructor() {
    const script = 'while read -r line; do pids=$line; done; [ -z "$pids" ] || kill -9 $pids';
    this.#shell = spawn("sh", ["-c", script], { stdio: ["pipe", "ignore", "ignore"], detached: true });
    this.#shell.unref();
    this.#shell.stdin?.on("error", () => {}); // killed by somebody: then there is nobody to tell
  }

  guard(pid: number): void {
    this.#pids.add(pid);
    this.#tell();
  }

  release(pid: number): void {
    this.#pids.delete(pid);
    this.#tell();
  }

  /** Lets the shell go, which kills what is still guarded. */
  async close(): Promise<void> {
    if (this.#shell.exitCode !== null || this.#shell.signalCode !== null) return;
    const ended = once(this.#shell, "exit");
    this.#shell.ref();
    this.#shell.stdin?.end();
    await ended;
  }

  #tell(): void {
    if (this.#shell.stdin?.writable) this.#shell.stdin.write(`${[...this.#pids].join(" ")}\n`);
  }
}
