import {
  type ArgumentNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isCompositeType,
  isInterfaceType,
  isListType,
  isObjectType,
  isUnionType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  valueFromASTUntyped,
  visit,
} from "graphql";
import type { CostHints } from "../../graphql/index.ts";
import { timesOver } from "./introspection.ts";
import { type ArgumentOf, points } from "./points.ts";

/** What one object of a selection costs, as far as the document says it. */
export interface Shape {
  /** Points for the plain fields. */
  readonly fields: number;
  /** The fields with a selection of their own. */
  readonly parts: readonly Part[];
}

/**
 * `stream`: a subscription's root. `page`: a connection. `pageItems`: the items of the connection or delta around them.
 * `items`: any other list. `object`: one that is looked up. `value`: a part of its parent.
 */
export type PartKind = "stream" | "page" | "pageItems" | "items" | "object" | "value";

export interface Part {
  readonly kind: PartKind;
  /** A field of the root type: of no object, so it looks at everything. */
  readonly root: boolean;
  /** Resources; `*` for one that the argument `kind` names, or nobody knows beforehand. */
  readonly reads: readonly string[];
  readonly hints: CostHints;
  readonly argument: ArgumentOf;
  /** The one argument that is a list, if there is one: a list that is asked for by a list has its length. */
  readonly askedBy: string | undefined;
  readonly shape: Shape;
}

const none: ArgumentOf = () => undefined;

/** Made once for each plan, in time that is linear in the document with its fragments in place. */
export function shapeOf(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode): Shape {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const each of document.definitions)
    if (each.kind === Kind.FRAGMENT_DEFINITION) fragments.set(each.name.value, each);
  const shapes = new Map<string, Shape>();

  // What is asked of an interface is the same in each of its types, or else in one of them.
  const fieldOf = (type: GraphQLCompositeType, name: string): GraphQLField<unknown, unknown> | undefined => {
    const own = isUnionType(type) ? undefined : type.getFields()[name];
    if (isObjectType(type) || own?.extensions.reads !== undefined) return own;
    const possible = isInterfaceType(type) || isUnionType(type) ? schema.getPossibleTypes(type) : [];
    const declared = possible.map((each: GraphQLObjectType) => each.getFields()[name]);
    return declared.find((each) => each?.extensions.reads !== undefined) ?? own;
  };

  const shapeOfFragment = (name: string): Shape => {
    const known = shapes.get(name);
    if (known) return known;
    const fragment = fragments.get(name);
    const type = fragment && schema.getType(fragment.typeCondition.name.value);
    const shape = isCompositeType(type) && fragment ? shapeIn(type, fragment.selectionSet) : empty;
    shapes.set(name, shape);
    return shape;
  };

  const rootType = schema.getRootType(operation.operation);
  const isMutation = operation.operation === "mutation";

  const shapeIn = (type: GraphQLCompositeType, { selections }: SelectionSetNode): Shape => {
    const root = type === rootType;
    let fields = 0;
    const parts: Part[] = [];
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) {
        const name = selection.name.value;
        const field = fieldOf(type, name);
        if (name.startsWith("__") && name !== "__typename") {
          fields += points.introspection * timesOver(selection, fragments);
        }
        if (!field) continue;
        const hints = (field.extensions.costs ?? {}) as CostHints;
        fields += root && isMutation ? points.mutation : (hints.weight ?? points.field);
        const named = getNamedType(field.type);
        if (!isCompositeType(named) || !selection.selectionSet) continue;
        const shape = shapeIn(named, selection.selectionSet);
        parts.push({ ...partOf(operation, field, selection, hints), root, shape });
        continue;
      }
      let spread: Shape;
      if (selection.kind === Kind.INLINE_FRAGMENT) {
        const condition = selection.typeCondition && schema.getType(selection.typeCondition.name.value);
        spread = shapeIn(isCompositeType(condition) ? condition : type, selection.selectionSet);
      } else spread = shapeOfFragment(selection.name.value);
      fields += spread.fields;
      for (const part of spread.parts) parts.push(part);
    }
    return { fields, parts };
  };

  return rootType ? shapeIn(rootType, operation.selectionSet) : empty;
}

const empty: Shape = { fields: 0, parts: [] };

function partOf(
  operation: OperationDefinitionNode,
  field: GraphQLField<unknown, unknown>,
  node: FieldNode,
  hints: CostHints,
): Omit<Part, "shape" | "root"> {
  const reads = Array.isArray(field.extensions.reads) ? field.extensions.reads.map(String) : [];
  const isList = isListType(getNullableType(field.type));
  const hasPage = field.args.some(({ name }) => name === "first");
  const kind = hints.page
    ? "pageItems"
    : hasPage
      ? "page"
      : isList
        ? "items"
        : field.args.some(({ name }) => name === "initial")
          ? "stream"
          : reads.length > 0
            ? "object"
            : "value";
  const lists = field.args.filter(({ type }) => isListType(getNullableType(type)));
  const askedBy = lists.length === 1 ? lists[0]?.name : undefined;
  return { kind, reads, hints, askedBy, argument: argumentsOf(operation, field, node) };
}

/** Finds an argument's value. What no variable takes part in is worked out beforehand. */
function argumentsOf(
  { variableDefinitions = [] }: OperationDefinitionNode,
  field: GraphQLField<unknown, unknown>,
  node: FieldNode,
): ArgumentOf {
  const found = new Map<string, (variables: Readonly<Record<string, unknown>>) => unknown>();
  for (const { name, defaultValue } of field.args) if (defaultValue !== undefined) found.set(name, () => defaultValue);
  for (const argument of node.arguments ?? []) {
    const used = variablesOf(argument);
    if (used.size === 0) {
      const value = valueFromASTUntyped(argument.value);
      found.set(argument.name.value, () => value);
      continue;
    }
    const defaults: Record<string, unknown> = {};
    for (const { variable, defaultValue } of variableDefinitions)
      if (defaultValue && used.has(variable.name.value))
        defaults[variable.name.value] = valueFromASTUntyped(defaultValue);
    const byDefault = found.get(argument.name.value) ?? (() => undefined);
    found.set(argument.name.value, (variables) => {
      const value = valueFromASTUntyped(argument.value, { ...defaults, ...variables });
      return value === undefined ? byDefault(variables) : value;
    });
  }
  return found.size === 0 ? none : (name, variables) => found.get(name)?.(variables);
}

function variablesOf(argument: ArgumentNode): Set<string> {
  const names = new Set<string>();
  visit(argument, {
    Variable: ({ name }) => {
      names.add(name.value);
    },
  });
  return names;
}
