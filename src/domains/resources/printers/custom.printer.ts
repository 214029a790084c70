import type { Manifest } from "../../context.ts";
import { type Cell, type Column, compare, NAME, type Printer } from "./columns.mapping.ts";
import { parseJsonPath } from "./json-path.mapping.ts";

/** What a definition of a kind says about its columns. */
export interface Definition extends Manifest {
  readonly spec?: {
    readonly versions?: readonly {
      readonly name: string;
      readonly additionalPrinterColumns?: readonly DefinedColumn[];
    }[];
  };
}

interface DefinedColumn {
  readonly name: string;
  readonly type: string;
  readonly format?: string;
  readonly description?: string;
  readonly priority?: number;
  readonly jsonPath: string;
}

const DEFAULT: readonly DefinedColumn[] = [{ name: "Age", type: "date", jsonPath: ".metadata.creationTimestamp" }];

// A definition is replaced when it changes, and its columns are read for each of its objects.
const known = new WeakMap<Definition, Map<string, Printer>>();

/** How objects of a version of a defined kind are printed; without a definition, by name and age. */
export function customPrinter(definition: Definition | null, version: string): Printer {
  if (!definition) return withoutDefinition;
  const printers = known.get(definition) ?? new Map<string, Printer>();
  known.set(definition, printers);
  const made = printers.get(version);
  if (made) return made;
  const { additionalPrinterColumns = [] } = definition.spec?.versions?.find(({ name }) => name === version) ?? {};
  const printer = printerOf(additionalPrinterColumns.length > 0 ? additionalPrinterColumns : DEFAULT);
  printers.set(version, printer);
  return printer;
}

function printerOf(defined: readonly DefinedColumn[]): Printer {
  const { cell: _, ...name } = NAME;
  const cells = defined.map(({ type, jsonPath }) => {
    const find = parseJsonPath(jsonPath);
    return (object: Manifest) => cellOf(type, find?.(object)[0]);
  });
  return {
    columns: [name, ...defined.map(columnOf)],
    cells: (object) => [object.metadata.name, ...cells.map((cell) => cell(object))],
  };
}

const withoutDefinition = printerOf(DEFAULT);

function columnOf({ name, type, format = "", description, priority = 0, jsonPath }: DefinedColumn): Column {
  const path = `Custom resource definition column (in JSONPath format): ${jsonPath}`;
  return { name, type, format, description: description || path, priority };
}

function cellOf(type: string, value: unknown): Cell {
  if (value === undefined || value === null) return null;
  switch (type) {
    case "string":
      return textOf(value);
    case "integer":
      if (typeof value === "bigint") return value;
      return typeof value === "number" ? Math.trunc(value) : null;
    case "number":
      return typeof value === "number" || typeof value === "bigint" ? Number(value) : null;
    case "boolean":
      return typeof value === "boolean" ? value : null;
    case "date":
      if (typeof value !== "string") return null;
      return Number.isNaN(Date.parse(value)) ? "<invalid>" : value;
    default:
      return null;
  }
}

/** As Go prints it: what is no scalar as JSON with its keys in order. */
function textOf(value: unknown): string {
  if (typeof value === "object") return escaped(JSON.stringify(value, inOrder));
  return typeof value === "number" ? goNumber(value) : String(value);
}

function inOrder(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => compare(a, b)));
}

function escaped(json: string): string {
  return json.replaceAll(/[<>&\u2028\u2029]/g, (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** Integers as they are; other numbers with an exponent of two digits, from 21 digits on. */
function goNumber(value: number): string {
  return String(value).replace(/e([+-])(\d)$/, "e$10$2");
}
