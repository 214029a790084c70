import { MAX_PAGE_SIZE } from "../../graphql/index.ts";
import { assumed, points } from "./points.ts";
import type { Part, Shape } from "./shape.ts";

type Variables = Readonly<Record<string, unknown>>;

/** How many objects there are to be looked at, as far as the caller may see them. */
export interface Rows {
  /** How many clusters are registered. */
  readonly clusters: number;
  /**
   * Of a resource (`*`: the one that `kind` names). Of all clusters and namespaces where none are named. Values come
   * from the request as they are.
   */
  count(resource: string, narrowed: { kind: unknown; clusters: unknown; namespaces: unknown }): number;
}

/** The objects that a selection is made for. */
interface Parents {
  readonly count: number;
  /** No object is among them twice, so what hangs from one parent alone is not counted twice either. */
  readonly distinct: boolean;
  /** Of connections and deltas: how many items all of them have together. */
  readonly page: number;
}

/**
 * What an operation will read and make, in points, before it does:
 *
 *     points = 10 + Σ over its fields: objects × 1 + fields of them × 0.1 + objects looked at × 0.1
 *
 * A list at the root looks at all objects of the clusters and namespaces that it names, and makes `first` of them; an edge
 * does so for each of its parents. Neither makes more than there are, and edges whose objects have one parent only do not
 * make more than there are all together.
 *
 * `resumes`: a subscription goes on from somewhere, which its variables do not say.
 */
export function priceOf(shape: Shape, variables: Variables, rows: Rows, resumes = false): number {
  return Math.ceil(points.operation + new Pricing(variables, rows, resumes).selection(shape, one));
}

const one: Parents = { count: 1, distinct: true, page: 0 };

class Pricing {
  readonly #variables: Variables;
  readonly #rows: Rows;
  readonly #resumes: boolean;

  constructor(variables: Variables, rows: Rows, resumes: boolean) {
    this.#variables = variables;
    this.#rows = rows;
    this.#resumes = resumes;
  }

  selection({ fields, parts }: Shape, parents: Parents): number {
    let sum = parents.count * fields;
    if (parents.count > 0) for (const part of parts) sum += this.#part(part, parents);
    return sum;
  }

  #part(part: Part, parents: Parents): number {
    const { shape } = part;
    switch (part.kind) {
      case "value":
        return this.selection(shape, parents);
      case "object":
        return parents.count * points.object + this.selection(shape, { ...parents, distinct: false });
      case "items":
        return this.#objects(shape, parents.count * this.#itemsOf(part), parents.distinct && part.reads.length === 0);
      case "pageItems":
        return this.#objects(shape, parents.page, parents.distinct);
      case "stream":
        return this.#stream(part);
      case "page":
        return this.#page(part, parents);
    }
  }

  #objects(shape: Shape, count: number, distinct: boolean): number {
    return count * points.object + this.selection(shape, { count, distinct, page: 0 });
  }

  /** Begins with everything. What it goes on with is paid by whoever makes the changes. */
  #stream(part: Part): number {
    const all = this.#rowsOf(part);
    const resumes = this.#resumes || this.#value(part, "after") != null;
    const begins = resumes || this.#value(part, "initial") !== "NONE";
    const page = begins ? all.sum : 0;
    return all.sum * points.scanned + this.selection(part.shape, { count: 1, distinct: true, page });
  }

  #page(part: Part, { count, distinct }: Parents): number {
    const { root, hints, shape } = part;
    const all = this.#rowsOf(part);
    const once = distinct && (root ? count === 1 : hints.exclusive === true);
    // What is read from no store is of a number that nobody knows, but for the clusters themselves.
    const most = hints.perCluster ? this.#rows.clusters : part.reads.length > 0 ? all.most : MAX_PAGE_SIZE;
    const each = Math.min(this.#first(part), most);
    const page = Math.min(count * each, once ? most : Number.POSITIVE_INFINITY);
    const bucket = root
      ? all.sum
      : hints.scans
        ? all.sum / Math.max(1, this.#rows.clusters)
        : Math.min(all.sum, assumed.bucket);
    const scanned = Math.min(count * bucket, once ? all.sum : Number.POSITIVE_INFINITY);
    return scanned * points.scanned + this.selection(shape, { count, distinct: once, page });
  }

  #first(part: Part): number {
    const first = this.#value(part, "first");
    // What is no number, or negative, will be refused as such.
    if (typeof first !== "number" || Number.isNaN(first)) return MAX_PAGE_SIZE;
    return Math.min(Math.max(0, first), MAX_PAGE_SIZE);
  }

  #itemsOf(part: Part): number {
    const list = part.askedBy === undefined ? undefined : this.#value(part, part.askedBy);
    if (Array.isArray(list)) return list.length;
    return part.hints.items ?? assumed.items;
  }

  /** Of several resources, one is shown, and all are looked at. */
  #rowsOf(part: Part): { readonly sum: number; readonly most: number } {
    let sum = 0;
    let most = 0;
    const filter = this.#value(part, "filter") as Record<string, unknown> | null | undefined;
    const narrowed = { kind: this.#value(part, "kind"), clusters: filter?.clusters, namespaces: filter?.namespaces };
    for (const resource of part.reads) {
      const count = this.#rows.count(resource, narrowed);
      sum += count;
      most = Math.max(most, count);
    }
    return { sum, most };
  }

  #value({ argument }: Part, name: string): unknown {
    return argument(name, this.#variables);
  }
}
