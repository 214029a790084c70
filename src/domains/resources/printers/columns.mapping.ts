import type { Manifest } from "../../context.ts";

/** What a cell is: a text or number as the API server prints it, a point in time where it prints how long ago that was. */
export type Cell = string | number | boolean | bigint | null;

export interface Column {
  readonly name: string;
  /** As in OpenAPI, and `date` for times. */
  readonly type: string;
  readonly format: string;
  readonly description: string;
  /** 0: always shown; more: in wide output alone. */
  readonly priority: number;
}

/** How the objects of one kind are printed. */
export interface Printer {
  readonly columns: readonly Column[];
  /** One cell for each column. */
  readonly cells: (object: Manifest) => readonly Cell[];
}

type Field<T> = T | null | undefined;
/** What printers look at has been written by an API server that has checked it; nothing of it need be there. */
// biome-ignore lint/suspicious/noExplicitAny: forty kinds are read here, of each of which a type would say what one line reads.
export type Loose = any;

/** One column, and what stands in it. */
export interface Printed extends Column {
  readonly cell: (object: Loose) => Field<Cell>;
}

type Cells = (object: Loose) => Field<Cell>;

export function text(name: string, cell: Cells, priority = 0): Printed {
  return { name, type: "string", format: "", description: "", priority, cell };
}

export function wide(name: string, cell: Cells): Printed {
  return text(name, cell, 1);
}

export function integer(name: string, cell: Cells): Printed {
  return { ...text(name, (object) => cell(object) ?? 0), type: "integer" };
}

export function boolean(name: string, cell: Cells): Printed {
  return { ...text(name, cell), type: "boolean" };
}

/** A point in time, for which kubectl prints how long ago it was. */
export function since(name: string, cell: Cells, priority = 0): Printed {
  return { ...text(name, cell, priority), type: "date" };
}

export const NAME: Printed = { ...text("Name", ({ metadata }) => metadata.name), format: "name" };
export const AGE = since("Age", ({ metadata }) => metadata.creationTimestamp);

export function printer(...printed: readonly Printed[]): Printer {
  return {
    columns: printed.map(({ cell: _, ...column }) => column),
    cells: (object) => printed.map(({ cell }) => cell(object) ?? ""),
  };
}

/** Kinds of which nothing else is known. */
export const plain: Printer = printer(
  NAME,
  since("Created At", ({ metadata }) => metadata.creationTimestamp),
);

export const NONE = "<none>";
export const UNSET = "<unset>";

export function or(value: Field<string>, otherwise: string): string {
  return value === undefined || value === null || value === "" ? otherwise : value;
}

/** The first few of a list, and how many more there are. */
export function abridged(list: readonly string[], most = 3, separator = ","): string {
  const shown = list.slice(0, most).join(separator);
  return list.length > most ? `${shown} + ${list.length - most} more...` : shown;
}

export function labelsText(labels: Field<Readonly<Record<string, string>>>): string {
  const pairs = Object.entries(labels ?? {}).map(([key, value]) => `${key}=${value}`);
  return or(pairs.sort().join(","), NONE);
}

interface Selector {
  readonly matchLabels?: Readonly<Record<string, string>>;
  readonly matchExpressions?: readonly {
    readonly key: string;
    readonly operator: string;
    readonly values?: readonly string[];
  }[];
}

/** A selector as kubectl takes it; empty for one that selects everything. */
export function selectorText({ matchLabels = {}, matchExpressions = [] }: Selector): string {
  const equal = Object.entries(matchLabels).map(([key, value]) => ({ key, text: `${key}=${value}` }));
  const others = matchExpressions.map(({ key, operator, values = [] }) => ({
    key,
    text: expressionText(key, operator, [...values].sort()),
  }));
  return [...equal, ...others]
    .sort((a, b) => compare(a.key, b.key))
    .map((each) => each.text)
    .join(",");
}

function expressionText(key: string, operator: string, values: readonly string[]): string {
  switch (operator) {
    case "In":
      return `${key} in (${values.join(",")})`;
    case "NotIn":
      return `${key} notin (${values.join(",")})`;
    case "Exists":
      return key;
    default:
      return `!${key}`;
  }
}

/** The same where nothing selects nothing. */
export function shownSelector(selector: Field<Selector>): string {
  return or(selector ? selectorText(selector) : "", NONE);
}

/** Go compares texts by their bytes, which for what Kubernetes takes as a name is by UTF-16 units as well. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

export interface Container {
  readonly name: string;
  readonly image?: string;
}

export function podColumns(containersOf: (object: Loose) => Field<readonly Container[]>): readonly Printed[] {
  return [
    wide("Containers", (object) => (containersOf(object) ?? []).map(({ name }) => name).join(",")),
    wide("Images", (object) => (containersOf(object) ?? []).map(({ image = "" }) => image).join(",")),
  ];
}

/** As kubectl says how long something took, in milliseconds. */
export function durationText(milliseconds: number): string {
  const seconds = Math.trunc(milliseconds / 1_000);
  if (seconds < -1) return "<invalid>";
  if (seconds < 0) return "0s";
  if (seconds < 120) return `${seconds}s`;
  const minutes = Math.trunc(seconds / 60);
  if (minutes < 10) return joined(minutes, "m", seconds % 60, "s");
  if (minutes < 180) return `${minutes}m`;
  const hours = Math.trunc(minutes / 60);
  if (hours < 8) return joined(hours, "h", minutes % 60, "m");
  if (hours < 48) return `${hours}h`;
  const days = Math.trunc(hours / 24);
  if (hours < 192) return joined(days, "d", hours % 24, "h");
  if (days < 730) return `${days}d`;
  const years = Math.trunc(days / 365);
  return days < 2_920 ? joined(years, "y", days % 365, "d") : `${years}y`;
}

function joined(large: number, unit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large}${unit}` : `${large}${unit}${small}${smallUnit}`;
}
