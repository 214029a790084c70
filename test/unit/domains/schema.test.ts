import {
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isSpecifiedScalarType,
  validateSchema,
} from "graphql";
import { beforeAll, describe, expect, test } from "vitest";
import { buildSchema } from "../../../src/domains/index.ts";

describe("the schema", () => {
  let schema: GraphQLSchema;

  beforeAll(() => {
    schema = buildSchema();
  });

  function fieldsOf(typeName: string) {
    const type = schema.getType(typeName);
    return isObjectType(type) ? type.getFields() : {};
  }

  test("is valid", () => {
    expect(validateSchema(schema)).toEqual([]);
  });

  test("describes each of its members in a sentence", () => {
    const silent: string[] = [];
    const check = (member: string, description: string | null | undefined) => {
      if (!description?.endsWith(".") && !description?.endsWith(")")) silent.push(member);
    };
    for (const type of Object.values(schema.getTypeMap())) {
      if (
        isIntrospectionType(type) ||
        isSpecifiedScalarType(type) ||
        /^(Query|Mutation|Subscription)$/.test(type.name)
      ) {
        // What these are needs no words; their fields do.
      } else check(type.name, type.description);
      if (isIntrospectionType(type)) continue;
      if (isEnumType(type))
        for (const { name, description } of type.getValues()) check(`${type.name}.${name}`, description);
      if (!isObjectType(type) && !isInterfaceType(type) && !isInputObjectType(type)) continue;
      for (const field of Object.values(type.getFields())) {
        check(`${type.name}.${field.name}`, field.description);
        if (!("args" in field)) continue;
        for (const arg of field.args) check(`${type.name}.${field.name}(${arg.name})`, arg.description);
      }
    }
    expect(silent).toEqual([]);
  });

  test.each([
    ["Cluster", "deployments", "apps/deployments"],
    ["Cluster", "clusterNodes", "nodes"],
    ["Namespace", "secrets", "secrets"],
    ["Namespace", "resourceQuotas", "resourcequotas"],
  ])("says of %s.%s that it reads those, and nothing else", (type, field, resource) => {
    expect(fieldsOf(type)[field]?.extensions.reads).toEqual([resource]);
  });

  test("names filters, orders, inputs and payloads after what they are for", () => {
    const inputs = Object.values(schema.getTypeMap()).filter(isInputObjectType);
    expect(inputs.length).toBeGreaterThan(0);
    expect(inputs.map(({ name }) => name).filter((name) => !/(Filter|Order|Input)$/.test(name))).toEqual([]);
    for (const [name, { type, args }] of Object.entries(fieldsOf("Mutation"))) {
      const prefix = `${name[0]?.toUpperCase()}${name.slice(1)}`;
      expect(String(type)).toBe(`${prefix}Payload!`);
      expect(args.map((arg) => `${arg.name}: ${arg.type}`)).toEqual([`input: ${prefix}Input!`]);
    }
  });

  test("gives every subscription the same arguments, and a delta", () => {
    const all = Object.entries(fieldsOf("Subscription"));
    for (const [name] of all) expect(name).toMatch(/Events$/);
    // A feed is no state of objects, and so has no snapshot and no phase; it resumes all the same.
    const [feeds, fields] = [true, false].map((isFeed) =>
      all.filter(([, { type }]) => /Batch!$/.test(String(type)) === isFeed),
    );
    expect(feeds?.map(([name, { args }]) => [name, args.some((arg) => arg.name === "after")])).toEqual([
      ["podLogEvents", true],
    ]);
    expect(fields?.length).toBeGreaterThan(0);
    for (const [, { args, type }] of fields ?? []) {
      expect(String(type)).toMatch(/Delta!$/);
      const common = args.filter(({ name: arg }) => arg !== "kind").map((arg) => arg.name);
      expect(common.sort()).toEqual(["after", "filter", "initial"]);
      const delta = schema.getType(getNamedType(type).name);
      expect(isObjectType(delta) && Object.keys(delta.getFields()).sort()).toEqual([
        "changes",
        "clusters",
        "cursor",
        "phase",
      ]);
    }
  });

  test("pages every connection in the same way, and lets none of them take its siblings along", () => {
    let count = 0;
    for (const type of Object.values(schema.getTypeMap())) {
      if (!isObjectType(type)) continue;
      for (const field of Object.values(type.getFields())) {
        if (!getNamedType(field.type).name.endsWith("Connection")) continue;
        count += 1;
        expect(String(field.type)).not.toMatch(/!$/);
        // What is searched for comes in the order of how well it fits.
        const orders = field.name === "search" ? [] : ["orderBy"];
        expect(field.args.map(({ name }) => name)).toEqual(
          expect.arrayContaining(["first", "after", "filter", ...orders]),
        );
        expect(field.args.find(({ name }) => name === "first")?.defaultValue).toBe(50);
      }
    }
    expect(count).toBeGreaterThan(10);
  });

  test("says of each field that reads another kind which one", () => {
    const readers = Object.values(schema.getTypeMap()).flatMap((type) =>
      isObjectType(type) && !isIntrospectionType(type)
        ? Object.values(type.getFields()).filter(({ type: of }) => getNamedType(of).name.endsWith("Connection"))
        : [],
    );
    expect(readers.length).toBeGreaterThan(10);
    expect(readers.filter(({ extensions }) => !Array.isArray(extensions.reads))).toEqual([]);
    expect(fieldsOf("Deployment").pods?.extensions.reads).toEqual(["apps/replicasets", "pods"]);
    expect(fieldsOf("Pod").events?.extensions.reads).toEqual(["events"]);
    expect(fieldsOf("Owner").object?.extensions.reads).toEqual(["*"]);
  });

  test("can be built more than once, each time the same", () => {
    const names = (of: GraphQLSchema) => Object.keys(of.getTypeMap()).sort();
    expect(names(buildSchema())).toEqual(names(schema));
  });
});
