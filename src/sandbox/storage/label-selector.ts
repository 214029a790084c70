import { badRequest } from "./status.ts";

export type LabelTest = (labels: Readonly<Record<string, string>> | undefined) => boolean;

const partWords =
  "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric " +
  "character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is " +
  "'([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
const valueWords =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and " +
  "end with an alphanumeric character";
const part = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;
const prefix = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/** What keys and values of labels may be; undefined: all is well. */
export const labelPart = {
  fault(key: string): string | undefined {
    const slash = key.indexOf("/");
    const [before, name] = [key.slice(0, Math.max(0, slash)), key.slice(slash + 1)];
    const prefixed = slash < 0 || (before.length <= 253 && prefix.test(before));
    return prefixed && name.length <= 63 && part.test(name) ? undefined : partWords;
  },
  valueFault(value: string): string | undefined {
    return value === "" || (value.length <= 63 && part.test(value)) ? undefined : valueWords;
  },
};

const operators = ["!=", "==", "=", ">", "<", "(", ")", ",", "!"];

function tokensOf(text: string): string[] {
  const tokens: string[] = [];
  for (let at = 0; at < text.length; ) {
    const operator = operators.find((each) => text.startsWith(each, at));
    const word = operator ?? (text.slice(at).match(/^[^\s!=<>(),]+/) ?? text.slice(at).match(/^\s+/))?.[0] ?? "";
    at += word.length;
    if (word.trim() !== "") tokens.push(word);
  }
  return tokens;
}

/** The grammar of `labelSelector`: `a=b, c!=d, e in (f,g), h notin (i), j, !k, l>1`. */
export function parseLabelSelector(text: string): LabelTest {
  const tokens = tokensOf(text);
  const tests: LabelTest[] = [];
  let at = 0;
  const next = () => tokens[at++] ?? "";
  const refuse = (found: string, expected: string): never => {
    throw badRequest(`unable to parse requirement: found '${found}', expected: ${expected}`);
  };
  const word = (expected = "identifier"): string => {
    const token = next();
    return token === "" || operators.includes(token) ? refuse(token, expected) : token;
  };
  while (at < tokens.length) {
    const negated = tokens[at] === "!";
    if (negated) at += 1;
    const key = word();
    const fault = labelPart.fault(key);
    if (fault) throw badRequest(`unable to parse requirement: <nil>: Invalid value: ${JSON.stringify(key)}: ${fault}`);
    tests.push(negated ? (labels) => labels?.[key] === undefined : requirement(key));
    if (at < tokens.length && next() !== ",") refuse(tokens[at - 1] ?? "", "',' or end of string");
  }
  return (labels) => tests.every((test) => test(labels));

  function requirement(key: string): LabelTest {
    const operator = tokens[at];
    if (operator === undefined || operator === ",") return (labels) => labels?.[key] !== undefined;
    at += 1;
    switch (operator) {
      case "=":
      case "==": {
        const value = valueAhead();
        return (labels) => labels?.[key] === value;
      }
      case "!=": {
        const value = valueAhead();
        return (labels) => labels?.[key] !== value;
      }
      case "in":
      case "notin": {
        const values = list();
        // Of an object without the label, `notin` is true.
        return (labels) => values.has(labels?.[key] as string) === (operator === "in");
      }
      case ">":
      case "<": {
        const bound = Number(word());
        return (labels) => {
          const value = Number(labels?.[key] ?? Number.NaN);
          return operator === ">" ? value > bound : value < bound;
        };
      }
      default:
        return refuse(operator, "in, notin, =, ==, !=, gt, lt");
    }
  }

  /** Of `a=` and `a=,b` the value is the empty one. */
  function valueAhead(): string {
    return tokens[at] === undefined || tokens[at] === "," ? "" : word();
  }

  function list(): ReadonlySet<string> {
    const values = new Set<string>();
    const open = next();
    if (open !== "(") refuse(open, "'('");
    for (;;) {
      values.add(tokens[at] === "," || tokens[at] === ")" ? "" : word("',', or ')'"));
      const after = next();
      if (after === ")") return values;
      if (after !== ",") refuse(after, "',' or ')'");
    }
  }
}
