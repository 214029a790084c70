import type { Figure, Log, Measured } from "./figure.ts";
import { rounded } from "./figure.ts";
import type { Subscribers } from "./g1/clients.ts";
import type { BusyServer } from "./g1/fairway.ts";
import { busyFilters, FIRST_VERSION, type Filter, quietFilters } from "./g1/operation.ts";
import { upstreamRequests } from "./g1/upstream-requests.ts";
import { Child } from "./support/child.ts";
import type { SelfTime } from "./support/profiler.ts";
import { alternate, median, ratios } from "./support/statistics.ts";

const ROUNDS = 5;
const PODS = 1_000;
const MANY_PODS = 20_000;
const OTHER_GROUPS = 1_000;
const FEW = 100;
const MANY = 1_000;
const CHANGES = 3_000;
const CHANGES_FOR_MANY = 30;
const SUBSCRIBERS = 1_000;
const MOST_SUBSCRIBERS = 5_000;

const serverScript = new URL("./g1/fairway.ts", import.meta.url);
const clientsScript = new URL("./g1/clients.ts", import.meta.url);

export const g1: Figure = {
  id: "G1",
  what:
    `${OTHER_GROUPS.toLocaleString("en")} groups of subscribers whose filters (namespace, label, name, all of these) a change does not ` +
    "pass: CPU of the change, with them / without; CPU per change and group that it passes, 1,000 of them / 100; " +
    "requests to the clusters that 1,000 subscribers bring about beyond those of one (`most`: 5,000)",
  against: "itself",
  goal: { relation: "<=", bound: 1.1 },
  further: { linear: { relation: "<=", bound: 1.2 }, upstream: { relation: "<=", bound: 0 } },
  measure,
};

async function measure(log: Log): Promise<Measured> {
  const requests = {
    one: await upstreamRequests(1, 1),
    many: await upstreamRequests(1, SUBSCRIBERS),
    most: await upstreamRequests(1, MOST_SUBSCRIBERS),
    ofFiveClusters: await upstreamRequests(5, SUBSCRIBERS),
  };
  log(`G1: requests to the clusters ${JSON.stringify(requests)}`);
  const single = {
    alone: () => costOfChanges(PODS, []),
    others: () => costOfChanges(PODS, quietFilters(OTHER_GROUPS)),
    manyPods: () => costOfChanges(MANY_PODS, []),
  };
  const one = await alternate(ROUNDS, single, (round, side, cost) =>
    log(`G1 round ${round}: ${side} ${cost.toFixed(1)} µs a change`),
  );
  const groups = { few: () => costForGroups(FEW), many: () => costForGroups(MANY) };
  const each = await alternate(3, groups, (round, side, cost) =>
    log(`G1 round ${round}: ${side} ${cost.toFixed(1)} µs a change and group`),
  );
  const others = ratios(one.others, one.alone);
  const linear = ratios(each.many, each.few);
  const value = median(others);
  return {
    value,
    further: { linear: median(linear), upstream: requests.many - requests.one },
    raw: {
      rounds: others.map((ratio) => rounded(ratio)),
      microsecondsPerChange: {
        alone: rounded(median(one.alone), 1),
        withOtherGroups: rounded(median(one.others), 1),
        among20000Pods: rounded(median(one.manyPods), 1),
      },
      linearRounds: linear.map((ratio) => rounded(ratio)),
      microsecondsPerGroup: { of100: rounded(median(each.few), 1), of1000: rounded(median(each.many), 1) },
      requests,
      ...(value > g1.goal.bound && { profile: await profile() }),
    },
  };
}

interface Started extends AsyncDisposable {
  readonly server: Child<BusyServer>;
  readonly clients: Child<Subscribers>;
}

async function start(pods: number, filters: readonly Filter[]): Promise<Started> {
  await using stack = new AsyncDisposableStack();
  const server = stack.use(new Child<BusyServer>(serverScript));
  const clients = stack.use(new Child<Subscribers>(clientsScript));
  await clients.ask("open", await server.ask("start", pods), filters);
  const owned = stack.move();
  return { server, clients, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

/** With one group that the changes pass, and these others; in microseconds. */
async function costOfChanges(pods: number, others: readonly Filter[]): Promise<number> {
  await using started = await start(pods, [...others, ...busyFilters(1)]);
  return await changes(started);
}

async function changes({ server, clients }: Started): Promise<number> {
  await clients.ask("expect", CHANGES);
  await server.ask("changes", FIRST_VERSION, CHANGES);
  await clients.ask("arrived");
  await clients.ask("expect", CHANGES);
  const cost = await server.ask("changes", FIRST_VERSION + CHANGES, CHANGES);
  // One that was merged with the next would have cost less, and one that reached others more.
  await clients.ask("arrived");
  const frames = await clients.ask("frames");
  if (frames !== CHANGES) throw new Error(`${frames} frames for ${CHANGES} changes`);
  return cost;
}

/** For one change and group, where every change passes all groups; in microseconds. */
async function costForGroups(groups: number): Promise<number> {
  await using started = await start(PODS, busyFilters(groups));
  const { server, clients } = started;
  let version = FIRST_VERSION;
  const change = async (times: number) => {
    for (let time = 0; time < times; time += 1) {
      await clients.ask("expect", groups);
      await server.ask("change", version);
      await clients.ask("arrived");
      version += 1;
    }
  };
  await change(CHANGES_FOR_MANY);
  const before = await server.ask("cpu");
  await change(CHANGES_FOR_MANY);
  return ((await server.ask("cpu")) - before) / (CHANGES_FOR_MANY * groups);
}

async function profile(): Promise<readonly SelfTime[]> {
  await using started = await start(PODS, [...quietFilters(OTHER_GROUPS), ...busyFilters(1)]);
  await started.server.ask("profileStart");
  await changes(started);
  // Awaited here, as the processes go with this scope.
  return await started.server.ask("profileStop");
}
