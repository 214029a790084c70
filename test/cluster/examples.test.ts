import { afterAll, beforeAll, test } from "vitest";
import { expectExample, startExampleRig } from "../examples/shown.ts";
import type { Rig } from "../support/rig.ts";

let rig: Rig;
beforeAll(async () => {
  rig = await startExampleRig();
});
afterAll(() => rig?.[Symbol.asyncDispose]());

// Starting it takes longer on a busy machine than what it does.
const limitMs = 60_000;

test.each([
  ["curl", "bash", ["examples/curl.sh"]],
  ["TypeScript", process.execPath, ["--disable-warning=ExperimentalWarning", "examples/typescript.ts"]],
])(
  "the example for %s queries, follows a change, and ends by itself",
  async (_what, command, args) => {
    await expectExample(rig, command, args);
  },
  limitMs,
);
