import { type Fields, fieldsOf, isFields } from "../storage/object.ts";

/** The lists that are merged entry by entry, with the fields that tell entries apart: those of the types served here. */
const mergeKeys: Readonly<Record<string, readonly string[]>> = {
  containers: ["name"],
  initContainers: ["name"],
  ephemeralContainers: ["name"],
  volumes: ["name"],
  env: ["name"],
  imagePullSecrets: ["name"],
  secrets: ["name"],
  volumeMounts: ["mountPath"],
  volumeDevices: ["devicePath"],
  // Of a container, else of a service.
  ports: ["containerPort", "port"],
  hostAliases: ["ip"],
  topologySpreadConstraints: ["topologyKey"],
  conditions: ["type"],
  addresses: ["type"],
  taints: ["key"],
  ownerReferences: ["uid"],
};
const mergedPrimitives = new Set(["finalizers"]);

/** The merge patch of Kubernetes, for built-in kinds: as RFC 7396, but lists of named things are merged by name. */
export function strategicMerge(current: unknown, patch: Fields): Fields {
  if (patch.$patch === "replace") return without(patch, isDirective);
  if (patch.$patch === "delete") return {};
  const kept = patch.$retainKeys;
  const base = fieldsOf(current);
  const merged = new Map(
    Object.entries(base).filter(([field]) => !Array.isArray(kept) || kept.includes(field) || field in patch),
  );
  for (const [field, value] of Object.entries(patch)) {
    const [directive, target = ""] = field.split("/", 2);
    if (directive === "$deleteFromPrimitiveList") {
      const held = merged.get(target);
      if (Array.isArray(held) && Array.isArray(value))
        merged.set(
          target,
          held.filter((each) => !value.includes(each)),
        );
    } else if (isDirective(field)) continue;
    else if (value === null) merged.delete(field);
    else merged.set(field, mergeValue(field, merged.get(field), value));
  }
  for (const [field, order] of Object.entries(patch)) {
    const [directive, target = ""] = field.split("/", 2);
    const list = merged.get(target);
    if (directive !== "$setElementOrder" || !Array.isArray(list) || !Array.isArray(order)) continue;
    merged.set(target, ordered(target, list, order));
  }
  return Object.fromEntries(merged);
}

function mergeValue(field: string, current: unknown, value: unknown): unknown {
  if (isFields(value)) return strategicMerge(current, value);
  if (!Array.isArray(value)) return value;
  if (mergedPrimitives.has(field)) return [...new Set([...(Array.isArray(current) ? current : []), ...value])];
  const key = keyFor(field, value);
  if (key === undefined) return value;
  if (value.some((entry) => entry.$patch === "replace")) return value.filter((entry) => entry.$patch !== "replace");
  let merged: Fields[] = Array.isArray(current) ? [...current] : [];
  for (const entry of value as Fields[]) {
    const index = merged.findIndex((each) => fieldsOf(each)[key] === entry[key]);
    if (entry.$patch === "delete") merged = merged.filter((_, at) => at !== index);
    else if (index < 0) merged.push(strategicMerge({}, entry));
    else merged[index] = strategicMerge(merged[index], entry);
  }
  return merged;
}

/** Undefined: the list is replaced as a whole. */
function keyFor(field: string, entries: readonly unknown[]): string | undefined {
  const keys = Object.hasOwn(mergeKeys, field) ? mergeKeys[field] : undefined;
  if (!keys || entries.length === 0 || !entries.every(isFields)) return undefined;
  return keys.find((key) => (entries as Fields[]).every((entry) => key in entry || entry.$patch === "replace"));
}

function ordered(field: string, list: readonly unknown[], order: readonly unknown[]): unknown[] {
  const key = keyFor(field, order);
  const nameOf = (entry: unknown) => (key === undefined ? entry : fieldsOf(entry)[key]);
  const places = new Map(order.map((entry, index) => [nameOf(entry), index]));
  const placeOf = (entry: unknown) => places.get(nameOf(entry)) ?? order.length;
  return [...list].sort((a, b) => placeOf(a) - placeOf(b));
}

function isDirective(field: string): boolean {
  return field.startsWith("$");
}

function without(object: Fields, excluded: (field: string) => boolean): Fields {
  return Object.fromEntries(Object.entries(object).filter(([field]) => !excluded(field)));
}
