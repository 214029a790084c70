import { describe, expect, test } from "vitest";
import { decode } from "../../../src/kubernetes/decoder.ts";
import { managers } from "../../../src/kubernetes/managers.ts";

const type = { apiVersion: "v1", kind: "Thing" };
const metadata = { name: "a", namespace: "n", uid: "u", resourceVersion: "5" };

describe("decoding an object", () => {
  test("keeps every field, also those that this program does not know", () => {
    const raw = { apiVersion: "x/v2", kind: "X", metadata, spec: { future: [{ field: null }] }, extra: false };
    expect(decode(raw, "things", type)).toEqual(raw);
  });

  test("names the type of a list's item, which carries none", () => {
    expect(decode({ metadata }, "things", type)).toEqual({ ...type, metadata });
  });

  test("drops managedFields, and keeps who manages the object in which API version", () => {
    const entry = (manager: string, apiVersion: string, subresource = "") => {
      return { manager, apiVersion, subresource, operation: "Update", fieldsV1: { "f:canary": {} } };
    };
    const managedFields = [
      entry("kubectl", "apps/v1"),
      entry("controller", "apps/v1"),
      entry("controller", "apps/v1", "status"),
      entry("kubectl", "apps/v1beta1"),
    ];
    const object = decode({ metadata: { ...metadata, managedFields, labels: { a: "b" } } }, "things", type);
    expect(JSON.parse(JSON.stringify(object?.metadata))).toEqual({ ...metadata, labels: { a: "b" } });
    expect(object?.metadata[managers]).toEqual([
      { manager: "controller", apiVersion: "apps/v1" },
      { manager: "kubectl", apiVersion: "apps/v1" },
      { manager: "kubectl", apiVersion: "apps/v1beta1" },
    ]);
  });

  test("keeps equal managers of many objects once", () => {
    const held = (...names: string[]) => {
      const managedFields = names.map((manager) => ({ manager, apiVersion: "v1" }));
      return decode({ metadata: { ...metadata, managedFields } }, "things", type)?.metadata[managers];
    };
    expect(held("b", "a")).toBe(held("a", "b"));
    expect(held("a")).not.toBe(held("a", "b"));
    for (let n = 0; n < 10_000; n += 1) expect(held(`client-${n}`)).toHaveLength(1);
    expect(held("a", "b")).toEqual([
      { manager: "a", apiVersion: "v1" },
      { manager: "b", apiVersion: "v1" },
    ]);
  });

  test.each([null, "text", {}, [null, 7, {}, { manager: 1, apiVersion: "v1" }, { manager: "m" }]].map((x) => [x]))(
    "survives managedFields that are %j",
    (managedFields) => {
      expect(decode({ metadata: { ...metadata, managedFields } }, "things", type)?.metadata).toEqual(metadata);
    },
  );

  test("keeps fields of the name managedFields elsewhere", () => {
    const raw = { metadata, spec: { template: { metadata: { managedFields: [1] } }, managedFields: [2] } };
    expect(decode(raw, "things", type)?.spec).toEqual(raw.spec);
  });

  test.each([
    "kubectl.kubernetes.io/last-applied-configuration",
    "kapp.k14s.io/original",
    "objectset.rio.cattle.io/applied",
    "openshift.io/token-secret.value",
  ])("drops the annotation %s and keeps the others", (name) => {
    const raw = { metadata: { ...metadata, annotations: { [name]: "canary", other: "kept" } } };
    expect(decode(raw, "things", type)?.metadata.annotations).toEqual({ other: "kept" });
    const alone = { metadata: { ...metadata, annotations: { [name]: "canary" } } };
    expect(decode(alone, "things", type)?.metadata).toEqual(metadata);
  });

  test.each([
    ["nothing", undefined],
    ["null", null],
    ["a number", 1],
    ["a string", "pod"],
    ["a list", [{ metadata }]],
    ["an empty object", {}],
    ["metadata that is null", { metadata: null }],
    ["metadata that is a string", { metadata: "a" }],
    ["metadata that is a list", { metadata: [] }],
    ["no name", { metadata: { ...metadata, name: undefined } }],
    ["an empty name", { metadata: { ...metadata, name: "" } }],
    ["no uid", { metadata: { ...metadata, uid: undefined } }],
    ["no resourceVersion", { metadata: { ...metadata, resourceVersion: undefined } }],
    ["a resourceVersion that is a number", { metadata: { ...metadata, resourceVersion: 5 } }],
  ])("gives null for %s", (_, raw) => {
    expect(decode(raw, "things", type)).toBeNull();
  });

  test.each([[null], ["text"], [["list"]], [7]])("survives annotations that are %j", (annotations) => {
    const object = decode({ metadata: { ...metadata, annotations } }, "things", type);
    expect(object?.metadata.name).toBe("a");
  });

  test("takes no prototype from a field called __proto__", () => {
    const raw = JSON.parse(
      '{"metadata":{"name":"a","uid":"u","resourceVersion":"1","__proto__":{"x":1}},"__proto__":{"y":1}}',
    );
    const object = decode(raw, "things", type);
    expect(object && Object.getPrototypeOf(object)).toBe(Object.prototype);
    expect(object && Object.getPrototypeOf(object.metadata)).toBe(Object.prototype);
  });
});

describe("decoding a Secret", () => {
  const value = Buffer.from("canary-of-17-byte").toString("base64");

  test("keeps the keys and the sizes of the values, and not one value", () => {
    const annotations = { "kubectl.kubernetes.io/last-applied-configuration": `{"data":{"password":"${value}"}}` };
    const raw = {
      metadata: { ...metadata, annotations },
      type: "Opaque",
      data: { password: value, empty: "", one: "YQ==", two: "YWI=", three: "YWJj", __proto__x: "YQ==" },
      stringData: { plain: "canary-ü" },
    };
    const object = decode(raw, "secrets", type);
    expect(object).toEqual({
      ...type,
      metadata,
      type: "Opaque",
      dataSizes: { plain: 9, password: 17, empty: 0, one: 1, two: 2, three: 3, __proto__x: 1 },
    });
    expect(JSON.stringify(object)).not.toMatch(/canary|Y2FuYXJ5/);
  });

  test("survives values that are no strings, and keys that are names of Object's own", () => {
    const raw = JSON.parse(
      `{"metadata":${JSON.stringify(metadata)},"data":{"__proto__":"YQ==","constructor":7,"x":null}}`,
    );
    const sizes = decode(raw, "secrets", type)?.dataSizes as object;
    expect(Object.entries(sizes)).toEqual([
      ["__proto__", 1],
      ["constructor", 0],
      ["x", 0],
    ]);
  });

  test("has sizes also without data", () => {
    expect(decode({ metadata }, "secrets", type)?.dataSizes).toEqual({});
    expect(decode({ metadata, data: null }, "secrets", type)?.dataSizes).toEqual({});
  });

  test("leaves the data of other kinds alone", () => {
    expect(decode({ metadata, data: { a: "b" } }, "configmaps", type)).toMatchObject({ data: { a: "b" } });
    expect(decode({ metadata, data: { a: "b" } }, "example.com/secrets", type)).toMatchObject({ data: { a: "b" } });
  });
});
