import { Child } from "./child.ts";
import type { Expected, HttpLoad } from "./http-load.ts";
import type { LoadRequest } from "./load-request.ts";
import type { SelfTime } from "./profiler.ts";

const CONNECTIONS = 20;

const loadScript = new URL("./http-load.ts", import.meta.url);

/** How long a server is put under load; so many requests at least, as a time alone says little on a busy machine. */
export interface Span {
  readonly milliseconds: number;
  readonly atLeast: number;
}

/** How much of a machine's time is given to a comparison. */
export interface Effort {
  readonly rounds: number;
  /** Until the code that answers is compiled. */
  readonly warmUp: Span;
  readonly load: Span;
}

export const fullEffort: Effort = {
  rounds: 5,
  warmUp: { milliseconds: 2_500, atLeast: 1_500 },
  load: { milliseconds: 3_000, atLeast: 1_000 },
};

export interface Cost {
  readonly microsecondsPerRequest: number;
  readonly requestsPerSecond: number;
}

/** What a request costs a server that answers questions, in CPU time of all of its threads. */
export async function costUnderLoad(
  server: Child<object>,
  request: LoadRequest,
  answer: Expected,
  { warmUp, load }: Omit<Effort, "rounds">,
): Promise<Cost> {
  await using client = new Child<HttpLoad>(loadScript);
  const common = { request, answer, connections: CONNECTIONS };
  await client.ask("run", { ...common, ...warmUp });
  const before = await server.ask("cpu");
  const { requests, seconds } = await client.ask("run", { ...common, ...load });
  const spent = (await server.ask("cpu")) - before;
  return { microsecondsPerRequest: spent / requests, requestsPerSecond: requests / seconds };
}

/** Where a server's time goes under such a load. */
export async function profileUnderLoad(
  server: Child<object>,
  request: LoadRequest,
  answer: Expected,
  { warmUp, load }: Omit<Effort, "rounds">,
): Promise<readonly SelfTime[]> {
  await using client = new Child<HttpLoad>(loadScript);
  const common = { request, answer, connections: CONNECTIONS };
  await client.ask("run", { ...common, ...warmUp });
  await server.ask("profileStart");
  await client.ask("run", { ...common, ...load });
  // Awaited here, as the client goes with this scope.
  return await server.ask("profileStop");
}
