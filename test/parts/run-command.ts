import { spawn } from "node:child_process";
import { Watchdog } from "../control-plane/watchdog.ts";

export interface CommandOptions {
  readonly cwd?: string;
  /** Beside the environment of this process. */
  readonly env?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
}

/** Runs a program to its end and resolves with its standard output; rejects where it cannot be started or ends with another code than 0. */
export function runCommand(command: string, args: readonly string[], options: CommandOptions = {}): Promise<string> {
  const { cwd, env, signal } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      ...(cwd !== undefined && { cwd }),
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "inherit"],
      ...(signal && { signal }),
    });
    // Else a program whose caller was killed would go on for minutes, and write into a folder that others clean up
    const watchdog = new Watchdog();
    if (child.pid !== undefined) watchdog.guard(child.pid);
    let output = "";
    child.stdout.on("data", (chunk: Buffer) => {
      output += chunk;
    });
    child.on("error", reject);
    child.on("close", (code) => {
      if (child.pid !== undefined) watchdog.release(child.pid);
      watchdog.close().catch(reject);
      if (code === 0) resolve(output);
      else reject(new Error(`${command} ${args[0]} ended with ${code}; its messages are above`));
    });
  });
}
