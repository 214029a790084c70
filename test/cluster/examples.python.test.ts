import { afterAll, beforeAll, test } from "vitest";
import { pythonWithRequirements } from "../examples/python.ts";
import { expectExample, startExampleRig } from "../examples/shown.ts";
import type { Rig } from "../support/rig.ts";

let rig: Rig;
beforeAll(async () => {
  rig = await startExampleRig();
});
afterAll(() => rig?.[Symbol.asyncDispose]());

// The first time on a machine its packages are downloaded and installed.
const limitMs = 180_000;

test(
  "the example for Python queries, follows a change, and ends by itself",
  async () => {
    await expectExample(rig, await pythonWithRequirements(), ["examples/python.py"]);
  },
  limitMs,
);
