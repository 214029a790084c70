/** One value that is not the same in two manifests. */
export interface ValueChange {
  /** As in `spec.containers[web].image`; items of lists go by their names, where they have any. */
  readonly path: string;
  /** Undefined where it is not there. */
  readonly before: unknown;
  readonly after: unknown;
}

type Fields = Readonly<Record<string, unknown>>;

/** What is not the same in two JSON values, from the outside to the inside: what was added or removed is one change as a whole. */
export function changesBetween(before: unknown, after: unknown, path = ""): readonly ValueChange[] {
  if (isObject(before) && isObject(after)) {
    const join = (key: string) => (path === "" ? key : `${path}.${key}`);
    return keysOf(before, after).flatMap((key) => changesBetween(own(before, key), own(after, key), join(key)));
  }
  if (Array.isArray(before) && Array.isArray(after)) {
    const [old, young] = [namedItems(before), namedItems(after)];
    const [a, b] = old && young ? [old, young] : [numbered(before), numbered(after)];
    return keysOf(a, b).flatMap((key) => changesBetween(own(a, key), own(b, key), `${path}[${key}]`));
  }
  return before === after ? [] : [{ path, before, after }];
}

function keysOf(a: Fields, b: Fields): readonly string[] {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])];
}

/** Keys are chosen by users, and `constructor` is a valid one. */
function own(object: Fields, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** Undefined where some item has no name of its own. */
function namedItems(items: readonly unknown[]): Fields | undefined {
  const names = items.map((item) => (isObject(item) && typeof item.name === "string" ? item.name : undefined));
  const isNamed = names.every((name) => name !== undefined) && new Set(names).size === names.length;
  return isNamed ? Object.fromEntries(items.map((item, index) => [names[index], item])) : undefined;
}

function numbered(items: readonly unknown[]): Fields {
  return Object.fromEntries(items.map((item, index) => [index, item]));
}

function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What a write leaves other than it was; without what API servers count and note themselves. */
export function changesOf(before: object | null, after: object): readonly ValueChange[] {
  return changesBetween(before === null ? {} : asWritten(before), asWritten(after));
}

const noted: ReadonlySet<string> = new Set([
  "managedFields",
  "resourceVersion",
  "generation",
  "uid",
  "creationTimestamp",
]);

function asWritten(object: object): Fields {
  const { metadata, ...rest } = object as { readonly metadata?: Fields };
  return { ...rest, metadata: Object.fromEntries(Object.entries(metadata ?? {}).filter(([name]) => !noted.has(name))) };
}
