import type { Figure, Log, Measured } from "./figure.ts";
import { rounded } from "./figure.ts";
import { requestBody } from "./q2/operation.ts";
import type { Costs } from "./regression/guarded.ts";
import { Child } from "./support/child.ts";
import type { LoadRequest } from "./support/load-request.ts";
import { alternate, median, ratios } from "./support/statistics.ts";
import { type Cost, costUnderLoad, type Effort, fullEffort, profileUnderLoad } from "./support/under-load.ts";

interface ListServer {
  url(): string;
}

const scripts = {
  fairway: new URL("./q2/fairway.ts", import.meta.url),
  mercurius: new URL("./q2/mercurius.ts", import.meta.url),
  mercuriusOwnSchema: new URL("./q2/mercurius-own-schema.ts", import.meta.url),
};
type Side = keyof typeof scripts;
const headers = { accept: "application/json", "content-type": "application/json" };

export const q2: Figure = {
  id: "Q2",
  what: "list of 100 deployments with 3 pods each, other variables in every request: CPU per request, theirs / ours",
  against: "mercurius + jit with equivalent resolvers on the same objects",
  goal: { relation: ">=", bound: 1.1 },
  measure,
};

async function measure(log: Log): Promise<Measured> {
  const answerBytes = await compareAnswers();
  log(`Q2: three servers give equal answers of ${answerBytes.data} bytes`);
  const outcomes = await compare(Object.keys(scripts) as Side[], answerBytes, fullEffort, log);
  const cpu = (side: Side) => outcomes[side].map(({ microsecondsPerRequest }) => microsecondsPerRequest);
  const rounds = ratios(cpu("mercurius"), cpu("fairway"));
  const value = median(rounds);
  const summary = (side: Side) => ({
    microsecondsPerRequest: rounded(median(cpu(side)), 1),
    requestsPerSecond: Math.round(median(outcomes[side].map(({ requestsPerSecond }) => requestsPerSecond))),
  });
  return {
    value,
    raw: {
      rounds: rounds.map((ratio) => rounded(ratio)),
      againstOwnSchema: rounded(median(ratios(cpu("mercuriusOwnSchema"), cpu("fairway")))),
      fairway: summary("fairway"),
      mercurius: summary("mercurius"),
      mercuriusOwnSchema: summary("mercuriusOwnSchema"),
      answerBytes: answerBytes.data,
      // Only worth its time where there is something to find.
      ...(value < q2.goal.bound && { profile: await profile(answerBytes.fairway) }),
    },
  };
}

/** Without the servers that only the whole figure needs. */
export async function q2Costs(effort: Effort, log: Log): Promise<Costs> {
  const { mercurius, fairway } = await compare(["fairway", "mercurius"], await compareAnswers(), effort, log);
  const cpu = (costs: readonly Cost[]) => costs.map(({ microsecondsPerRequest }) => microsecondsPerRequest);
  return { ours: cpu(fairway), theirs: cpu(mercurius) };
}

async function compare<S extends Side>(
  which: readonly S[],
  answerBytes: Readonly<Record<Side, number>>,
  effort: Effort,
  log: Log,
): Promise<Record<S, Cost[]>> {
  const sides = Object.fromEntries(
    which.map((side) => [side, () => underLoad(side, answerBytes[side], effort)]),
  ) as Record<S, () => Promise<Cost>>;
  return await alternate(effort.rounds, sides, (round, side, { microsecondsPerRequest, requestsPerSecond }) =>
    log(`Q2 round ${round}: ${side} ${microsecondsPerRequest.toFixed(0)} µs, ${requestsPerSecond.toFixed(0)} req/s`),
  );
}

/** Throws unless all servers give the same answer. Returns how long it is, and each server's whole body. */
async function compareAnswers(): Promise<Record<Side | "data", number>> {
  const bytes = { data: 0, fairway: 0, mercurius: 0, mercuriusOwnSchema: 0 };
  for (const number of [1, 2]) {
    const answers: string[] = [];
    for (const side of Object.keys(scripts) as Side[]) {
      await using server = new Child<ListServer>(scripts[side]);
      const response = await fetch(await server.ask("url"), {
        method: "POST",
        headers,
        body: requestBody(number),
      });
      const body = await response.text();
      const { data, errors } = JSON.parse(body) as { data?: unknown; errors?: unknown };
      if (errors || !data) throw new Error(`${side} answers with errors: ${JSON.stringify(errors).slice(0, 1_000)}`);
      // Members in the same order, too: GraphQL prescribes it.
      answers.push(JSON.stringify(data));
      bytes[side] = Buffer.byteLength(body);
      bytes.data = Buffer.byteLength(JSON.stringify(data));
    }
    if (new Set(answers).size !== 1) throw new Error("the servers of Q2 do not give the same answer");
  }
  return bytes;
}

async function underLoad(side: Side, bytes: number, effort: Effort): Promise<Cost> {
  await using server = new Child<ListServer>(scripts[side]);
  return await costUnderLoad(server, await requestTo(server), { status: 200, bytes }, effort);
}

async function profile(bytes: number): Promise<unknown> {
  await using server = new Child<ListServer>(scripts.fairway);
  return await profileUnderLoad(server, await requestTo(server), { status: 200, bytes }, fullEffort);
}

async function requestTo(server: Child<ListServer>): Promise<LoadRequest> {
  return { method: "POST", url: await server.ask("url"), headers, body: requestBody("@@") };
}
