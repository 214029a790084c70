import { test } from "vitest";
import { expectRatioToHold } from "./expect-ratio.ts";

test("a frame costs what it did, in frames of a bare broadcast", async () => {
  await expectRatioToHold("S1");
});
