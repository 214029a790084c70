/**
 * Says which row of the coverage (`docs/coverage.md`) the tests of a file show, what of it, and on which real part. It does nothing when
 * it runs: the page is made of the calls themselves (`npm run docs:coverage`).
 */
export function covers(_row: CoverageRow, _what: string, _realPart: string): void {}

/** The letters of a family, and the number of its row. */
export type CoverageRow = `${"CL" | "NW" | "VO" | "DE" | "CO" | "SE" | "PI" | "AL" | "RE" | "VI"}-${number}`;
