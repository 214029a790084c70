import { UserError } from "../../graphql/index.ts";
import type { NamedValueManifest, ParameterSpecManifest, ParameterValue } from "./run.manifest.ts";

export type ParameterType = "string" | "array" | "object";

/** What a declaration says, or else what its default is: Tekton infers it in the same way. */
export function parameterTypeOf({ type, default: value }: ParameterSpecManifest): ParameterType {
  if (type === "string" || type === "array" || type === "object") return type;
  return value === undefined ? "string" : typeOf(value);
}

/**
 * What is wrong with the values for declared parameters, before a run is made of them: Tekton would make the run and then fail it. `field` is the
 * input's path of the list.
 */
export function parameterFaults(
  declared: readonly ParameterSpecManifest[],
  given: readonly NamedValueManifest[],
  field: string,
): readonly UserError[] {
  const faults: UserError[] = [];
  const byName = new Map(declared.map((each) => [each.name, each]));
  const seen = new Set<string>();
  for (const [index, { name, value }] of given.entries()) {
    const at = `${field}[${index}]`;
    const declaration = byName.get(name);
    if (!declaration) {
      const known = declared.length > 0 ? `it has ${declared.map((each) => each.name).join(", ")}` : "it has none";
      faults.push(
        new UserError("INVALID", `The pipeline has no parameter ${JSON.stringify(name)}: ${known}`, `${at}.name`),
      );
      continue;
    }
    if (seen.has(name)) {
      faults.push(new UserError("INVALID", `${JSON.stringify(name)} is given twice`, `${at}.name`));
      continue;
    }
    seen.add(name);
    const fault = valueFault(declaration, value);
    if (fault) faults.push(new UserError("INVALID", fault, `${at}.value`));
  }
  for (const { name, default: value } of declared) {
    if (value !== undefined || seen.has(name)) continue;
    faults.push(
      new UserError("INVALID", `The parameter ${JSON.stringify(name)} has no default: it must be given`, field),
    );
  }
  return faults;
}

function valueFault(declaration: ParameterSpecManifest, value: unknown): string | undefined {
  const wanted = parameterTypeOf(declaration);
  if (!isValue(value) || typeOf(value) !== wanted) {
    const forms = { string: "a text", array: "a list of texts", object: "an object with texts" };
    return `${JSON.stringify(declaration.name)} must be ${forms[wanted]}`;
  }
  const allowed = declaration.enum ?? [];
  if (typeof value === "string" && allowed.length > 0 && !allowed.includes(value)) {
    return `${JSON.stringify(declaration.name)} must be one of ${allowed.map((each) => JSON.stringify(each)).join(", ")}`;
  }
  return undefined;
}

function isValue(value: unknown): value is ParameterValue {
  const isText = (each: unknown) => typeof each === "string";
  if (isText(value)) return true;
  if (Array.isArray(value)) return value.every(isText);
  return typeof value === "object" && value !== null && Object.values(value).every(isText);
}

function typeOf(value: ParameterValue): ParameterType {
  if (typeof value === "string") return "string";
  return Array.isArray(value) ? "array" : "object";
}
