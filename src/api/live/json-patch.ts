/** JSON as `JSON.parse` gives it. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** An operation of a JSON Patch (RFC 6902). */
export type PatchOperation =
  | { readonly op: "add" | "replace"; readonly path: string; readonly value: Json }
  | { readonly op: "remove"; readonly path: string };

/**
 * The operations that make `after` of `before`, in this order. Items of a list are known again by their `id`, or, where
 * they have none, by what they are: one that comes or goes moves the others, and does not rewrite them.
 */
export function patchOf(before: Json, after: Json): readonly PatchOperation[] {
  const operations: PatchOperation[] = [];
  compare(before, after, "", operations);
  return operations;
}

function compare(before: Json, after: Json, path: string, into: PatchOperation[]): void {
  if (before === after) return;
  if (isList(before) && isList(after)) compareLists(before, after, path, into);
  else if (isObject(before) && isObject(after) && !hasPrototype(before, after)) {
    compareObjects(before, after, path, into);
  } else into.push({ op: "replace", path, value: after });
}

/** As a key of the objects. Clients refuse to go there, and well they do. */
function hasPrototype(...objects: readonly JsonObject[]): boolean {
  return objects.some((object) => Object.hasOwn(object, "__proto__") || Object.hasOwn(object, "prototype"));
}

type JsonObject = { readonly [key: string]: Json };

function compareObjects(before: JsonObject, after: JsonObject, path: string, into: PatchOperation[]): void {
  for (const key of Object.keys(before)) {
    if (!Object.hasOwn(after, key)) into.push({ op: "remove", path: `${path}/${escaped(key)}` });
  }
  for (const [key, value] of Object.entries(after)) {
    const at = `${path}/${escaped(key)}`;
    if (Object.hasOwn(before, key)) compare(before[key] as Json, value, at, into);
    else into.push({ op: "add", path: at, value });
  }
}

function compareLists(before: readonly Json[], after: readonly Json[], path: string, into: PatchOperation[]): void {
  const keys = keysOf(before, after);
  if (!keys) {
    compareByPlace(before, after, path, into);
    return;
  }
  const stays = longestRun(keys);
  // From the end, so that the places before are still what they were.
  for (let at = before.length - 1; at >= 0; at -= 1) {
    if (!stays.has(keys.before[at] as string)) into.push({ op: "remove", path: `${path}/${at}` });
  }
  const was = new Map(keys.before.map((key, at) => [key, before[at] as Json]));
  for (const [at, value] of after.entries()) {
    const key = keys.after[at] as string;
    if (stays.has(key)) compare(was.get(key) as Json, value, `${path}/${at}`, into);
    else into.push({ op: "add", path: `${path}/${at}`, value });
  }
}

function compareByPlace(before: readonly Json[], after: readonly Json[], path: string, into: PatchOperation[]): void {
  const common = Math.min(before.length, after.length);
  for (let at = 0; at < common; at += 1) compare(before[at] as Json, after[at] as Json, `${path}/${at}`, into);
  for (let at = before.length - 1; at >= common; at -= 1) into.push({ op: "remove", path: `${path}/${at}` });
  for (let at = common; at < after.length; at += 1) {
    into.push({ op: "add", path: `${path}/${at}`, value: after[at] as Json });
  }
}

interface Keys {
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** By what the items of two lists are known; undefined where that is their place alone. */
function keysOf(before: readonly Json[], after: readonly Json[]): Keys | undefined {
  return keysBy(before, after, idOf) ?? (before.length === after.length ? undefined : keysBy(before, after, textOf));
}

function keysBy(before: readonly Json[], after: readonly Json[], keyOf: (item: Json) => string | undefined) {
  const keys = [before, after].map((list) => list.map(keyOf));
  const areKeys = keys.every((each) => !each.includes(undefined) && new Set(each).size === each.length);
  return areKeys ? ({ before: keys[0], after: keys[1] } as Keys) : undefined;
}

function idOf(item: Json): string | undefined {
  const id = isObject(item) && Object.hasOwn(item, "id") ? item.id : undefined;
  return typeof id === "string" ? id : undefined;
}

function textOf(item: Json): string {
  return JSON.stringify(item);
}

/**
 * The keys that can stay where they are, as many as possible: the longest run of `before` whose places in `after` rise.
 * All others are taken out and put in.
 */
function longestRun({ before, after }: Keys): ReadonlySet<string> {
  const places = new Map(after.map((key, at) => [key, at]));
  // For each length, the run that ends at the lowest place; and for each item the one before it in its run.
  const ends: string[] = [];
  const previous = new Map<string, string | undefined>();
  for (const key of before) {
    const place = places.get(key);
    if (place === undefined) continue;
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((places.get(ends[middle] as string) as number) < place) low = middle + 1;
      else high = middle;
    }
    previous.set(key, ends[low - 1]);
    ends[low] = key;
  }
  const run = new Set<string>();
  for (let key = ends.at(-1); key !== undefined; key = previous.get(key)) run.add(key);
  return run;
}

/** A key as a token of a JSON Pointer (RFC 6901). */
function escaped(key: string): string {
  return key.replaceAll("~", "~0").replaceAll("/", "~1");
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function isObject(value: Json): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
