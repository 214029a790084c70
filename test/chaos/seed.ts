import { setTimeout as delay } from "node:timers/promises";
import { ApiError } from "../control-plane/api-client.ts";
import type { Cluster } from "../control-plane/cluster.ts";
import { type Delta, deltaFields, type FoldedObject, FoldedState, listed } from "../support/folded-state.ts";
import { type Subscribed, subscribe } from "../support/graphql-client.ts";
import { Random } from "../support/random.ts";

export interface Arena {
  readonly clusters: readonly Cluster[];
  /** GraphQL addresses of equal replicas. */
  readonly gateways: readonly string[];
}

export interface SeedResult {
  readonly seed: number;
  /** What was lost or wrong; empty when the seed passed. */
  readonly failures: readonly string[];
  readonly writes: number;
  readonly frames: number;
  readonly resumes: number;
  readonly resets: number;
}

const KINDS = [
  { kind: "configmaps", field: "resourceEvents", on: "Resource", spec: { data: { n: "0" } } },
  {
    kind: "pods",
    field: "podEvents",
    on: "Pod",
    spec: { spec: { containers: [{ name: "c", image: "registry.test/c:1" }] } },
  },
] as const;

type Kind = (typeof KINDS)[number];

interface Filter {
  readonly namespaces: readonly string[];
  readonly clusters?: readonly string[];
  readonly labels?: string;
}

const WRITES = 60;
const NAMES = ["a", "b", "c", "d", "e", "f"];
const TIERS = ["gold", "silver", "none"];
const QUIESCENCE_MS = 30_000;

/**
 * One seeded run: writes straight to the API servers, in namespaces of its own, while subscribers with different
 * filters, some of them slow, some cut and resumed at another replica, fold what they are sent. In the end each
 * folded state must equal a fresh list of the API servers, with no break of the contract on the way.
 */
export async function runSeed(arena: Arena, seed: number): Promise<SeedResult> {
  const random = new Random(seed);
  const namespaces = [`chaos-${seed}-x`, `chaos-${seed}-y`];
  await Promise.all(
    arena.clusters.flatMap(({ api }) =>
      namespaces.map((name) => api.request("POST", "/api/v1/namespaces", { metadata: { name } })),
    ),
  );
  const subscribers = makeSubscribers(arena, namespaces, random);
  try {
    for (const subscriber of subscribers) subscriber.open(arena.gateways[0] as string);
    let writes = 0;
    for (let n = 0; n < WRITES; n += 1) {
      if (await write(random.pick(arena.clusters), random.pick(namespaces), random.pick(KINDS), random, n)) writes += 1;
      for (const subscriber of subscribers) await subscriber.disturb(arena, random);
      if (random.chance(0.3)) await delay(random.int(20));
    }
    const failures = (await Promise.all(subscribers.map((subscriber) => subscriber.verdict(arena)))).flat();
    const sum = (of: (each: Subscriber) => number) => subscribers.reduce((total, each) => total + of(each), 0);
    return {
      seed,
      failures,
      writes,
      frames: sum(({ state }) => state.counts.frames),
      resumes: sum(({ resumes }) => resumes),
      resets: sum(({ state }) => state.counts.resets),
    };
  } finally {
    await Promise.all(subscribers.map((subscriber) => subscriber.end()));
  }
}

function makeSubscribers(arena: Arena, namespaces: readonly string[], random: Random): Subscriber[] {
  const [configMaps, pods] = KINDS;
  const one = [random.pick(namespaces)];
  const cluster = [random.pick(arena.clusters).name];
  return [
    new Subscriber("all config maps", configMaps, { namespaces }, {}),
    new Subscriber("gold config maps", configMaps, { namespaces, labels: "tier=gold" }, {}),
    new Subscriber("config maps, slow", configMaps, { namespaces, labels: "tier!=silver" }, { slow: true }),
    new Subscriber("config maps, cut", configMaps, { namespaces }, { cut: true }),
    new Subscriber("pods of one namespace", pods, { namespaces: one }, {}),
    new Subscriber(
      "silver pods of one cluster, cut",
      pods,
      { namespaces, clusters: cluster, labels: "tier=silver" },
      { cut: true },
    ),
  ];
}

class Subscriber {
  readonly state = new FoldedState<FoldedObject>();
  resumes = 0;
  readonly #what: string;
  readonly #kind: Kind;
  readonly #filter: Filter;
  readonly #habits: { slow?: boolean; cut?: boolean };
  #socket: Subscribed | undefined;
  #paused = false;

  constructor(what: string, kind: Kind, filter: Filter, habits: { slow?: boolean; cut?: boolean }) {
    this.#what = what;
    this.#kind = kind;
    this.#filter = filter;
    this.#habits = habits;
  }

  open(url: string): void {
    const { field, on, kind } = this.#kind;
    const ofKind = field === "resourceEvents" ? `kind: "${kind}", ` : "";
    const filterType = field === "resourceEvents" ? "ResourceFilter" : "PodFilter";
    const document = `subscription ($filter: ${filterType}, $after: String) {
      ${field}(${ofKind}filter: $filter, after: $after) { ${deltaFields.replace("... on Object", `... on ${on}`)} }
    }`;
    const variables = { filter: this.#filter, after: this.state.cursor };
    this.#socket = subscribe<Record<string, Delta<FoldedObject>>>(url, document, variables, (response) =>
      this.state.take(field, response),
    );
  }

  /** What this subscriber does between two writes. */
  async disturb(arena: Arena, random: Random): Promise<void> {
    if (this.#habits.slow && random.chance(0.2)) {
      if (this.#paused) this.#socket?.resume();
      else this.#socket?.pause();
      this.#paused = !this.#paused;
    }
    if (this.#habits.cut && random.chance(0.08) && this.state.cursor) {
      this.#socket?.cut();
      if (random.chance(0.5)) await delay(random.int(50));
      this.state.resume();
      this.resumes += 1;
      this.open(random.pick(arena.gateways));
    }
  }

  /** Waits for quiescence, then says what differs from the truth. */
  async verdict(arena: Arena): Promise<string[]> {
    this.#socket?.resume();
    const deadline = Date.now() + QUIESCENCE_MS;
    let missing = "never synced";
    while (Date.now() < deadline) {
      const truth = await this.#truth(arena);
      const held = this.state.listing;
      if (this.state.synced && truth.join() === held.join())
        return this.state.breaks.map((each) => `${this.#what}: ${each}`);
      const absent = truth.filter((each) => !held.includes(each));
      const extra = held.filter((each) => !truth.includes(each));
      missing = `synced=${this.state.synced} lacks [${absent}] has in excess [${extra}]`;
      await delay(50);
    }
    return [`${this.#what}: ${missing}`, ...this.state.breaks.map((each) => `${this.#what}: ${each}`)];
  }

  async end(): Promise<void> {
    await this.#socket?.close();
  }

  /** A fresh list of the API servers, filtered by them. */
  async #truth({ clusters }: Arena): Promise<string[]> {
    const { kind } = this.#kind;
    const wanted = clusters.filter(({ name }) => !this.#filter.clusters || this.#filter.clusters.includes(name));
    const selector = this.#filter.labels ? `?labelSelector=${encodeURIComponent(this.#filter.labels)}` : "";
    const lists = await Promise.all(
      wanted.flatMap(({ name, api }) =>
        this.#filter.namespaces.map(async (namespace) => {
          const { items } = await api.request<{
            items: { metadata: { name: string; namespace: string; resourceVersion: string } }[];
          }>("GET", `/api/v1/namespaces/${namespace}/${kind}${selector}`);
          return items.map(({ metadata }) => listed({ cluster: name, ...metadata }));
        }),
      ),
    );
    return lists.flat().sort();
  }
}

/** One random write. False when the API server refused it, as it does for a change of what is not there. */
async function write(
  { api }: Cluster,
  namespace: string,
  { kind, spec }: Kind,
  random: Random,
  n: number,
): Promise<boolean> {
  const name = random.pick(NAMES);
  const path = `/api/v1/namespaces/${namespace}/${kind}`;
  const labels = { tier: random.pick(TIERS), n: String(n) };
  const patch = { contentType: "application/merge-patch+json" };
  try {
    const what = random.pick(["create", "create", "delete", "replace", "patch"] as const);
    if (what === "create") await api.request("POST", path, { metadata: { name, labels }, ...spec });
    // Gone and, to be replaced, back at once: the same name, another object.
    if (what === "delete" || what === "replace")
      await api.request("DELETE", `${path}/${name}`, { gracePeriodSeconds: 0 });
    if (what === "replace") await api.request("POST", path, { metadata: { name, labels }, ...spec });
    if (what === "patch") await api.request("PATCH", `${path}/${name}`, { metadata: { labels } }, patch);
    return true;
  } catch (error) {
    if (error instanceof ApiError && (error.status === 404 || error.status === 409)) return false;
    throw error;
  }
}
