import { setTimeout as delay } from "node:timers/promises";
import type { Cluster } from "../control-plane/cluster.ts";
import type { Random } from "../support/random.ts";
import type { Arena } from "./arena.ts";

interface Struck {
  readonly arena: Arena;
  readonly cluster: Cluster;
  readonly random: Random;
}

type Fault = (struck: Struck) => void | Promise<void>;

/** Of the connections between both gateways and one cluster, in the middle of whatever they carry. */
const ofConnections: Readonly<Record<string, Fault>> = {
  cut: (struck) => proxyOf(struck).cut(),
  garble: (struck) => proxyOf(struck).garble(),
  "half-close": (struck) => proxyOf(struck).halfClose(),
  delay: async (struck) => {
    proxyOf(struck).delay(20 + struck.random.int(200));
    await delay(300 + struck.random.int(700));
    proxyOf(struck).delay(0);
  },
  freeze: async (struck) => {
    proxyOf(struck).freeze(struck.random.chance(0.5) ? "all" : "open");
    await delay(200 + struck.random.int(1_500));
    proxyOf(struck).thaw();
  },
};

/** Of whole processes. Each is rare, and takes a while to be over. */
const ofProcesses: Readonly<Record<string, Fault>> = {
  "stopped API server": async ({ cluster, random }) => {
    cluster.signal("apiserver", "SIGSTOP");
    await delay(500 + random.int(3_000));
    cluster.signal("apiserver", "SIGCONT");
  },
  "killed API server": ({ arena, cluster }) => arena.restartApiServer(cluster),
  "compacted etcd": async (struck) => {
    // Nobody is heard while it happens, so that what is to be resumed from may be gone.
    proxyOf(struck).refuse(true);
    await delay(struck.random.int(500));
    await struck.cluster.compact();
    proxyOf(struck).refuse(false);
  },
  "half-open connections": async (struck) => {
    // What is sent meanwhile vanishes, and nobody is told before they break.
    proxyOf(struck).halfOpen();
    await delay(struck.random.int(3_000));
    proxyOf(struck).cut();
  },
  "killed gateway": async ({ arena, random }) => {
    await arena.mortal.kill();
    await delay(random.int(500));
    await arena.mortal.start();
  },
  "killed gateway again": async ({ arena }) => {
    await arena.mortal.kill();
    await arena.mortal.start();
  },
};

/**
 * Strikes for as long as anybody writes. Faults are shared by all seeds; resolves with how often there was each, once
 * everything has been set right again.
 */
export async function strike(arena: Arena, random: Random, ended: AbortSignal): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  const run = async (kind: string, fault: Fault) => {
    counts[kind] = (counts[kind] ?? 0) + 1;
    const cluster = random.pick(arena.clusters);
    const began = performance.now();
    await fault({ arena, cluster, random });
    arena.faults.push(`${kind} of ${cluster.name} from ${began.toFixed(0)} to ${performance.now().toFixed(0)} ms`);
  };
  const pause = (milliseconds: number) => delay(milliseconds, undefined, { signal: ended }).catch(() => {});
  const connections = async () => {
    while (!ended.aborted) {
      await pause(200 + random.int(500));
      const [kind, fault] = random.pick(Object.entries(ofConnections));
      if (arena.writing > 0) await run(kind, fault);
    }
  };
  const processes = async () => {
    while (!ended.aborted) {
      for (const [kind, fault] of shuffled(Object.entries(ofProcesses), random)) {
        await pause(300 + random.int(1_000));
        if (arena.writing > 0) await run(kind, fault);
      }
    }
  };
  await Promise.all([connections(), processes()]);
  return counts;
}

function proxyOf({ arena, cluster }: Struck) {
  const proxy = arena.proxies.get(cluster.name);
  if (!proxy) throw new Error(`nothing stands before ${cluster.name}`);
  return proxy;
}

/** Each comes once before any comes again. */
function shuffled<T>(all: readonly T[], random: Random): T[] {
  return all
    .map((each) => ({ each, at: random.next() }))
    .sort((a, b) => a.at - b.at)
    .map(({ each }) => each);
}
