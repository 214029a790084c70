import { test } from "vitest";
import { expectRatioToHold } from "./expect-ratio.ts";

test("an answer that is made costs what it did, in answers of mercurius", async () => {
  await expectRatioToHold("Q2");
});
