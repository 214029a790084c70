import type { Figure, Log, Measured } from "./figure.ts";
import { rounded } from "./figure.ts";
import { requestBody } from "./q2/operation.ts";
import { Child } from "./support/child.ts";
import type { HttpLoad } from "./support/http-load.ts";
import { alternate, median, ratios } from "./support/statistics.ts";

const ROUNDS = 5;
const CONNECTIONS = 20;
// So many requests at least, too: on a busy machine a time alone would measure code that is not compiled yet.
const WARM_UP = { milliseconds: 2_500, atLeast: 1_500 };
const LOAD = { milliseconds: 3_000, atLeast: 1_000 };

interface ListServer {
  url(): string;
}

const scripts = {
  fairway: new URL("./q2/fairway.ts", import.meta.url),
  mercurius: new URL("./q2/mercurius.ts", import.meta.url),
  mercuriusOwnSchema: new URL("./q2/mercurius-own-schema.ts", import.meta.url),
};
type Side = keyof typeof scripts;
const loadScript = new URL("./support/http-load.ts", import.meta.url);

interface Outcome {
  readonly microsecondsPerRequest: number;
  readonly requestsPerSecond: number;
}

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
  const sides = Object.fromEntries(
    Object.keys(scripts).map((side) => [side, () => underLoad(side as Side, answerBytes[side as Side])]),
  ) as Record<Side, () => Promise<Outcome>>;
  const outcomes = await alternate(ROUNDS, sides, (round, side, { microsecondsPerRequest, requestsPerSecond }) =>
    log(`Q2 round ${round}: ${side} ${microsecondsPerRequest.toFixed(0)} µs, ${requestsPerSecond.toFixed(0)} req/s`),
  );
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

/** Throws unless all servers give the same answer. Returns how long it is, and each server's whole body. */
async function compareAnswers(): Promise<Record<Side | "data", number>> {
  const bytes = { data: 0, fairway: 0, mercurius: 0, mercuriusOwnSchema: 0 };
  for (const number of [1, 2]) {
    const answers: string[] = [];
    for (const side of Object.keys(scripts) as Side[]) {
      await using server = new Child<ListServer>(scripts[side]);
      const response = await fetch(await server.ask("url"), {
        method: "POST",
        headers: { "content-type": "application/json", accept: "application/json" },
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

async function underLoad(side: Side, answerBytes: number): Promise<Outcome> {
  await using server = new Child<ListServer>(scripts[side]);
  await using load = new Child<HttpLoad>(loadScript);
  const common = { url: await server.ask("url"), connections: CONNECTIONS, body: requestBody("@@"), answerBytes };
  await load.ask("run", { ...common, ...WARM_UP });
  const before = await server.ask("cpu");
  const { requests, seconds } = await load.ask("run", { ...common, ...LOAD });
  const spent = (await server.ask("cpu")) - before;
  return { microsecondsPerRequest: spent / requests, requestsPerSecond: requests / seconds };
}

async function profile(answerBytes: number): Promise<unknown> {
  await using server = new Child<ListServer>(scripts.fairway);
  await using load = new Child<HttpLoad>(loadScript);
  const common = { url: await server.ask("url"), connections: CONNECTIONS, body: requestBody("@@"), answerBytes };
  await load.ask("run", { ...common, ...WARM_UP });
  await server.ask("profileStart");
  await load.ask("run", { ...common, ...LOAD });
  // Awaited here, as the processes go with this scope.
  return await server.ask("profileStop");
}
