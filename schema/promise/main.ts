import { readFileSync, writeFileSync } from "node:fs";
import { judge, promiseOf } from "./judge.ts";

/*
 * `npm run schema:promise` promises clients what schema/schema.graphql has, unless that breaks what they were promised
 * before. With `--check` it writes nothing, and fails as well where something is not promised yet.
 */

const promiseFile = new URL("../promised.graphql", import.meta.url);
const schema = readFileSync(new URL("../schema.graphql", import.meta.url), "utf8");
const promised = readFileSync(promiseFile, "utf8");
const today = new Date().toISOString().slice(0, 10);

const { broken, told } = await judge(promised, schema, today);
const promise = promiseOf(schema);
const list = (lines: readonly string[]) => lines.map((line) => `  ${line}\n`).join("");

if (broken.length > 0) {
  process.stderr.write(
    `schema/schema.graphql breaks what was promised to clients:\n${list(broken)}` +
      `How something may be taken back: CONTRIBUTING.md, "Changing the schema".\n`,
  );
  process.exitCode = 1;
} else if (process.argv.includes("--check")) {
  if (promise !== promised) {
    process.stderr.write("schema/promised.graphql is not what the schema has: run `npm run schema:promise`\n");
    process.exitCode = 1;
  }
} else {
  if (told.length > 0) process.stdout.write(`Not breaking, and worth a line in CHANGELOG.md:\n${list(told)}`);
  writeFileSync(promiseFile, promise);
}
