import { type ExecutionResult, Kind, type OperationDefinitionNode, parse, validate } from "graphql";
import { expect, test } from "vitest";
import { Executable } from "../../../../src/api/execution/executable.ts";
import { interpret } from "../../../../src/api/execution/interpret.ts";
import { formatErrors } from "../../../../src/api/response.ts";
import { buildSchema } from "../../../../src/domains/index.ts";
import type { Random } from "../../../support/random.ts";
import { property } from "../../../support/seeded.ts";
import { makeUpData } from "./made-up-data.ts";
import { RandomDocument } from "./random-documents.ts";

const schema = buildSchema();
makeUpData(schema);
const roots = { query: schema.getQueryType(), mutation: schema.getMutationType() };

/** As a client gets it, members in their order. */
function text({ data, errors }: ExecutionResult): string {
  return JSON.stringify({ data, errors: errors && formatErrors(errors, "request", () => {}) });
}

function validDocument(random: Random) {
  for (;;) {
    const keyword = random.chance(0.9) ? "query" : "mutation";
    const root = roots[keyword];
    if (!root) throw new Error(`no ${keyword} in the schema`);
    const made = new RandomDocument(schema, root, keyword, random);
    const document = parse(made.text);
    if (validate(schema, document).length > 0) continue;
    const operation = document.definitions.find((each) => each.kind === Kind.OPERATION_DEFINITION);
    return { ...made, document, operation: operation as OperationDefinitionNode };
  }
}

const seen = { documents: 0, data: 0, errors: 0, refused: 0, nothing: 0 };

property("a compiled operation results in what graphql-js makes of it", 300, (random) => {
  const { document, operation, variables } = validDocument(random);
  const executable = new Executable(schema, document, operation);
  // The same functions, again and again, over other data.
  for (let round = 0; round < 4; round += 1) {
    const context = { seed: random.int(2 ** 31) };
    const expected = interpret(schema, document, operation, { variables, context });
    expect(text(executable.run({ variables, context }))).toBe(text(expected));
    seen.documents += 1;
    if (expected.data) seen.data += 1;
    if (expected.data === null) seen.nothing += 1;
    if (expected.data === undefined) seen.refused += 1;
    if (expected.errors) seen.errors += 1;
  }
});

test("each kind of result was among them", () => {
  expect(Object.entries(seen).filter(([, count]) => count < 5)).toEqual([]);
});
