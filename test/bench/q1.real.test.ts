import { test } from "vitest";
import { expectRatioToHold } from "./expect-ratio.ts";

test("an answer that is given again costs what it did, in kept bytes sent by a bare server", async () => {
  await expectRatioToHold("Q1");
});
