import { mkdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { ApiServer } from "./api/api-server.ts";
import { Faults } from "./api/faults.ts";
import { type Cloud, clouds } from "./data/clouds.ts";
import { kinds } from "./data/kinds.ts";
import { type Kubeconfig, kubeconfigFor } from "./kubeconfig.ts";
import { CannedMonitoring } from "./monitoring/monitoring.ts";
import type { ScenarioName } from "./scenarios/scenarios.ts";
import { ApiError } from "./storage/status.ts";
import { SandboxClock } from "./world/clock.ts";
import { historyMs } from "./world/seed.ts";
import { World } from "./world/world.ts";

export interface SandboxOptions {
  /** Default 3: one in each cloud. */
  readonly clusters?: number;
  /** Port of the first cluster, the others have the next ones. Default 0: any free ports. */
  readonly port?: number;
  /** The same seed gives the same clusters: names, uids, what happens when. Default `fairway`. */
  readonly seed?: string;
  /** Default `steady`. */
  readonly scenario?: ScenarioName;
  /** The clock stands still, at the same time in every run, until it is stepped. Default false. */
  readonly paused?: boolean;
  /** Where to write the kubeconfig; made where it does not exist. Default: it is not written. */
  readonly dir?: string;
  /** Told of what a controller could not do. Default: nobody is. */
  readonly report?: (error: unknown) => void;
}

export interface SandboxCluster {
  /** Of its context, too. */
  readonly name: string;
  readonly url: string;
}

const version = {
  major: "1",
  minor: "36",
  gitVersion: "v1.36.3+fairway-sandbox",
  gitCommit: "",
  gitTreeState: "clean",
  buildDate: "1970-01-01T00:00:00Z",
  goVersion: "none",
  compiler: "none",
  platform: "linux/amd64",
};

/** Where a paused clock stands. */
const pausedAt = Date.parse("2026-09-01T09:00:00Z");
/** So many versions lie between a reset and the next: none is ever given out twice. */
const versionsOfALife = 1_000_000;

/** Several clusters that live by one clock, each served on a port of its own. */
export class Sandbox implements AsyncDisposable {
  readonly clock: SandboxClock;
  readonly scenario: ScenarioName;
  readonly seed: string;
  readonly #paused: boolean;
  readonly #members: Member[] = [];
  readonly #monitoring = new CannedMonitoring(() => this.clock.now);
  #kubeconfigFile: string | undefined;

  constructor(options: SandboxOptions = {}) {
    this.clock = new SandboxClock(pausedAt, (error) => isRace(error) || options.report?.(error));
    this.scenario = options.scenario ?? "steady";
    this.seed = options.seed ?? "fairway";
    this.#paused = options.paused ?? false;
    for (let index = 0; index < (options.clusters ?? clouds.length); index += 1) {
      this.#members.push(new Member(cloudAt(index), this));
    }
    this.#build();
  }

  get clusters(): readonly SandboxCluster[] {
    return this.#members.map(({ cloud, server }) => ({ name: cloud.cluster, url: server.url }));
  }

  get kubeconfig(): Kubeconfig {
    return kubeconfigFor(this.clusters.map(({ name, url }) => ({ name, server: url })));
  }

  /** Where alerts and figures are, once it has started. */
  get monitoringUrl(): string {
    return this.#monitoring.url;
  }

  /** Where the kubeconfig was written; undefined where no folder was given. */
  get kubeconfigFile(): string | undefined {
    return this.#kubeconfigFile;
  }

  async start({ port = 0, dir }: Pick<SandboxOptions, "port" | "dir"> = {}): Promise<void> {
    const listening = [
      ...this.#members.map(({ server }, index) => server.listen(port === 0 ? 0 : port + index)),
      this.#monitoring.listen(port === 0 ? 0 : port + this.#members.length),
    ];
    const failed = (await Promise.allSettled(listening)).find((each) => each.status === "rejected");
    if (failed) {
      await this.stop();
      throw failed.reason;
    }
    if (!this.#paused) this.clock.resume();
    if (dir === undefined) return;
    await mkdir(resolve(dir), { recursive: true });
    const file = join(resolve(dir), "kubeconfig");
    await writeFile(file, `${JSON.stringify(this.kubeconfig, null, 2)}\n`, { mode: 0o600 });
    this.#kubeconfigFile = file;
  }

  async stop(): Promise<void> {
    this.clock.restart(this.clock.now);
    await Promise.all([...this.#members.map(({ server }) => server.stop()), this.#monitoring[Symbol.asyncDispose]()]);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  /** Everything as at the start: the same objects with the same uids, in later versions. Faults and watches end. */
  reset(): void {
    const paused = this.clock.paused;
    for (const { faults, server } of this.#members) {
      faults.clear();
      server.dropWatches();
    }
    this.#build();
    if (!paused) this.clock.resume();
  }

  #build(): void {
    const now = this.#paused ? pausedAt : SandboxClock.machineNow();
    this.clock.restart(now - historyMs);
    const { clock, seed } = this;
    for (const member of this.#members) {
      const version = member.lives * versionsOfALife;
      member.lives += 1;
      member.world = new World({ cloud: member.cloud, seed, clock, version });
    }
    clock.advance(historyMs);
    for (const { world } of this.#members) world?.begin(this.scenario);
  }
}

/** One cluster: its place, its present life, and its server. */
class Member {
  readonly cloud: Cloud;
  readonly faults = new Faults();
  readonly server: ApiServer;
  world: World | undefined;
  lives = 0;

  constructor(cloud: Cloud, sandbox: Sandbox) {
    this.cloud = cloud;
    const member = this;
    this.server = new ApiServer({
      kinds,
      version,
      clock: sandbox.clock,
      faults: this.faults,
      get registry() {
        return member.#living.registry;
      },
      reset: () => sandbox.reset(),
      dropWatches: () => this.server.dropWatches(),
      expire: () => {
        this.#living.store.forgetHistory();
        this.server.expireWatches();
      },
      describe: () => ({
        sandbox: true,
        cluster: cloud.cluster,
        seed: sandbox.seed,
        scenario: sandbox.scenario,
        resourceVersion: String(this.#living.store.version),
      }),
    });
  }

  get #living(): World {
    if (!this.world) throw new Error(`${this.cloud.cluster} was not built`);
    return this.world;
  }
}

/** What a controller was about to change is gone, or going: nothing is left to do, which is no defect. */
function isRace(error: unknown): boolean {
  return error instanceof ApiError && (error.code === 404 || error.code === 403);
}

function cloudAt(index: number): Cloud {
  const cloud = clouds[index % clouds.length];
  if (!cloud) throw new Error("there are no clouds");
  const round = Math.floor(index / clouds.length);
  return round === 0 ? cloud : { ...cloud, cluster: `${cloud.cluster}-${round + 1}` };
}
