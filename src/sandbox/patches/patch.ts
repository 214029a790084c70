import { default as jsonPatch, type Operation } from "fast-json-patch";
import type { Kind } from "../storage/kind.ts";
import { type Fields, isFields, type KubeObject } from "../storage/object.ts";
import { badRequest, invalid, invalidValue, unprocessable } from "../storage/status.ts";
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
export function patched(kind: Kind, current: KubeObject, type: PatchType, patch: unknown): Fields {
  const result = apply(current, type, patch);
  if (!isFields(result) || !isFields(result.metadata)) throw unprocessable();
  const uid = result.metadata.uid;
  if (uid !== current.metadata.uid) {
    // So a patch for an object that is gone never meets its successor of the same name. A real server says it twice.
    const cause = invalidValue("metadata.uid", uid, "field is immutable");
    throw invalid(kind, current.metadata.name, [cause, cause]);
  }
  return result;
}

function apply(current: KubeObject, type: PatchType, patch: unknown): unknown {
  if (type === "json") return applyJsonPatch(current, patch);
  if (!isFields(patch)) throw badRequest("error decoding patch: the patch must be an object");
  // Without owners of fields, applying is merging; what an earlier application set, and this one lacks, stays.
  return type === "merge" ? jsonMerge(current, patch) : strategicMerge(current, patch);
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
