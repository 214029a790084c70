import { readFileSync } from "node:fs";
import process from "node:process";
import type { Config, ConfigSource, Flags } from "./config/index.ts";
import type { ErrorCode } from "./errors/index.ts";
import type { Gateway } from "./gateway.ts";

// Types only above: on an older Node the packages fail to load in ways that say nothing about its age.
const oldest = [22, 19] as const;

const exitCodes: Partial<Record<ErrorCode, number>> = {
  CONFIG_INVALID: 2,
  KUBECONFIG_INVALID: 3,
  LISTEN_FAILED: 4,
};

/** From the command line to a running gateway. Resolves to an exit code where there is nothing to run. */
async function main(args: readonly string[]): Promise<number | undefined> {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major < oldest[0] || (major === oldest[0] && minor < oldest[1])) {
    process.stderr.write(`fairway: needs Node ${oldest.join(".")} or newer, and this is ${process.versions.node}\n`);
    return 1;
  }
  const { configFiles, loadConfig, readCommandLine, usage } = await import("./config/index.ts");
  const { print, say } = await import("./telemetry/index.ts");
  const command = readCommandLine(args);
  switch (command.kind) {
    case "help":
      print(usage);
      return 0;
    case "version":
      print(version());
      return 0;
    case "register": {
      const { registrationManifests } = await import("./register.ts");
      print(registrationManifests(command.options));
      return 0;
    }
    case "refused":
      say(`fairway: ${command.message}\n\n${usage}`);
      return 2;
    case "run":
      return await start(
        {
          load: () => loadConfig(command.flags),
          files: (config) => configFiles(command.flags, config),
        },
        command.flags,
      );
  }
}

async function start(source: ConfigSource, flags: Flags): Promise<number | undefined> {
  const { FairwayError, toFairwayError } = await import("./errors/index.ts");
  const { hasClusters } = await import("./config/index.ts");
  const { createLogger, say } = await import("./telemetry/index.ts");
  let log = createLogger({ level: "info" });
  try {
    let config = source.load();
    log = createLogger({ level: config.logLevel });
    reportDefects();
    const sandboxed = flags.sandbox === true || !hasClusters(config);
    if (!sandboxed) assertNoSandboxFlags(flags);
    // Two things that take their time, and neither needs the other.
    const [{ Gateway }, sandbox] = await Promise.all([
      import("./gateway.ts"),
      sandboxed ? sandboxConfig(config, flags) : undefined,
    ]);
    if (sandbox) config = sandbox;
    const gateway = new Gateway({ config, log, version: version(), ...(!sandboxed && { source }) });
    stopOnSignal(gateway);
    process.on("SIGHUP", () => gateway.reload());
    await gateway.start();
    announce(gateway, config, sandboxed);
    return undefined;
  } catch (error) {
    const { code, message, cause } = toFairwayError(error);
    // A defect's story is in the log; a mistake of the person's is told in one line.
    if (code === "INTERNAL") log.fatal({ err: cause }, "The gateway could not be started");
    say(`fairway: ${code}: ${message}`);
    return exitCodes[code] ?? 1;
  }

  /** What happens in the sandbox stays there, so it takes writes. */
  async function sandboxConfig(config: Config, { scenario, seed }: Flags): Promise<Config> {
    const { startEmbeddedSandbox } = await import("./embedded-sandbox.ts");
    const args = [...(scenario ? ["--scenario", scenario] : []), ...(seed ? ["--seed", seed] : [])];
    const sandbox = await startEmbeddedSandbox(args);
    process.once("exit", () => sandbox.stop());
    const beside = { name: "sandbox", url: sandbox.monitoringUrl, clusterLabel: "cluster", timeoutMs: 5_000 };
    return {
      ...config,
      kubeconfig: sandbox.kubeconfigFile,
      contexts: [],
      allowWrites: true,
      prometheuses: [{ ...beside, nodeLabel: "node", scrapeIntervalMs: 15_000 }],
      alertmanagers: [{ ...beside, pollIntervalMs: 5_000 }],
    };
  }

  function assertNoSandboxFlags(flags: Flags): void {
    if (flags.scenario === undefined && flags.seed === undefined) return;
    throw new FairwayError("CONFIG_INVALID", "--scenario and --seed belong to the sandbox: add --sandbox");
  }

  /** What nobody caught leaves the process in a state that nobody knows: it is told in the log, and ends. */
  function reportDefects(): void {
    process.on("uncaughtException", (error) => {
      log.fatal({ err: error }, "An error that nobody caught");
      process.exit(1);
    });
    process.on("warning", (warning) => log.warn({ err: warning }, "A warning"));
  }

  function stopOnSignal(gateway: Gateway): void {
    let stopping = false;
    const stop = async (signal: NodeJS.Signals) => {
      // The second signal is from somebody who does not want to wait.
      if (stopping) process.exit(1);
      stopping = true;
      log.info({ signal }, "Draining");
      say("fairway: draining; once more to stop at once");
      try {
        await gateway.stop();
        log.info({}, "Stopped");
        process.exit(0);
      } catch (error) {
        log.fatal({ err: error }, "The gateway could not be stopped in order");
        process.exit(1);
      }
    };
    process.on("SIGTERM", stop);
    process.on("SIGINT", stop);
  }

  function announce(gateway: Gateway, config: Config, sandboxed: boolean): void {
    const { allowWrites, authentication, kubeconfig } = config;
    const { jwt, tokenReview } = authentication;
    const issuers = [...jwt.map(({ issuer }) => issuer.url), ...tokenReview.clusters.map((name) => `cluster:${name}`)];
    const { url, clusterNames, users } = gateway;
    const actsAs = Object.fromEntries(users);
    log.info({ url, clusters: clusterNames, issuers, actsAs, allowWrites, kubeconfig, sandboxed }, "Serving GraphQL");
    const clusters = `${clusterNames.length} ${clusterNames.length === 1 ? "cluster" : "clusters"}`;
    say(`fairway: GraphQL over ${clusters} (${clusterNames.join(", ")}) at ${url}`);
    say(`  the explorer is at ${new URL("/", url)}`);
    if (sandboxed) {
      say(
        "  a SANDBOX: these clusters are made up, and gone when this process ends; name your own with --kubeconfig FILE",
      );
    }
    if (issuers.length > 0) {
      say(`  callers show tokens of ${issuers.join(", ")}; the clusters decide what each of them may see and do`);
    } else {
      say("  no authentication: bound to loopback only; whoever asks acts as the user of the kubeconfig");
      say(`  (${kubeconfig ?? "the pod's service account"}): ${describeUsers(users)}`);
    }
    if (sandboxed) say("  writes are allowed, since nothing real can be changed");
    else say(allowWrites ? "  writes are allowed (--allow-writes)" : "  read-only; --allow-writes permits mutations");
  }
}

/** "admin (alpha, bravo), viewer (charlie)"; the log has all of them. */
function describeUsers(users: ReadonlyMap<string, string>): string {
  const clustersOf = Map.groupBy([...users], ([, user]) => user);
  const shown = [...clustersOf].slice(0, 5).map(([user, own]) => `${user} (${own.map(([name]) => name).join(", ")})`);
  const more = clustersOf.size - shown.length;
  return shown.join(", ") + (more > 0 ? ` and ${more} more` : "");
}

function version(): string {
  const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
  return String(version);
}

const code = await main(process.argv.slice(2));
if (code !== undefined) {
  // Not `exit` at once: what was written to a pipe must arrive. What should still run is given up after a while.
  process.exitCode = code;
  setTimeout(() => process.exit(), 3_000).unref();
}
