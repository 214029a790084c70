import { parseArgs } from "node:util";

export interface Command {
  readonly json: boolean;
  /** As they were asked for, each once; all when none was. */
  readonly ids: readonly string[];
}

/** What was asked for cannot be done: the caller's mistake, not a measurement that failed. */
export class UsageError extends Error {}

/** Throws UsageError. */
export function parseCommand(args: readonly string[], known: readonly string[]): Command {
  const { values, positionals } = parse(args);
  const ids = [...new Set(positionals.map((id) => id.toUpperCase()))];
  const unknown = ids.filter((id) => !known.includes(id));
  if (unknown.length > 0) throw new UsageError(`no such figure: ${unknown.join(", ")}; there are ${known.join(", ")}`);
  return { json: values.json, ids: ids.length > 0 ? ids : known };
}

function parse(args: readonly string[]) {
  try {
    const options = { json: { type: "boolean", default: false } } as const;
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}
