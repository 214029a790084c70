/** A bound that a figure is held to. */
export interface Goal {
  readonly relation: ">=" | "<=";
  readonly bound: number;
}

export interface Measured {
  readonly value: number;
  /** The values of the figure's further goals, by their names. */
  readonly further?: Readonly<Record<string, number>>;
  /** What the values were made of. */
  readonly raw: Readonly<Record<string, unknown>>;
}

/** Diagnostics: for whoever waits, never for a program. */
export type Log = (line: string) => void;

/** One figure: what is measured, against what, and how good it has to be. */
export interface Figure {
  readonly id: string;
  readonly what: string;
  readonly against: string;
  readonly goal: Goal;
  readonly further?: Readonly<Record<string, Goal>>;
  /** Needs the built gateway. Starts its own processes, and leaves none behind. Rejects when nothing was measured. */
  readonly measure: (log: Log) => Promise<Measured>;
}

/** What is printed for one figure, as one line of JSON. */
export interface Result extends Readonly<Record<string, unknown>> {
  readonly id: string;
  readonly value: number;
  readonly goal: string;
  readonly pass: boolean;
}

export function meets({ relation, bound }: Goal, value: number): boolean {
  return relation === ">=" ? value >= bound : value <= bound;
}

export function describeGoal({ relation, bound }: Goal): string {
  return `${relation} ${bound}`;
}

/** Judged before it is rounded: 1.2004 is not 1.2. */
export function resultOf({ id, goal, further = {} }: Figure, measured: Measured): Result {
  const { value, raw } = measured;
  const others = Object.entries(further).map(([name, each]) => {
    const its = measured.further?.[name];
    if (its === undefined) throw new Error(`${id} was not measured for its goal "${name}"`);
    return [name, { value: rounded(its), goal: describeGoal(each), pass: meets(each, its) }] as const;
  });
  return {
    id,
    value: rounded(value),
    goal: describeGoal(goal),
    pass: meets(goal, value) && others.every(([, { pass }]) => pass),
    ...Object.fromEntries(others),
    ...raw,
  };
}

export function rounded(value: number, digits = 3): number {
  return Number(value.toFixed(digits));
}
