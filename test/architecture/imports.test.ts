import { describe, expect, test } from "vitest";
import { importFaults } from "./import-rules.ts";
import { domainOrder, mayImport } from "./rules.ts";
import { parseSource, projectRoot, readSources } from "./source-file.ts";

const faultsIn = (path: string, text: string) => importFaults([parseSource(path, text)]);

test("every import in src is one that its room may make", () => {
  const sources = readSources(projectRoot, "src");
  expect(sources.length).toBeGreaterThan(0);
  expect(importFaults(sources)).toEqual([]);
});

test("every folder of domains stands in the order of families", () => {
  const families = readSources(projectRoot, "src/domains").flatMap(
    (file) => file.path.split("/").slice(2, -1)[0] ?? [],
  );
  expect(families.filter((family) => !domainOrder.some((known) => known === family))).toEqual([]);
});

describe("the import rules find", () => {
  test.each([
    ["a layer reaching up", "src/state/a.ts", 'import { x } from "../api/index.ts";', "state may not import api"],
    ["a type of a forbidden room", "src/server/a.ts", 'import type { X } from "../state/index.ts";', "may not import"],
    ["a re-export", "src/graphql/index.ts", 'export { x } from "../kubernetes/index.ts";', "may not import kubernetes"],
    ["a re-export of all", "src/graphql/index.ts", 'export * from "../server/index.ts";', "may not import server"],
    ["a dynamic import", "src/api/a.ts", 'await import("../server/index.ts");', "api may not import server"],
    ["a computed import", "src/api/a.ts", "await import(name);", "imports a computed name"],
    ["an import inside a type", "src/state/a.ts", 'type A = import("../api/index.ts").A;', "may not import api"],
    [
      "a value where types are allowed",
      "src/identity/a.ts",
      'import { X } from "../kubernetes/index.ts";',
      "only types",
    ],
    [
      "an inline type, which still loads the module",
      "src/identity/a.ts",
      'import { type X } from "../kubernetes/index.ts";',
      "only types",
    ],
    ["another room's inside", "src/api/a.ts", 'import { x } from "../state/store.ts";', "past the door"],
    ["a domain's inside", "src/domains/volumes/a.ts", 'import { x } from "../clusters/b.ts";', "past the door"],
    [
      "a family to the right",
      "src/domains/clusters/a.ts",
      'import { x } from "../volumes/index.ts";',
      "a later family",
    ],
    ["an unknown family", "src/domains/novel/a.ts", 'import { x } from "../clusters/index.ts";', "not in the order"],
    ["a family that imports all", "src/domains/volumes/a.ts", 'import { x } from "../index.ts";', "may not import"],
    ["a part of all families", "src/api/a.ts", 'import { x } from "../domains/schema.ts";', "past the door"],
    [
      "what families are handed, from above",
      "src/api/a.ts",
      'import { x } from "../domains/context.ts";',
      "may not import",
    ],
    ["one domain instead of all", "src/api/a.ts", 'import { x } from "../domains/volumes/index.ts";', "may not import"],
    [
      "a domain that knows the person",
      "src/domains/volumes/a.ts",
      'import "../../identity/index.ts";',
      "may not import",
    ],
    [
      "one integration that knows another",
      "src/integrations/gitea/a.ts",
      'import { x } from "../gitlab/index.ts";',
      "integrations/gitea may not import integrations/gitlab",
    ],
    ["a sandbox that is not on its own", "src/sandbox/a.ts", 'import "../errors/index.ts";', "may not import errors"],
    ["a room without a row", "src/helpers/a.ts", "export const x = 1;", "the import table lacks"],
    ["an import from the tests", "src/api/a.ts", 'import { x } from "../../test/support/x.ts";', "not in src"],
    [
      "GraphQL below the schema",
      "src/kubernetes/a.ts",
      'import { graphql } from "graphql";',
      "graphql may be imported",
    ],
    ["a subpath of a package", "src/api/a.ts", 'import { x } from "fastify/lib/x.js";', "fastify may be imported"],
    ["a package in state", "src/state/a.ts", 'import { parse } from "yaml";', "may import no package"],
  ])("%s", (_what, path, text, fault) => {
    expect(faultsIn(path, text)).toEqual([expect.stringContaining(fault)]);
    expect(faultsIn(path, text)[0]).toMatch(new RegExp(`^${path}:1 `));
  });
});

describe("the import rules allow", () => {
  test.each([
    ["a room's own files", "src/state/a.ts", 'import { x } from "./cell.ts";'],
    ["a door below", "src/api/subscriptions/a.ts", 'import { x } from "../../state/index.ts";'],
    ["types where only types are allowed", "src/identity/a.ts", 'import type { X } from "../kubernetes/index.ts";'],
    ["a family to the left", "src/domains/volumes/a.ts", 'import { x } from "../deployments/index.ts";'],
    ["what every family is handed", "src/domains/volumes/a.ts", 'import { x } from "../context.ts";'],
    ["all families put together", "src/domains/schema.ts", 'import { x } from "./node.resolver.ts";'],
    ["the families' own door", "src/domains/index.ts", 'export { x } from "./volumes/index.ts";'],
    ["Node", "src/state/a.ts", 'import { setImmediate } from "node:timers";'],
    ["a name that only stands in a text", "src/state/a.ts", "const text = 'import x from \"../api/index.ts\"';"],
  ])("%s", (_what, path, text) => {
    expect(faultsIn(path, text)).toEqual([]);
  });
});

test("no rooms import each other in a circle", () => {
  const visit = (room: string, above: readonly string[]): void => {
    if (above.includes(room)) throw new Error(`a circle of rooms: ${[...above, room].join(" → ")}`);
    const below = Object.keys(mayImport[room] ?? {}).filter((other) => other !== room);
    for (const other of below) visit(other, [...above, room]);
  };
  expect(() => Object.keys(mayImport).forEach((room) => void visit(room, []))).not.toThrow();
});
