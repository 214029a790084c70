import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { lanes, needsControlPlane, testFiles } from "../test/lanes.ts";
import type { CoverageRow } from "../test/support/covers.ts";
import { type Row, rows } from "./coverage-rows.ts";

/*
 * Prints docs/coverage.md (`npm run docs:coverage`) from the calls of `covers` in the tests: what of the coverage is shown, by
 * which tests, on which real part; and from the table of rows what is not, and why.
 */

export interface Shown {
  readonly row: CoverageRow;
  readonly what: string;
  readonly file: string;
  readonly realPart: string;
}

const call = /\bcovers\(\s*"([A-Z]{2}-\d+)",\s*"([^"\\]+)",\s*"([^"\\]+)",?\s*\)/g;

/** What a test file says that it shows. Throws where a call of `covers` cannot be read: it would be missing from the page. */
export function shownIn(file: string, text: string): Shown[] {
  const calls = [...text.matchAll(call)];
  if (calls.length !== [...text.matchAll(/\bcovers\(/g)].length) {
    throw new Error(`${file}: covers takes three strings that are written out: row, what, real part`);
  }
  return calls.map(([, row = "", what = "", realPart = ""]) => {
    if (!Object.hasOwn(rows, row)) throw new Error(`${file}: there is no row ${row}`);
    return { row: row as CoverageRow, what, file, realPart };
  });
}

/** Of all lanes. Throws for a file that no real part is started for: what it shows is not shown on one. */
export function shownByTests(root: string): Shown[] {
  return lanes
    .filter(({ interprets }) => !interprets)
    .flatMap((lane) =>
      testFiles(root, lane).flatMap((file) => {
        const shown = shownIn(file, readFileSync(`${root}/${file}`, "utf8"));
        if (shown.length > 0 && !needsControlPlane(lane, file)) {
          throw new Error(`${file}: covers is for tests on real parts, those of the lane ${lane.name} are not`);
        }
        return shown;
      }),
    );
}

/** Throws for a row that is neither shown nor explained. */
export function coveragePage(table: Readonly<Record<string, Row>>, shown: readonly Shown[]): string {
  const lines = Object.entries(table).flatMap(([row, { what, missing = [] }]) => {
    const found = shown.filter((each) => each.row === row);
    if (found.length === 0 && missing.length === 0) throw new Error(`${row} is neither shown nor explained`);
    return [
      `| **${row}** | **${what}** | | |`,
      ...found.map((each) => `| ${row} | ${each.what} | ${each.file} | ${each.realPart} |`),
      ...missing.map((reason) => `| ${row} | *not shown:* ${reason} | | |`),
    ];
  });
  return `# Coverage

What each family must have, and the tests that show it on the real part. Made from the tests: \`npm run docs:coverage\`.

| row | what | test | real part |
|---|---|---|---|
${lines.join("\n")}
`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = fileURLToPath(new URL("..", import.meta.url));
  writeFileSync(`${root}/docs/coverage.md`, coveragePage(rows, shownByTests(root)));
}
