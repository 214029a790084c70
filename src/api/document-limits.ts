import { type ASTVisitor, GraphQLError, Kind, type SelectionSetNode, type ValidationContext } from "graphql";

/** How large a document may be. */
export interface DocumentLimits {
  /** Lexical tokens: bounds the work of the parser itself. */
  readonly tokens: number;
  /** Levels of nested fields. Introspection has its own shape and is not counted. */
  readonly depth: number;
}

/** A validation rule: refuses operations whose fields are nested deeper than `maxDepth`. */
export function depthRule(maxDepth: number): (context: ValidationContext) => ASTVisitor {
  return (context) => {
    const depths = new Map<string, number>();

    const depthOfFragment = (name: string): number => {
      const known = depths.get(name);
      if (known !== undefined) return known;
      // A cycle is another rule's error; here it must only not be followed for ever.
      depths.set(name, 0);
      const fragment = context.getFragment(name);
      const depth = fragment ? depthOf(fragment.selectionSet) : 0;
      depths.set(name, depth);
      return depth;
    };

    const depthOf = (selections: SelectionSetNode): number => {
      let deepest = 0;
      for (const selection of selections.selections) {
        let depth = 0;
        if (selection.kind === Kind.FIELD) {
          if (selection.name.value.startsWith("__")) continue;
          depth = 1 + (selection.selectionSet ? depthOf(selection.selectionSet) : 0);
        } else if (selection.kind === Kind.INLINE_FRAGMENT) depth = depthOf(selection.selectionSet);
        else depth = depthOfFragment(selection.name.value);
        deepest = Math.max(deepest, depth);
      }
      return deepest;
    };

    return {
      OperationDefinition(operation) {
        const depth = depthOf(operation.selectionSet);
        if (depth <= maxDepth) return;
        const message = `The operation is ${depth} levels deep; at most ${maxDepth} are allowed`;
        context.reportError(new GraphQLError(message, { nodes: operation, extensions: { code: "LIMIT_EXCEEDED" } }));
      },
    };
  };
}
