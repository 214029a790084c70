import { buildSchema, GraphQLError, graphqlSync } from "graphql";
import { describe, expect, test } from "vitest";
import { FairwayError } from "../../../src/errors/index.ts";
import { toGraphQLError } from "../../../src/graphql/index.ts";

const schema = buildSchema(/* GraphQL */ `
  enum Color { RED }
  input By @oneOf { id: ID name: String }
  type Query { fails: String strict: String! color: Color takes(number: Int!): String finds(by: By!): String }
`);

/** The errors of an operation whose fields do this, as callers would see them. */
function errorsOf(source: string, rootValue: object = {}, variableValues: Record<string, unknown> = {}) {
  const { errors = [] } = graphqlSync({ schema, source, rootValue, variableValues });
  return errors.map((error) => toGraphQLError(error));
}

describe("an error that a caller sees", () => {
  test("has the code and the details of a coded one, and its place in the document", () => {
    const fails = () => {
      const details = { cluster: "alpha", retryAfterMs: 250, field: "input.x", cause: new Error("canary") };
      throw new FairwayError("CLUSTER_TIMEOUT", "too slow", details);
    };
    expect(errorsOf("{ a: fails }", { fails }).map((error) => error.toJSON())).toEqual([
      {
        message: "too slow",
        locations: [{ line: 1, column: 3 }],
        path: ["a"],
        extensions: {
          code: "CLUSTER_TIMEOUT",
          cluster: "alpha",
          retryable: true,
          retryAfterMs: 250,
          field: "input.x",
        },
      },
    ]);
  });

  test.each([
    [
      "an unknown error",
      {
        fails: () => {
          throw new Error("canary");
        },
      },
      "{ fails }",
    ],
    ["a null that must not be one", { strict: null }, "{ strict }"],
    ["a value that its enum lacks", { color: "canary" }, "{ color }"],
    [
      "a GraphQL error of a resolver's own",
      {
        fails: () => {
          throw new GraphQLError("canary");
        },
      },
      "{ fails }",
    ],
  ])("is masked for %s", (_what, rootValue, source) => {
    const [error] = errorsOf(source, rootValue);
    expect(error?.toJSON()).toMatchObject({ message: "Internal error", extensions: { code: "INTERNAL" } });
    expect(JSON.stringify(error)).not.toContain("canary");
  });

  test.each([
    ["variables that do not fit", "query ($n: Int!) { takes(number: $n) }", { n: "x" }],
    ["a variable without a value", "query ($n: Int!) { takes(number: $n) }", {}],
    ["a null variable for an argument that needs one", "query ($n: Int = 1) { takes(number: $n) }", { n: null }],
    ["two keys where one is wanted", "query ($by: By!) { finds(by: $by) }", { by: { id: "1", name: "x" } }],
    ["no key where one is wanted", "query ($by: By!) { finds(by: $by) }", { by: {} }],
  ])("names %s", (_what, source, variables) => {
    const [error] = errorsOf(source, {}, variables);
    expect(error?.extensions).toEqual({ code: "BAD_USER_INPUT", retryable: false });
    expect(error?.message).not.toBe("Internal error");
  });

  test("is coded when it never was a GraphQL error", () => {
    expect(toGraphQLError(new FairwayError("READ_ONLY", "no")).extensions).toEqual({
      code: "READ_ONLY",
      retryable: false,
    });
  });
});
