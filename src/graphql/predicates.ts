import {
  type IndexDefinition,
  type IndexValue,
  NAMESPACE,
  type Predicate,
  type Row,
  type Test,
} from "../state/index.ts";

/** Passes everything. */
export const EVERYTHING: Predicate<unknown> = { test: () => true, equals: [], residual: null };

/** Passes nothing, as an empty list in a filter does. `listConnection` opens no store for it. */
export const NOTHING: Predicate<unknown> = { test: () => false, equals: [], signals: [] };

/** The index that each store has. */
export const byNamespace: IndexDefinition = { name: NAMESPACE, values: (row) => [row.namespace] };

/** Passes what the index files under one of the values. */
export function indexed<T>({ name, values: valuesOf }: IndexDefinition, values: readonly string[]): Predicate<T> {
  if (values.length === 0) return NOTHING;
  // Made when it is needed: what an edge leads to is looked up, and tested by nobody.
  let wanted: ReadonlySet<string> | undefined;
  const isWanted = (value: string) => {
    wanted ??= new Set(values);
    return wanted.has(value);
  };
  const distinct = values.length === 1 ? values : [...new Set(values)];
  return {
    test: (row) => valuesOf(row as Row<never>).some(isWanted),
    equals: distinct.map((value) => ({ index: name, value })),
    residual: null,
  };
}

export function matching<T>(test: Test<T>): Predicate<T> {
  return { test, equals: [] };
}

/** As `matching`; whatever passes stands under one of these values of an index that files nothing. */
export function signalled<T>(test: Test<T>, { name }: IndexDefinition, values: readonly string[]): Predicate<T> {
  return { test, equals: [], signals: [...new Set(values)].map((value) => ({ index: name, value })) };
}

/**
 * Passes what each of them passes. One of them is answered by index look-ups: the one with the fewest values. One tells of
 * changes, chosen likewise.
 */
export function every<T>(predicates: readonly Predicate<T>[]): Predicate<T> {
  if (predicates.includes(NOTHING)) return NOTHING;
  const effective = predicates.filter((each) => each !== EVERYTHING);
  const [first = EVERYTHING, ...others] = effective;
  if (others.length === 0) return first;
  const looked = narrowest(effective);
  const signals = fewest(effective.flatMap((each) => (each.signals ? [each.signals] : [])));
  const left = effective.flatMap((each) => (each === looked ? residualOf(each) : [each.test]));
  return {
    test: (row) => effective.every((each) => each.test(row)),
    equals: looked?.equals ?? [],
    ...(signals && { signals }),
    residual: left.length === 0 ? null : (row) => left.every((test) => test(row)),
  };
}

/** The one with the fewest index values; undefined when none has any. */
function narrowest<T>(predicates: readonly Predicate<T>[]): Predicate<T> | undefined {
  const equals = fewest(predicates.flatMap((each) => (each.equals.length > 0 ? [each.equals] : [])));
  return predicates.find((each) => each.equals === equals);
}

/** The first of the shortest. */
function fewest(lists: readonly (readonly IndexValue[])[]): readonly IndexValue[] | undefined {
  let found: readonly IndexValue[] | undefined;
  for (const each of lists) if (!found || each.length < found.length) found = each;
  return found;
}

function residualOf<T>({ test, residual = test }: Predicate<T>): Test<T>[] {
  return residual === null ? [] : [residual];
}
