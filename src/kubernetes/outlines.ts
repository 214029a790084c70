/**
 * What the values of one field have in common from object to object: such a value, with gaps where they differ. A part
 * without gaps is that value's own part.
 */
export type Outline = unknown;

type Fields = Record<string, unknown>;

/** Stands where the values differ, in whole subtrees where not even their shape is one. JSON has no symbols. */
export const gap: unique symbol = Symbol("gap");

// Deeper than any real object; the API server lets 10,000 levels pass, which would overflow the stack.
const maxDepth = 64;

/** A list or an object of which some part has gaps. */
class Frame {
  /** The fields of an object; null for a list. */
  readonly names: readonly string[] | null;
  readonly parts: readonly Outline[];
  readonly gaps: number;
  /** The parts that have gaps. */
  readonly #open: readonly number[];
  /** A value with all its parts that have none: copying it is several times as fast as setting each of them. */
  readonly #blank: unknown[] | Fields;

  constructor(names: readonly string[] | null, parts: readonly Outline[]) {
    this.names = names;
    this.parts = parts;
    this.gaps = parts.reduce<number>((sum, part) => sum + countGaps(part), 0);
    const closed = parts.map((part) => (part === gap || part instanceof Frame ? undefined : part));
    this.#open = [...parts.keys()].filter((index) => closed[index] !== parts[index]);
    this.#blank = names === null ? closed : Object.fromEntries(names.map((name, index) => [name, closed[index]]));
  }

  fill(leaves: readonly unknown[], from: number): unknown {
    const { names, parts } = this;
    const blank = this.#blank;
    const value = (Array.isArray(blank) ? blank.slice() : { ...blank }) as Fields;
    let next = from;
    for (const index of this.#open) {
      const part = parts[index];
      value[names === null ? index : (names[index] as string)] = fill(part, leaves, next);
      next += part instanceof Frame ? part.gaps : 1;
    }
    return value;
  }
}

/**
 * Adds to `leaves` what the value has in the outline's gaps, in their order; false when the outline does not describe
 * the value, and then `leaves` is of no use.
 */
export function takeLeaves(outline: Outline, value: unknown, leaves: unknown[]): boolean {
  if (outline === gap) {
    leaves.push(value);
    return true;
  }
  if (!(outline instanceof Frame)) return equal(outline, value);
  if (!fits(outline, value)) return false;
  const { parts } = outline;
  for (let index = 0; index < parts.length; index += 1) {
    if (!takeLeaves(parts[index], partOf(outline, value, index), leaves)) return false;
  }
  return true;
}

/** The outline with those gaps more that it needs to describe the value. */
export function widen(outline: Outline, value: unknown, depth = 0): Outline {
  if (outline === gap || (!(outline instanceof Frame) && equal(outline, value))) return outline;
  const frame = outline instanceof Frame ? outline : frameOf(outline);
  if (!frame || depth >= maxDepth || !fits(frame, value)) return gap;
  const parts = frame.parts.map((part, index) => widen(part, partOf(frame, value, index), depth + 1));
  const same = frame === outline && parts.every((part, index) => part === frame.parts[index]);
  return same ? outline : new Frame(frame.names, parts);
}

export function countGaps(outline: Outline): number {
  if (outline === gap) return 1;
  return outline instanceof Frame ? outline.gaps : 0;
}

/** Of a list, how long it is; -1 of anything else. */
export function lengthOf(outline: Outline): number {
  if (outline instanceof Frame) return outline.names === null ? outline.parts.length : -1;
  return Array.isArray(outline) ? outline.length : -1;
}

/** The value of which `takeLeaves` gave the leaves from `from` on. A copy as far as there are gaps, to be read alone. */
export function fill(outline: Outline, leaves: readonly unknown[], from: number): unknown {
  if (outline === gap) return leaves[from];
  return outline instanceof Frame ? outline.fill(leaves, from) : outline;
}

function frameOf(value: unknown): Frame | null {
  if (typeof value !== "object" || value === null) return null;
  if (Array.isArray(value)) return new Frame(null, value);
  const names = Object.keys(value);
  // An assignment to it would be one of the prototype.
  return names.includes("__proto__") ? null : new Frame(names, Object.values(value));
}

function fits({ names, parts }: Frame, value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (names === null || Array.isArray(value)) {
    return names === null && Array.isArray(value) && value.length === parts.length;
  }
  let index = 0;
  // An API server writes the fields of a type in one order.
  for (const name in value) if (name !== names[index++]) return false;
  return index === names.length;
}

function partOf({ names }: Frame, value: unknown, index: number): unknown {
  return names === null ? (value as unknown[])[index] : (value as Fields)[names[index] as string];
}

function equal(one: unknown, other: unknown, depth = 0): boolean {
  if (one === other) return true;
  if (typeof one !== "object" || one === null || typeof other !== "object" || other === null) return false;
  if (depth >= maxDepth || Array.isArray(one) !== Array.isArray(other)) return false;
  if (Array.isArray(one)) {
    const { length } = one;
    if (length !== (other as unknown[]).length) return false;
    for (let index = 0; index < length; index += 1) {
      if (!equal(one[index], (other as unknown[])[index], depth + 1)) return false;
    }
    return true;
  }
  let fields = 0;
  for (const field in one) {
    fields += 1;
    if (!Object.hasOwn(other, field) || !equal((one as Fields)[field], (other as Fields)[field], depth + 1))
      return false;
  }
  for (const _ in other) fields -= 1;
  return fields === 0;
}
