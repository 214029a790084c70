import { expect, test } from "vitest";
import { jsonMerge } from "../../../src/sandbox/patches/json-merge.ts";
import { strategicMerge } from "../../../src/sandbox/patches/strategic-merge.ts";

test.each([
  ["fields are merged, null removes", { a: 1, b: { c: 2, d: 3 } }, { a: null, b: { c: 4 } }, { b: { c: 4, d: 3 } }],
  ["lists of nothing known are replaced", { args: ["a", "b"] }, { args: ["c"] }, { args: ["c"] }],
  [
    "containers are merged by name, in the order of the patch",
    { containers: [{ name: "a", image: "1", tty: true }, { name: "b" }] },
    { containers: [{ name: "c" }, { name: "a", image: "2" }] },
    { containers: [{ name: "c" }, { name: "a", image: "2", tty: true }, { name: "b" }] },
  ],
  [
    "what the patch does not speak of stays before what it stood before",
    { env: [{ name: "A" }, { name: "B" }, { name: "C" }] },
    { env: [{ name: "C", value: "1" }, { name: "N" }] },
    { env: [{ name: "A" }, { name: "B" }, { name: "C", value: "1" }, { name: "N" }] },
  ],
  [
    "ports of a container are told apart by theirs",
    { ports: [{ containerPort: 80, name: "x" }] },
    { ports: [{ containerPort: 80, protocol: "UDP" }, { containerPort: 81 }] },
    { ports: [{ containerPort: 80, name: "x", protocol: "UDP" }, { containerPort: 81 }] },
  ],
  [
    "ports of a service by another field",
    { ports: [{ port: 80, name: "x" }] },
    { ports: [{ port: 80, targetPort: 8080 }] },
    { ports: [{ port: 80, name: "x", targetPort: 8080 }] },
  ],
  [
    "an entry can be deleted",
    { env: [{ name: "A" }, { name: "B" }] },
    { env: [{ name: "A", $patch: "delete" }] },
    { env: [{ name: "B" }] },
  ],
  [
    "a list can be replaced",
    { env: [{ name: "A" }] },
    { env: [{ $patch: "replace" }, { name: "B" }] },
    { env: [{ name: "B" }] },
  ],
  ["an object can be replaced", { a: { b: 1 } }, { a: { c: 2, $patch: "replace" } }, { a: { c: 2 } }],
  ["finalizers are joined", { finalizers: ["a"] }, { finalizers: ["b", "a"] }, { finalizers: ["a", "b"] }],
  [
    "and taken out",
    { finalizers: ["a", "b"] },
    { "$deleteFromPrimitiveList/finalizers": ["a"] },
    { finalizers: ["b"] },
  ],
  [
    "an order can be given",
    { env: [{ name: "A" }, { name: "B" }] },
    { "$setElementOrder/env": [{ name: "C" }, { name: "B" }, { name: "A" }], env: [{ name: "C" }] },
    { env: [{ name: "C" }, { name: "B" }, { name: "A" }] },
  ],
  [
    "keys can be kept alone",
    { strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 1 } } },
    { strategy: { $retainKeys: ["type"], type: "Recreate" } },
    { strategy: { type: "Recreate" } },
  ],
  ["what is null within something new is not there", {}, { a: { b: null, c: 1 } }, { a: { c: 1 } }],
])("%s", (_what, current, patch, merged) => {
  expect(strategicMerge(current, patch)).toEqual(merged);
});

test("applying leaves entries where they were", () => {
  const current = { env: [{ name: "A" }, { name: "B" }] };
  const merged = strategicMerge(current, { env: [{ name: "N" }, { name: "B", value: "1" }] }, "current");
  expect(merged).toEqual({ env: [{ name: "A" }, { name: "B", value: "1" }, { name: "N" }] });
});

// The examples of RFC 7396, appendix A.
test.each([
  [{ a: "b" }, { a: "c" }, { a: "c" }],
  [{ a: "b" }, { b: "c" }, { a: "b", b: "c" }],
  [{ a: "b" }, { a: null }, {}],
  [{ a: "b", b: "c" }, { a: null }, { b: "c" }],
  [{ a: ["b"] }, { a: "c" }, { a: "c" }],
  [{ a: "c" }, { a: ["b"] }, { a: ["b"] }],
  [{ a: { b: "c" } }, { a: { b: "d", c: null } }, { a: { b: "d" } }],
  [{ a: [{ b: "c" }] }, { a: [1] }, { a: [1] }],
  [
    ["a", "b"],
    ["c", "d"],
    ["c", "d"],
  ],
  [{ a: "b" }, ["c"], ["c"]],
  [{ a: "foo" }, null, null],
  [{ a: "foo" }, "bar", "bar"],
  [{ e: null }, { a: 1 }, { e: null, a: 1 }],
  [[1, 2], { a: "b", c: null }, { a: "b" }],
  [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
])("%j merged with %j", (current, patch, merged) => {
  expect(jsonMerge(current, patch)).toEqual(merged);
});

test("a key that names the prototype is a key like any other", () => {
  const patch = JSON.parse('{"data":{"__proto__":"x"}}');
  for (const merged of [jsonMerge({}, patch), strategicMerge({}, patch)]) {
    expect(JSON.stringify(merged)).toBe('{"data":{"__proto__":"x"}}');
  }
});
