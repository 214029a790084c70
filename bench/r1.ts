import type { Figure, Log, Measured } from "./figure.ts";
import { rounded } from "./figure.ts";
import type { IdleServer } from "./r1/bare.ts";
import type { Clients } from "./s1/clients.ts";
import { Child } from "./support/child.ts";
import { alternate, median, ratios } from "./support/statistics.ts";

const ROUNDS = 3;
const SUBSCRIBERS = 5_000;
/** Before anything is counted: the code is compiled, and what all connections share is there. */
const WARM_UP = 500;

const scripts = {
  fairway: new URL("./r1/fairway.ts", import.meta.url),
  bare: new URL("./r1/bare.ts", import.meta.url),
};

export const r1: Figure = {
  id: "R1",
  what: `${SUBSCRIBERS.toLocaleString("en")} subscribers of one operation to which nothing happens: RSS for each, ours / theirs`,
  against: "a bare ws server with as many connections",
  goal: { relation: "<=", bound: 1.3 },
  measure,
};

async function measure(log: Log): Promise<Measured> {
  const sides = { fairway: () => bytesEach("fairway"), bare: () => bytesEach("bare") };
  const outcomes = await alternate(ROUNDS, sides, (round, side, bytes) =>
    log(`R1 round ${round}: ${side} ${(bytes / 1024).toFixed(1)} KiB for each`),
  );
  const each = ratios(outcomes.fairway, outcomes.bare);
  return {
    value: median(each),
    raw: {
      subscribers: SUBSCRIBERS,
      rounds: each.map((ratio) => rounded(ratio)),
      bytesForEach: { fairway: Math.round(median(outcomes.fairway)), bare: Math.round(median(outcomes.bare)) },
    },
  };
}

async function bytesEach(side: "fairway" | "bare"): Promise<number> {
  await using server = new Child<IdleServer>(scripts[side], { execArgv: ["--expose-gc"] });
  await using first = new Child<Clients>(new URL("./s1/clients.ts", import.meta.url));
  await using others = new Child<Clients>(new URL("./s1/clients.ts", import.meta.url));
  const url = await server.ask("url");
  const subscribes = side === "fairway";
  await first.ask("open", url, WARM_UP, subscribes);
  const before = await server.ask("rss");
  await others.ask("open", url, SUBSCRIBERS, subscribes);
  return ((await server.ask("rss")) - before) / SUBSCRIBERS;
}
