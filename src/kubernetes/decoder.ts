import type { GroupResource } from "../state/index.ts";
import { managers, managersIn } from "./managers.ts";
import { secretFacts } from "./secret-facts.ts";
import type { KubernetesObject } from "./types.ts";

/** What an item must say of itself when its list says it for all. */
export interface TypeMeta {
  readonly apiVersion: string;
  readonly kind: string;
}

type Fields = Readonly<Record<string, unknown>>;

/** Copies of whole objects that tools leave behind. They double an object's size, and hold a Secret's values. */
const droppedAnnotations = new Set([
  "kubectl.kubernetes.io/last-applied-configuration",
  "kapp.k14s.io/original",
  "objectset.rio.cattle.io/applied",
  "openshift.io/token-secret.value",
]);

/**
 * The object to keep of what the API server sent; null when that is no object. What is dropped here can leak nowhere:
 * not through a field, an order, a filter or a log. Of the managed fields, half of many objects, only the managers with
 * their API versions stay. Of a Secret's `data` only the keys stay, with the sizes of the
 * values in bytes, as `dataSizes`, and what of them is no secret, as `dataFacts`.
 */
export function decode(
  raw: unknown,
  resource: GroupResource,
  type: TypeMeta,
  demands: "identity" | "name" = "identity",
): KubernetesObject | null {
  const metadata = isObject(raw) && isObject(raw.metadata) ? raw.metadata : null;
  if (!isObject(raw) || !metadata) return null;
  if (!isText(metadata.name)) return null;
  // What is computed rather than stored, as an extension's metrics are, may have neither of these.
  if (demands === "identity" && !(isText(metadata.uid) && isText(metadata.resourceVersion))) return null;
  // Items of a list carry no type of their own, events of a watch do: both must become equal.
  const object: Record<string, unknown> = {
    apiVersion: isText(raw.apiVersion) ? raw.apiVersion : type.apiVersion,
    kind: isText(raw.kind) ? raw.kind : type.kind,
    metadata: decodeMetadata(metadata),
  };
  const secret = resource === "secrets";
  for (const field in raw) {
    if (field === "apiVersion" || field === "kind" || field === "metadata" || field === "__proto__") continue;
    if (secret && (field === "data" || field === "stringData" || field === "dataSizes" || field === "dataFacts"))
      continue;
    object[field] = raw[field];
  }
  if (secret) {
    object.dataSizes = { ...sizesOf(raw.stringData, textSize), ...sizesOf(raw.data, base64Size) };
    const facts = secretFacts(raw.type, raw.data);
    if (Object.keys(facts).length > 0) object.dataFacts = facts;
  }
  return object as KubernetesObject;
}

function decodeMetadata(metadata: Fields): Fields {
  const kept: Record<string | symbol, unknown> = {};
  for (const field in metadata) {
    if (field === "managedFields" || field === "__proto__") continue;
    const value = field === "annotations" ? decodeAnnotations(metadata[field]) : metadata[field];
    // Left out rather than deleted afterwards: V8 keeps an object that has lost a field as a hash table.
    if (value !== undefined) kept[field] = value;
  }
  const managing = managersIn(metadata.managedFields);
  if (managing.length > 0) kept[managers] = managing;
  return kept;
}

/** Undefined when none is left. */
function decodeAnnotations(annotations: unknown): unknown {
  if (!isObject(annotations)) return annotations;
  const entries = Object.entries(annotations);
  const remaining = entries.filter(([name]) => !droppedAnnotations.has(name));
  if (remaining.length === 0) return undefined;
  return remaining.length < entries.length ? Object.fromEntries(remaining) : annotations;
}

function sizesOf(values: unknown, size: (value: string) => number): Fields {
  if (!isObject(values)) return {};
  // `fromEntries`, as keys are chosen by users and `__proto__` is a valid one.
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, isText(value) ? size(value) : 0]));
}

function base64Size(value: string): number {
  const padding = value.endsWith("==") ? 2 : value.endsWith("=") ? 1 : 0;
  return Math.floor((value.length * 3) / 4) - padding;
}

function textSize(value: string): number {
  return Buffer.byteLength(value);
}

function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}
