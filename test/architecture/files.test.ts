import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { barrelFaults, lengthFaults, machinePathFaults, nameFaults, switchFaults } from "./file-rules.ts";
import { maxLines } from "./rules.ts";
import { filesUnder, parseSource, projectRoot, readSources } from "./source-file.ts";

describe("no source is longer than its limit", () => {
  test("in src", () => {
    expect(lengthFaults(readSources(projectRoot, "src"))).toEqual([]);
  });

  test("and one line more is found", () => {
    const lines = (count: number) => ({ path: "src/a.ts", text: "x;\n".repeat(count) });
    expect(lengthFaults([lines(maxLines)])).toEqual([]);
    expect(lengthFaults([lines(maxLines + 1)])).toEqual([
      `src/a.ts:${maxLines + 1} has ${maxLines + 1} lines, more than ${maxLines}`,
    ]);
  });
});

describe("only a door is a barrel", () => {
  test("in src", () => {
    expect(barrelFaults(readSources(projectRoot, "src"))).toEqual([]);
  });

  test.each([
    ["a file that passes on all of another", 'export * from "./cell.ts";'],
    ["a file that passes on some", 'import "./first.ts";\nexport { Cell } from "./cell.ts";'],
  ])("%s is found", (_what, text) => {
    expect(barrelFaults([parseSource("src/state/all.ts", text)])).toEqual([expect.stringContaining("is a barrel")]);
  });

  test.each([
    ["a door", "src/state/index.ts", 'export { Cell } from "./cell.ts";\nexport type { Row } from "./row.ts";'],
    ["a door with a list of its own", "src/state/index.ts", 'import { A } from "./a.ts";\nexport const all = [A];'],
    ["a file that passes on a package, prepared", "src/a/b.ts", 'import "./c.ts";\nexport { x } from "package";'],
    ["a file that loads others", "src/state/all.ts", 'import "./cell.ts";'],
    ["a file with code that passes something on", "src/a/b.ts", 'export { x } from "./c.ts";\nexport const y = 1;'],
  ])("%s is allowed", (_what, path, text) => {
    expect(barrelFaults([parseSource(path, text)])).toEqual([]);
  });
});

describe("files are named in kebab-case", () => {
  test("in src and test", () => {
    const paths = [...filesUnder(projectRoot, "src"), ...filesUnder(projectRoot, "test")];
    expect(nameFaults(paths.filter((path) => path.endsWith(".ts")).map((path) => ({ path })))).toEqual([]);
  });

  test.each(["src/state/changeLog.ts", "src/state/change_log.ts", "src/state/ChangeLog.ts"])("%s is found", (path) => {
    expect(nameFaults([{ path }])).toHaveLength(1);
  });

  test.each(["src/state/change-log.ts", "src/domains/pods/pod.type.ts"])("%s is allowed", (path) => {
    expect(nameFaults([{ path }])).toEqual([]);
  });
});

describe("no test is switched off", () => {
  test("in test", () => {
    expect(switchFaults(readSources(projectRoot, "test"))).toEqual([]);
  });

  test.each([
    "test.only('x', run);",
    "test.skip('x', run);",
    "test.todo('x');",
    "describe.concurrent.skip('x', run);",
    "it.skipIf(noCluster)('x', run);",
    "test.runIf(cluster)('x', run);",
    "test.fails('x', run);",
    "xit('x', run);",
    "test('x', (context) => context.skip());",
  ])("%s is found", (text) => {
    expect(switchFaults([parseSource("test/unit/a.test.ts", text)])).not.toEqual([]);
  });

  test.each([
    "test('x', run);",
    "test.each([1])('x', run);",
    "test('does not skip .only', () => list.skip(1));",
    "const text = 'test.only';",
  ])("%s is allowed", (text) => {
    expect(switchFaults([parseSource("test/unit/a.test.ts", text)])).toEqual([]);
  });
});

describe("no file names a path of somebody's machine", () => {
  test("in the whole project", () => {
    const files = filesUnder(projectRoot).map((path) => ({
      path,
      text: readFileSync(join(projectRoot, path), "utf8"),
    }));
    expect(machinePathFaults(files)).toEqual([]);
  });

  test.each(["root", "home", "Users", "work", "workspace", "build"])("one under the folder %s is found", (top) => {
    const text = `ok\nconst file = "/${top}/somebody/x.ts";`;
    expect(machinePathFaults([{ path: "docs/a.md", text }])).toEqual([`docs/a.md:2 names /${top}/somebody`]);
  });

  test.each([
    "import './home/x.ts'",
    "https://example.com/home/x",
    `\${folder}/build/x`,
    "/usr/share/x",
    "/api/v1/namespaces",
  ])("%s is allowed", (text) => {
    expect(machinePathFaults([{ path: "docs/a.md", text }])).toEqual([]);
  });
});
