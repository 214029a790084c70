const shape = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?(Z|[+-]\d{2}:\d{2})$/;

/**
 * A time of a log (RFC 3339, up to nanoseconds) in UTC with all nine digits, so that texts compare as times do; null for what is
 * no such time. A Date holds milliseconds, and several lines of a log share one.
 */
export function logTimeOf(text: string): string | null {
  const match = shape.exec(text);
  if (!match) return null;
  const [, seconds = "", fraction = "", zone] = match;
  const digits = fraction.padEnd(9, "0");
  if (zone === "Z") return Number.isNaN(Date.parse(`${seconds}Z`)) ? null : `${seconds}.${digits}Z`;
  const instant = new Date(`${seconds}${zone}`);
  return Number.isNaN(instant.getTime()) ? null : `${instant.toISOString().slice(0, 19)}.${digits}Z`;
}
