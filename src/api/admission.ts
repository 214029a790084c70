import { ApolloServer, type ApolloServerPlugin, type GraphQLRequestContext } from "@apollo/server";
import { ApolloServerPluginCacheControlDisabled } from "@apollo/server/plugin/disabled";
import { GraphQLError, type GraphQLFormattedError, type GraphQLSchema } from "graphql";
import { type ErrorCode, FairwayError } from "../errors/index.ts";
import { type DocumentLimits, noIntrospectionRule, sizeRule } from "./document-limits.ts";
import { makePlan, type Plan } from "./plan.ts";
import type { OperationRequest } from "./transport.ts";

type Admitted = Pick<GraphQLRequestContext<AdmissionContext>, "document" | "operation" | "source">;

interface AdmissionContext {
  /** Apollo hands its plugins a copy of the context: what is to be seen outside must be told, not written down. */
  readonly admit: (admitted: Admitted) => void;
}

/** What our own rules refuse for. All else that validation finds has one code. */
const ruled: readonly unknown[] = ["LIMIT_EXCEEDED", "FORBIDDEN"] satisfies ErrorCode[];
const MAX_PLANS = 1_000;
const MAX_KEPT_DOCUMENT = 64 * 1024;

/** Why a document was refused: GraphQL errors with their codes in place. */
export class Refusal {
  readonly errors: readonly GraphQLFormattedError[];

  constructor(errors: readonly GraphQLFormattedError[]) {
    this.errors = errors;
  }
}

/**
 * Makes plans of documents. Apollo Server does what it is good at (parsing, validation, automatic persisted queries,
 * their errors), once for each document; the plan it results in is kept and run by our own engine on every transport.
 */
export class Admission {
  readonly #schema: GraphQLSchema;
  readonly #apollo: ApolloServer<AdmissionContext>;
  // In the order of their last use.
  readonly #plans = new Map<string, Plan>();

  constructor(schema: GraphQLSchema, limits: DocumentLimits) {
    this.#schema = schema;
    // In place of an execution: Apollo hands over what it admitted, and answers with nothing.
    const handOver: ApolloServerPlugin<AdmissionContext> = {
      requestDidStart: async () => ({
        responseForOperation: async ({ contextValue, document, operation, source, response }) => {
          contextValue.admit({ document, operation, source });
          return { http: response.http, body: { kind: "single", singleResult: { data: null } } };
        },
      }),
    };
    this.#apollo = new ApolloServer<AdmissionContext>({
      schema,
      plugins: [ApolloServerPluginCacheControlDisabled(), handOver],
      validationRules: [sizeRule(limits), ...(limits.introspection ? [] : [noIntrospectionRule])],
      parseOptions: { maxTokens: limits.documentTokens },
      // Plans are what is kept of a document.
      documentStore: null,
      // Our own rule has a code of its own.
      introspection: true,
      // "Did you mean …" is the schema, bit by bit.
      hideSchemaDetailsFromClientErrors: !limits.introspection,
      includeStacktraceInErrorResponses: false,
      stopOnTerminationSignals: false,
      formatError: withRuledCode,
    });
  }

  async start(): Promise<void> {
    await this.#apollo.start();
  }

  async stop(): Promise<void> {
    await this.#apollo.stop();
  }

  /** `pay` is asked for the work of a document that is not known, in bytes, before it is done. It may throw. */
  async admit(request: OperationRequest, pay: (bytes: number) => void): Promise<Plan | Refusal> {
    const { query, operationName, extensions } = checkShape(request);
    const hash = (extensions?.persistedQuery as { sha256Hash?: unknown } | undefined)?.sha256Hash;
    const key = `${operationName ?? ""}\0${query ?? `\0${String(hash)}`}`;
    // With both a document and a hash Apollo has to compare the two, and to register them.
    const known = query !== undefined && hash !== undefined ? undefined : this.#plans.get(key);
    if (known) {
      this.#plans.delete(key);
      this.#plans.set(key, known);
      return known;
    }
    if (query !== undefined) pay(query.length);
    let admitted: Admitted = {};
    const { body } = await this.#apollo.executeOperation(
      {
        ...(query !== undefined && { query }),
        ...(operationName !== undefined && { operationName }),
        ...(extensions !== undefined && { extensions }),
      },
      {
        contextValue: {
          admit: (each) => {
            admitted = each;
          },
        },
      },
    );
    if (body.kind === "single" && body.singleResult.errors) return refusalFor(body.singleResult.errors);
    const { document, operation, source } = admitted;
    if (!document || !operation) {
      const message = operationName
        ? `The document has no operation "${operationName}"`
        : "The document has several operations, and the request names none";
      throw new FairwayError("OPERATION_RESOLUTION_FAILURE", message);
    }
    // The plan is known by its document, however it was asked for.
    const plan = makePlan(this.#schema, `${operationName ?? ""}\0${source}`, document, operation);
    if ((source?.length ?? 0) <= MAX_KEPT_DOCUMENT) this.#keep(key, plan);
    return plan;
  }

  #keep(key: string, plan: Plan): void {
    this.#plans.set(key, plan);
    if (this.#plans.size <= MAX_PLANS) return;
    const oldest = this.#plans.keys().next();
    if (!oldest.done) this.#plans.delete(oldest.value);
  }
}

// Apollo gives all errors of validation one code, and graphql-js reports the token limit as a syntax error ("more
// that", before version 17) like any other.
function withRuledCode(formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError {
  const cause = error instanceof GraphQLError ? error.originalError : undefined;
  const code = cause instanceof GraphQLError ? cause.extensions.code : undefined;
  if (ruled.includes(code)) return { ...formatted, extensions: { ...formatted.extensions, code } };
  if (!/^Syntax Error: Document contains more tha[nt] \d+ tokens\b/.test(formatted.message)) return formatted;
  return { ...formatted, extensions: { ...formatted.extensions, code: "LIMIT_EXCEEDED" } };
}

/** Who meets a limit is told of that alone, whatever else is wrong with the document. */
function refusalFor(errors: readonly GraphQLFormattedError[]): Refusal {
  const limits = errors.filter(({ extensions }) => ruled.includes(extensions?.code));
  return new Refusal(limits.length > 0 ? limits : errors);
}

interface Shaped {
  readonly query: string | undefined;
  readonly operationName: string | undefined;
  readonly extensions: Record<string, unknown> | undefined;
}

function checkShape({ query, operationName, variables, extensions }: OperationRequest): Shaped {
  const bad = (message: string) => new FairwayError("BAD_REQUEST", message);
  if (query != null && typeof query !== "string") throw bad("`query` must be a string");
  if (operationName != null && typeof operationName !== "string") throw bad("`operationName` must be a string");
  if (variables != null && !isRecord(variables)) throw bad("`variables` must be an object");
  if (extensions != null && !isRecord(extensions)) throw bad("`extensions` must be an object");
  return {
    query: query ?? undefined,
    operationName: operationName || undefined,
    extensions: extensions ?? undefined,
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
