import {
  defaultTypeResolver,
  type FieldNode,
  type GraphQLAbstractType,
  GraphQLError,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLOutputType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  SchemaMetaFieldDef,
  type SelectionSetNode,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
} from "graphql";
import { argumentsOf } from "./arguments.ts";
import { type Collecting, collectFields } from "./collect-fields.ts";
import { completeLeaf } from "./complete-leaf.ts";
import { listsAround, type Place } from "./place.ts";
import { type InfoOfOperation, ResolveInfo } from "./resolve-info.ts";
import type { Complete, Run, Select } from "./run.ts";
import { selectInto } from "./select-into.ts";

type Field = GraphQLField<unknown, unknown>;
type Read = (source: unknown, run: Run) => unknown;

/** A field while it is compiled. */
interface Compiling {
  readonly parent: GraphQLObjectType;
  readonly field: Field;
  readonly nodes: readonly FieldNode[];
  readonly info: (run: Run) => ResolveInfo;
}

/**
 * Makes functions of an operation's selections, one for each field and level. What is below an object is made when the first
 * object comes: fragments that are spread into each other can stand for far more fields than any answer has.
 */
export class Compiler {
  readonly #of: Collecting & InfoOfOperation;
  #slots = 0;

  constructor(of: Collecting & InfoOfOperation) {
    this.#of = of;
  }

  select(type: GraphQLObjectType, sets: readonly SelectionSetNode[], place: Place | undefined): Select {
    const names: string[] = [];
    const reads: Read[] = [];
    for (const [name, nodes] of collectFields(this.#of, type, sets)) {
      const read = this.#field(type, name, nodes, place);
      if (!read) continue;
      names.push(name);
      reads.push(read);
    }
    return selectInto(names, reads);
  }

  #field(
    parent: GraphQLObjectType,
    name: string,
    nodes: readonly FieldNode[],
    prev: Place | undefined,
  ): Read | undefined {
    const [node] = nodes as [FieldNode];
    const field = this.#definition(parent, node.name.value);
    if (!field) return undefined;
    if (field === TypeNameMetaFieldDef) return () => parent.name;
    const place: Place = { prev, key: name, typename: parent.name, nodes, nullable: !isNonNullType(field.type) };
    const slot = this.#slots++;
    const info = (run: Run): ResolveInfo => {
      run.infos[slot] ??= new ResolveInfo(this.#of, parent, field, place, run);
      return run.infos[slot] as ResolveInfo;
    };
    const read = readerOf(field, node, slot, info);
    const complete = this.#complete(field.type, { parent, field, nodes, info }, place);
    return (source, run) => {
      try {
        const value = read(source, run);
        if (typeof value === "object" && value !== null) run.refuse(value);
        return complete(value, run);
      } catch (error) {
        return run.fail(error, place);
      }
    };
  }

  #definition(parent: GraphQLObjectType, name: string): Field | undefined {
    if (name === TypeNameMetaFieldDef.name) return TypeNameMetaFieldDef;
    if (parent === this.#of.schema.getQueryType()) {
      if (name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef;
      if (name === TypeMetaFieldDef.name) return TypeMetaFieldDef;
    }
    return parent.getFields()[name];
  }

  #complete(type: GraphQLOutputType, of: Compiling, place: Place): Complete {
    if (isNonNullType(type)) {
      const complete = this.#complete(type.ofType, of, place);
      const { parent, field } = of;
      return (value, run) => {
        const completed = complete(value, run);
        if (completed === null) {
          throw new Error(`Cannot return null for non-nullable field ${parent.name}.${field.name}.`);
        }
        return completed;
      };
    }
    if (isLeafType(type)) return completeLeaf(type);
    if (isListType(type)) return this.#list(type.ofType, of, place);
    return isObjectType(type) ? this.#object(type, of, place) : this.#abstract(type, of, place);
  }

  #list(type: GraphQLOutputType, of: Compiling, prev: Place): Complete {
    const depth = listsAround(prev);
    const place: Place = { prev, key: depth, typename: undefined, nodes: of.nodes, nullable: !isNonNullType(type) };
    const complete = this.#complete(type, of, place);
    const item = (value: unknown, run: Run): unknown => {
      try {
        if (typeof value === "object" && value !== null) run.refuse(value);
        return complete(value, run);
      } catch (error) {
        return run.fail(error, place);
      }
    };
    return (value, run) => {
      if (value === null || value === undefined) return null;
      if (!isIterable(value)) {
        const { parent, field } = of;
        throw new GraphQLError(`Expected Iterable, but did not find one for field "${parent.name}.${field.name}".`);
      }
      const completed: unknown[] = [];
      for (const each of value) {
        run.indices[depth] = completed.length;
        completed.push(item(each, run));
      }
      return completed;
    };
  }

  #object(type: GraphQLObjectType, { nodes, info }: Compiling, place: Place): Complete {
    let select: Select | undefined;
    const sets = selectionSetsOf(nodes);
    return (value, run) => {
      if (value === null || value === undefined) return null;
      if (type.isTypeOf && !type.isTypeOf(value, run.context, info(run))) {
        throw new GraphQLError(`A value is not of type "${type.name}".`, { nodes });
      }
      select ??= this.select(type, sets, place);
      return select(value, run);
    };
  }

  #abstract(type: GraphQLAbstractType, of: Compiling, place: Place): Complete {
    const byName = new Map<unknown, Complete>();
    const resolveType = type.resolveType ?? defaultTypeResolver;
    return (value, run) => {
      if (value === null || value === undefined) return null;
      const name = resolveType(value, run.context, of.info(run), type);
      if (typeof name === "object" && name !== null) run.refuse(name);
      let complete = byName.get(name);
      if (!complete) {
        complete = this.#object(this.#runtimeType(type, name, of), of, place);
        byName.set(name, complete);
      }
      return complete(value, run);
    };
  }

  #runtimeType(type: GraphQLAbstractType, name: unknown, { parent, field, nodes }: Compiling): GraphQLObjectType {
    const { schema } = this.#of;
    const found = typeof name === "string" ? schema.getType(name) : undefined;
    if (isObjectType(found) && schema.isSubType(type, found)) return found;
    throw new GraphQLError(
      `Abstract type "${type.name}" was resolved to no possible type at runtime for field "${parent.name}.${field.name}".`,
      { nodes },
    );
  }
}

function readerOf(field: Field, node: FieldNode, slot: number, info: (run: Run) => ResolveInfo): Read {
  const { name, resolve } = field;
  const args = argumentsOf(field, node, slot);
  if (resolve) return (source, run) => resolve(source, args(run), run.context, info(run));
  return (source, run) => {
    // Arguments that do not fit are an error although nothing takes them.
    const given = args(run);
    if ((typeof source !== "object" || source === null) && typeof source !== "function") return undefined;
    const value = (source as Record<string, unknown>)[name];
    if (typeof value !== "function") return value;
    return (source as Record<string, (...given: unknown[]) => unknown>)[name]?.(given, run.context, info(run));
  };
}

function selectionSetsOf(nodes: readonly FieldNode[]): SelectionSetNode[] {
  return nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
}

function isIterable(value: unknown): value is Iterable<unknown> {
  return typeof value === "object" && typeof (value as Iterable<unknown> | null)?.[Symbol.iterator] === "function";
}
