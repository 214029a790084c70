import { setTimeout as delay } from "node:timers/promises";
import { Random } from "../support/random.ts";
import type { Arena } from "./arena.ts";
import { History } from "./history.ts";
import { kinds } from "./kinds.ts";
import { LiveSubscriber } from "./live-subscriber.ts";
import { Subscriber, type SubscriberOptions } from "./subscriber.ts";
import { Writer } from "./writer.ts";

export interface SeedResult {
  readonly seed: number;
  /** What was lost or wrong; empty when the seed passed. */
  readonly failures: readonly string[];
  readonly writes: number;
  readonly frames: number;
  readonly resumes: number;
  readonly resets: number;
  readonly excused: number;
  /** Of live queries. */
  readonly results: number;
}

const WRITES = 100;
/** On the average, in milliseconds: a run has to last long enough to see some faults. */
const PAUSE_MS = 120;

/**
 * One seeded run: writes straight to the API servers, in namespaces of its own, while subscribers with different
 * filters, some of them slow, some cut and resumed at either gateway, fold what they are sent, and a live query shows what
 * it is sent. In the end each state must equal a fresh list of the API servers, with no break of the contract on the way.
 */
export async function runSeed(arena: Arena, seed: number): Promise<SeedResult> {
  const random = new Random(seed);
  const history = new History();
  const namespaces = [`chaos-${seed}-x`, `chaos-${seed}-y`];
  const writer = new Writer(namespaces, history, random);
  arena.writing += 1;
  await writer.prepare(arena.clusters);
  const subscribers = subscribersOf(arena, history, seed, namespaces, random);
  const live = new LiveSubscriber({ arena, namespaces, random: seed });
  const clients = [...subscribers, live];
  try {
    for (const client of clients) client.open();
    for (let n = 0; n < WRITES; n += 1) {
      await writer.write(random.pick(arena.clusters), random.pick(kinds));
      for (const client of clients) client.disturb();
      await delay(random.int(2 * PAUSE_MS));
    }
    arena.writing -= 1;
    const failures = (await Promise.all(clients.map((client) => client.verdict()))).flat();
    const sum = (of: (each: Subscriber) => number) => subscribers.reduce((total, each) => total + of(each), 0);
    return {
      seed,
      failures,
      writes: writer.accepted,
      frames: sum(({ state }) => state.counts.frames),
      resumes: sum(({ resumes }) => resumes),
      resets: sum(({ state }) => state.counts.resets),
      excused: sum(({ excused }) => excused),
      results: live.results,
    };
  } finally {
    await Promise.all(clients.map((client) => client.end()));
  }
}

function subscribersOf(
  arena: Arena,
  history: History,
  seed: number,
  namespaces: readonly string[],
  random: Random,
): Subscriber[] {
  const [configMaps, pods] = kinds;
  const one = [random.pick(namespaces)];
  const clusters = [random.pick(arena.clusters).name];
  const make = (name: string, options: Pick<SubscriberOptions, "kind" | "filter" | "habits">) =>
    new Subscriber(name, { arena, history, seed, random: random.int(2 ** 31), ...options });
  return [
    make("all config maps", { kind: configMaps, filter: { namespaces }, habits: {} }),
    make("gold config maps, cut", {
      kind: configMaps,
      filter: { namespaces, labels: "tier=gold" },
      habits: { cut: true },
    }),
    make("config maps, slow", {
      kind: configMaps,
      filter: { namespaces, labels: "tier!=silver" },
      habits: { slow: true },
    }),
    make("config maps, cut", { kind: configMaps, filter: { namespaces }, habits: { cut: true } }),
    make("pods of one namespace", { kind: pods, filter: { namespaces: one }, habits: {} }),
    make("silver pods of one cluster, cut", {
      kind: pods,
      filter: { namespaces, clusters, labels: "tier=silver" },
      habits: { cut: true },
    }),
  ];
}
