import { compare } from "./columns.mapping.ts";

/** What a path leads to, from one value. */
type Step = (value: unknown) => Iterable<unknown>;

type Fields = Readonly<Record<string, unknown>>;

const MAX_LENGTH = 4_096;
const MAX_DEPTH = 64;
/** No column that somebody reads has so many; and each `..` multiplies what the one before it has found. */
const MAX_STEPS = 64;
const MAX_VALUES = 10_000;

/**
 * The JSONPath of a printer column as kubectl reads it (fields, quoted names, places, slices, `[*]`, `..`, unions, filters that
 * compare); null for one that cannot be read. Gives what it leads to, first found first.
 */
export function parseJsonPath(path: string): ((object: unknown) => readonly unknown[]) | null {
  if (path.length > MAX_LENGTH) return null;
  const steps = new PathParser(path).parse();
  return steps && ((object) => follow(steps, object));
}

function follow(steps: readonly Step[], object: unknown): readonly unknown[] {
  let values: readonly unknown[] = [object];
  for (const step of steps) values = found(step, values);
  return values;
}

function found(step: Step, values: readonly unknown[]): readonly unknown[] {
  const all: unknown[] = [];
  for (const value of values) {
    for (const each of step(value)) {
      if (all.length === MAX_VALUES) return all;
      all.push(each);
    }
  }
  return all;
}

class PathParser {
  readonly #path: string;
  #at = 0;

  constructor(path: string) {
    this.#path = path;
  }

  /** `end` is what the path is enclosed by, as in a filter. */
  parse(): readonly Step[] | null {
    const steps: Step[] = [];
    while (this.#at < this.#path.length) {
      const step = this.#step();
      if (!step || steps.length === MAX_STEPS) return null;
      steps.push(step);
    }
    return steps;
  }

  #step(): Step | null {
    if (this.#take(/\$/y)) return (value) => [value];
    if (this.#take(/\.\./y)) return (value) => everything(value, 0);
    // The dot before a bracket says nothing.
    if (this.#take(/\.(?=\[)/y)) return (value) => [value];
    if (this.#take(/\.?\*/y)) return each;
    const [, name] = this.#take(/\.?((?:[^.[\]*$?@()\s'"\\]|\\.)+)/y) ?? [];
    if (name !== undefined) return fieldStep(name.replaceAll(/\\(.)/g, "$1"));
    const inner = this.#bracket();
    return inner === null ? null : bracketStep(inner);
  }

  #take(form: RegExp): RegExpExecArray | null {
    form.lastIndex = this.#at;
    const found = form.exec(this.#path);
    if (found) this.#at = form.lastIndex;
    return found;
  }

  /** What stands in brackets, with brackets and quotes within. */
  #bracket(): string | null {
    if (this.#path[this.#at] !== "[") return null;
    const from = this.#at + 1;
    let depth = 0;
    let quote = "";
    for (let at = this.#at; at < this.#path.length; at += 1) {
      const character = this.#path[at] as string;
      if (quote !== "") {
        if (character === quote) quote = "";
      } else if (character === '"' || character === "'") quote = character;
      else if (character === "[") depth += 1;
      else if (character === "]") {
        depth -= 1;
        if (depth > 0) continue;
        this.#at = at + 1;
        return this.#path.slice(from, at).trim();
      }
    }
    return null;
  }
}

function bracketStep(inner: string): Step | null {
  if (inner === "*") return each;
  const [, condition] = inner.match(/^\?\((.*)\)$/s) ?? [];
  if (condition !== undefined) return filterStep(condition.trim());
  const slice = inner.match(/^(-?\d*):(-?\d*)(?::(\d*))?$/);
  if (slice) return sliceStep(slice);
  const parts = inner.match(/'[^']*'|"[^"]*"|-?\d+|,|\S+/g) ?? [];
  const steps: Step[] = [];
  for (const part of parts) {
    if (part === ",") continue;
    if (/^(['"]).*\1$/.test(part)) steps.push(fieldStep(part.slice(1, -1)));
    else if (/^-?\d+$/.test(part)) steps.push(placeStep(Number(part)));
    else return null;
  }
  return steps.length === 0 ? null : (value) => steps.flatMap((step) => [...step(value)]);
}

function fieldStep(name: string): Step {
  return (value) => (isFields(value) && Object.hasOwn(value, name) ? [value[name]] : []);
}

function placeStep(place: number): Step {
  return (value) => {
    if (!Array.isArray(value)) return [];
    const index = place < 0 ? place + value.length : place;
    return index >= 0 && index < value.length ? [value[index]] : [];
  };
}

function sliceStep([, from = "", to = "", step = ""]: RegExpMatchArray): Step {
  return (value) => {
    if (!Array.isArray(value)) return [];
    const every = step === "" ? 1 : Math.max(1, Number(step));
    const part = value.slice(from === "" ? 0 : Number(from), to === "" ? undefined : Number(to));
    return part.filter((_, index) => index % every === 0);
  };
}

function each(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return isFields(value) ? Object.values(value) : [];
}

function* everything(value: unknown, depth: number): Iterable<unknown> {
  if (typeof value !== "object" || value === null || depth > MAX_DEPTH) return;
  yield value;
  for (const inner of Object.values(value)) yield* everything(inner, depth + 1);
}

const condition = /^(@.*?)\s*(?:(==|!=|<=|>=|<|>)\s*(.+))?$/s;

function filterStep(text: string): Step | null {
  const [, left, operator, right] = text.match(condition) ?? [];
  if (left === undefined) return null;
  const own = operandOf(left);
  if (!own) return null;
  const test: ((item: unknown) => boolean) | null =
    operator === undefined ? exists(own) : comparison(own, operator, right);
  return test && ((value) => (Array.isArray(value) ? value.filter((item) => test(item)) : []));
}

type Operand = (item: unknown) => readonly unknown[];

function operandOf(text: string): Operand | null {
  if (text.startsWith("@")) return parseJsonPath(text.slice(1));
  const literal = literalOf(text.trim());
  return literal === undefined ? null : () => [literal];
}

function literalOf(text: string): unknown {
  if (/^(['"]).*\1$/s.test(text)) return text.slice(1, -1);
  if (text === "true" || text === "false") return text === "true";
  return text !== "" && Number.isFinite(Number(text)) ? Number(text) : undefined;
}

const exists = (own: Operand) => (item: unknown) => own(item).length > 0;

function comparison(own: Operand, operator: string, right = ""): ((item: unknown) => boolean) | null {
  const other = operandOf(right);
  if (!other) return null;
  return (item) => {
    const [a] = own(item);
    const [b] = other(item);
    if (a === undefined || b === undefined) return false;
    if (operator === "==") return a === b;
    if (operator === "!=") return a !== b;
    if (typeof a !== typeof b || (typeof a !== "number" && typeof a !== "string")) return false;
    const difference = typeof a === "number" ? a - (b as number) : compare(a, b as string);
    if (operator === "<") return difference < 0;
    if (operator === "<=") return difference <= 0;
    return operator === ">" ? difference > 0 : difference >= 0;
  };
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
