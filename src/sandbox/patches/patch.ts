import { default as jsonPatch, type Operation } from "fast-json-patch";
import { type Fields, isFields, type KubeObject, withoutNulls } from "../storage/object.ts";
import { badRequest, unprocessable } from "../storage/status.ts";
import { jsonMerge } from "./json-merge.ts";
import { strategicMerge } from "./strategic-merge.ts";

export const patchTypes = {
  "application/json-patch+json": "json",
  "application/merge-patch+json": "merge",
  "application/strategic-merge-patch+json": "strategic",
  "application/apply-patch+yaml": "apply",
} as const;

export type PatchType = (typeof patchTypes)[keyof typeof patchTypes];

/** The patched object, not yet held to the rules of writing. */
export function patched(current: KubeObject, type: PatchType, patch: unknown): Fields {
  const result = withoutNulls(apply(current, type, patch));
  if (!isFields(result)) throw unprocessable();
  const isOther = (field: "kind" | "apiVersion") => result[field] !== undefined && result[field] !== current[field];
  if (isOther("kind") || isOther("apiVersion")) throw unprocessable();
  return result;
}

function apply(current: KubeObject, type: PatchType, patch: unknown): unknown {
  if (type === "json") return applyJsonPatch(current, patch);
  if (!isFields(patch)) throw badRequest("error decoding patch: the patch must be an object");
  if (type === "merge") return jsonMerge(current, patch);
  // Without owners of fields, applying is merging; what an earlier application set, and this one lacks, stays.
  return strategicMerge(current, patch, type === "apply" ? "current" : "patch");
}

function applyJsonPatch(current: KubeObject, patch: unknown): unknown {
  if (!Array.isArray(patch)) throw badRequest("error decoding patch: json: cannot unmarshal object into a list");
  let document: unknown = structuredClone(current);
  try {
    for (const operation of patch as Operation[]) {
      document = jsonPatch.applyOperation(document, asServersTakeIt(document, operation), true).newDocument;
    }
  } catch {
    throw unprocessable();
  }
  return document;
}

/** The library of a real server lets `replace` set a field that is not there, unlike RFC 6902. */
function asServersTakeIt(document: unknown, operation: Operation): Operation {
  if (operation.op !== "replace" || typeof operation.path !== "string") return operation;
  const parent = jsonPatch.getValueByPointer(document, operation.path.replace(/\/[^/]*$/, ""));
  return isFields(parent) ? { ...operation, op: "add" } : operation;
}
