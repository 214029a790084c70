import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Writes new files: a module cache is read-only, and copies with its modes could not be deleted any more. */
export function copyFiles(from: string, to: string, ending: string): void {
  for (const entry of readdirSync(from, { recursive: true, encoding: "utf8" })) {
    if (!entry.endsWith(ending) || entry.includes("testdata")) continue;
    mkdirSync(dirname(join(to, entry)), { recursive: true });
    writeFileSync(join(to, entry), readFileSync(join(from, entry)));
  }
}
