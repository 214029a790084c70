import {
  type FieldNode,
  GraphQLError,
  type GraphQLField,
  getArgumentValues,
  getVariableValues,
  Kind,
  type OperationDefinitionNode,
  visit,
} from "graphql";
import { FairwayError } from "../../errors/index.ts";
import type { EventStream, PassContext } from "../../graphql/index.ts";
import type { Environment } from "../environment.ts";
import type { Variables } from "../operations.ts";
import { type Execution, passes } from "../passes.ts";
import type { Plan } from "../plan.ts";
import type { Stream } from "./stream.ts";

export interface OpenedStream {
  readonly stream: Stream;
  readonly after: string | null;
  readonly initial: "SNAPSHOT" | "NONE";
}

/** The arguments that say where a member begins. Every field of `Subscription` has them. */
const BEGINNING = ["after", "initial"] as const;

/** Evaluates the one root field of a subscription: its arguments, and what it streams. Throws what is for the caller. */
export async function openStream(
  environment: Environment,
  plan: Plan,
  variables: Variables,
  execution: Execution,
): Promise<OpenedStream> {
  const { schema } = environment;
  const { field, node } = rootField(environment, plan);
  const coerced = getVariableValues(schema, plan.operation.variableDefinitions ?? [], variables);
  if (coerced.errors) throw coerced.errors[0] ?? new GraphQLError("The variables cannot be used");
  const { after, initial, ...filter } = getArgumentValues(field, node, coerced.coerced);
  const subscribe = field.subscribe as
    | ((root: undefined, args: object, context: PassContext, info: undefined) => EventStream<unknown>)
    | undefined;
  if (!subscribe) throw new Error(`Subscription.${field.name} streams nothing`);
  const { result } = await passes(environment, execution, (context): EventStream<unknown> | null => {
    try {
      return subscribe(undefined, filter, context, undefined);
    } catch (error) {
      // In a pass that misses something, what follows from the absence is no error yet.
      if (execution.misses.any) return null;
      throw error;
    }
  });
  if (!result) throw new Error(`Subscription.${field.name} streams nothing`);
  const kept = Object.entries(variables).filter(([name]) => !onlySaysBeginning(plan.operation, name));
  return {
    stream: {
      plan,
      variables: Object.fromEntries(kept),
      fieldName: field.name,
      source: result,
      filter: canonical(filter),
    },
    after: (after as string | null | undefined) ?? null,
    initial: initial === "NONE" ? "NONE" : "SNAPSHOT",
  };
}

function rootField(
  { schema }: Environment,
  { operation, document }: Plan,
): {
  field: GraphQLField<unknown, unknown>;
  node: FieldNode;
} {
  const fields: FieldNode[] = [];
  // The one root field may stand in a fragment; validation has seen to it that there is only one.
  const collect = (selections: OperationDefinitionNode["selectionSet"]): void => {
    for (const selection of selections.selections) {
      if (selection.kind === Kind.FIELD) fields.push(selection);
      else if (selection.kind === Kind.INLINE_FRAGMENT) collect(selection.selectionSet);
      else {
        for (const each of document.definitions) {
          if (each.kind === Kind.FRAGMENT_DEFINITION && each.name.value === selection.name.value)
            collect(each.selectionSet);
        }
      }
    }
  };
  collect(operation.selectionSet);
  const [node] = fields;
  const field = node && schema.getSubscriptionType()?.getFields()[node.name.value];
  if (!field) throw new FairwayError("BAD_REQUEST", "A subscription selects one event field");
  return { field, node };
}

// Such a variable must not part groups: subscribers with different cursors are sent the same frames.
function onlySaysBeginning(operation: OperationDefinitionNode, variable: string): boolean {
  let elsewhere = false;
  let used = false;
  visit(operation.selectionSet, {
    Variable(node, _key, parent) {
      if (node.name.value !== variable) return;
      used = true;
      const argument = parent && "kind" in parent && parent.kind === Kind.ARGUMENT ? parent.name.value : undefined;
      if (!BEGINNING.some((name) => name === argument)) elsewhere = true;
    },
  });
  return used && !elsewhere;
}

/** JSON with sorted keys: equal for equal values. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, each: unknown) =>
    typeof each === "object" && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  );
}
