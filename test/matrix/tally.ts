export interface Difference {
  readonly what: string;
  readonly caller: string;
  readonly object: string;
  readonly fairway: string;
  readonly direct: string;
}

const OF_A_SORT = 5;

/** Counts decisions and keeps those in which the gateway and the API server differ. */
export class Tally {
  decisions = 0;
  /** Of those, how many the API server allowed. */
  allowed = 0;
  readonly differences: Difference[] = [];
  readonly #byWhat = new Map<string, { decisions: number; differences: number }>();

  /** A yes or no, or any other verdict, from both. */
  compare(caller: string, what: string, object: string, fairway: string | boolean, direct: string | boolean): void {
    const counts = this.#byWhat.get(what) ?? { decisions: 0, differences: 0 };
    this.#byWhat.set(what, counts);
    this.decisions += 1;
    counts.decisions += 1;
    if (direct === true || direct === "allowed") this.allowed += 1;
    if (fairway === direct) return;
    counts.differences += 1;
    this.differences.push({ what, caller, object, fairway: String(fairway), direct: String(direct) });
  }

  /** One decision for each object of the universe, and one for each that the gateway shows beyond it. */
  compareSets(
    caller: string,
    what: string,
    universe: Iterable<string>,
    fairway: ReadonlySet<string>,
    direct: ReadonlySet<string>,
  ): void {
    for (const object of new Set([...universe, ...fairway, ...direct])) {
      this.compare(caller, what, object, fairway.has(object), direct.has(object));
    }
  }

  /** Some of each sort of difference, from the `first` one on, in words. */
  words(first: number): string[] {
    const bySort = Map.groupBy(this.differences.slice(first), ({ what }) => what);
    return [...bySort.values()].flatMap((differences) => [
      ...differences.slice(0, OF_A_SORT).map(worded),
      ...(differences.length > OF_A_SORT ? [`${differences.length - OF_A_SORT} more of ${differences[0]?.what}`] : []),
    ]);
  }

  get summary(): string {
    const lines = [...this.#byWhat].map(
      ([what, { decisions, differences }]) => `${what.padEnd(36)} ${decisions} decisions, ${differences} differences`,
    );
    return [...lines.sort(), `allowed by the API servers: ${this.allowed} of ${this.decisions}`].join("\n");
  }
}

function worded({ what, caller, object, fairway, direct }: Difference): string {
  return `${what} of ${object} by ${caller}: the gateway says ${fairway}, the API server ${direct}`;
}
