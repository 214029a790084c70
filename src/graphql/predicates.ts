import { type IndexDefinition, type IndexValue, NAMESPACE, type Predicate, type Row } from "../state/index.ts";

type Test<T> = (row: Row<T>) => boolean;

/** Passes everything. */
const EVERYTHING: Predicate<never> = { test: () => true, equals: [] };

/** Passes nothing, as an empty list in a filter does. `listPage` opens no store for it. */
export const NOTHING: Predicate<never> = { test: () => false, equals: [] };

/** The index that each store has. */
export const byNamespace: IndexDefinition = { name: NAMESPACE, values: (row) => [row.namespace] };

/** Passes what the index files under one of the values. */
export function indexed<T>({ name, values: valuesOf }: IndexDefinition, values: readonly string[]): Predicate<T> {
  const wanted = new Set(values);
  if (wanted.size === 0) return NOTHING as Predicate<T>;
  return {
    test: (row) => valuesOf(row as Row<never>).some((value) => wanted.has(value)),
    equals: Array.from(wanted, (value) => ({ index: name, value })),
  };
}

export function matching<T>(test: Test<T>): Predicate<T> {
  return { test, equals: [] };
}

/** Passes what each of them passes. One of them is answered by index look-ups: the one with the fewest values. */
export function every<T>(predicates: readonly Predicate<T>[]): Predicate<T> {
  if (predicates.includes(NOTHING as Predicate<T>)) return NOTHING as Predicate<T>;
  const [first = EVERYTHING as Predicate<T>, ...others] = predicates;
  if (others.length === 0) return first;
  let equals: readonly IndexValue[] = [];
  for (const each of predicates) {
    const isNarrower = each.equals.length > 0 && (equals.length === 0 || each.equals.length < equals.length);
    if (isNarrower) equals = each.equals;
  }
  return { test: (row) => predicates.every((each) => each.test(row)), equals };
}
