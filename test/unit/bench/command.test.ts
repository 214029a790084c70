import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { parseCommand, UsageError } from "../../../bench/command.ts";

const known = ["Q2", "S1"];

test("without ids all figures are measured", () => {
  expect(parseCommand([], known)).toEqual({ json: false, ids: known });
  expect(parseCommand(["--json"], known)).toEqual({ json: true, ids: known });
});

test("ids may come in any case and place, and count once", () => {
  expect(parseCommand(["s1", "--json", "S1"], known)).toEqual({ json: true, ids: ["S1"] });
});

test.each([[["Q9"]], [["Q2", "all"]], [["--fast"]], [["--json=yes"]]])("%j is refused", (args) => {
  expect(() => parseCommand(args, known)).toThrow(UsageError);
});

test("an unknown id ends the program with 2, before anything is built, and leaves stdout empty", () => {
  const script = fileURLToPath(new URL("../../../bench/run.ts", import.meta.url));
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, "--json", "Z9"], { encoding: "utf8" });
  expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
  expect(stderr).toContain("no such figure: Z9");
});
