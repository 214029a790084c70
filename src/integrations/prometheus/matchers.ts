/** What a label must be: one of these values. */
export interface Matcher {
  readonly label: string;
  readonly values: readonly string[];
}

/**
 * The matchers as they stand between the braces of a selector. Values come from names of objects, which somebody chose: whatever is in
 * one, it stays a value.
 */
export function matchersText(matchers: readonly Matcher[]): string {
  return matchers.map(textOf).join(",");
}

function textOf({ label, values }: Matcher): string {
  if (!/^[a-zA-Z_][a-zA-Z0-9_]*$/.test(label)) throw new Error("no name of a label");
  const [only] = values;
  if (only !== undefined && values.length === 1) return `${label}=${quoted(only)}`;
  return `${label}=~${quoted(values.map(literal).join("|"))}`;
}

/** As a pattern that matches just this text: PromQL's patterns are RE2, and anchored. */
function literal(value: string): string {
  return value.replace(/[\\^$.|?*+()[\]{}]/g, "\\$&");
}

/** As a text in double quotes: Go's escapes. */
function quoted(value: string): string {
  const escaped = value.replace(/[\\"]/g, "\\$&").replace(/[\n\r\t\0]/g, (each) => escapes[each] ?? each);
  return `"${escaped}"`;
}

const escapes: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t", "\0": "\\x00" };
