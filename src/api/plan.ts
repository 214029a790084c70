import {
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  isUnionType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from "graphql";
import { type Shape, shapeOf } from "./cost/shape.ts";
import { Executable } from "./execution/executable.ts";

/** A document that was admitted against one generation of the schema, and the operation of it that is to run. */
export interface Plan {
  /** Equal for the same document text and operation name. */
  readonly key: string;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  /** The resources that the fields below the root say they read (`@Reads`); `*` when that depends on arguments. */
  readonly joins: ReadonlySet<string>;
  /** What it costs, apart from variables and from how much there is. */
  readonly shape: Shape;
  readonly executable: Executable;
}

export function makePlan(
  schema: GraphQLSchema,
  key: string,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): Plan {
  const joins = joinsOf(schema, document, operation);
  return {
    key,
    document,
    operation,
    joins,
    shape: shapeOf(schema, document, operation),
    executable: new Executable(schema, document, operation),
  };
}

function joinsOf(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode): Set<string> {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const each of document.definitions)
    if (each.kind === Kind.FRAGMENT_DEFINITION) fragments.set(each.name.value, each);
  const joins = new Set<string>();
  const visited = new Set<string>();

  // On an abstract type a field is looked up in each possible type: a type's own field may read what others' do not.
  const concrete = (type: GraphQLCompositeType): readonly GraphQLObjectType[] =>
    isObjectType(type) ? [type] : isInterfaceType(type) || isUnionType(type) ? schema.getPossibleTypes(type) : [];

  const visit = (types: readonly GraphQLObjectType[], selections: SelectionSetNode, root: boolean): void => {
    for (const selection of selections.selections) {
      if (selection.kind === Kind.FIELD) {
        const below = new Set<GraphQLObjectType>();
        for (const type of types) {
          const field = type.getFields()[selection.name.value];
          if (!field) continue;
          const reads = field.extensions.reads;
          if (!root && Array.isArray(reads)) for (const resource of reads) joins.add(String(resource));
          const named = getNamedType(field.type);
          if (isCompositeType(named)) for (const each of concrete(named)) below.add(each);
        }
        if (selection.selectionSet) visit([...below], selection.selectionSet, false);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        const condition = selection.typeCondition && schema.getType(selection.typeCondition.name.value);
        visit(isCompositeType(condition) ? concrete(condition) : types, selection.selectionSet, root);
      } else {
        const fragment = fragments.get(selection.name.value);
        const condition = fragment && schema.getType(fragment.typeCondition.name.value);
        if (!fragment || !isCompositeType(condition) || visited.has(selection.name.value)) continue;
        visited.add(selection.name.value);
        visit(concrete(condition), fragment.selectionSet, root);
      }
    }
  };
  const rootType = schema.getRootType(operation.operation);
  if (rootType) visit([rootType], operation.selectionSet, true);
  return joins;
}
