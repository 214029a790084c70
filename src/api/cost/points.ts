/** The value of a field's argument, defaults included; undefined where there is none. */
export type ArgumentOf = (name: string, variables: Readonly<Record<string, unknown>>) => unknown;

/**
 * What things cost. A point is about the work of making one object of an answer, which is some microseconds; the others are
 * in proportion to that, by measurement.
 */
export const points = {
  /** Any operation, however small: it is received, checked and answered. */
  operation: 10,
  /** An object of the answer. */
  object: 1,
  /** A field of it. */
  field: 0.1,
  /** An object that a list has to look at, to filter, count and order. */
  scanned: 0.1,
  /** A field of `Mutation`: requests to an API server. */
  mutation: 100,
  /** `__schema` or `__type`: the schema is large. Once for each time over that it is asked for. */
  introspection: 5_000,
  /** A byte of a document that was not seen before: it is parsed and checked against the schema. */
  documentByte: 1,
} as const;

/** What is supposed where nobody knows it beforehand. */
export const assumed = {
  /** Objects of a resource in one cluster, as long as memory does not hold them. */
  rows: 1_000,
  /** Items of a list that has no page. */
  items: 5,
  /** Objects under one value of an index: what an edge has to look at. */
  bucket: 50,
} as const;
