import { patched, patchTypes } from "../patches/patch.ts";
import { apiVersionOf } from "../storage/kind.ts";
import { type Fields, fieldsOf, isFields, type KubeObject, withoutNulls } from "../storage/object.ts";
import type { DeleteOptions, Registry } from "../storage/registry.ts";
import * as status from "../storage/status.ts";
import type { ApiRequest } from "./api-request.ts";
import { applyToScale, scaleOf } from "./scale.ts";

export interface Answer {
  readonly code: number;
  readonly body: KubeObject | status.StatusBody;
}

export interface Sent {
  readonly contentType: string;
  readonly body: string;
}

/** Carries out a create, update, patch or delete. */
export async function write(registry: Registry, request: ApiRequest, sent: Sent): Promise<Answer> {
  const { verb, kind, namespace, name = "" } = request;
  switch (verb) {
    case "create": {
      const body = readObject(request, sent.body);
      const dryRun = isDryRun(request.query.getAll("dryRun"), "CreateOptions");
      return { code: 201, body: registry.create(kind, namespace, body, dryRun) };
    }
    case "update":
      return update(registry, request, sent);
    case "patch":
      return patch(registry, request, sent);
    default: {
      const options = readDeleteOptions(request.query, sent.body);
      const { object, remains } = registry.delete(kind, namespace, name, options);
      const whole = remains || kind.returnsDeleted;
      return { code: 200, body: whole ? object : status.success(kind, name, object.metadata.uid) };
    }
  }
}

function update(registry: Registry, request: ApiRequest, sent: Sent): Answer {
  const { kind, namespace, name = "", subresource } = request;
  const dryRun = isDryRun(request.query.getAll("dryRun"), "UpdateOptions");
  const body = readObject(request, sent.body);
  const change = (current: KubeObject): Fields => {
    return subresource === "scale" ? applyToScale(current, () => body) : body;
  };
  const object = registry.update(kind, namespace, name, change, { dryRun, subresource });
  return { code: 200, body: subresource === "scale" ? scaleOf(object) : object };
}

async function patch(registry: Registry, request: ApiRequest, sent: Sent): Promise<Answer> {
  const { kind, namespace, name = "", subresource, query } = request;
  const type = patchTypes[sent.contentType.split(";")[0]?.trim() as keyof typeof patchTypes];
  if (type === undefined) {
    throw new status.ApiError(415, "UnsupportedMediaType", "415: Unsupported Media Type", {});
  }
  const dryRun = isDryRun(query.getAll("dryRun"), "PatchOptions");
  if (type === "apply" && !query.get("fieldManager")) {
    throw status.invalidOptions("PatchOptions", status.required("fieldManager", "is required for apply patch"));
  }
  const body = type === "apply" ? await readYaml(sent.body) : parsePatch(sent.body);
  if (type === "apply") {
    checkApplied(request, body);
    const absent = registry.store.get(kind, namespace, name) === undefined;
    // Applying is the one patch that makes what is not there.
    if (absent && subresource === undefined) {
      return { code: 201, body: registry.create(kind, namespace, fieldsOf(withoutNulls(body)), dryRun) };
    }
  }
  const change = (current: KubeObject): Fields => {
    if (subresource !== "scale") return patched(current, type, body);
    return applyToScale(current, (scale) => patched(scale, type, body));
  };
  const isPatch = subresource !== "scale";
  const object = registry.update(kind, namespace, name, change, { dryRun, subresource, isPatch });
  return { code: 200, body: subresource === "scale" ? scaleOf(object) : object };
}

function readObject({ kind, subresource }: ApiRequest, text: string): Fields {
  return readBodyObject(subresource === "scale" ? "Scale" : kind.kind, text);
}

/** The body as an object of this kind; one that does not say what it is counts as it. */
export function readBodyObject(kind: string, text: string): Fields {
  const unrecognized = `the object provided is unrecognized (must be of type ${kind})`;
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch (error) {
    throw status.badRequest(
      `${unrecognized}: couldn't get version/kind; json parse error: ${(error as Error).message}`,
    );
  }
  if (!isFields(body)) throw status.badRequest(unrecognized);
  if (body.kind === undefined || body.kind === kind) return body;
  throw status.badRequest(`${body.kind} in version "${body.apiVersion}" cannot be handled as a ${kind}`);
}

function parsePatch(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw status.badRequest(`error decoding patch: ${(error as Error).message}`);
  }
}

/** Applied configurations may be YAML; its parser is loaded when the first one that is not JSON comes. */
async function readYaml(text: string): Promise<unknown> {
  try {
    return JSON.parse(text);
  } catch {
    const { parse } = await import("yaml");
    try {
      return parse(text);
    } catch (error) {
      throw status.badRequest(`error decoding YAML: ${(error as Error).message}`);
    }
  }
}

function checkApplied({ kind, name }: ApiRequest, body: unknown): void {
  const given = fieldsOf(body);
  if (given.kind !== kind.kind || given.apiVersion !== apiVersionOf(kind)) {
    throw status.badRequest(`invalid object type: ${given.apiVersion ?? "/"}, Kind=${given.kind ?? ""}`);
  }
  const applied = fieldsOf(given.metadata).name;
  if (applied === name) return;
  throw status.badRequest(`the name of the object (${applied}) does not match the name on the URL (${name})`);
}

/** Of the body; only where there is none, of the parameters. */
export function readDeleteOptions(query: URLSearchParams, text: string): DeleteOptions {
  const given: Fields =
    text === ""
      ? { ...Object.fromEntries(query), ...(query.has("dryRun") && { dryRun: query.getAll("dryRun") }) }
      : fieldsOf(parsePatch(text));
  const { propagationPolicy: policy, gracePeriodSeconds: grace, dryRun, preconditions } = given;
  const policies = ["Foreground", "Background", "Orphan"];
  if (policy && !policies.includes(String(policy))) {
    const cause = status.unsupportedValue("propagationPolicy", policy, [...policies, "nil"]);
    throw status.invalidOptions("DeleteOptions", cause);
  }
  return {
    dryRun: isDryRun(Array.isArray(dryRun) ? dryRun : [], "DeleteOptions"),
    propagationPolicy: (policy || undefined) as DeleteOptions["propagationPolicy"],
    gracePeriodSeconds: grace === undefined || grace === null ? undefined : Number(grace),
    preconditions: fieldsOf(preconditions),
  };
}

function isDryRun(values: readonly unknown[], options: string): boolean {
  if (values.some((value) => value !== "All")) {
    throw status.invalidOptions(options, status.unsupportedValue("dryRun", values, ["All"]));
  }
  return values.length > 0;
}
