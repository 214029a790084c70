import {
  type GraphQLArgument,
  type GraphQLInputType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredInputField,
} from "graphql";
import type { Random } from "../../../support/random.ts";

type Variables = Record<string, unknown>;

const MAX_DEPTH = 5;

/** An operation over a schema, with what a client may write in it; most, and not all, are valid. */
export class RandomDocument {
  readonly text: string;
  readonly variables: Variables = {};
  readonly #schema: GraphQLSchema;
  readonly #random: Random;
  readonly #definitions: string[] = [];
  readonly #fragments: string[] = [];
  #aliases = 0;

  constructor(schema: GraphQLSchema, root: GraphQLObjectType, keyword: string, random: Random) {
    this.#schema = schema;
    this.#random = random;
    const selections = this.#selections(root, 0);
    const definitions = this.#definitions.length > 0 ? `(${this.#definitions.join(", ")})` : "";
    this.text = [`${keyword} Q${definitions} ${selections}`, ...this.#fragments].join("\n");
  }

  #selections(type: GraphQLObjectType, depth: number): string {
    const random = this.#random;
    const fields = Object.values(type.getFields());
    const selections: string[] = [];
    for (let count = 1 + random.int(5); count > 0; count -= 1) {
      const field = random.pick(fields);
      const below = getNamedType(field.type);
      if (!isLeafType(below) && depth >= MAX_DEPTH) continue;
      const alias = random.chance(0.6) ? "" : random.chance(0.05) ? "__proto__: " : `a${this.#aliases++}: `;
      const args = field.args.filter((arg) => isRequiredInputField(arg) || random.chance(0.3));
      const given = args.length > 0 ? `(${args.map((arg) => `${arg.name}: ${this.#argument(arg)}`).join(", ")})` : "";
      let selected = "";
      if (isObjectType(below)) selected = this.#selections(below, depth + 1);
      else if (isAbstractType(below)) selected = this.#ofAbstract(this.#schema.getPossibleTypes(below), depth + 1);
      const text = `${alias}${field.name}${given}${this.#directive()} ${selected}`;
      selections.push(this.#wrapped(type, text));
      // Merged with the first of the same name.
      if (selected && !alias && random.chance(0.1)) {
        selections.push(`${field.name}${given} { __typename again: __typename }`);
      }
    }
    if (selections.length === 0 || random.chance(0.2)) selections.push(`__typename${this.#directive()}`);
    return `{ ${selections.join(" ")} }`;
  }

  #ofAbstract(types: readonly GraphQLObjectType[], depth: number): string {
    const some = types.filter(() => this.#random.chance(0.5));
    return `{ __typename ${some.map((type) => `... on ${type.name} ${this.#selections(type, depth)}`).join(" ")} }`;
  }

  #wrapped(type: GraphQLObjectType, text: string): string {
    const random = this.#random;
    if (random.chance(0.85)) return text;
    if (random.chance(0.5)) return `...${random.chance(0.5) ? ` on ${type.name}` : ""}${this.#directive()} { ${text} }`;
    const name = `F${this.#fragments.length}`;
    this.#fragments.push(`fragment ${name} on ${type.name} { ${text} }`);
    return `...${name}${this.#directive()}${random.chance(0.3) ? ` ...${name}` : ""}`;
  }

  #directive(): string {
    const random = this.#random;
    if (random.chance(0.85)) return "";
    const name = random.pick(["skip", "include"]);
    if (random.chance(0.3)) return ` @${name}(if: ${random.chance(0.5)})`;
    // A default makes it legal that the variable may be null.
    const type = random.pick(["Boolean!", "Boolean = true"]);
    const value =
      type === "Boolean!" || random.chance(0.8) ? random.chance(0.5) : random.chance(0.5) ? null : undefined;
    return ` @${name}(if: $${this.#variable(type, value)})`;
  }

  #argument({ type }: GraphQLArgument): string {
    const random = this.#random;
    if (random.chance(0.4)) return this.#literal(type);
    const value = random.chance(0.03) ? { no: ["such", "value"] } : this.#json(type);
    return `$${this.#variable(String(type), value)}`;
  }

  #variable(type: string, value: unknown): string {
    const name = `v${this.#definitions.length}`;
    this.#definitions.push(`$${name}: ${type}`);
    if (value !== undefined) this.variables[name] = value;
    return name;
  }

  #literal(type: GraphQLInputType): string {
    if (!isNonNullType(type) && this.#random.chance(0.1)) return "null";
    if (isNonNullType(type)) return this.#literal(type.ofType);
    if (isListType(type)) return `[${this.#literal(type.ofType)}]`;
    if (isEnumType(type)) return this.#random.pick(type.getValues()).name;
    if (!isInputObjectType(type)) return JSON.stringify(this.#scalar(type.name));
    const members = this.#members(type).map(([name, of]) => `${name}: ${this.#literal(of)}`);
    return `{ ${members.join(", ")} }`;
  }

  #json(type: GraphQLInputType): unknown {
    if (!isNonNullType(type) && this.#random.chance(0.1)) return this.#random.chance(0.5) ? null : undefined;
    if (isNonNullType(type)) return this.#json(type.ofType) ?? undefined;
    if (isListType(type)) return [this.#json(type.ofType) ?? null];
    if (isEnumType(type)) return this.#random.pick(type.getValues()).name;
    if (!isInputObjectType(type)) return this.#scalar(type.name);
    return Object.fromEntries(this.#members(type).map(([name, of]) => [name, this.#json(of)]));
  }

  #members(type: GraphQLInputType & { getFields(): object }): (readonly [string, GraphQLInputType])[] {
    if (!isInputObjectType(type)) return [];
    const fields = Object.values(type.getFields());
    // Mostly one for @oneOf, where two are an error that has to be the same.
    const chosen =
      type.isOneOf && this.#random.chance(0.9)
        ? [this.#random.pick(fields)]
        : fields.filter((field) => isRequiredInputField(field) || this.#random.chance(0.15));
    return chosen.map((field) => [field.name, field.type] as const);
  }

  #scalar(name: string): unknown {
    if (name === "Int" || name === "Long" || name === "Float") return this.#random.int(50);
    if (name === "Boolean") return this.#random.chance(0.5);
    if (name === "DateTime") return "2026-01-31T12:00:00Z";
    return this.#random.pick(["a", "b", "alpha"]);
  }
}
