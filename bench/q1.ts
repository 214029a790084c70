import type { Figure, Log, Measured } from "./figure.ts";
import { rounded } from "./figure.ts";
import type { KeepingServer, KeptAnswers } from "./q1/kept-bytes.ts";
import { Served } from "./q1/served.ts";
import type { Costs } from "./regression/guarded.ts";
import { Child } from "./support/child.ts";
import type { Exchanged } from "./support/exchange.ts";
import type { Expected } from "./support/http-load.ts";
import type { LoadRequest } from "./support/load-request.ts";
import { alternate, median, ratios } from "./support/statistics.ts";
import { type Cost, costUnderLoad, type Effort, fullEffort, profileUnderLoad } from "./support/under-load.ts";

const keepingScript = new URL("./q1/kept-bytes.ts", import.meta.url);

/** A request again and again: as a POST, as a GET, and as a GET by a client that has the answer already. */
const ways = ["post", "get", "notModified"] as const;
type Way = (typeof ways)[number];
type CostOfWays = Readonly<Record<Way, Cost>>;
type Side = "fairway" | "bare";

export const q1: Figure = {
  id: "Q1",
  what:
    "the same list of 100 deployments with 3 pods each, again and again, nothing changed; token verified, limits, metrics " +
    "and audit on: CPU per request, theirs / ours",
  against: "a bare node:http server that reads the same request and sends the same bytes, which it kept",
  goal: { relation: ">=", bound: 0.9 },
  measure,
};

async function measure(log: Log): Promise<Measured> {
  await using served = await Served.start();
  const outcomes = await compare(served, ways, fullEffort, log);
  const cpu = (side: Side, way: Way) => outcomes[side].map((costs) => costs[way].microsecondsPerRequest);
  const rounds = (way: Way) => ratios(cpu("bare", way), cpu("fairway", way));
  const value = median(rounds("post"));
  const summary = (side: Side, way: Way) => ({
    microsecondsPerRequest: rounded(median(cpu(side, way)), 1),
    requestsPerSecond: Math.round(median(outcomes[side].map((costs) => costs[way].requestsPerSecond))),
  });
  const of = (way: Way) => ({ fairway: summary("fairway", way), bare: summary("bare", way) });
  return {
    value,
    raw: {
      rounds: rounds("post").map((ratio) => rounded(ratio)),
      ...of("post"),
      get: { ratio: rounded(median(rounds("get"))), ...of("get") },
      notModified: { ratio: rounded(median(rounds("notModified"))), ...of("notModified") },
      ...(value < q1.goal.bound && { profile: await profile(served) }),
    },
  };
}

/** Of POST alone. */
export async function q1Costs(effort: Effort, log: Log): Promise<Costs> {
  await using served = await Served.start();
  const { bare, fairway } = await compare(served, ["post"], effort, log);
  const cpu = (rounds: readonly CostOfWays[]) => rounds.map(({ post }) => post.microsecondsPerRequest);
  return { ours: cpu(fairway), theirs: cpu(bare) };
}

async function compare(
  served: Served,
  which: readonly Way[],
  effort: Effort,
  log: Log,
): Promise<Record<Side, readonly CostOfWays[]>> {
  // Both send what a gateway has sent; its own answers are one as the other, as their ids and lengths are.
  const answers = await answersOf(served);
  log(`Q1: an answer has ${Buffer.byteLength(answers.post.body)} bytes`);
  const sides = {
    fairway: () => fairway(served, which, effort),
    bare: () => bare(served, answers, which, effort),
  };
  return await alternate(effort.rounds, sides, (round, side, costs) => {
    const each = which.map((way) => `${way} ${costs[way].microsecondsPerRequest.toFixed(1)} µs`);
    log(`Q1 round ${round}: ${side} ${each.join(", ")}, ${costs.post.requestsPerSecond.toFixed(0)} req/s`);
  });
}

async function answersOf(served: Served): Promise<KeptAnswers> {
  const { server, answers } = await served.gateway();
  await server[Symbol.asyncDispose]();
  return answers;
}

async function fairway(served: Served, which: readonly Way[], effort: Effort): Promise<CostOfWays> {
  const { server, url, answers } = await served.gateway();
  await using _server = server;
  return await costs(server, served, url, answers, which, effort);
}

async function bare(served: Served, answers: KeptAnswers, which: readonly Way[], effort: Effort): Promise<CostOfWays> {
  await using server = new Child<KeepingServer>(keepingScript);
  await server.ask("keep", answers);
  return await costs(server, served, await server.ask("url"), answers, which, effort);
}

async function costs(
  server: Child<object>,
  served: Served,
  url: string,
  answers: KeptAnswers,
  which: readonly Way[],
  effort: Effort,
): Promise<CostOfWays> {
  const measured: Partial<Record<Way, Cost>> = {};
  for (const way of which) {
    const request = requestOf(served, way, url, answers);
    measured[way] = await costUnderLoad(server, request, expectedOf(answers[way]), effort);
  }
  return measured as CostOfWays;
}

function requestOf(served: Served, way: Way, url: string, { get }: KeptAnswers): LoadRequest {
  if (way === "post") return served.post(url);
  return way === "get" ? served.get(url) : served.getAgain(url, get);
}

function expectedOf({ status, body }: Exchanged): Expected {
  return { status, bytes: Buffer.byteLength(body) };
}

async function profile(served: Served): Promise<unknown> {
  const { server, url, answers } = await served.gateway();
  await using gateway = server;
  return await profileUnderLoad(gateway, served.post(url), expectedOf(answers.post), fullEffort);
}
