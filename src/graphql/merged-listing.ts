import { Order, type OrderKey, type Page, type Row } from "../state/index.ts";

/** Where rows of several kinds are in one order: nothing else tells namesakes of two kinds apart, and a cursor must. */
const byPlace: readonly OrderKey<unknown>[] = [
  { name: "cluster", descending: false, value: ({ scope }) => scope.cluster },
  { name: "namespace", descending: false, value: ({ namespace }) => namespace },
  { name: "name", descending: false, value: ({ name }) => name },
  { name: "resource", descending: false, value: ({ scope }) => scope.resource },
];

/** The order with what it leaves open said, down to the kind. */
export function acrossKinds<T>({ keys }: Order<T>): Order<T> {
  return new Order<T>([...keys, ...(byPlace as readonly OrderKey<T>[])]);
}

/**
 * One page out of the pages of several kinds, each of them in this order, behind the same position and as long. Its parts are
 * read when they are asked for, as those of each page are.
 */
export class MergedPage<T> implements Page<T> {
  readonly #pages: readonly Page<T>[];
  readonly #order: Order<T>;
  readonly #first: number;
  #rows: readonly Row<T>[] | undefined = undefined;

  constructor(pages: readonly Page<T>[], order: Order<T>, first: number) {
    this.#pages = pages;
    this.#order = order;
    this.#first = first;
  }

  get rows(): readonly Row<T>[] {
    this.#rows ??= this.#pages
      .flatMap(({ rows }) => rows)
      .sort((a, b) => this.#order.compareRows(a, b))
      .slice(0, this.#first);
    return this.#rows;
  }

  get hasNext(): boolean {
    const offered = this.#pages.reduce((sum, { rows }) => sum + rows.length, 0);
    return offered > this.rows.length || this.#pages.some(({ hasNext }) => hasNext);
  }

  get total(): number {
    return this.#pages.reduce((sum, { total }) => sum + total, 0);
  }

  /** A cluster may be unable to answer for one kind alone, and for several in the same words. */
  get clusterErrors(): Page<T>["clusterErrors"] {
    const distinct = new Map<string, Page<T>["clusterErrors"][number]>();
    for (const each of this.#pages.flatMap(({ clusterErrors }) => clusterErrors)) {
      distinct.set(`${each.cluster} ${each.error.code} ${each.error.message}`, each);
    }
    return [...distinct.values()];
  }

  get stale(): Page<T>["stale"] {
    const since = new Map<string, number>();
    for (const each of this.#pages.flatMap(({ stale }) => stale)) {
      since.set(each.cluster, Math.min(each.since, since.get(each.cluster) ?? each.since));
    }
    return [...since].map(([cluster, first]) => ({ cluster, since: first }));
  }

  get revision(): Page<T>["revision"] {
    return this.#pages.flatMap(({ revision }) => revision);
  }
}
