import type { Faults } from "./import-rules.ts";
import { type Homed, homes } from "./rules.ts";
import { memberName, nodesOf, type SourceFile, type SyntaxNode } from "./source-file.ts";

/** By how they are written: `a.b`, with or without `globalThis.` before it. */
const members: Readonly<Record<Homed, RegExp>> = {
  environment: /^(process|import\.meta)\.env$/,
  clock: /^(Date\.now|performance\.(now|timeOrigin)|process\.hrtime(\.bigint)?)$/,
  randomness: /^(Math\.random|\w+\.(randomUUID|randomBytes|randomInt|randomFill|randomFillSync|getRandomValues))$/,
  output: /^(console\.\w+|process\.(stdout|stderr))$/,
};

/** By what is imported of Node, or taken out of a global: `import { randomUUID } from "node:crypto"`. */
const names: Readonly<Record<string, Readonly<Record<string, Homed>>>> = {
  process: { env: "environment", hrtime: "clock", stdout: "output", stderr: "output" },
  perf_hooks: { performance: "clock" },
  performance: { now: "clock", timeOrigin: "clock" },
  crypto: {
    randomUUID: "randomness",
    randomBytes: "randomness",
    randomInt: "randomness",
    randomFill: "randomness",
    randomFillSync: "randomness",
    getRandomValues: "randomness",
  },
  Date: { now: "clock" },
  Math: { random: "randomness" },
  console: { log: "output", info: "output", warn: "output", error: "output", debug: "output" },
};

export function homeFaults(files: readonly SourceFile[]): Faults {
  return files.flatMap((file) =>
    [...nodesOf(file.program)].flatMap((node) =>
      usesOf(node)
        .filter(([homed]) => !livesIn(file.path, homes[homed]))
        .map(
          ([homed, written]) => `${file.path}:${file.lineOf(node)} ${written} is at home in ${homes[homed].join(", ")}`,
        ),
    ),
  );
}

function livesIn(path: string, places: readonly string[]): boolean {
  return places.some((place) => (place.endsWith("/") ? path.startsWith(place) : path === place));
}

type Use = readonly [homed: Homed, written: string];

function usesOf(node: SyntaxNode): readonly Use[] {
  switch (node.type) {
    case "MemberExpression": {
      const written = memberName(node)?.replace(/^globalThis\./, "");
      return written === undefined
        ? []
        : kinds.filter((kind) => members[kind].test(written)).map((kind) => [kind, written]);
    }
    // Only the present moment is a reading of the clock: `new Date(text)` is not.
    case "NewExpression":
      return isGlobal(node.callee, "Date") && isEmpty(node.arguments) ? [["clock", "new Date()"]] : [];
    case "CallExpression":
      return isGlobal(node.callee, "Date") ? [["clock", "Date()"]] : [];
    case "ImportDeclaration":
      return named(
        String((node.source as { value: unknown }).value).replace(/^node:/, ""),
        node.specifiers,
        "imported",
      );
    case "VariableDeclarator": {
      const pattern = node.id as SyntaxNode;
      const from = node.init as SyntaxNode | null;
      return pattern.type === "ObjectPattern" && from?.type === "Identifier"
        ? named(String(from.name), pattern.properties, "key")
        : [];
    }
    default:
      return [];
  }
}

const kinds = Object.keys(members) as Homed[];

function named(from: string, entries: unknown, key: "imported" | "key"): readonly Use[] {
  const known = Object.hasOwn(names, from) ? names[from] : undefined;
  return (entries as Record<string, { name?: unknown } | undefined>[]).flatMap((entry): Use[] => {
    const name = String(entry[key]?.name);
    const homed = known !== undefined && Object.hasOwn(known, name) ? known[name] : undefined;
    return homed === undefined ? [] : [[homed, `${name} of ${from}`]];
  });
}

function isGlobal(node: unknown, name: string): boolean {
  const { type, name: found } = node as SyntaxNode;
  return type === "Identifier" && found === name;
}

function isEmpty(list: unknown): boolean {
  return (list as readonly unknown[]).length === 0;
}
