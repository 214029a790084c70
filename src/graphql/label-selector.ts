import { FairwayError } from "../errors/index.ts";

export type Labels = Readonly<Record<string, string>>;
export type LabelTest = (labels: Labels | undefined) => boolean;

export interface LabelSelector {
  readonly test: LabelTest;
  /** Whatever passes has one of these labels, in the form of `labelOf`; absent where the selector names none. */
  readonly labels?: readonly string[];
}

const NAME = /^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/;
const DNS_SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const TOKEN = /\s*(==|!=|=|!|,|\(|\)|[^\s=!,()]+|$)/y;

const NO_LABELS: Labels = {};

/**
 * Parses a label selector as kubectl and the API server do: `a=b`, `a==b`, `a!=b`, `a in (x,y)`, `a notin (x)`, `a`,
 * `!a`, joined by commas. Throws INVALID_SELECTOR with the position of what was not understood. As in Kubernetes,
 * `!=` and `notin` hold for objects without the label, too.
 */
export function parseLabelSelector(text: string): LabelSelector {
  return new SelectorParser(text).parse();
}

/** A label as one string, different for different ones: a key has no `=` in it. */
export function labelOf(key: string, value: string): string {
  return `${key}=${value}`;
}

class SelectorParser {
  readonly #text: string;
  #token = "";
  #start = 0;
  #end = 0;

  constructor(text: string) {
    this.#text = text;
    this.#advance();
  }

  parse(): LabelSelector {
    const requirements: LabelSelector[] = [];
    if (this.#token === "") return { test: () => true };
    for (;;) {
      requirements.push(this.#requirement());
      if (this.#token === "") return joined(requirements);
      this.#expect(",");
    }
  }

  #requirement(): LabelSelector {
    if (this.#token === "!") {
      this.#advance();
      const key = this.#key();
      return { test: (labels) => !has(labels, key) };
    }
    const key = this.#key();
    switch (this.#token) {
      case "=":
      case "==": {
        this.#advance();
        const value = this.#value();
        return { test: (labels) => has(labels, key) && labels[key] === value, labels: [labelOf(key, value)] };
      }
      case "!=": {
        this.#advance();
        const value = this.#value();
        return { test: (labels) => !has(labels, key) || labels[key] !== value };
      }
      case "in":
      case "notin": {
        const isIn = this.#token === "in";
        this.#advance();
        const values = this.#values();
        return {
          test: (labels) => (has(labels, key) ? values.has(labels[key] as string) === isIn : !isIn),
          ...(isIn && { labels: [...values].map((value) => labelOf(key, value)) }),
        };
      }
      default:
        return { test: (labels) => has(labels, key) };
    }
  }

  #key(): string {
    const key = this.#token;
    const [name, prefix, ...rest] = key.split("/").reverse();
    const isName = name !== undefined && name.length <= 63 && NAME.test(name);
    const isPrefix = prefix === undefined || (prefix.length <= 253 && DNS_SUBDOMAIN.test(prefix));
    if (!isName || !isPrefix || rest.length > 0) this.#fail("a label key");
    this.#advance();
    return key;
  }

  /** A value may be empty, as in `a=` and `a in (x,)`. */
  #value(): string {
    const value = this.#token;
    if (value === "" || value === "," || value === ")") return "";
    if (value.length > 63 || !NAME.test(value)) this.#fail("a label value");
    this.#advance();
    return value;
  }

  #values(): ReadonlySet<string> {
    this.#expect("(");
    if (this.#token === ")") this.#fail("a label value");
    const values = new Set<string>();
    for (;;) {
      values.add(this.#value());
      if (this.#token === ")") {
        this.#advance();
        return values;
      }
      if (this.#token !== ",") this.#fail('"," or ")"');
      this.#advance();
    }
  }

  #expect(token: string): void {
    if (this.#token !== token) this.#fail(`"${token}"`);
    this.#advance();
  }

  #advance(): void {
    TOKEN.lastIndex = this.#end;
    // It matches everywhere: whatever is no operator is a word, and the end is an empty token.
    const [whole, token = ""] = TOKEN.exec(this.#text) as unknown as [string, string?];
    this.#end += whole.length;
    this.#token = token;
    this.#start = this.#end - token.length;
  }

  #fail(expected: string): never {
    const found = this.#token === "" ? "its end" : `"${this.#token.slice(0, 80)}"`;
    const message = `The label selector has ${found} at position ${this.#start}, where ${expected} is expected`;
    throw new FairwayError("INVALID_SELECTOR", message);
  }
}

/** All of them must hold, so the one that names the fewest labels says what to look for. */
function joined(requirements: readonly LabelSelector[]): LabelSelector {
  const named = requirements.flatMap(({ labels }) => (labels ? [labels] : []));
  const [labels] = named.sort((a, b) => a.length - b.length);
  return { test: (of) => requirements.every(({ test }) => test(of)), ...(labels && { labels }) };
}

function has(labels: Labels | undefined, key: string): labels is Labels {
  return Object.hasOwn(labels ?? NO_LABELS, key);
}
