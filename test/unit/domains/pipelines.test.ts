import { describe, expect, test } from "vitest";
import { parameterFaults, parameterTypeOf } from "../../../src/domains/pipelines/parameters.mapping.ts";
import type { ParameterSpecManifest, PipelineTaskManifest } from "../../../src/domains/pipelines/run.manifest.ts";
import { runPhaseOf } from "../../../src/domains/pipelines/run-phase.mapping.ts";
import { orderedTasks } from "../../../src/domains/pipelines/task-order.mapping.ts";

describe("the order of tasks", () => {
  const order = (...tasks: PipelineTaskManifest[]) =>
    orderedTasks({ tasks, finally: [{ name: "report" }] }).map(({ task, depth, after }) => [
      task.name,
      depth,
      ...after,
    ]);

  test("follows what they name and whose results they use, wherever that stands", () => {
    expect(
      order(
        { name: "deploy", params: [{ name: "image", value: "$(tasks.build.results.digest)" }], runAfter: ["scan"] },
        { name: "notify", when: [{ input: "$(tasks.scan.results.findings)", operator: "in", values: ["0"] }] },
        { name: "scan", matrix: { params: [{ name: "layer", value: "$(tasks.build.results.layers[*])" }] } },
        { name: "build" },
      ),
    ).toEqual([
      ["build", 0],
      ["scan", 1, "build"],
      ["deploy", 2, "scan", "build"],
      ["notify", 2, "scan"],
      ["report", 3],
    ]);
  });

  test("keeps what is written where nothing is said, and ignores tasks that are not there", () => {
    expect(order({ name: "b", runAfter: ["gone"] }, { name: "a" })).toEqual([
      ["b", 0],
      ["a", 0],
      ["report", 1],
    ]);
  });

  test("comes to an end for a circle, whose tasks come last", () => {
    expect(order({ name: "a", runAfter: ["b"] }, { name: "b", runAfter: ["a"] }, { name: "c" })).toEqual([
      ["c", 0],
      ["a", 1, "b"],
      ["b", 1, "a"],
      ["report", 2],
    ]);
    expect(orderedTasks(undefined)).toEqual([]);
  });
});

describe("values for parameters", () => {
  const declared: ParameterSpecManifest[] = [
    { name: "revision", type: "string" },
    { name: "environment", default: "dev", enum: ["dev", "prod"] },
    { name: "targets", default: ["all"] },
    { name: "labels", type: "object", default: { a: "b" } },
  ];
  const faults = (...given: { name: string; value?: unknown }[]) =>
    parameterFaults(declared, given as never, "input.parameters").map(({ message, field }) => `${field}: ${message}`);

  test("have the type that is declared, or that of the default", () => {
    expect(declared.map(parameterTypeOf)).toEqual(["string", "string", "array", "object"]);
  });

  test("are right when all that must be given is, each in its form", () => {
    expect(faults({ name: "revision", value: "4f2a" })).toEqual([]);
    const others = [
      { name: "environment", value: "prod" },
      { name: "targets", value: [] },
      { name: "labels", value: { c: "d" } },
    ];
    expect(faults({ name: "revision", value: "" }, ...others)).toEqual([]);
  });

  test.each([
    ["a number", 1],
    ["null", null],
    ["nothing", undefined],
    ["a list", ["x"]],
    ["a list of numbers", [1]],
    ["an object", {}],
    ["an object with numbers", { a: 1 }],
  ])("%s is no text", (_what, value) => {
    expect(faults({ name: "revision", value })).toEqual(['input.parameters[0].value: "revision" must be a text']);
  });

  test("say each by itself what is wrong with it", () => {
    expect(
      faults(
        { name: "environment", value: "moon" },
        { name: "targets", value: [["x"]] },
        { name: "environment", value: "dev" },
        { name: "__proto__", value: "x" },
      ),
    ).toEqual([
      'input.parameters[0].value: "environment" must be one of "dev", "prod"',
      'input.parameters[1].value: "targets" must be a list of texts',
      'input.parameters[2].name: "environment" is given twice',
      'input.parameters[3].name: The pipeline has no parameter "__proto__": it has revision, environment, targets, labels',
      'input.parameters: The parameter "revision" has no default: it must be given',
    ]);
  });
});

test.each([
  [undefined, undefined, "PENDING"],
  ["Unknown", "PipelineRunPending", "PENDING"],
  ["Unknown", "Started", "RUNNING"],
  ["Unknown", "CancelledRunningFinally", "RUNNING"],
  ["True", "Succeeded", "SUCCEEDED"],
  ["True", "Completed", "SUCCEEDED"],
  ["False", "Failed", "FAILED"],
  ["False", "PipelineRunTimeout", "FAILED"],
  ["False", "Cancelled", "CANCELLED"],
  ["False", "PipelineRunCancelled", "CANCELLED"],
  ["False", "TaskRunCancelled", "CANCELLED"],
  ["False", "StoppedRunFinally", "CANCELLED"],
])("a run whose outcome is %s for %s is %s", (status, reason, phase) => {
  const conditions =
    status === undefined ? [] : [{ type: "Succeeded", status, ...(reason !== undefined && { reason }) }];
  expect(runPhaseOf({ conditions })).toBe(phase);
});
