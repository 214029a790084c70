import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { loadavg } from "node:os";
import { fileURLToPath } from "node:url";
import { parseCommand, UsageError } from "./command.ts";
import { type Result, resultOf } from "./figure.ts";
import { figures } from "./figures.ts";
import { type Entry, renderResults, renderTable, thisMachine } from "./report.ts";
import type { SelfTime } from "./support/profiler.ts";

const usage = `npm run --silent bench -- [--json] [ID…]

Measures the figures named, or all: ${figures.map(({ id }) => id).join(", ")}. With --json, one line of JSON for each on stdout; else a
table, and bench/results.md. Exits with 0 also when a goal is missed, with 1 when a measurement fails.`;

const root = fileURLToPath(new URL("..", import.meta.url));
const resultsFile = new URL("./results.md", import.meta.url);
const log = (line: string) => console.error(line);

/** What is measured is what is shipped, as of the sources that lie here. */
function build(): void {
  const { status } = spawnSync("npm", ["run", "--silent", "build"], { cwd: root, stdio: ["ignore", 2, 2] });
  if (status !== 0) throw new Error("the gateway could not be built");
}

/** With --json it is a part of the line; in a table it would have no place. */
function logProfile({ id, profile }: Result): void {
  for (const { percent, function: name } of (profile ?? []) as readonly SelfTime[]) log(`${id}: ${percent} % ${name}`);
}

async function run(): Promise<void> {
  const { json, ids } = parseCommand(
    process.argv.slice(2),
    figures.map(({ id }) => id),
  );
  build();
  const entries: Entry[] = [];
  const failed: string[] = [];
  for (const figure of figures.filter(({ id }) => ids.includes(id))) {
    const load = loadavg()[0] ?? 0;
    try {
      const result = resultOf(figure, await figure.measure(log));
      if (!json) logProfile(result);
      entries.push({ figure, result, load, date: new Date().toISOString().slice(0, 10) });
      if (json) console.log(JSON.stringify(result));
    } catch (error) {
      // The others can be measured all the same.
      failed.push(figure.id);
      log(`${figure.id} failed: ${error instanceof Error ? error.stack : String(error)}`);
    }
  }
  if (!json && entries.length > 0) {
    console.log(renderTable(entries));
    const previous = existsSync(resultsFile) ? readFileSync(resultsFile, "utf8") : "";
    writeFileSync(resultsFile, renderResults(previous, entries, thisMachine()));
  }
  if (failed.length > 0) process.exitCode = 1;
}

try {
  await run();
} catch (error) {
  const misused = error instanceof UsageError;
  log(misused ? `${error.message}\n\n${usage}` : String(error));
  process.exitCode = misused ? 2 : 1;
}
