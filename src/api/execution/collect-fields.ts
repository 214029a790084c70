import {
  type DirectiveNode,
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLIncludeDirective,
  type GraphQLObjectType,
  type GraphQLSchema,
  GraphQLSkipDirective,
  getDirectiveValues,
  isAbstractType,
  Kind,
  type NamedTypeNode,
  type SelectionNode,
  type SelectionSetNode,
} from "graphql";

type Conditions = Readonly<Record<string, unknown>>;
export type Fields = ReadonlyMap<string, readonly FieldNode[]>;

export interface Collecting {
  readonly schema: GraphQLSchema;
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
  /** The values of the variables that @skip and @include depend on. */
  readonly conditions: Conditions;
}

/** The fields that are selected of an object type, by their names in the response and in its order. */
export function collectFields(
  { schema, fragments, conditions }: Collecting,
  type: GraphQLObjectType,
  sets: readonly SelectionSetNode[],
): Fields {
  const fields = new Map<string, FieldNode[]>();
  const visited = new Set<string>();
  const applies = (condition: NamedTypeNode | undefined): boolean => {
    const named = condition && schema.getType(condition.name.value);
    return !condition || named === type || (isAbstractType(named) && schema.isSubType(named, type));
  };
  const visit = ({ selections }: SelectionSetNode): void => {
    for (const selection of selections) {
      if (!isIncluded(selection, conditions)) continue;
      if (selection.kind === Kind.FIELD) {
        const name = (selection.alias ?? selection.name).value;
        const nodes = fields.get(name);
        if (nodes) nodes.push(selection);
        else fields.set(name, [selection]);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        if (applies(selection.typeCondition)) visit(selection.selectionSet);
      } else {
        const name = selection.name.value;
        if (visited.has(name)) continue;
        visited.add(name);
        const fragment = fragments[name];
        if (fragment && applies(fragment.typeCondition)) visit(fragment.selectionSet);
      }
    }
  };
  for (const set of sets) visit(set);
  return fields;
}

function isIncluded(node: SelectionNode, conditions: Conditions): boolean {
  return (
    getDirectiveValues(GraphQLSkipDirective, node, conditions)?.if !== true &&
    getDirectiveValues(GraphQLIncludeDirective, node, conditions)?.if !== false
  );
}

/** The variable that decides whether something is selected, if this is such a directive. */
export function conditionOf({ name, arguments: args }: DirectiveNode): string | undefined {
  if (name.value !== "skip" && name.value !== "include") return undefined;
  const value = args?.find((arg) => arg.name.value === "if")?.value;
  return value?.kind === Kind.VARIABLE ? value.name.value : undefined;
}
