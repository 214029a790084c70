import {
  type DocumentNode,
  type ExecutionResult,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLSchema,
  getVariableValues,
  Kind,
  type OperationDefinitionNode,
  visit,
} from "graphql";
import { conditionOf } from "./collect-fields.ts";
import { Compiler } from "./compile.ts";
import { interpret, PROMISED } from "./interpret.ts";
import { type Given, Run, type Select } from "./run.ts";

/** Of an operation with many conditions; more are compiled for the one execution that they are asked in. */
const MAX_KEPT = 16;

/** As graphql-js has it where it executes. */
const MAX_COERCION_ERRORS = 50;

/**
 * A validated operation that is compiled when it is run first, once for each combination of what its @skip and @include
 * depend on. Its results, errors included, are those of graphql-js.
 */
export class Executable {
  readonly #schema: GraphQLSchema;
  readonly #document: DocumentNode;
  readonly #operation: OperationDefinitionNode;
  readonly #fragments: Record<string, FragmentDefinitionNode> = Object.create(null);
  readonly #conditions: readonly string[];
  readonly #compiled = new Map<string, Select>();

  constructor(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode) {
    this.#schema = schema;
    this.#document = document;
    this.#operation = operation;
    for (const each of document.definitions) {
      if (each.kind === Kind.FRAGMENT_DEFINITION) this.#fragments[each.name.value] = each;
    }
    this.#conditions = conditionsOf(document, operation);
  }

  /** Throws if a resolver returns a promise. */
  run(given: Given): ExecutionResult {
    const definitions = this.#operation.variableDefinitions ?? [];
    const { coerced, errors } = getVariableValues(this.#schema, definitions, given.variables, {
      maxErrors: MAX_COERCION_ERRORS,
    });
    if (errors) return { errors };
    const select = this.#selectFor(coerced);
    if (!select) return interpret(this.#schema, this.#document, this.#operation, given);
    const run = new Run(coerced, given);
    const data = dataOf(select, run);
    if (run.promised) throw new Error(PROMISED);
    return run.errors.length > 0 ? { errors: run.errors, data } : { data };
  }

  /** Undefined for what is an error only where it is met: a condition that is null. */
  #selectFor(variables: Readonly<Record<string, unknown>>): Select | undefined {
    const values = this.#conditions.map((name) => variables[name]);
    const key = values.join();
    const found = this.#compiled.get(key);
    if (found) return found;
    const type = this.#schema.getRootType(this.#operation.operation);
    if (!type || values.some((value) => typeof value !== "boolean")) return undefined;
    const conditions = Object.fromEntries(this.#conditions.map((name, index) => [name, values[index]]));
    const compiler = new Compiler({
      schema: this.#schema,
      fragments: this.#fragments,
      operation: this.#operation,
      conditions,
    });
    const select = compiler.select(type, [this.#operation.selectionSet], undefined);
    if (this.#compiled.size < MAX_KEPT) this.#compiled.set(key, select);
    return select;
  }
}

function dataOf(select: Select, run: Run): Record<string, unknown> | null {
  try {
    return select(run.root, run) as Record<string, unknown>;
  } catch (error) {
    // What is not located yet is a defect of the executor's own.
    if (!(error instanceof GraphQLError)) throw error;
    run.errors.push(error);
    return null;
  }
}

function conditionsOf(document: DocumentNode, { variableDefinitions }: OperationDefinitionNode): string[] {
  const defined = new Set(variableDefinitions?.map(({ variable }) => variable.name.value));
  const conditions = new Set<string>();
  visit(document, {
    Directive(node) {
      const name = conditionOf(node);
      if (name !== undefined && defined.has(name)) conditions.add(name);
    },
  });
  return [...conditions];
}
