import { FairwayError } from "../../errors/index.ts";
import { type ApiResource, apiVersionOf, type PatchOptions } from "../../kubernetes/index.ts";
import type { Target } from "./lookup.service.ts";
import { jsonFault } from "./manifest.mapping.ts";
import type { JsonPatchStepInput, ResourcePatchContentInput } from "./patch.input.ts";

export const MAX_STEPS = 1_000;

/** A patch as it is sent. */
export interface SentPatch {
  readonly type: PatchOptions["type"];
  readonly body: object;
  /** Of `apply`: the version that it is in. */
  readonly version?: string;
  /** The input path of a field of the object, as in `spec.replicas`. */
  readonly inputPath: (field?: string) => string;
}

interface Expected {
  readonly target: Target;
  readonly kind: ApiResource;
  readonly expectedResourceVersion: string | null | undefined;
}

type Fields = Readonly<Record<string, unknown>>;

/** The patch as it is sent, good for this very object and version alone, as far as those are given. Throws BAD_USER_INPUT. */
export function patchOf(content: ResourcePatchContentInput, expected: Expected): SentPatch {
  const { json, apply } = content;
  if (json !== undefined) return jsonPatch(json, expected);
  if (apply !== undefined) return appliedPatch(apply, expected);
  const type = content.merge === undefined ? "strategic" : "merge";
  const fields = fieldsOf(content[type], `input.patch.${type}`);
  return { type, body: pinned(fields, expected), inputPath: pathsUnder(`input.patch.${type}`) };
}

function appliedPatch(apply: unknown, expected: Expected): SentPatch {
  const { target, kind } = expected;
  const at = "input.patch.apply";
  const fields = fieldsOf(apply, at);
  const { apiVersion = apiVersionOf(kind) } = fields;
  const { group } = kind;
  const [version, ownGroup = ""] = typeof apiVersion === "string" ? apiVersion.split("/").reverse() : [];
  if (!version || ownGroup !== group || (apiVersion as string).split("/").length > 2) {
    throw bad(`It must be a version of ${JSON.stringify(group || "the core group")}`, `${at}.apiVersion`);
  }
  if ((fields.kind ?? kind.kind) !== kind.kind) throw bad(`It must be ${kind.kind}`, `${at}.kind`);
  const { name = target.name, namespace = target.namespace } = fieldsOf(fields.metadata ?? {}, `${at}.metadata`);
  if (name !== target.name) throw bad("It must be the name of the object", `${at}.metadata.name`);
  if (namespace !== target.namespace) throw bad("It must be the namespace of the object", `${at}.metadata.namespace`);
  const body = pinned({ ...fields, apiVersion, kind: kind.kind }, expected, {
    name,
    ...(target.namespace !== "" && { namespace }),
  });
  return { type: "apply", version, body, inputPath: pathsUnder(at) };
}

function jsonPatch(steps: readonly JsonPatchStepInput[], { target, expectedResourceVersion }: Expected): SentPatch {
  const at = "input.patch.json";
  if (steps.length > MAX_STEPS) {
    throw new FairwayError("LIMIT_EXCEEDED", `There must not be more than ${MAX_STEPS} steps`, { field: at });
  }
  const sent = steps.map(({ op, path, from, value }, index) => {
    const needsFrom = op === "move" || op === "copy";
    for (const [field, pointer] of Object.entries({ path, ...(needsFrom && { from: from ?? "-" }) })) {
      if (!/^(\/([^~]|~[01])*)?$/.test(pointer)) throw bad("It must be a JSON pointer", `${at}[${index}].${field}`);
    }
    checkJson(value, `${at}[${index}].value`);
    return { op, path, ...(needsFrom ? { from } : op !== "remove" && { value: value ?? null }) };
  });
  // These are set and not tested: a test that fails is told like any mistake, and not as a conflict.
  const pin = (field: string, value: string | null | undefined) =>
    value == null ? [] : [{ op: "replace", path: `/metadata/${field}`, value }];
  return {
    type: "json",
    body: [...sent, ...pin("uid", target.uid), ...pin("resourceVersion", expectedResourceVersion)],
    inputPath: (field = "") => {
      const pointer = `/${field.replaceAll(/\[(\d+)\]/g, ".$1").replaceAll(".", "/")}`;
      const index = steps.findLastIndex(({ path }) => pointer === path || pointer.startsWith(`${path}/`));
      return index < 0 ? at : `${at}[${index}]`;
    },
  };
}

function pinned(fields: Fields, { target, expectedResourceVersion }: Expected, more: Fields = {}): object {
  const { uid } = target;
  const pins = {
    ...more,
    ...(uid !== undefined && { uid }),
    ...(expectedResourceVersion != null && { resourceVersion: expectedResourceVersion }),
  };
  if (Object.keys(pins).length === 0) return fields;
  return { ...fields, metadata: { ...(fields.metadata as Fields | null | undefined), ...pins } };
}

function fieldsOf(value: unknown, field: string): Fields {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw bad("It must be an object", field);
  checkJson(value, field);
  return value as Fields;
}

function checkJson(value: unknown, field: string): void {
  const fault = jsonFault(value);
  if (fault) throw bad(fault.message, fault.path === "" ? field : `${field}.${fault.path}`);
}

function bad(message: string, field: string): FairwayError {
  return new FairwayError("BAD_USER_INPUT", message, { field });
}

function pathsUnder(prefix: string): (field?: string) => string {
  // Where a patch cannot be read at all, that is how the API server calls it.
  return (field = "") => (field === "" || field === "patch" ? prefix : `${prefix}.${field.replace(/^\./, "")}`);
}
