import { tmpdir } from "node:os";
import { join } from "node:path";
import { banner } from "./banner.ts";
import { readCommandLine, usage } from "./command-line.ts";
import { startSandbox } from "./index.ts";
import type { SandboxOptions } from "./sandbox.ts";

// A process of its own: prints where it is, then `ready` on a line of its own, and ends on Ctrl-C or SIGTERM. Forked, it
// sends its kubeconfig to the parent, too, and ends with it.

const say = (line: string) => process.stdout.write(`${line}\n`);
const complain = (line: string) => process.stderr.write(`${line}\n`);

async function main(args: readonly string[]): Promise<void> {
  let options: SandboxOptions | "help";
  try {
    options = readCommandLine(args);
  } catch (error) {
    complain(`sandbox: ${(error as Error).message}\n\n${usage}`);
    process.exitCode = 2;
    return;
  }
  if (options === "help") {
    say(usage);
    return;
  }
  const report = (error: unknown) => complain(`sandbox: ${error instanceof Error ? error.stack : error}`);
  const sandbox = await startSandbox({ dir: join(tmpdir(), `fairway-sandbox-${process.pid}`), report, ...options });
  for (const line of [...banner(sandbox), "ready"]) say(line);
  const stop = async () => {
    await sandbox.stop();
    process.exit(0);
  };
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
  if (!process.send) return;
  process.once("disconnect", stop);
  const { kubeconfig, kubeconfigFile, monitoringUrl } = sandbox;
  process.send({ ready: true, kubeconfig, kubeconfigFile, monitoringUrl });
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  complain(`sandbox: ${(error as Error).message}`);
  process.exitCode = 1;
}
