import { setImmediate as turn } from "node:timers/promises";
import { Composer, type Document, isMap, isScalar, isSeq, Lexer, LineCounter, type Node, Parser } from "yaml";
import { FairwayError } from "../../errors/index.ts";

export const MAX_DOCUMENTS = 100;
export const MAX_CHARACTERS = 1024 * 1024;
/** Parsing takes 5 to 15 microseconds a token, during which nobody else is served. */
export const MAX_TOKENS = 100_000;
/** Looking up an anchor is linear in the document, and what it stands for may be as large. */
export const MAX_ALIASES = 100;
export const MAX_DEPTH = 100;

/** What is wrong with a document, and where in it: as in `spec.replicas`, empty for the whole of it. */
export interface Fault {
  readonly message: string;
  readonly path: string;
}

/** One document of several: what it says, or why it cannot be read. */
export type SourceDocument = { readonly content: unknown } | { readonly faults: readonly Fault[] };

type TagsOption = Exclude<NonNullable<ConstructorParameters<typeof Composer>[0]>["customTags"], null | undefined>;

// What kubectl understands, too. `!!binary` and its like are not JSON; times and numbers to the base of 60 are text there.
const plainTags = new Set(
  ["map", "seq", "str", "null", "bool", "int", "float", "merge"].map((tag) => `tag:yaml.org,2002:${tag}`),
);
const customTags: TagsOption = (tags) =>
  tags.filter(
    (tag) => typeof tag === "string" || (plainTags.has(tag.tag) && !("format" in tag && tag.format === "TIME")),
  );

const options = {
  // kubectl's YAML is 1.1: `0644` is octal there, and `yes` is true.
  version: "1.1",
  // Of 64 bits not one may be lost; those that a number holds are made one below.
  intAsBigInt: true,
  customTags,
  // The library compares each key with each other one; and quotes the source in its messages.
  uniqueKeys: false,
  prettyErrors: false,
  logLevel: "error",
} as const;

/**
 * The documents of a YAML stream, of which JSON is a part, without those that are empty. Throws LIMIT_EXCEEDED. Gives
 * way to others after each document. What is wrong is told by place alone: text of a Secret must not come back.
 */
export async function readDocuments(source: string): Promise<readonly SourceDocument[]> {
  checkSize(source);
  const lines = new LineCounter();
  const documents: SourceDocument[] = [];
  const composed = new Composer(options).compose(new Parser(lines.addNewLine).parse(source));
  for (;;) {
    const document = next(composed);
    if (document === undefined) return documents;
    if (document === "unreadable") {
      return [...documents, fault("It cannot be read: it is nested too deeply. Nor was what comes after it")];
    }
    if (isEmpty(document)) continue;
    if (documents.length === MAX_DOCUMENTS) throw exceeded(`of more than ${MAX_DOCUMENTS} documents`);
    documents.push(toDocument(document, lines));
    await turn();
  }
}

function checkSize(source: string): void {
  if (source.length > MAX_CHARACTERS) throw exceeded(`longer than ${MAX_CHARACTERS} characters`);
  let tokens = 0;
  let aliases = 0;
  let depth = 0;
  for (const token of new Lexer().lex(source)) {
    tokens += 1;
    if (token.startsWith("*")) aliases += 1;
    if (token === "[" || token === "{") depth += 1;
    else if (token === "]" || token === "}") depth -= 1;
    if (tokens > MAX_TOKENS) throw exceeded(`of more than ${MAX_TOKENS} tokens of YAML`);
    if (aliases > MAX_ALIASES) throw exceeded(`of more than ${MAX_ALIASES} aliases`);
    if (depth > MAX_DEPTH) throw exceeded(`nested deeper than ${MAX_DEPTH} levels`);
  }
}

function exceeded(what: string): FairwayError {
  return new FairwayError("LIMIT_EXCEEDED", `The manifests must not be ${what}`, { field: "input.manifests" });
}

function next(documents: Generator<Document.Parsed, void>): Document.Parsed | "unreadable" | undefined {
  try {
    return documents.next().value ?? undefined;
  } catch (error) {
    // The composer is recursive, and the depth of what it is given is anybody's choice.
    if (error instanceof RangeError) return "unreadable";
    throw error;
  }
}

/** Nothing but comments, or nothing at all between two separators. An explicit `null` is something. */
function isEmpty({ contents, errors }: Document.Parsed): boolean {
  return errors.length === 0 && (contents === null || (isScalar(contents) && contents.source === ""));
}

function toDocument(document: Document.Parsed, lines: LineCounter): SourceDocument {
  const [problem] = [...document.errors, ...document.warnings];
  // One alone: the others follow from it.
  if (problem) return fault(`It cannot be read: ${problem.code} at ${placeOf(problem.pos[0], lines)}`);
  const faults = keyFaults(document.contents, "", lines, 0);
  if (faults.length > 0) return { faults };
  try {
    return { content: document.toJS({ maxAliasCount: MAX_ALIASES }) };
  } catch (error) {
    // How the library refuses aliases that multiply, or have no anchor.
    if (error instanceof ReferenceError)
      return fault("It cannot be read: an alias has no anchor, or stands for too much");
    throw error;
  }
}

/** Keys that JSON cannot have, and those that are there twice, of which all but one would be lost without a word. */
function keyFaults(node: Node | null | undefined, path: string, lines: LineCounter, depth: number): readonly Fault[] {
  if (depth > MAX_DEPTH) return fault(`It is nested deeper than ${MAX_DEPTH} levels`, path).faults;
  if (isScalar(node) && typeof node.value === "bigint") node.value = narrowed(node.value);
  if (isSeq(node)) return node.items.flatMap((item, n) => keyFaults(item as Node, `${path}[${n}]`, lines, depth + 1));
  if (!isMap(node)) return [];
  const seen = new Set<string>();
  return node.items.flatMap(({ key, value }) => {
    const at = placeOf((key as Node | null)?.range?.[0] ?? 0, lines);
    // Also for `y` and `on`, which are true: kubectl would make `"true"` of them, which nobody means.
    // A merge is a symbol.
    if (isScalar(key) && typeof key.value === "bigint") key.value = narrowed(key.value);
    const isText = isScalar(key) && ["string", "number", "symbol", "bigint"].includes(typeof key.value);
    if (!isText) return fault(`A key must be a text, in quotes if need be: at ${at}`, path).faults;
    const name = typeof key.value === "symbol" ? "<<" : String(key.value);
    const here = joined(path, name);
    const again = seen.has(name) ? fault(`The key is there twice, again at ${at}`, here).faults : [];
    seen.add(name);
    return [...again, ...keyFaults(value as Node | null, here, lines, depth + 1)];
  });
}

function narrowed(value: bigint): bigint | number {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

export function joined(path: string, field: string): string {
  return path === "" ? field : `${path}.${field}`;
}

function placeOf(offset: number, lines: LineCounter): string {
  const { line, col } = lines.linePos(offset);
  return `line ${line}, column ${col}`;
}

function fault(message: string, path = ""): { readonly faults: readonly Fault[] } {
  return { faults: [{ message, path }] };
}
