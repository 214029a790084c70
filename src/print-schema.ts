import { readFileSync, writeFileSync } from "node:fs";
import { lexicographicSortSchema, printSchema } from "graphql";
import { buildSchema } from "./domains/index.ts";

/*
 * Prints the schema, sorted, to schema/schema.graphql: the contract that is reviewed. With `--check` it writes nothing
 * and fails when that file is not what the code says.
 */

const file = new URL("../schema/schema.graphql", import.meta.url);

const HEADER = `# Printed from the code by \`npm run schema:print\`; do not edit.
# Clients may count on it: what is in here goes only after it has been deprecated until a date (CONTRIBUTING.md).

`;

const printed = `${HEADER}${printSchema(lexicographicSortSchema(buildSchema()))}\n`;

if (process.argv.includes("--check")) {
  const reviewed = readFileSync(file, "utf8");
  if (reviewed !== printed) {
    process.stderr.write("schema/schema.graphql is not what the code says: run `npm run schema:print`\n");
    process.exitCode = 1;
  }
} else writeFileSync(file, printed);
