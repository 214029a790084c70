import { readdirSync, readFileSync } from "node:fs";
import { type DocumentNode, Kind, parse, validate } from "graphql";
import { expect, test } from "vitest";
import { buildSchema } from "../../../src/domains/index.ts";

const schema = buildSchema();

const folder = new URL("../../../schema/operations/", import.meta.url);
const documents = readdirSync(folder).map((file): [string, DocumentNode] => {
  return [file, parse(readFileSync(new URL(file, folder), "utf8"))];
});

test("operations are published", () => {
  expect(documents.length).toBeGreaterThan(0);
});

test.each(documents)("the published operation %s fits the schema", (_file, document) => {
  expect(validate(schema, document)).toEqual([]);
});

test.each(documents)("%s is one operation, named like its file", (file, { definitions }) => {
  const operations = definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  const kebab = operations.map(({ name }) => name?.value.replaceAll(/(?<=.)[A-Z]/g, "-$&").toLowerCase());
  expect(kebab).toEqual([file.replace(".graphql", "")]);
});
