import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { runGates, type Verdict } from "../../mutants/gates.ts";

// Each gate starts vitest twice.
const patience = 120_000;

const patch = (lane: string, line: string) => `lane: ${lane}
why: a sum that is none

--- a/src/add.ts
+++ b/src/add.ts
@@ -1,3 +1,3 @@
 export function add(a: number, b: number): number {
-  return a + b;
+  ${line}
 }
`;

const config = `import { defineConfig } from "vitest/config";
export default defineConfig({
  test: { projects: [{ extends: true, test: { name: "unit", include: ["test/unit/**/*.test.ts"] } }] },
});
`;

const passing = `import { expect, test } from "vitest";
import { add } from "../../src/add.ts";
test("adds", () => {
  expect(add(2, 3)).toBe(5);
});
`;

describe("the gates", () => {
  let root: string;

  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };

  async function verdict(name: string, text: string, controlPlaneProblem?: string): Promise<Verdict | undefined> {
    write(`mutants/${name}.patch`, text);
    const folder = join(root, "mutants");
    return (await runGates({ root, folder, only: [name], controlPlaneProblem, log: () => {} })).get(name);
  }

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "fairway-toy-"));
    execFileSync("git", ["init", "--quiet"], { cwd: root });
    symlinkSync(join(import.meta.dirname, "..", "..", "..", "node_modules"), join(root, "node_modules"));
    write(".gitignore", "node_modules\n");
    write("package.json", '{ "type": "module" }\n');
    write("vitest.config.ts", config);
    write("src/add.ts", "export function add(a: number, b: number): number {\n  return a + b;\n}\n");
    write("test/unit/add.test.ts", passing);
    write("test/unit/blind.test.ts", passing.replace("add(2, 3)", "5"));
    write("test/unit/failing.test.ts", passing.replace("toBe(5)", "toBe(6)"));
  });

  afterEach(() => {
    rmSync(root, { recursive: true, force: true });
  });

  test("count a mutant as killed when a named test fails for it", { timeout: patience }, async () => {
    expect(await verdict("minus", patch("unit test/unit/add.test.ts", "return a - b;"))).toEqual({ kind: "killed" });
  });

  test("count a mutant that no test sees as survived", { timeout: patience }, async () => {
    expect(await verdict("minus", patch("unit test/unit/blind.test.ts", "return a - b;"))).toEqual({
      kind: "survived",
      why: "no test failed",
    });
  });

  test("take no credit for tests that fail anyway", { timeout: patience }, async () => {
    expect(await verdict("minus", patch("unit test/unit/failing.test.ts", "return a - b;"))).toMatchObject({
      kind: "survived",
      why: expect.stringContaining("its tests fail without it: test/unit/failing.test.ts > adds"),
    });
  });

  test("take no credit for code that cannot be loaded", { timeout: patience }, async () => {
    expect(await verdict("typo", patch("unit test/unit/add.test.ts", "return a +;"))).toMatchObject({
      kind: "survived",
      why: expect.stringContaining("it breaks the loading of test/unit/add.test.ts"),
    });
  });

  test("reject a patch that does not apply", { timeout: patience }, async () => {
    write("src/add.ts", "export const add = (a: number, b: number): number => a + b;\n");
    expect(await verdict("minus", patch("unit test/unit/add.test.ts", "return a - b;"))).toMatchObject({
      kind: "survived",
      why: expect.stringContaining("the patch does not apply: error: patch failed: src/add.ts:1"),
    });
  });

  test("reject a mutant whose tests do not exist", { timeout: patience }, async () => {
    expect(await verdict("minus", patch("unit test/unit/none.test.ts", "return a - b;"))).toMatchObject({
      kind: "survived",
    });
  });

  test("try no mutant whose parts are absent", async () => {
    const text = patch("unit test/unit/add.real.test.ts", "return a - b;");
    expect(await verdict("minus", text, "there is no Go")).toEqual({ kind: "absent", why: "there is no Go" });
  });

  test.each([
    ["an unknown lane", "nowhere test/unit/add.test.ts", "names no lane"],
    ["a file of another lane", "unit test/cluster/add.test.ts", "is not in the lane unit"],
  ])("refuse a header with %s", async (_what, lane, fault) => {
    await expect(verdict("minus", patch(lane, "return a - b;"))).rejects.toThrow(fault);
  });

  test("refuse a header without a reason", async () => {
    const text = patch("unit test/unit/add.test.ts", "return a - b;").replace(/^why: .*\n/m, "");
    await expect(verdict("minus", text)).rejects.toThrow('has no line "why: ..."');
  });

  test("leave the tree as it was", { timeout: patience }, async () => {
    await verdict("minus", patch("unit test/unit/add.test.ts", "return a - b;"));
    expect(execFileSync("git", ["status", "--porcelain", "src"], { cwd: root, encoding: "utf8" })).toBe("?? src/\n");
    expect(execFileSync("cat", [join(root, "src/add.ts")], { encoding: "utf8" })).toContain("return a + b;");
  });
});
