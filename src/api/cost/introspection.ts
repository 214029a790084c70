import { type FieldNode, type FragmentDefinitionNode, Kind, type SelectionSetNode } from "graphql";

type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

/** The fields of one name in a selection, by the names that the caller gives them, with what is selected of each. */
type Named = Map<string, SelectionSetNode[]>;

/**
 * How many times over the schema is asked for: once where each field of a selection is, and as often as there are names for one
 * field. Names within named ones multiply, as what they stand for does.
 */
export function timesOver({ selectionSet }: FieldNode, fragments: Fragments): number {
  return selectionSet ? timesOverIn([selectionSet], fragments) : 1;
}

function timesOverIn(sets: readonly SelectionSetNode[], fragments: Fragments): number {
  let most = 1;
  for (const named of fieldsOf(sets, fragments).values()) {
    let times = 0;
    for (const below of named.values()) times += timesOverIn(below, fragments);
    most = Math.max(most, times);
  }
  return most;
}

/** Types make no difference: the introspection has no abstract ones. */
function fieldsOf(sets: readonly SelectionSetNode[], fragments: Fragments): ReadonlyMap<string, Named> {
  const fields = new Map<string, Named>();
  const visited = new Set<string>();
  const visit = ({ selections }: SelectionSetNode): void => {
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) {
        const { name, alias = name, selectionSet } = selection;
        const named: Named = fields.get(name.value) ?? new Map();
        const below = named.get(alias.value) ?? [];
        fields.set(name.value, named.set(alias.value, below));
        if (selectionSet) below.push(selectionSet);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) visit(selection.selectionSet);
      else if (!visited.has(selection.name.value)) {
        visited.add(selection.name.value);
        const fragment = fragments.get(selection.name.value);
        if (fragment) visit(fragment.selectionSet);
      }
    }
  };
  for (const set of sets) visit(set);
  return fields;
}
