import type { Figure, Log, Measured } from "./figure.ts";
import { rounded } from "./figure.ts";
import type { ReadingClients } from "./s4/clients.ts";
import type { FlowingServer } from "./s4/fairway.ts";
import { Child } from "./support/child.ts";
import { alternate, median, ratios } from "./support/statistics.ts";

const ROUNDS = 3;
const SUBSCRIBERS = 10;
const CHANGES_PER_SECOND = 2_000;
const STALL_MS = 60_000;
/** Until the log is full, the code that sends is compiled, and the heap, which comes to be three times what is held, has its size. */
const WARM_UP_MS = 40_000;

const megabyte = 1e6;

interface Outcome {
  readonly p99: number;
  readonly grownMegabytes: number;
  /** Of that, what is in use, on the heap and beside it. */
  readonly heldMegabytes: number;
  readonly changes: number;
}

export const s4: Figure = {
  id: "S4",
  what: "one of 10 subscribers stops reading while 2,000 changes come a second, for 60 s: the others' p99, with it / without; MB that the gateway grows by more",
  against: "the same run with everybody reading",
  goal: { relation: "<=", bound: 1.2 },
  further: { megabytes: { relation: "<=", bound: 4 } },
  measure,
};

async function measure(log: Log): Promise<Measured> {
  const sides = { stalled: () => run(true), reading: () => run(false) };
  const outcomes = await alternate(ROUNDS, sides, (round, side, { p99, grownMegabytes, changes }) =>
    log(
      `S4 round ${round}: ${side} p99 ${p99.toFixed(1)} ms, grown by ${grownMegabytes.toFixed(1)} MB, ${changes} changes`,
    ),
  );
  const of = (side: keyof typeof sides, what: keyof Outcome) => outcomes[side].map((outcome) => outcome[what]);
  const p99 = ratios(of("stalled", "p99"), of("reading", "p99"));
  const reading = of("reading", "grownMegabytes");
  const more = of("stalled", "grownMegabytes").map((grown, round) => grown - (reading[round] ?? 0));
  const summary = (side: keyof typeof sides) => ({
    p99Milliseconds: rounded(median(of(side, "p99")), 2),
    grownMegabytes: rounded(median(of(side, "grownMegabytes")), 2),
    heldMegabytes: rounded(median(of(side, "heldMegabytes")), 2),
    changes: median(of(side, "changes")),
  });
  return {
    value: median(p99),
    further: { megabytes: median(more) },
    raw: {
      subscribers: SUBSCRIBERS,
      rounds: p99.map((ratio) => rounded(ratio)),
      megabytesRounds: more.map((each) => rounded(each, 2)),
      stalled: summary("stalled"),
      reading: summary("reading"),
    },
  };
}

async function run(stalls: boolean): Promise<Outcome> {
  await using server = new Child<FlowingServer>(new URL("./s4/fairway.ts", import.meta.url), {
    execArgv: ["--expose-gc"],
  });
  await using clients = new Child<ReadingClients>(new URL("./s4/clients.ts", import.meta.url));
  await clients.ask("open", await server.ask("url"), SUBSCRIBERS);
  await server.ask("change", CHANGES_PER_SECOND, WARM_UP_MS);
  const before = await server.ask("memory");
  await clients.ask("p99");
  if (stalls) await clients.ask("stall");
  const changes = await server.ask("change", CHANGES_PER_SECOND, STALL_MS);
  const p99 = await clients.ask("p99");
  const after = await server.ask("memory");
  return {
    p99,
    grownMegabytes: (after.rss - before.rss) / megabyte,
    heldMegabytes: (after.held - before.held) / megabyte,
    changes,
  };
}
