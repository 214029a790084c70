const most = 2 ** 31 - 1;

/**
 * What an Int can be of a number that is one of 64 bits in Kubernetes, or that anybody may have written: the nearest. One that is none would take
 * the whole list with it.
 */
export function intOf(value: unknown): number {
  const number = typeof value === "bigint" || typeof value === "number" ? Math.trunc(Number(value)) : 0;
  return Number.isNaN(number) ? 0 : Math.min(Math.max(number, -most), most);
}

/** Whether it is one as it stands. */
export function isInt(value: unknown): value is number {
  return Number.isInteger(value) && Math.abs(value as number) <= most;
}
