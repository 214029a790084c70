import { isDeepStrictEqual } from "node:util";
import type { Kind } from "./kind.ts";
import { labelPart } from "./label-selector.ts";
import { fieldsOf, isFields, type KubeObject, type ObjectMeta, valueAt } from "./object.ts";
import { type Cause, duplicateValue, invalidValue, required } from "./status.ts";

const subdomain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const subdomainWords =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and " +
  "end with an alphanumeric character (e.g. 'example.com', regex used for validation is " +
  "'[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
// A role's name may be anything that is one segment of a path: system:node.
const pathSegmentNames = new Set(["rbac.authorization.k8s.io"]);
const selecting = new Set(["deployments", "replicasets", "statefulsets", "daemonsets"]);

/** What is wrong with an object: the obvious alone, in the order in which a real server says it. */
export function validate(kind: Kind, object: KubeObject, before?: KubeObject): readonly Cause[] {
  const causes = [...metadataCauses(kind, object)];
  const spec = fieldsOf(object.spec);
  if (kind.subresources.includes("scale")) causes.push(...replicasCauses(spec.replicas));
  if (kind.group === "apps" && selecting.has(kind.resource)) causes.push(...templateCauses(spec));
  if (kind.group === "" && kind.resource === "pods")
    causes.push(...containerCauses(spec.containers, "spec.containers"));
  if (before && kind.group === "apps" && selecting.has(kind.resource)) {
    const held = valueAt(before, "spec.selector");
    if (!isDeepStrictEqual(held, spec.selector)) {
      causes.push(invalidValue("spec.selector", spec.selector, "field is immutable"));
    }
  }
  return causes;
}

/** What of the metadata a client may name, and not change. By the uid, a patch never meets another of the same name. */
export function fixedCauses(held: ObjectMeta, asked: Partial<ObjectMeta>): readonly Cause[] {
  return (["uid", "deletionTimestamp"] as const).flatMap((field) => {
    if (!asked[field] || asked[field] === held[field]) return [];
    const cause = invalidValue(`metadata.${field}`, asked[field], "field is immutable");
    // A real server says it twice.
    return [cause, cause];
  });
}

export function replicasCauses(replicas: unknown): readonly Cause[] {
  if (replicas === undefined) return [];
  if (!Number.isInteger(replicas)) return [invalidValue("spec.replicas", replicas, "must be an integer")];
  return Number(replicas) < 0 ? [invalidValue("spec.replicas", replicas, "must be greater than or equal to 0")] : [];
}

function metadataCauses(kind: Kind, { metadata }: KubeObject): readonly Cause[] {
  const causes: Cause[] = [];
  const { name, labels, annotations } = metadata;
  if (!name) causes.push(required("metadata.name", "name or generateName is required"));
  else if (!pathSegmentNames.has(kind.group) && (name.length > 253 || !subdomain.test(name))) {
    causes.push(invalidValue("metadata.name", name, subdomainWords));
  }
  for (const [key, value] of Object.entries(fieldsOf(labels))) {
    const bad = labelPart.fault(key) ?? (typeof value === "string" ? labelPart.valueFault(value) : "must be a string");
    if (bad) causes.push(invalidValue("metadata.labels", labelPart.fault(key) ? key : value, bad));
  }
  for (const key of Object.keys(fieldsOf(annotations))) {
    const bad = labelPart.fault(key.toLowerCase());
    if (bad) causes.push(invalidValue("metadata.annotations", key, bad));
  }
  return causes;
}

function templateCauses(spec: Record<string, unknown>): readonly Cause[] {
  const causes: Cause[] = [];
  const { selector } = spec;
  const wanted = fieldsOf(fieldsOf(selector).matchLabels);
  const hasExpressions = fieldsOf(selector).matchExpressions !== undefined;
  if (!isFields(selector)) causes.push(required("spec.selector"));
  const labels = fieldsOf(valueAt(spec, "template.metadata.labels"));
  const selects = Object.entries(wanted).every(([key, value]) => labels[key] === value);
  if (!selects || (Object.keys(wanted).length === 0 && !hasExpressions)) {
    const shown = valueAt(spec, "template.metadata.labels");
    causes.push(invalidValue("spec.template.metadata.labels", shown, "`selector` does not match template `labels`"));
  }
  causes.push(...containerCauses(valueAt(spec, "template.spec.containers"), "spec.template.spec.containers"));
  return causes;
}

function containerCauses(containers: unknown, path: string): readonly Cause[] {
  if (!Array.isArray(containers) || containers.length === 0) return [required(path)];
  const names = new Set<unknown>();
  return containers.flatMap((container, index) => {
    const { name, image } = fieldsOf(container);
    const isDuplicate = names.has(name);
    names.add(name);
    return [
      ...(isText(name) ? [] : [required(`${path}[${index}].name`)]),
      ...(isText(name) && isDuplicate ? [duplicateValue(`${path}[${index}].name`, name)] : []),
      ...(isText(image) ? [] : [required(`${path}[${index}].image`)]),
    ];
  });
}

function isText(value: unknown): boolean {
  return typeof value === "string" && value !== "";
}
