import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import type { Answers } from "./answering.ts";

/** How long one question may take: no script of the bench waits for ever. */
const patienceMs = 180_000;

interface Waiting {
  readonly resolve: (value: never) => void;
  readonly reject: (error: Error) => void;
}

export interface ChildOptions {
  readonly args?: readonly string[];
  readonly execArgv?: readonly string[];
}

/**
 * A fresh process that answers questions over IPC; its script calls `answer`. Its output goes to our stderr, since
 * stdout belongs to the figures. It ends when it is disposed of, or when this process does, however that happens.
 */
export class Child<A extends object> implements AsyncDisposable {
  readonly #process: ChildProcess;
  readonly #waiting = new Map<number, Waiting>();
  #questions = 0;
  #gone: Error | undefined;

  constructor(script: URL, { args = [], execArgv = [] }: ChildOptions = {}) {
    this.#process = fork(script, args, {
      execArgv: [...execArgv],
      stdio: ["ignore", 2, 2, "ipc"],
      env: { ...process.env, NODE_ENV: "production" },
    });
    this.#process.on("message", (message) => this.#receive(message as Reply));
    this.#process.on("error", (error) => this.#end(error));
    this.#process.on("exit", (code, signal) => this.#end(new Error(`${script.pathname} ended with ${code ?? signal}`)));
  }

  ask<K extends keyof Answers<A> & string>(
    question: K,
    ...args: Parameters<Answers<A>[K]>
  ): Promise<Awaited<ReturnType<Answers<A>[K]>>> {
    this.#questions += 1;
    const id = this.#questions;
    return new Promise((resolve, reject) => {
      if (this.#gone) {
        reject(this.#gone);
        return;
      }
      const timer = setTimeout(() => {
        this.#waiting.delete(id);
        reject(new Error(`no answer to "${question}" within ${patienceMs / 1000} s`));
      }, patienceMs);
      const settled = <V>(settle: (value: V) => void) => {
        return (value: V) => {
          clearTimeout(timer);
          settle(value);
        };
      };
      this.#waiting.set(id, { resolve: settled(resolve) as Waiting["resolve"], reject: settled(reject) });
      this.#process.send({ id, question, args } satisfies Question);
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const { exitCode, signalCode } = this.#process;
    if (exitCode !== null || signalCode !== null || this.#process.pid === undefined) return;
    const exit = once(this.#process, "exit");
    this.#process.kill("SIGKILL");
    await exit;
  }

  #receive({ id, value, error }: Reply): void {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error !== undefined) waiting?.reject(new Error(error));
    else waiting?.resolve(value as never);
  }

  #end(reason: Error): void {
    this.#gone = reason;
    for (const { reject } of this.#waiting.values()) reject(reason);
    this.#waiting.clear();
  }
}

export interface Question {
  readonly id: number;
  readonly question: string;
  readonly args: readonly unknown[];
}

export interface Reply {
  readonly id: number;
  readonly value?: unknown;
  readonly error?: string;
}
