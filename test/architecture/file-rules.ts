import type { Faults } from "./import-rules.ts";
import { maxLines } from "./rules.ts";
import { memberName, nodesOf, type SourceFile, type SyntaxNode } from "./source-file.ts";

export function lengthFaults(files: readonly { readonly path: string; readonly text: string }[]): Faults {
  return files.flatMap(({ path, text }) => {
    const lines = text.trimEnd().split("\n").length;
    return lines > maxLines ? [`${path}:${maxLines + 1} has ${lines} lines, more than ${maxLines}`] : [];
  });
}

/** A file that only passes on what others of the project export is a barrel. Rooms have one, their door. */
export function barrelFaults(files: readonly SourceFile[]): Faults {
  return files.flatMap(({ path, program }) => {
    const statements = program.body as readonly SyntaxNode[];
    const barrel = statements.some(passesOn) && statements.every((statement) => statement.source);
    return barrel && !path.endsWith("/index.ts") ? [`${path}:1 is a barrel; only index.ts may be one`] : [];
  });
}

function passesOn(statement: SyntaxNode): boolean {
  const source = statement.source as { readonly value: string } | null | undefined;
  return statement.type.startsWith("Export") && source?.value.startsWith(".") === true;
}

const kebabCase = /^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9]+(?:-[a-z0-9]+)*)*\.ts$/;

export function nameFaults(files: readonly { readonly path: string }[]): Faults {
  return files.flatMap(({ path }) =>
    kebabCase.test(path.split("/").at(-1) ?? "") ? [] : [`${path}:1 is not named in kebab-case`],
  );
}

/** Tests that do not run, or keep others from running: each would count as good news. */
const switchedOff = /^(test|it|describe|suite|bench)(\.\w+)*\.(only|skip|todo|fails|skipIf|runIf)$/;
const switchedOffNames = new Set(["xit", "xtest", "xdescribe", "fit", "fdescribe"]);
const skipsItself = /^(context|ctx|c|t|task)\.skip$/;

export function switchFaults(files: readonly SourceFile[]): Faults {
  return files.flatMap((file) =>
    [...nodesOf(file.program)].flatMap((node) => {
      const name = node.type === "Identifier" ? String(node.name) : memberName(node);
      if (name === null) return [];
      const found = switchedOff.test(name) || switchedOffNames.has(name) || skipsItself.test(name);
      return found ? [`${file.path}:${file.lineOf(node)} switches tests off with ${name}`] : [];
    }),
  );
}

// Built so that this file does not contain what it looks for.
const machinePath = /(?<![\w.@:}-])\/(?:root|home|Users|work|workspaces?|builds?)\/[\w.-]+/g;

/** Paths of somebody's machine: they mean nothing to others, and break what they stand in. */
export function machinePathFaults(files: readonly { readonly path: string; readonly text: string }[]): Faults {
  return files.flatMap(({ path, text }) =>
    text
      .split("\n")
      .flatMap((line, index) =>
        [...line.matchAll(machinePath)].map(([found]) => `${path}:${index + 1} names ${found}`),
      ),
  );
}
