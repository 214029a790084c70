import { type Fault, joined, MAX_DEPTH } from "./manifest-source.mapping.ts";
import { isPathSegment } from "./write.mapping.ts";

/** A manifest that says what it is of: everything else of it is for the API server to judge. */
export interface AppliedManifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly resourceVersion?: unknown };
  readonly spec?: unknown;
}

export interface GroupVersion {
  /** Empty for the core group. */
  readonly group: string;
  readonly version: string;
}

/** Of what is sent, counted roughly: aliases let a short text stand for a long one. API servers take 3 MiB at most. */
const MAX_SIZE = 3 * 1024 * 1024;
const VALUE_SIZE = 16;

type Fields = Readonly<Record<string, unknown>>;

/** What keeps it from being sent at all; empty when it is an `AppliedManifest`. */
export function manifestFaults(content: unknown): readonly Fault[] {
  if (!isFields(content)) return [{ message: "A manifest must be an object", path: "" }];
  const unsendable = jsonFault(content);
  if (unsendable) return [unsendable];
  const { apiVersion, kind, metadata, items } = content;
  const faults: Fault[] = [];
  const check = (isRight: boolean, path: string, message: string) => {
    if (!isRight) faults.push({ message, path });
  };
  check(
    typeof apiVersion === "string" && /^([^/\s%]+\/)?[^/\s%]+$/.test(apiVersion),
    "apiVersion",
    "An apiVersion is needed, as in apps/v1",
  );
  check(typeof kind === "string" && kind !== "", "kind", "A kind is needed, as in Deployment");
  if (typeof kind === "string" && kind.endsWith("List") && Array.isArray(items)) {
    return [...faults, { message: "A list is no object: give each of its items as a document", path: "items" }];
  }
  const { name, namespace } = isFields(metadata) ? metadata : {};
  check(typeof name === "string" && isPathSegment(name), "metadata.name", "A name is needed, without slashes");
  const isPlaced =
    namespace === undefined || namespace === null || (typeof namespace === "string" && isPathSegment(namespace));
  check(isPlaced, "metadata.namespace", "It cannot be the name of a namespace");
  return faults;
}

export function groupVersionOf(apiVersion: string): GroupVersion {
  const slash = apiVersion.indexOf("/");
  return { group: slash < 0 ? "" : apiVersion.slice(0, slash), version: apiVersion.slice(slash + 1) };
}

/** The kind that a CustomResourceDefinition defines, as `group/kind`; undefined for everything else. */
export function definedKindOf({ apiVersion, kind, spec }: AppliedManifest): string | undefined {
  if (kind !== "CustomResourceDefinition" || groupVersionOf(apiVersion).group !== "apiextensions.k8s.io")
    return undefined;
  const { group, names } = isFields(spec) ? spec : {};
  const defined = isFields(names) ? names.kind : undefined;
  return typeof group === "string" && typeof defined === "string" ? `${group}/${defined}` : undefined;
}

/** What JSON cannot carry, or not exactly, and what is too much of it. */
export function jsonFault(content: unknown): Fault | undefined {
  let size = 0;
  const visit = (value: unknown, path: string, depth: number): Fault | undefined => {
    size += VALUE_SIZE + (typeof value === "string" ? value.length : 0);
    if (size > MAX_SIZE) return { message: "It is larger than what an API server takes", path: "" };
    if (depth > MAX_DEPTH) return { message: `It is nested deeper than ${MAX_DEPTH} levels`, path: "" };
    if (typeof value === "bigint") {
      return BigInt.asIntN(64, value) === value ? undefined : { message: "The number cannot be sent exactly", path };
    }
    if (typeof value === "number") {
      const isExact = Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value));
      return isExact ? undefined : { message: "The number cannot be sent exactly", path };
    }
    if (typeof value !== "object" || value === null) return undefined;
    for (const [key, each] of Object.entries(value)) {
      size += key.length;
      const here = Array.isArray(value) ? `${path}[${key}]` : joined(path, key);
      const fault = visit(each, here, depth + 1);
      if (fault) return fault;
    }
    return undefined;
  };
  return visit(content, "", 0);
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
