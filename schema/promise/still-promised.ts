import type { ConstDirectiveNode, DefinitionNode, DocumentNode, NamedTypeNode, TypeDefinitionNode } from "graphql";
import { isTypeDefinitionNode, Kind, visit } from "graphql";
import { isOver } from "./deprecation.ts";

const roots = ["Query", "Mutation", "Subscription"];

/**
 * What of a promised schema still counts on a day (YYYY-MM-DD): all but the elements whose deprecation period is over,
 * and the types that could be reached through these alone. A schema that keeps this breaks nobody.
 */
export function stillPromised(promised: DocumentNode, today: string): DocumentNode {
  const drop = ({ directives }: { readonly directives?: readonly ConstDirectiveNode[] | undefined }) => {
    const reason = reasonIn(directives ?? []);
    return reason !== undefined && isOver(reason, today) ? null : undefined;
  };
  const kept = visit(promised, { FieldDefinition: drop, InputValueDefinition: drop, EnumValueDefinition: drop });
  const reached = reachedTypes(kept, namedTypes(promised.definitions));
  return {
    ...kept,
    definitions: kept.definitions.filter((each) => !isTypeDefinitionNode(each) || reached.has(each.name.value)),
  };
}

function reasonIn(directives: readonly ConstDirectiveNode[]): string | undefined {
  const reason = directives
    .find(({ name }) => name.value === "deprecated")
    ?.arguments?.find(({ name }) => name.value === "reason")?.value;
  return reason?.kind === Kind.STRING ? reason.value : undefined;
}

/** The types that fields and arguments are of, and the members of unions. */
function namedTypes(definitions: readonly DefinitionNode[]): Set<string> {
  const names = new Set<string>();
  const add = ({ name }: NamedTypeNode) => {
    names.add(name.value);
  };
  for (const definition of definitions) {
    const bare = "interfaces" in definition ? { ...definition, interfaces: [] } : definition;
    visit(bare as DefinitionNode, { NamedType: add });
  }
  return names;
}

/**
 * An object type that some field is of goes with the last such field: it was announced there. One that shows behind its
 * interface alone stays as long as that.
 */
function reachedTypes({ definitions }: DocumentNode, everNamed: ReadonlySet<string>): ReadonlySet<string> {
  const types = new Map(definitions.filter(isTypeDefinitionNode).map((type) => [type.name.value, type]));
  const directives = definitions.filter((each) => each.kind === Kind.DIRECTIVE_DEFINITION);
  const reached = new Set<string>();
  const pending = [...roots, ...namedTypes(directives)];
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    const type = types.get(name);
    if (!type || reached.has(name)) continue;
    reached.add(name);
    pending.push(...namedTypes([type]), ...interfacesOf(type));
    if (type.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue;
    for (const [other, definition] of types) {
      if (interfacesOf(definition).includes(name) && !everNamed.has(other)) pending.push(other);
    }
  }
  return reached;
}

function interfacesOf(type: TypeDefinitionNode): readonly string[] {
  return "interfaces" in type ? (type.interfaces ?? []).map(({ name }) => name.value) : [];
}
