import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, mkdirSync, openSync, readFileSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { Watchdog } from "./watchdog.ts";

const graceMs = 3_000;

export interface PartOptions {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** Beside the environment of this process. */
  readonly env?: Readonly<Record<string, string>>;
  readonly logFile: string;
  readonly watchdog: Watchdog;
}

/** One program of a cluster. It can be started again after it has ended; its log goes on in the same file. */
export class Part {
  readonly name: string;
  readonly logFile: string;
  readonly #command: string;
  readonly #args: readonly string[];
  readonly #env: NodeJS.ProcessEnv;
  readonly #watchdog: Watchdog;
  #child: ChildProcess | undefined;
  #ended = new AbortController();
  #expected = false;

  constructor(options: PartOptions) {
    this.name = options.name;
    this.logFile = options.logFile;
    this.#command = options.command;
    this.#args = options.args;
    this.#env = options.env ? { ...process.env, ...options.env } : process.env;
    this.#watchdog = options.watchdog;
    rmSync(this.logFile, { force: true }); // of an earlier control plane in the same folder
  }

  /** Undefined while it does not run. */
  get pid(): number | undefined {
    return this.#running ? this.#child?.pid : undefined;
  }

  /** Aborted, with the tail of the log as reason, when the program of the last `start` ends without having been asked. */
  get ended(): AbortSignal {
    return this.#ended.signal;
  }

  get #running(): boolean {
    const child = this.#child; // without an id it could not be started at all
    return child?.pid !== undefined && child.exitCode === null && child.signalCode === null;
  }

  async start(): Promise<void> {
    if (this.#running && this.#child) {
      if (!this.#expected) throw new Error(`${this.name} runs already`);
      this.#child.ref();
      await once(this.#child, "exit"); // killed a moment ago
    }
    mkdirSync(dirname(this.logFile), { recursive: true });
    const log = openSync(this.logFile, "a");
    // A session of its own: Ctrl-C in a terminal reaches a whole group at once, and the order of stopping is ours
    const child = spawn(this.#command, this.#args, { stdio: ["ignore", log, log], env: this.#env, detached: true });
    closeSync(log);
    child.unref(); // A test that forgets to stop must be able to end; the watchdog sweeps up after it
    const ended = new AbortController();
    this.#child = child;
    this.#ended = ended;
    this.#expected = false;
    const { pid } = child;
    if (pid !== undefined) this.#watchdog.guard(pid);
    child.on("error", (error) => ended.abort(error));
    child.on("exit", (code, signal) => {
      if (pid !== undefined) this.#watchdog.release(pid);
      if (!this.#expected) ended.abort(this.#failure(`ended with ${signal ?? code}`));
    });
  }

  /** Asks it to end, and kills it when it has not done so after `graceMs`. */
  async stop(signal: NodeJS.Signals = "SIGTERM"): Promise<void> {
    const child = this.#child;
    if (!child || !this.#running) return;
    this.#expected = true;
    const exit = once(child, "exit");
    child.ref();
    child.kill(signal);
    child.kill("SIGCONT"); // A stopped process would only take the signal when it goes on
    const timer = new AbortController();
    const patience = delay(graceMs, undefined, { signal: timer.signal }).then(() => child.kill("SIGKILL"));
    patience.catch(() => {});
    await exit;
    timer.abort();
  }

  signal(signal: NodeJS.Signals): void {
    if (!this.#running) throw new Error(`${this.name} does not run`);
    if (signal === "SIGKILL") this.#expected = true;
    this.#child?.kill(signal);
  }

  #failure(what: string): Error {
    const tail = readFileSync(this.logFile, "utf8").trimEnd().split("\n").slice(-15).join("\n");
    return new Error(`${this.name} ${what}; the end of ${this.logFile}:\n${tail}`);
  }
}
