import { parseArgs } from "node:util";
import { AssetsError, ensureAssets } from "./assets.ts";
import { startControlPlane } from "./control-plane.ts";
import { deploymentsAvailable, seedDeployments } from "./seed.ts";

const usage = `node test/control-plane/main.ts --dir DIR [--clusters 1] [--nodes 3] [--no-controllers]
                                   [--deployments 0] [--replicas 3]
node test/control-plane/main.ts --build-only

Starts real Kubernetes control planes on 127.0.0.1 and keeps them until SIGINT or SIGTERM. Prints \`ready\` on a line of
its own when all of them are, with D Deployments of R replicas each where --deployments and --replicas ask for them.`;

class UsageError extends Error {}

function parse() {
  try {
    const { values } = parseArgs({
      allowNegative: true,
      options: {
        dir: { type: "string" },
        clusters: { type: "string", default: "1" },
        nodes: { type: "string", default: "3" },
        deployments: { type: "string", default: "0" },
        replicas: { type: "string", default: "3" },
        controllers: { type: "boolean", default: true },
        "build-only": { type: "boolean", default: false },
        help: { type: "boolean", default: false },
      },
    });
    const number = (name: "clusters" | "nodes" | "deployments" | "replicas", least: number) => {
      const value = Number(values[name]);
      if (Number.isInteger(value) && value >= least) return value;
      throw new UsageError(`--${name} must be a whole number from ${least}, not ${JSON.stringify(values[name])}`);
    };
    const numbers = {
      clusters: number("clusters", 1),
      nodes: number("nodes", 0),
      deployments: number("deployments", 0),
      replicas: number("replicas", 0),
    };
    const { dir = "", controllers, help } = values;
    const buildOnly = values["build-only"];
    if (!dir && !buildOnly && !help)
      throw new UsageError("--dir is missing: the folder for kubeconfigs, logs and data");
    if (numbers.deployments > 0 && (!controllers || numbers.nodes === 0)) {
      throw new UsageError("--deployments needs controllers and at least one node, else its pods would never run");
    }
    return { ...numbers, dir, controllers, buildOnly, help };
  } catch (error) {
    const known = error instanceof UsageError || (error as { code?: string }).code?.startsWith("ERR_PARSE_ARGS");
    if (!known) throw error;
    console.error(`${(error as Error).message}\n\n${usage}`);
    process.exit(2);
  }
}

const options = parse();
const interrupted = new AbortController();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => interrupted.abort());
if (process.env.npm_lifecycle_event) {
  // npm sends its signals to a shell that does not pass them on: all we see of its end is that we have another parent
  const npm = process.ppid;
  setInterval(() => process.ppid !== npm && interrupted.abort(), 200).unref();
}

try {
  if (options.help) console.log(usage);
  else if (options.buildOnly) await ensureAssets(undefined, { signal: interrupted.signal });
  else await run();
} catch (error) {
  if (!interrupted.signal.aborted) console.error(error instanceof AssetsError ? error.message : error);
  // An interrupted start is what was asked for; an interrupted build leaves its caller without binaries
  if (!interrupted.signal.aborted || options.buildOnly) process.exitCode = 1;
}
process.exit(); // a seeding that was interrupted goes on trying to reach its cluster

async function run(): Promise<void> {
  const { dir, clusters, nodes, controllers, deployments, replicas } = options;
  const { signal } = interrupted;
  // Room for twice what is asked for, so that a demo can scale up
  const podsPerNode = Math.max(110, Math.ceil((2 * deployments * replicas) / Math.max(nodes, 1)));
  await using controlPlane = await startControlPlane({ dir, clusters, nodes, controllers, podsPerNode, signal });
  const interruption = new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
  if (deployments > 0) {
    const seeded = controlPlane.clusters.map(async (cluster) => {
      await seedDeployments(cluster, { namespace: "demo", deployments, replicas });
      await deploymentsAvailable(cluster, "demo", 600_000);
    });
    await Promise.race([Promise.all(seeded), interruption]);
  }
  if (signal.aborted) return;
  for (const { name, server, dir } of controlPlane.clusters) console.log(`cluster    ${name} ${server} ${dir}`);
  console.log(`kubeconfig ${controlPlane.kubeconfig}`);
  console.log(`users      ${controlPlane.usersFile}`);
  console.log("ready");
  const alive = setInterval(() => {}, 60_000); // neither a promise nor a signal handler keeps a process alive
  await interruption;
  clearInterval(alive);
}
