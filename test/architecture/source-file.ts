import { readdirSync, readFileSync } from "node:fs";
import { join, posix, relative, sep } from "node:path";
import { parseSync } from "vite";

/** A node of the syntax tree, as ESTree and its TypeScript extension name them. */
export interface SyntaxNode {
  readonly type: string;
  readonly start: number;
  readonly [property: string]: unknown;
}

export interface Import {
  /** As written. `null` where it is computed. */
  readonly specifier: string | null;
  /** The file meant, from the root, for a relative import; else `null`. */
  readonly file: string | null;
  /** Erased by the compiler. `import { type A }` is not: it leaves `import {}` behind. */
  readonly typeOnly: boolean;
  readonly line: number;
}

export interface SourceFile {
  /** From the root, with `/`. */
  readonly path: string;
  readonly text: string;
  readonly program: SyntaxNode;
  readonly imports: readonly Import[];
  lineOf(node: SyntaxNode): number;
}

/** Parses TypeScript. A syntax error throws: a file that cannot be read must not count as one without faults. */
export function parseSource(path: string, text: string): SourceFile {
  const { program, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]?.message}`);
  const root = program as unknown as SyntaxNode;
  const lineOf = (node: SyntaxNode) => text.slice(0, node.start).split("\n").length;
  const imports: Import[] = [];
  for (const node of nodesOf(root)) {
    const found = importOf(node);
    if (!found) continue;
    const { specifier, typeOnly } = found;
    const relativePath = specifier?.startsWith(".") ?? false;
    const file = relativePath ? posix.join(posix.dirname(path), specifier ?? "") : null;
    imports.push({ specifier, file, typeOnly, line: lineOf(node) });
  }
  return { path, text, program: root, imports, lineOf };
}

function importOf(node: SyntaxNode): { specifier: string | null; typeOnly: boolean } | null {
  switch (node.type) {
    case "ImportDeclaration":
      return { specifier: literal(node.source), typeOnly: node.importKind === "type" };
    case "ExportNamedDeclaration":
    case "ExportAllDeclaration":
      return node.source ? { specifier: literal(node.source), typeOnly: node.exportKind === "type" } : null;
    case "ImportExpression":
      return { specifier: literal(node.source), typeOnly: false };
    case "TSImportType":
      return { specifier: literal(node.source), typeOnly: true };
    default:
      return null;
  }
}

function literal(node: unknown): string | null {
  const value = (node as { value?: unknown } | null)?.value;
  return typeof value === "string" ? value : null;
}

/** Every node under `node`, itself first, in the order of the text. */
export function* nodesOf(node: SyntaxNode): Generator<SyntaxNode> {
  yield node;
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (isNode(child)) yield* nodesOf(child);
    }
  }
}

function isNode(value: unknown): value is SyntaxNode {
  return typeof value === "object" && value !== null && typeof (value as { type?: unknown }).type === "string";
}

/** A member access such as `Date.now` or `process["env"]`, as dotted text; `null` for other nodes. */
export function memberName(node: SyntaxNode): string | null {
  if (node.type !== "MemberExpression") return null;
  const object = node.object as SyntaxNode;
  const property = node.property as SyntaxNode;
  const left =
    object.type === "Identifier"
      ? String(object.name)
      : object.type === "MetaProperty"
        ? "import.meta"
        : memberName(object);
  const right = node.computed ? literal(property) : String(property.name);
  return left === null || right === null ? null : `${left}.${right}`;
}

/** Not the project's own: installed, built, or git's. */
const foreign = new Set([".git", "node_modules", "dist", "coverage"]);

/** All files under a folder of the root, as paths from the root with `/`. A folder that is not there has none. */
export function filesUnder(root: string, folder = "."): string[] {
  const paths: string[] = [];
  const visit = (absolute: string) => {
    for (const entry of readdirSync(absolute, { withFileTypes: true })) {
      if (foreign.has(entry.name)) continue;
      const path = join(absolute, entry.name);
      if (entry.isDirectory()) visit(path);
      else if (entry.isFile()) paths.push(relative(root, path).split(sep).join("/"));
    }
  };
  visit(join(root, folder));
  return paths.sort();
}

export function readSources(root: string, folder: string): SourceFile[] {
  return filesUnder(root, folder)
    .filter((path) => path.endsWith(".ts"))
    .map((path) => parseSource(path, readFileSync(join(root, path), "utf8")));
}

/** This project's root, from where these files lie. */
export const projectRoot = join(import.meta.dirname, "..", "..");
