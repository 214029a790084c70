import { expect, test } from "vitest";
import { selfTimes } from "../../../bench/support/profiler.ts";

function node(id: number, functionName: string, url = "", lineNumber = 0) {
  return { id, callFrame: { functionName, url, scriptId: "1", lineNumber, columnNumber: 0 } };
}

test("self times are parts of the busy time, summed over all places a function was called from", () => {
  const nodes = [
    node(1, "(idle)"),
    node(2, "parse", "file:///somewhere/project/src/a/b.js", 9),
    node(3, "parse", "file:///somewhere/project/src/a/b.js", 9),
    node(4, "", "file:///somewhere/node_modules/ws/lib/sender.js", 0),
  ];
  const profile = { nodes, startTime: 0, endTime: 200, samples: [1, 2, 3, 4], timeDeltas: [100, 40, 20, 20] };
  expect(selfTimes(profile)).toEqual([
    { function: "parse src/a/b.js:10", percent: 75 },
    { function: "(anonymous) ws/lib/sender.js:1", percent: 25 },
  ]);
  expect(selfTimes(profile, 1)).toHaveLength(1);
});
