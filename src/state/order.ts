import type { Row } from "./row.ts";

export type Scalar = string | number | null;

export interface OrderKey<T> {
  readonly name: string;
  readonly descending: boolean;
  readonly value: (row: Row<T>) => Scalar;
}

/** A place in an order: the sort values of a row, and what tells it from rows with equal ones. */
export interface PagePosition {
  readonly values: readonly Scalar[];
  readonly cluster: string;
  readonly namespace: string;
  readonly name: string;
}

// Numbers before strings, and null last in both directions: what has no value is what people look for least.
function compareScalars(a: Scalar, b: Scalar, descending: boolean): number {
  if (a === b) return 0;
  if (a === null) return 1;
  if (b === null) return -1;
  const ascending = typeof a === typeof b ? (a < b ? -1 : 1) : typeof a === "number" ? -1 : 1;
  return descending ? -ascending : ascending;
}

function compareStrings(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

interface Named {
  readonly namespace: string;
  readonly name: string;
}

function compareIdentities(a: Named, clusterOfA: string, b: Named, clusterOfB: string): number {
  return (
    compareStrings(clusterOfA, clusterOfB) || compareStrings(a.namespace, b.namespace) || compareStrings(a.name, b.name)
  );
}

/** A total order of rows over all clusters: the sort keys, then cluster, namespace and name. */
export class Order<T> {
  readonly keys: readonly OrderKey<T>[];

  constructor(keys: readonly OrderKey<T>[]) {
    this.keys = keys;
  }

  /** Equal for equal orders: a page cursor of another order must be refused. */
  get fingerprint(): string {
    return this.keys.map(({ name, descending }) => (descending ? `-${name}` : name)).join(",");
  }

  /** By the same keys, each by the very function: rows that one has sorted are sorted for the other. */
  equals({ keys }: Order<T>): boolean {
    if (keys.length !== this.keys.length) return false;
    return keys.every(({ value, descending }, index) => {
      const own = this.keys[index] as OrderKey<T>;
      return own.value === value && own.descending === descending;
    });
  }

  position(row: Row<T>): PagePosition {
    const { scope, namespace, name } = row;
    return { values: this.keys.map(({ value }) => value(row)), cluster: scope.cluster, namespace, name };
  }

  /** The first sort value, for `compare` with more than one position. */
  lead(row: Row<T>): Scalar {
    return this.keys[0]?.value(row) ?? null;
  }

  /** Negative when the row stands before the position. Computes no more sort values than it needs. */
  compare(row: Row<T>, position: PagePosition, lead: Scalar = this.lead(row)): number {
    // Once for each row of a scan: an iterator over the keys would be half of its time.
    for (let index = 0; index < this.keys.length; index += 1) {
      const { value, descending } = this.keys[index] as OrderKey<T>;
      const difference = compareScalars(index === 0 ? lead : value(row), position.values[index] ?? null, descending);
      if (difference !== 0) return difference;
    }
    return compareIdentities(row, row.scope.cluster, position, position.cluster);
  }

  /** Negative when `a` stands before `b`. */
  compareRows(a: Row<T>, b: Row<T>, leadOfA: Scalar = this.lead(a), leadOfB: Scalar = this.lead(b)): number {
    for (let index = 0; index < this.keys.length; index += 1) {
      const { value, descending } = this.keys[index] as OrderKey<T>;
      const isLead = index === 0;
      const difference = compareScalars(isLead ? leadOfA : value(a), isLead ? leadOfB : value(b), descending);
      if (difference !== 0) return difference;
    }
    return compareIdentities(a, a.scope.cluster, b, b.scope.cluster);
  }
}

/** The first `size` rows of an order behind `after` out of any that are offered: one pass, never a sort of them all. */
export class Selection<T> {
  readonly rows: Row<T>[] = [];
  readonly order: Order<T>;
  readonly after: PagePosition | undefined;
  readonly #size: number;
  /** Where the last row stands: what others are compared with once there is no room. */
  #last: PagePosition | undefined = undefined;

  constructor(order: Order<T>, size: number, after?: PagePosition) {
    this.order = order;
    this.#size = size;
    this.after = after;
  }

  offer(row: Row<T>): void {
    if (this.rows.length < this.#size) {
      if (!this.after || this.order.compare(row, this.after) > 0) this.#place(row);
    } else this.#offerInstead(row);
  }

  /** There is no room for the row, nor for any behind it. */
  excludes(row: Row<T>): boolean {
    if (this.rows.length < this.#size) return false;
    const last = this.#lastPosition();
    return !last || this.order.compare(row, last) >= 0;
  }

  #lastPosition(): PagePosition | undefined {
    const last = this.rows.at(-1);
    this.#last ??= last && this.order.position(last);
    return this.#last;
  }

  /** Once for each row of a scan, most of which fit nowhere. */
  #offerInstead(row: Row<T>): void {
    const { order, after } = this;
    const lead = order.lead(row);
    if (after && order.compare(row, after, lead) <= 0) return;
    const last = this.#lastPosition();
    if (!last || order.compare(row, last, lead) >= 0) return;
    this.rows.pop();
    this.#place(row);
    this.#last = undefined;
  }

  #place(row: Row<T>): void {
    const { order, rows } = this;
    let low = 0;
    let high = rows.length;
    // Rows come as they are stored: often in the order wanted, or in its reverse.
    if (high > 0) {
      if (order.compareRows(row, rows[high - 1] as Row<T>) > 0) low = high;
      else if (order.compareRows(row, rows[0] as Row<T>) < 0) high = 0;
    }
    while (low < high) {
      const middle = (low + high) >> 1;
      if (order.compareRows(row, rows[middle] as Row<T>) < 0) high = middle;
      else low = middle + 1;
    }
    if (low === rows.length) rows.push(row);
    else rows.splice(low, 0, row);
  }
}
