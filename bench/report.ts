import { cpus, totalmem } from "node:os";
import { describeGoal, type Figure, type Result } from "./figure.ts";

export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGB: number;
  readonly node: string;
  readonly platform: string;
}

export function thisMachine(): Machine {
  const cores = cpus();
  return {
    cpu: cores[0]?.model.trim() || "unknown CPU",
    cores: cores.length,
    memoryGB: Math.round(totalmem() / 1e9),
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
  };
}

/** One figure that was measured, and how the machine was doing meanwhile. */
export interface Entry {
  readonly figure: Figure;
  readonly result: Result;
  readonly date: string;
  /** The load average over the last minute, when it began. */
  readonly load: number;
}

/** For a person at a terminal. */
export function renderTable(entries: readonly Entry[]): string {
  const rows = entries.flatMap(({ figure, result }) => [
    [figure.id, String(result.value), describeGoal(figure.goal), result.pass ? "pass" : "MISSED", figure.what],
    ...furtherOf(figure, result).map(({ name, value, goal }) => [`  ${name}`, value, goal, "", ""]),
  ]);
  const header = ["id", "value", "goal", "", "what"];
  const widths = header.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  return [header, ...rows]
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

const rowStart = /^\| ([A-Z]\d) \|/;

/** The text of results.md. Rows of `previous` whose figure was not measured now are kept as they are. */
export function renderResults(previous: string, entries: readonly Entry[], machine: Machine): string {
  const rows = new Map<string, string>();
  for (const line of previous.split("\n")) {
    const [, id] = rowStart.exec(line) ?? [];
    if (id !== undefined) rows.set(id, line);
  }
  for (const entry of entries) rows.set(entry.figure.id, rowOf(entry, machine));
  const sorted = [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
  return `# Results

Written by \`npm run bench\`. A figure is a ratio of two things measured in the same run, on the same cores, in fresh
processes and alternating order; its value is the median of the rounds. The raw figures are those of one machine at one
time, and mean nothing without their counterpart.

| id | value | goal | | what | against | raw | command | measured |
|---|---|---|---|---|---|---|---|---|
${sorted.join("\n")}
`;
}

function rowOf({ figure, result, date, load }: Entry, machine: Machine): string {
  const { id, value, goal, pass } = result;
  // What has a column of its own, and what is too long for a table.
  const elsewhere = ["id", "value", "goal", "pass", "profile", ...Object.keys(figure.further ?? {})];
  const raw = Object.fromEntries(Object.entries(result).filter(([name]) => !elsewhere.includes(name)));
  const further = furtherOf(figure, result).map((each) => `; ${each.name} ${each.value} (${each.goal})`);
  const { cpu, cores, memoryGB, node, platform } = machine;
  const cells = [
    id,
    `${value}${further.join("")}`,
    goal,
    pass ? "pass" : "**missed**",
    figure.what,
    figure.against,
    `\`${JSON.stringify(raw)}\``,
    `\`npm run bench -- ${id}\``,
    `${date}, Node ${node}, ${platform}, ${cores} × ${cpu}, ${memoryGB} GB, load ${load.toFixed(1)} before it began`,
  ];
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}

function furtherOf({ further = {} }: Figure, result: Result): { name: string; value: string; goal: string }[] {
  return Object.entries(further).map(([name, goal]) => {
    const { value } = result[name] as { readonly value: number };
    return { name, value: String(value), goal: describeGoal(goal) };
  });
}
