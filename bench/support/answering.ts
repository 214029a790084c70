import type { Question, Reply } from "./child.ts";
import { Profiler, type SelfTime } from "./profiler.ts";

/** What every process of the bench can be asked. */
export interface Basics {
  /** CPU time of this process since its start, in microseconds: all threads, and the kernel's work on its behalf. */
  cpu(): number;
  profileStart(): Promise<void>;
  /** The functions that took most of the time since `profileStart`. */
  profileStop(): Promise<readonly SelfTime[]>;
}

/** Methods only: each is a question. */
export type Answers<A extends object> = Basics & { [K in keyof A]: A[K] extends Method ? A[K] : never };
type Method = (...args: never[]) => unknown;

export function cpuMicroseconds(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}

/** Makes this process answer the one that forked it. */
export function answer<A extends object>(answers: A): void {
  const profiler = new Profiler();
  const basics: Basics = {
    cpu: cpuMicroseconds,
    profileStart: () => profiler.start(),
    profileStop: () => profiler.stop(),
  };
  const all = { ...basics, ...answers } as Record<string, (...args: readonly unknown[]) => unknown>;
  const reply = (message: Reply) => {
    if (process.connected) process.send?.(message);
  };
  process.on("message", (message) => {
    const { id, question, args } = message as Question;
    void (async () => {
      const run = all[question];
      if (!run) throw new Error(`nothing here answers "${question}"`);
      return await run(...args);
    })().then(
      (value) => reply({ id, value }),
      (error: unknown) => reply({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
    );
  });
  // The measuring process is gone: nobody is left to end this one.
  process.on("disconnect", () => process.exit());
}
