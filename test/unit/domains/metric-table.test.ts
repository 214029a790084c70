import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { metricTable, type SubjectKind } from "../../../src/domains/metrics/metric-table.ts";
import { projectRoot } from "../../architecture/source-file.ts";

const by: Readonly<Record<SubjectKind, string>> = {
  PODS: "namespace, pod",
  NAMESPACE: "namespace",
  NODE: "node",
  CONTROL_PLANE: "",
};

/** As docs/metrics.md shows the queries of one kind. */
function shown(kind: SubjectKind): string {
  return Object.entries(metricTable[kind])
    .map(([name, { unit, promql }]) => `# ${name}, ${unit}\n${promql({ of: "…", window: "W", by: by[kind] })}\n`)
    .join("");
}

describe("the queries that docs/metrics.md shows are those that are asked", () => {
  const document = readFileSync(join(projectRoot, "docs/metrics.md"), "utf8");

  test.each(Object.keys(metricTable) as SubjectKind[])("of %s", (kind) => {
    expect(document).toContain(`\`\`\`promql\n${shown(kind)}\`\`\`\n`);
  });
});

test("no query has an empty matcher, whether there are others or not", () => {
  for (const [kind, table] of Object.entries(metricTable)) {
    for (const { promql } of Object.values(table)) {
      const query = promql({ of: "", window: "60s", by: by[kind as SubjectKind] });
      expect(query).not.toMatch(/\{,|,\}|,,|\(,/);
    }
  }
});
