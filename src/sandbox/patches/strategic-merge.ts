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

/** Where an entry that is merged by its name comes to stand: by the patch, as patches do, or as it was, as applying does. */
export type ListOrder = "patch" | "current";

/** The merge patch of Kubernetes, for built-in kinds: as RFC 7396, but lists of named things are merged by name. */
export function strategicMerge(current: unknown, patch: Fields, order: ListOrder = "patch"): Fields {
  if (patch.$patch === "replace") return without(patch, isDirective);
  if (patch.$patch === "delete") return {};
  const kept = patch.$retainKeys;
  const merged = new Map(
    Object.entries(fieldsOf(current)).filter(
      ([field]) => !Array.isArray(kept) || kept.includes(field) || field in patch,
    ),
  );
  for (const [field, value] of Object.entries(patch)) {
    const [directive, target = ""] = field.split("/", 2);
    const held = merged.get(target);
    if (directive === "$deleteFromPrimitiveList" && Array.isArray(held) && Array.isArray(value)) {
      const left = held.filter((each) => !value.includes(each));
      merged.set(target, left);
    } else if (isDirective(field)) continue;
    else if (value === null) merged.delete(field);
    else if (isFields(value)) merged.set(field, strategicMerge(merged.get(field), value, order));
    else if (Array.isArray(value)) {
      const wanted = patch[`$setElementOrder/${field}`];
      merged.set(field, mergeList(field, listOf(merged.get(field)), value, order, listOf(wanted ?? value)));
    } else merged.set(field, value);
  }
  return Object.fromEntries(merged);
}

function mergeList(
  field: string,
  current: readonly unknown[],
  patch: readonly unknown[],
  order: ListOrder,
  wanted: readonly unknown[],
): readonly unknown[] {
  if (mergedPrimitives.has(field)) return [...new Set([...current, ...patch])];
  const key = keyFor(field, patch);
  // Of nothing known by name: replaced as a whole.
  if (key === undefined) return patch;
  const entries = patch as readonly Fields[];
  if (entries.some(({ $patch }) => $patch === "replace")) return entries.filter(({ $patch }) => $patch !== "replace");
  const nameOf = (entry: unknown) => fieldsOf(entry)[key];
  const merged = new Map(current.map((entry) => [nameOf(entry), entry]));
  for (const entry of entries) {
    const name = nameOf(entry);
    if (entry.$patch === "delete") merged.delete(name);
    else merged.set(name, strategicMerge(merged.get(name) ?? {}, entry, order));
  }
  const names =
    order === "patch" ? arranged([...merged.keys()], wanted.map(nameOf), current.map(nameOf)) : merged.keys();
  return [...names].map((name) => merged.get(name));
}

/**
 * Names in the order of the patch, with those that it does not speak of slipped in before the first of its own that they
 * stood before already.
 */
function arranged(names: readonly unknown[], wanted: readonly unknown[], before: readonly unknown[]): unknown[] {
  const ours = wanted.filter((name) => names.includes(name));
  const others = names.filter((name) => !wanted.includes(name));
  const result: unknown[] = [];
  for (let next = others.shift(), own = ours.shift(); next !== undefined || own !== undefined; ) {
    const isEarlier = before.includes(own) && before.indexOf(next) < before.indexOf(own);
    if (own === undefined || (next !== undefined && isEarlier)) {
      result.push(next);
      next = others.shift();
    } else {
      result.push(own);
      own = ours.shift();
    }
  }
  return result;
}

/** By which field the entries of a list are told apart; undefined: by none. */
function keyFor(field: string, entries: readonly unknown[]): string | undefined {
  const keys = Object.hasOwn(mergeKeys, field) ? mergeKeys[field] : undefined;
  if (!keys || entries.length === 0 || !entries.every(isFields)) return undefined;
  return keys.find((key) => (entries as Fields[]).every((entry) => key in entry || entry.$patch === "replace"));
}

function isDirective(field: string): boolean {
  return field.startsWith("$");
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function without(object: Fields, excluded: (field: string) => boolean): Fields {
  return Object.fromEntries(Object.entries(object).filter(([field]) => !excluded(field)));
}
