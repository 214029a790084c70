import { expect, test } from "vitest";
import { Node } from "../../../src/graphql/index.ts";

// With `useDefineForClassFields` a decorated abstract property becomes a real one, and hides the getter that a subclass
// has for it: every id would be null.
test("an abstract property of an interface class leaves room for a getter", () => {
  class Thing extends Node {
    override get id(): string {
      return "here";
    }
  }
  expect(new Thing().id).toBe("here");
});
