import type { OperationRequest } from "../api/index.ts";
import { Refusal } from "./refusal.ts";

export interface VariablesLimits {
  readonly variablesDepth: number;
  readonly variablesBytes: number;
}

/**
 * The parameters of a request, from parsed JSON of any shape that was `bytes` long. Throws BAD_REQUEST where a parameter
 * has a type that GraphQL over HTTP does not know; further members are ignored, as clients and proxies add their own.
 */
export function readOperation(value: unknown, bytes: number, limits: VariablesLimits): OperationRequest {
  if (Array.isArray(value)) throw bad("Several operations in one request are not supported; send them one by one");
  if (!isRecord(value)) throw bad("The request must be a JSON object with a `query`");
  const { query, operationName, variables, extensions } = value;
  if (!absent(variables) && !isRecord(variables)) throw bad("`variables` must be an object");
  if (!absent(extensions) && !isRecord(extensions)) throw bad("`extensions` must be an object");
  if (!absent(operationName) && typeof operationName !== "string") throw bad("`operationName` must be a string");
  const named = !absent(extensions) && "persistedQuery" in extensions;
  if (typeof query !== "string" && !(named && absent(query))) throw bad("`query` must be a string");
  if (!absent(variables)) assertLimits(variables, bytes, limits);
  return { query, operationName, variables, extensions };
}

function assertLimits(variables: object, bytes: number, { variablesDepth, variablesBytes }: VariablesLimits): void {
  // What walks variables later does so recursively, the next line included.
  if (deeper(variables, variablesDepth)) {
    throw new Refusal("LIMIT_EXCEEDED", `\`variables\` are nested deeper than ${variablesDepth} levels`);
  }
  // Variables are a part of the request, so they are measured only where all of it is too large for them.
  if (bytes > variablesBytes && Buffer.byteLength(JSON.stringify(variables)) > variablesBytes) {
    throw new Refusal("LIMIT_EXCEEDED", `\`variables\` are larger than ${variablesBytes} bytes`);
  }
}

function bad(message: string): Refusal {
  return new Refusal("BAD_REQUEST", message);
}

function absent(value: unknown): value is null | undefined {
  return value === undefined || value === null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function deeper(value: object, levels: number): boolean {
  if (levels === 0) return true;
  for (const each of Object.values(value)) {
    if (typeof each === "object" && each !== null && deeper(each, levels - 1)) return true;
  }
  return false;
}
