import { type FieldNode, type GraphQLField, getArgumentValues, Kind, visit } from "graphql";
import type { Run } from "./run.ts";

type Arguments = Readonly<Record<string, unknown>>;
type Field = GraphQLField<unknown, unknown>;

const none: Arguments = Object.freeze({});

/** How a field's arguments are found: once for all executions, or once for each where they have variables. */
export function argumentsOf(field: Field, node: FieldNode, slot: number): (run: Run) => Arguments {
  if (field.args.length === 0) return () => none;
  if (!hasVariables(node)) {
    try {
      const values = frozen(getArgumentValues(field, node)) as Arguments;
      return () => values;
    } catch {
      // Each execution says so itself, at the place of the field.
    }
  }
  return (run) => {
    run.args[slot] ??= getArgumentValues(field, node, run.variables);
    return run.args[slot] as Arguments;
  };
}

function hasVariables(node: FieldNode): boolean {
  let found = false;
  for (const argument of node.arguments ?? []) {
    visit(argument, {
      [Kind.VARIABLE]() {
        found = true;
      },
    });
  }
  return found;
}

// All executions are handed the same: what one of them changed in it would be another's.
function frozen(value: unknown): unknown {
  if (Array.isArray(value)) for (const each of value) frozen(each);
  else if (isPlain(value)) for (const each of Object.values(value)) frozen(each);
  else return value;
  return Object.freeze(value);
}

function isPlain(value: unknown): value is object {
  if (typeof value !== "object" || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}
