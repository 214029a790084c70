import type { Figure, Log, Measured } from "./figure.ts";
import { rounded } from "./figure.ts";
import type { Costs } from "./regression/guarded.ts";
import type { Clients } from "./s1/clients.ts";
import type { ChangingServer } from "./s1/fairway.ts";
import { FIRST_VERSION, markOf } from "./s1/operation.ts";
import type { CopyingServer } from "./s1/raw-ws.ts";
import { Child } from "./support/child.ts";
import type { SelfTime } from "./support/profiler.ts";
import { alternate, median, ratios } from "./support/statistics.ts";

/** How much is sent in each round. */
export interface FanOutEffort {
  readonly rounds: number;
  readonly subscribers: number;
  readonly changes: number;
  readonly bursts: number;
}

const full: FanOutEffort = { rounds: 3, subscribers: 5_000, changes: 50, bursts: 10 };
const CHANGES_IN_BURST = 10;
/** Before anything is measured: the code that sends is compiled, and the sockets' buffers have their size. */
const WARM_UP = 5;

const scripts = {
  fairway: new URL("./s1/fairway.ts", import.meta.url),
  raw: new URL("./s1/raw-ws.ts", import.meta.url),
  clients: new URL("./s1/clients.ts", import.meta.url),
};

interface Outcome {
  readonly microsecondsPerFrame: number;
  readonly microsecondsPerChangeInBurst: number;
  readonly framesInBursts: number;
  readonly bytesPerFrame: number;
  readonly message: string;
  readonly profile?: readonly SelfTime[];
}

export const s1: Figure = {
  id: "S1",
  what: `${full.subscribers.toLocaleString("en")} subscribers of one operation: CPU per delivered frame, ours / theirs; in bursts, per change`,
  against: "a bare ws server that broadcasts the same bytes, one message for each change",
  goal: { relation: "<=", bound: 1.2 },
  further: { burst: { relation: "<=", bound: 0.5 } },
  measure,
};

async function measure(log: Log): Promise<Measured> {
  const { outcomes, message } = await compare(full, log);
  const frame = (side: "fairway" | "raw") => outcomes[side].map(({ microsecondsPerFrame }) => microsecondsPerFrame);
  const change = (side: "fairway" | "raw") =>
    outcomes[side].map(({ microsecondsPerChangeInBurst }) => microsecondsPerChangeInBurst);
  const perFrame = ratios(frame("fairway"), frame("raw"));
  const perChange = ratios(change("fairway"), change("raw"));
  const short = median(perFrame) > s1.goal.bound;
  const profiled = short ? await fanOut("fairway", { ...full, message, profiled: true }) : undefined;
  const summary = (side: "fairway" | "raw") => ({
    microsecondsPerFrame: rounded(median(frame(side)), 2),
    microsecondsPerChangeInBurst: Math.round(median(change(side))),
  });
  return {
    value: median(perFrame),
    further: { burst: median(perChange) },
    raw: {
      subscribers: full.subscribers,
      rounds: perFrame.map((ratio) => rounded(ratio)),
      burstRounds: perChange.map((ratio) => rounded(ratio)),
      frameBytes: Buffer.byteLength(message),
      changesInBurst: CHANGES_IN_BURST,
      fairway: summary("fairway"),
      raw: summary("raw"),
      ...(profiled && { profile: profiled.profile }),
    },
  };
}

/** Of a frame, without bursts. */
export async function s1Costs(effort: FanOutEffort, log: Log): Promise<Costs> {
  const { fairway, raw } = (await compare(effort, log)).outcomes;
  const cpu = (outcomes: readonly Outcome[]) => outcomes.map(({ microsecondsPerFrame }) => microsecondsPerFrame);
  return { ours: cpu(fairway), theirs: cpu(raw) };
}

interface Compared {
  readonly outcomes: Record<"fairway" | "raw", Outcome[]>;
  /** The last one of the gateway's. */
  readonly message: string;
}

async function compare(effort: FanOutEffort, log: Log): Promise<Compared> {
  let { message } = await fanOut("fairway", { subscribers: 1, changes: 1, bursts: 1, message: "" });
  log(`S1: a frame with one change has ${Buffer.byteLength(message)} bytes`);
  const sides = {
    fairway: () => fanOut("fairway", { ...effort, message }),
    raw: () => fanOut("raw", { ...effort, message }),
  };
  const outcomes = await alternate(effort.rounds, sides, (round, side, outcome) => {
    const { microsecondsPerFrame, microsecondsPerChangeInBurst } = outcome;
    log(
      `S1 round ${round}: ${side} ${microsecondsPerFrame.toFixed(2)} µs a frame of ${outcome.bytesPerFrame} bytes; ` +
        `bursts ${microsecondsPerChangeInBurst.toFixed(0)} µs a change, ${outcome.framesInBursts} frames in all`,
    );
    if (side === "fairway") ({ message } = outcome);
  });
  return { outcomes, message };
}

interface FanOut extends Omit<FanOutEffort, "rounds"> {
  /** What the bare server sends. */
  readonly message: string;
  readonly profiled?: boolean;
}

async function fanOut(side: "fairway" | "raw", size: FanOut): Promise<Outcome> {
  const { subscribers, message, profiled } = size;
  await using server = new Child<ChangingServer & CopyingServer>(scripts[side]);
  await using clients = new Child<Clients>(scripts.clients);
  if (side === "raw") await server.ask("copy", message);
  await clients.ask("open", await server.ask("url"), subscribers, side === "fairway");
  let version = FIRST_VERSION;
  let newest = "";

  // The next change comes when the last one has reached everybody, so that none is merged and each costs the same.
  const change = async (times: number, together: number): Promise<{ cpu: number; frames: number; bytes: number }> => {
    await clients.ask("received");
    const before = await server.ask("cpu");
    for (let time = 0; time < times; time += 1) {
      await clients.ask("expect", markOf(version + together - 1));
      await server.ask("change", version, together);
      newest = (await clients.ask("arrived")) ?? "";
      version += together;
    }
    const cpu = (await server.ask("cpu")) - before;
    return { cpu, ...(await clients.ask("received")) };
  };

  await change(WARM_UP, 1);
  if (profiled) await server.ask("profileStart");
  const single = await change(size.changes, 1);
  const profile = profiled ? await server.ask("profileStop") : undefined;
  if (single.frames !== size.changes * subscribers)
    throw new Error(`${side} sent ${single.frames} frames for ${size.changes} changes`);
  const last = newest;
  await change(WARM_UP, CHANGES_IN_BURST);
  const bursts = await change(size.bursts, CHANGES_IN_BURST);
  return {
    microsecondsPerFrame: single.cpu / single.frames,
    microsecondsPerChangeInBurst: bursts.cpu / (size.bursts * CHANGES_IN_BURST),
    framesInBursts: bursts.frames,
    bytesPerFrame: Math.round(single.bytes / single.frames),
    message: last,
    ...(profile && { profile }),
  };
}
