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
import type { EventStream, Feed, PassContext } from "../../graphql/index.ts";
import type { Environment } from "../environment.ts";
import type { Variables } from "../operations.ts";
import { type Execution, passes } from "../passes.ts";
import type { Plan } from "../plan.ts";
import type { Stream } from "./stream.ts";

export interface OpenedStream<Source extends EventStream<unknown> | Feed = EventStream<unknown> | Feed> {
  readonly stream: Stream<Source>;
  readonly after: string | null;
  readonly initial: "SNAPSHOT" | "NONE";
}

/** The arguments that say where a member begins. Every field of `Subscription` has them. */
const BEGINNING: readonly string[] = ["after", "initial"];

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
    | ((root: undefined, args: object, context: PassContext, info: undefined) => EventStream<unknown> | Feed)
    | undefined;
  if (!subscribe) throw new Error(`Subscription.${field.name} streams nothing`);
  const { result } = await passes(environment, execution, (context): EventStream<unknown> | Feed | null => {
    try {
      return subscribe(undefined, filter, context, undefined);
    } catch (error) {
      // In a pass that misses something, what follows from the absence is no error yet.
      if (execution.misses.any) return null;
      throw error;
    }
  });
  if (!result) throw new Error(`Subscription.${field.name} streams nothing`);
  return {
    stream: {
      plan,
      variables,
      distinguishing: distinguishing(plan, node, variables),
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

// A variable that says where a member begins must not part groups: subscribers with different cursors are sent the
// same frames. Nor must one that nothing uses.
function distinguishing({ operation, document }: Plan, root: FieldNode, variables: Variables): Variables {
  const beginning = new Set(root.arguments?.filter(({ name }) => BEGINNING.includes(name.value)));
  const used = new Set<string>();
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.FRAGMENT_DEFINITION && definition !== operation) continue;
    visit(definition, {
      VariableDefinition: () => false,
      Argument: (argument) => (beginning.has(argument) ? false : undefined),
      Variable: ({ name }) => {
        used.add(name.value);
      },
    });
  }
  return Object.fromEntries(Object.entries(variables).filter(([name]) => used.has(name)));
}

/** JSON with sorted keys: equal for equal values. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, each: unknown) => {
    // What the scalar Long is parsed to.
    if (typeof each === "bigint") return String(each);
    if (typeof each !== "object" || each === null || Array.isArray(each)) return each;
    return Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
