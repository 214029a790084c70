import { expect, test } from "vitest";
import { type Figure, resultOf } from "../../../bench/figure.ts";
import { type Entry, renderResults, renderTable } from "../../../bench/report.ts";

const machine = { cpu: "Some CPU", cores: 2, memoryGB: 8, node: "v24.0.0", platform: "linux x64" };

function entry(id: string, value: number, raw: Record<string, unknown> = {}): Entry {
  const figure: Figure = {
    id,
    what: `what ${id} is`,
    against: "a|b",
    goal: { relation: "<=", bound: 1 },
    further: { burst: { relation: "<=", bound: 0.5 } },
    measure: async () => ({ value, raw }),
  };
  return { figure, result: resultOf(figure, { value, further: { burst: 0.25 }, raw }), date: "2026-11-23", load: 1 };
}

const rowsOf = (text: string) => text.split("\n").filter((line) => /^\| [A-Z]\d \|/.test(line));

test("results.md has a row for each figure, with its command, its raw figures and the machine", () => {
  const [row, ...others] = rowsOf(renderResults("", [entry("S1", 0.5, { rounds: [0.4, 0.6] })], machine));
  expect(others).toEqual([]);
  for (const part of [
    "0.5; burst 0.25 (<= 0.5)",
    "pass",
    "what S1 is",
    "a\\|b",
    '`{"rounds":[0.4,0.6]}`',
    "`npm run bench -- S1`",
    "2026-11-23, Node v24.0.0, linux x64, 2 × Some CPU, 8 GB, load 1.0",
  ])
    expect(row).toContain(part);
});

test("rows of figures that were not measured now are kept, in the order of ids", () => {
  const first = renderResults("", [entry("T1", 2), entry("Q2", 0.5)], machine);
  const second = renderResults(first, [entry("S1", 0.7), entry("Q2", 0.9)], machine);
  const rows = rowsOf(second);
  expect(rows.map((row) => row.slice(2, 4))).toEqual(["Q2", "S1", "T1"]);
  expect(rows[0]).toContain("| 0.9;");
  expect(rows[2]).toBe(rowsOf(first)[1]);
  expect(rows[2]).toContain("**missed**");
});

test("the table tells a person what was missed", () => {
  const [, met, , missed] = renderTable([entry("Q2", 0.5), entry("S1", 1.5)]).split("\n");
  expect(met).toMatch(/^Q2 +0\.5 +<= 1 +pass +what Q2 is$/);
  expect(missed).toMatch(/^S1 +1\.5 +<= 1 +MISSED +what S1 is$/);
});
