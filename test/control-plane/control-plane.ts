import { randomBytes } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { bareBinaryNames, binaryNames, ensureAssets } from "./assets.ts";
import { Cluster, type Person, type User } from "./cluster.ts";
import { writeKubeconfig } from "./kubeconfig.ts";
import { tryLock } from "./lock.ts";
import type { KwokOptions } from "./part-commands.ts";
import { tokenOf } from "./token-of.ts";
import { Watchdog } from "./watchdog.ts";

export interface ControlPlaneOptions {
  /** Made where it does not exist. Holds kubeconfigs, tokens, certificates, logs and data; etcd's data of an earlier
   * control plane in it is deleted. */
  readonly dir: string;
  readonly clusters: number;
  /** Simulated nodes of each cluster. */
  readonly nodes: number;
  /** How many pods a node takes; default 110, as the kubelet's. */
  readonly podsPerNode?: number;
  /** False: etcd and the API server only, so nothing makes, places or runs pods. Default true. */
  readonly controllers?: boolean;
  /** Flags for every API server, after ours: of a flag given twice the last one counts. */
  readonly apiServerArgs?: readonly string[];
  /** Every API server writes down who did what: `Cluster.auditEvents`. Default false. */
  readonly audit?: boolean;
  /** An AuthenticationConfiguration for every API server: whose tokens it takes beside its own. */
  readonly authentication?: object;
  /** Names of the clusters and contexts; default alpha, bravo, charlie … */
  readonly names?: readonly string[];
  readonly kwok?: KwokOptions;
  /** Controllers of the controller manager that run although `controllers` is false, as `--controllers` names them. */
  readonly onlyControllers?: readonly string[];
  /** Who is known by a token. Default: alice, bob and mallory. */
  readonly people?: readonly Person[];
  /** Each cluster has tokens of its own for the same people, admin included: none is good at another cluster. */
  readonly ownTokens?: boolean;
  /** Gives up the start, or a part's start later on; what already runs in a started control plane goes on. */
  readonly signal?: AbortSignal;
}

const defaultNames =
  "alpha bravo charlie delta echo foxtrot golf hotel india juliett kilo lima mike november oscar papa quebec romeo " +
  "sierra tango uniform victor whiskey xray yankee zulu";
const defaultPeople: readonly Person[] = [
  { name: "alice", groups: ["dev"] },
  { name: "bob", groups: ["ops"] },
  { name: "mallory", groups: [] },
];

const administrator: Person = { name: "admin", groups: ["system:masters"] };

/** Several clusters that started together, with the same users on all of them, and the same tokens unless told otherwise. */
export class ControlPlane {
  readonly dir: string;
  readonly clusters: readonly Cluster[];
  /** One context for each cluster, of the cluster's name, as admin. */
  readonly kubeconfig: string;
  readonly usersFile: string;
  /** Of the first cluster, where each has tokens of its own. */
  readonly users: readonly User[];
  readonly #release: () => Promise<void>;
  #stopping: Promise<void> | undefined;

  constructor(dir: string, clusters: readonly Cluster[], users: readonly User[], release: () => Promise<void>) {
    this.dir = dir;
    this.clusters = clusters;
    this.users = users;
    this.kubeconfig = join(dir, "kubeconfig");
    this.usersFile = join(dir, "users.json");
    this.#release = release;
    writeKubeconfig(
      this.kubeconfig,
      clusters.map((cluster) => cluster.kubeconfigEntry),
    );
    writeFileSync(this.usersFile, `${JSON.stringify(users, null, 2)}\n`, { mode: 0o600 });
  }

  cluster(name: string): Cluster {
    const cluster = this.clusters.find((candidate) => candidate.name === name);
    if (!cluster) throw new Error(`no cluster ${name}; there are ${this.clusters.map(({ name }) => name).join(", ")}`);
    return cluster;
  }

  /** Of one of the users; good at the first cluster alone, where each has tokens of its own. */
  tokenOf(name: string): string {
    return tokenOf(this.users, name);
  }

  kubectl(cluster: string, args: readonly string[], stdin?: string): Promise<string> {
    return this.cluster(cluster).kubectl(args, stdin);
  }

  /** Ends every process; within 5 s, as what does not end by itself is killed after 3. The folder stays. */
  stop(): Promise<void> {
    this.#stopping ??= Promise.all(this.clusters.map((cluster) => cluster.stop())).then(this.#release);
    return this.#stopping;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }
}

/**
 * Starts the clusters side by side and resolves when all are ready: `/readyz`, and with controllers the default service
 * account and Ready nodes. On a failure everything is stopped again. The processes never outlive this one, however it
 * ends; `stop` is the orderly way.
 */
export async function startControlPlane(options: ControlPlaneOptions): Promise<ControlPlane> {
  const { nodes, controllers = true, podsPerNode = 110, apiServerArgs = [], kwok = {}, onlyControllers = [] } = options;
  const { people = defaultPeople, ownTokens = false, audit = false, authentication, signal } = options;
  const dir = resolve(options.dir);
  const common = { nodes, controllers, podsPerNode, apiServerArgs, kwok, onlyControllers, audit, authentication };
  const needed = controllers || onlyControllers.length > 0 ? binaryNames : bareBinaryNames;
  const assets = await ensureAssets(needed, signal && { signal });
  mkdirSync(dir, { recursive: true });
  const lock = tryLock(join(dir, "lock"));
  if ("holder" in lock) throw new Error(`${dir} is in use by the control plane of process ${lock.holder}`);

  const watchdog = new Watchdog();
  const release = async () => {
    await watchdog.close();
    lock.release();
  };
  const withTokens = () => ({ admin: withToken(administrator), users: people.map(withToken) });
  const shared = withTokens();
  // One cluster's failure gives up the others, which would only keep the error waiting
  const failure = new AbortController();
  const abort = signal ? AbortSignal.any([signal, failure.signal]) : failure.signal;
  const starts = namesOf(options).map((name, index) => {
    const known = ownTokens && index > 0 ? withTokens() : shared;
    return Cluster.start({ ...common, ...known, name, dir: join(dir, name), assets, watchdog, signal: abort });
  });
  try {
    return new ControlPlane(dir, await Promise.all(starts), shared.users, release);
  } catch (error) {
    failure.abort(error);
    const settled = await Promise.allSettled(starts);
    await Promise.all(settled.map((start) => start.status === "fulfilled" && start.value.stop()));
    await release();
    throw error;
  }
}

function withToken(person: Person): User {
  return { ...person, token: randomBytes(24).toString("hex") };
}

function namesOf({ clusters, names = [] }: ControlPlaneOptions): string[] {
  const defaults = defaultNames.split(" ");
  const chosen = Array.from({ length: clusters }, (_, i) => names[i] ?? defaults[i] ?? `cluster-${i + 1}`);
  if (new Set(chosen).size < chosen.length) throw new Error(`two clusters of one name: ${chosen.join(", ")}`);
  return chosen;
}
