import type {
  FragmentDefinitionNode,
  GraphQLField,
  GraphQLObjectType,
  GraphQLResolveInfo,
  GraphQLSchema,
  OperationDefinitionNode,
} from "graphql";
import { linkedPathOf, type Place } from "./place.ts";
import type { Run } from "./run.ts";

/** What the fields of an operation have in common. */
export interface InfoOfOperation {
  readonly schema: GraphQLSchema;
  readonly fragments: Record<string, FragmentDefinitionNode>;
  readonly operation: OperationDefinitionNode;
}

/** One for each field of an execution, whatever the number of parents: its `path` holds while the field is resolved. */
export class ResolveInfo implements GraphQLResolveInfo {
  readonly fieldName: string;
  readonly fieldNodes: GraphQLResolveInfo["fieldNodes"];
  readonly returnType: GraphQLResolveInfo["returnType"];
  readonly parentType: GraphQLObjectType;
  readonly schema: GraphQLSchema;
  readonly fragments: Record<string, FragmentDefinitionNode>;
  readonly operation: OperationDefinitionNode;
  readonly rootValue: unknown;
  readonly variableValues: Record<string, unknown>;
  readonly #place: Place;
  readonly #run: Run;

  constructor(
    { schema, fragments, operation }: InfoOfOperation,
    parentType: GraphQLObjectType,
    field: GraphQLField<unknown, unknown>,
    place: Place,
    run: Run,
  ) {
    this.fieldName = field.name;
    this.fieldNodes = place.nodes;
    this.returnType = field.type;
    this.parentType = parentType;
    this.schema = schema;
    this.fragments = fragments;
    this.operation = operation;
    this.rootValue = run.root;
    this.variableValues = run.variables;
    this.#place = place;
    this.#run = run;
  }

  get path(): GraphQLResolveInfo["path"] {
    return linkedPathOf(this.#place, this.#run.indices);
  }
}
