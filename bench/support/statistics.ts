/** The middle value; of an even number the mean of the two in the middle. Throws when there is none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[sorted.length >> 1];
  const lower = sorted[(sorted.length - 1) >> 1];
  if (upper === undefined || lower === undefined) throw new Error("there is no median of nothing");
  return (lower + upper) / 2;
}

/**
 * The ratio of each round. The two sides of a round ran within seconds of each other, so what else the machine did
 * at that time weighs on both: the median of these is steadier than the ratio of two medians.
 */
export function ratios(above: readonly number[], below: readonly number[]): number[] {
  if (above.length !== below.length) throw new Error("each round needs both sides");
  return above.map((value, index) => value / (below[index] as number));
}

export type Sides<K extends string, T> = Readonly<Record<K, () => Promise<T>>>;

/**
 * Runs each side once in each round, in the opposite order every other round: a machine that grows slower while it is
 * measured, or a side that warms the page cache, then favours neither.
 */
export async function alternate<K extends string, T>(
  rounds: number,
  sides: Sides<K, T>,
  onRound: (round: number, side: K, outcome: T) => void = () => {},
): Promise<Record<K, T[]>> {
  const names = Object.keys(sides) as K[];
  const outcomes = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<K, T[]>;
  for (let round = 1; round <= rounds; round += 1) {
    for (const name of round % 2 === 1 ? names : [...names].reverse()) {
      const outcome = await sides[name]();
      outcomes[name].push(outcome);
      onRound(round, name, outcome);
    }
  }
  return outcomes;
}

/** The smallest value that at least this share of all values does not exceed. Throws when there is none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)];
  if (value === undefined) throw new Error("there is no quantile of nothing");
  return value;
}
