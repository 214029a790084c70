import { type Profiler as Protocol, Session } from "node:inspector/promises";

/** How much of the time was spent in one function itself, not in what it called. */
export interface SelfTime {
  readonly function: string;
  readonly percent: number;
}

type Profile = Protocol.Profile;

/** Samples this process from within, so that a profile holds the load alone and not the start of the process. */
export class Profiler {
  readonly #session = new Session();

  async start(): Promise<void> {
    this.#session.connect();
    await this.#session.post("Profiler.enable");
    await this.#session.post("Profiler.setSamplingInterval", { interval: 500 });
    await this.#session.post("Profiler.start");
  }

  async stop(): Promise<readonly SelfTime[]> {
    const { profile } = await this.#session.post("Profiler.stop");
    this.#session.disconnect();
    return selfTimes(profile);
  }
}

/** The functions with most self time, as parts of the time in which the process was not idle. */
export function selfTimes({ nodes, samples = [], timeDeltas = [] }: Profile, count = 20): readonly SelfTime[] {
  const names = new Map(nodes.map(({ id, callFrame }) => [id, nameOf(callFrame)]));
  const spent = new Map<string, number>();
  let busy = 0;
  for (const [index, id] of samples.entries()) {
    const name = names.get(id);
    const delta = timeDeltas[index] ?? 0;
    if (name === undefined || name === "(idle)") continue;
    busy += delta;
    spent.set(name, (spent.get(name) ?? 0) + delta);
  }
  return [...spent]
    .sort(([, a], [, b]) => b - a)
    .slice(0, count)
    .map(([name, time]) => ({ function: name, percent: Number(((100 * time) / busy).toFixed(1)) }));
}

function nameOf({ functionName, url, lineNumber }: Profile["nodes"][number]["callFrame"]): string {
  const name = functionName || "(anonymous)";
  if (url === "") return name;
  // The last folders say enough; where the checkout lies is nobody's business.
  const place =
    url
      .replace(/^file:\/\//, "")
      .split("/node_modules/")
      .at(-1) ?? url;
  return `${name} ${place.split("/").slice(-3).join("/")}:${lineNumber + 1}`;
}
