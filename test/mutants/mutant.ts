import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Lane, lanes } from "../lanes.ts";

/** A defect worth fearing, as a patch with a header: which tests must see it, and why it is feared. */
export interface Mutant {
  readonly name: string;
  /** The patch's path, absolute. */
  readonly patch: string;
  readonly lane: Lane;
  /** Test files of that lane, from the root; empty: all of them. */
  readonly files: readonly string[];
  readonly why: string;
}

/** Reads every `*.patch` of a folder; a header that says too little throws, with the patch's name. */
export function readMutants(folder: string): Mutant[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith(".patch"))
    .sort()
    .map((file) => parseMutant(file.slice(0, -".patch".length), join(folder, file)));
}

function parseMutant(name: string, patch: string): Mutant {
  const header = new Map<string, string>();
  for (const line of readFileSync(patch, "utf8").split("\n")) {
    if (/^(---|diff) /.test(line)) break;
    const [, key, value] = line.match(/^(\w+): (.+)$/) ?? [];
    if (key !== undefined && value !== undefined) header.set(key, value.trim());
    // A long reason goes on in indented lines.
    else if (/^\s+\S/.test(line) && header.has("why")) header.set("why", `${header.get("why")} ${line.trim()}`);
  }
  const [laneName, ...files] = (header.get("lane") ?? "").split(/\s+/);
  const lane = lanes.find((known) => known.name === laneName);
  if (lane === undefined) throw new Error(`${name}.patch: "lane: ${header.get("lane") ?? ""}" names no lane`);
  const why = header.get("why");
  if (why === undefined) throw new Error(`${name}.patch has no line "why: ..."`);
  const stray = files.find((file) => !file.startsWith(`test/${lane.name}/`));
  if (stray !== undefined) throw new Error(`${name}.patch: ${stray} is not in the lane ${lane.name}`);
  return { name, patch, lane, files, why };
}
