import { type ASTVisitor, GraphQLError, Kind, type SelectionSetNode, type ValidationContext } from "graphql";

/** How large a document may be, and what it may ask for. */
export interface DocumentLimits {
  /** Lexical tokens: bounds the work of the parser itself. With the fragments in place, an operation has no more fields. */
  readonly documentTokens: number;
  /** Levels of nested fields. Introspection has its own shape and is not counted. */
  readonly documentDepth: number;
  /** Fields under a name of the caller's, in the whole operation. */
  readonly documentAliases: number;
  /** Fields right below the operation. */
  readonly documentRootFields: number;
  /** Whether the schema may be asked for. */
  readonly introspection: boolean;
}

/** What is counted of a selection, with its fragments in place: each as often as it is spread. */
interface Size {
  readonly depth: number;
  readonly fields: number;
  readonly aliases: number;
  /** Of them, the ones right in the selection. */
  readonly top: number;
}

const nothing: Size = { depth: 0, fields: 0, aliases: 0, top: 0 };

/** A validation rule: refuses operations that are larger than the limits. A document is walked once, however it spreads. */
export function sizeRule(limits: DocumentLimits): (context: ValidationContext) => ASTVisitor {
  return (context) => {
    const fragments = new Map<string, Size>();

    const sizeOfFragment = (name: string): Size => {
      const known = fragments.get(name);
      if (known !== undefined) return known;
      // A cycle is another rule's error; here it must only not be followed for ever.
      fragments.set(name, nothing);
      const fragment = context.getFragment(name);
      const size = fragment ? sizeOf(fragment.selectionSet) : nothing;
      fragments.set(name, size);
      return size;
    };

    const sizeOf = ({ selections }: SelectionSetNode): Size => {
      let { depth, fields, aliases, top } = nothing;
      for (const selection of selections) {
        if (selection.kind === Kind.FIELD) {
          const below = selection.selectionSet ? sizeOf(selection.selectionSet) : nothing;
          top += 1;
          fields += 1 + below.fields;
          aliases += (selection.alias ? 1 : 0) + below.aliases;
          if (!selection.name.value.startsWith("__")) depth = Math.max(depth, 1 + below.depth);
          continue;
        }
        const spread =
          selection.kind === Kind.INLINE_FRAGMENT
            ? sizeOf(selection.selectionSet)
            : sizeOfFragment(selection.name.value);
        depth = Math.max(depth, spread.depth);
        fields += spread.fields;
        aliases += spread.aliases;
        top += spread.top;
      }
      return { depth, fields, aliases, top };
    };

    return {
      OperationDefinition(operation) {
        const { depth, fields, aliases, top } = sizeOf(operation.selectionSet);
        const refuse = (message: string) =>
          context.reportError(new GraphQLError(message, { nodes: operation, extensions: { code: "LIMIT_EXCEEDED" } }));
        const { documentDepth, documentTokens, documentAliases, documentRootFields } = limits;
        // One is enough: whoever mends it may meet the next.
        if (fields > documentTokens) refuse(`With its fragments, the operation has more than ${documentTokens} fields`);
        else if (depth > documentDepth) refuse(`The operation is more than ${documentDepth} levels deep`);
        else if (aliases > documentAliases) refuse(`The operation has more than ${documentAliases} aliases`);
        else if (top > documentRootFields) refuse(`The operation has more than ${documentRootFields} root fields`);
      },
    };
  };
}

/** A validation rule for gateways that do not show their schema: `__schema` and `__type` are refused wherever they stand. */
export function noIntrospectionRule(context: ValidationContext): ASTVisitor {
  let refused = false;
  return {
    Field(field) {
      const { value } = field.name;
      if (refused || (value !== "__schema" && value !== "__type")) return;
      refused = true;
      const message = "The schema is not shown here; see the setting introspection";
      context.reportError(new GraphQLError(message, { nodes: field, extensions: { code: "FORBIDDEN" } }));
    },
  };
}
