/** An integer that a double may not hold. Within a text it may stand as well: then the slow way is taken for nothing. */
const long = /[:[,]\s*-?\d{16}/;

interface Source {
  readonly source?: string;
}

/**
 * As `JSON.parse`, with integers of more than 53 bits as BigInts: custom resources may have 64-bit ones, and a double would be
 * another number. BigInts are compared, shared and, below, written like any other value.
 */
export function parseJson(text: string): unknown {
  return long.test(text) ? JSON.parse(text, exact) : JSON.parse(text);
}

function exact(_key: string, value: unknown, context?: Source): unknown {
  if (typeof value !== "number" || Number.isSafeInteger(value)) return value;
  const { source } = context ?? {};
  // A float is as exact as the API server itself holds it.
  return source !== undefined && /^-?\d{1,19}$/.test(source) ? BigInt(source) : value;
}

declare global {
  interface JSON {
    rawJSON(text: string): unknown;
  }
  interface BigInt {
    toJSON(): unknown;
  }
}

// `JSON.stringify` has no other way for what stands deep in an object, and a replacer would be called for all of it.
Object.defineProperty(BigInt.prototype, "toJSON", {
  value(this: bigint) {
    return JSON.rawJSON(this.toString());
  },
  configurable: true,
  writable: true,
});
