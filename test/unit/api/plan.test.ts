import { parse } from "graphql";
import { describe, expect, test } from "vitest";
import { makePlan } from "../../../src/api/plan.ts";
import { World } from "../../support/toy-world.ts";

const { schema } = new World().environment;

function joins(query: string): string[] {
  const document = parse(query);
  const operation = document.definitions.find((each) => each.kind === "OperationDefinition");
  if (!operation) throw new Error("no operation");
  return [...makePlan(schema, "key", document, operation).joins].sort();
}

describe("the joins of a plan", () => {
  test("are what the fields below the root read", () => {
    expect(joins("{ toys { name } }")).toEqual([]);
    expect(joins("{ toys { name parts { name } } }")).toEqual(["parts"]);
    expect(joins("{ toys { twin { parts { name } } } }")).toEqual(["parts", "toys"]);
    expect(joins("{ self { toys { parts { name } } } }")).toEqual(["parts"]);
  });

  test("are found through named and inline fragments, wherever these are used", () => {
    expect(joins("{ toys { ...F } } fragment F on Toy { ...G } fragment G on Toy { parts { name } }")).toEqual([
      "parts",
    ]);
    expect(joins("{ toys { ... on Toy { parts { name } } } }")).toEqual(["parts"]);
    expect(joins("{ toys { ... @include(if: true) { parts { name } } } }")).toEqual(["parts"]);
    expect(joins("{ ...R } fragment R on Query { toys { parts { name } } }")).toEqual(["parts"]);
    expect(joins("{ toys { ...F twin { ...F } } } fragment F on Toy { parts { name } }")).toEqual(["parts", "toys"]);
  });

  test("are found through interfaces and unions, in each type that they may turn out to be", () => {
    expect(joins("{ anything { ... on Assembled { parts { name } } } }")).toEqual(["parts"]);
    expect(joins("{ anything { ... on Thing { ... on Toy { parts { name } } } } }")).toEqual(["parts"]);
    expect(joins("{ anything { ...F } } fragment F on Assembled { parts { name } }")).toEqual(["parts"]);
    expect(joins("{ anything { ... on Part { toy { twin { name } } } } }")).toEqual(["toys"]);
    expect(joins("{ anything { __typename ... on Thing { name } } }")).toEqual([]);
  });

  test("of a subscription leave out its root field", () => {
    expect(joins("subscription { toyEvents { changes { object { name } } } }")).toEqual([]);
    expect(joins("subscription { toyEvents { changes { object { parts { name } } } } }")).toEqual(["parts"]);
  });
});
