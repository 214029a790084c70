import type {
  ClusterError as ClusterFailure,
  ClusterName,
  GroupResource,
  Order,
  Page,
  Predicate,
  Row,
} from "../state/index.ts";
import { ClusterError, ClusterStaleness } from "./cluster-report.ts";
import type { PassContext } from "./context.ts";
import { Costs } from "./costs.ts";
import { type ClassType, Field, Int, ObjectType } from "./decorators.ts";
import { acrossKinds, MergedPage } from "./merged-listing.ts";
import { checkPageSize, closeCursor, openCursor, type PageArgs } from "./paging.ts";
import { NOTHING } from "./predicates.ts";
import { closeRevision } from "./revision.ts";

@ObjectType({ description: "Where a page stands within its connection." })
export class PageInfo {
  @Field(() => Boolean, { description: "More follow this page." })
  readonly hasNextPage!: boolean;

  @Field(() => Boolean, { description: "The page began behind a cursor." })
  readonly hasPreviousPage!: boolean;

  @Field(() => String, { nullable: true, description: "Cursor of the first edge; null on an empty page." })
  readonly startCursor!: string | null;

  @Field(() => String, { nullable: true, description: "Cursor of the last edge; null on an empty page." })
  readonly endCursor!: string | null;
}

export interface ConnectionParts<T, N> {
  readonly ctx: PassContext;
  readonly page: Page<T>;
  readonly order: Order<T>;
  /** The page began behind a cursor. */
  readonly continued: boolean;
  readonly toObject: (row: Row<T>) => N;
  /** What it lists, and where: all clusters when those are absent. */
  readonly source?: { readonly resource: GroupResource; readonly clusters?: readonly ClusterName[] | undefined };
  /** Of clusters that the page knows nothing of. */
  readonly clusterErrors?: readonly ClusterFailure[] | undefined;
}

/** The value of each connection field. All but the page itself is made when it is asked for. */
export class Connection<T, N extends object> {
  readonly #parts: ConnectionParts<T, N>;
  #nodes: readonly N[] | undefined = undefined;

  constructor(parts: ConnectionParts<T, N>) {
    this.#parts = parts;
  }

  get nodes(): readonly N[] {
    const { page, toObject } = this.#parts;
    this.#nodes ??= page.rows.map((row) => toObject(row));
    return this.#nodes;
  }

  get edges(): readonly { readonly cursor: string; readonly node: N }[] {
    const cursorAt = (index: number) => this.#cursor(index) as string;
    return this.nodes.map((node, index) => ({
      node,
      get cursor() {
        return cursorAt(index);
      },
    }));
  }

  get pageInfo(): PageInfo {
    const { page, continued } = this.#parts;
    const cursorAt = (index: number) => this.#cursor(index);
    return {
      get hasNextPage() {
        return page.hasNext;
      },
      hasPreviousPage: continued,
      get startCursor() {
        return cursorAt(0);
      },
      get endCursor() {
        return cursorAt(page.rows.length - 1);
      },
    };
  }

  get source(): ConnectionParts<T, N>["source"] {
    return this.#parts.source;
  }

  get totalCount(): number {
    return this.#parts.page.total;
  }

  get clusterErrors(): readonly ClusterError[] {
    return this.failures.map(({ cluster, error }) => new ClusterError(cluster, error));
  }

  /** The same as they came. */
  get failures(): readonly ClusterFailure[] {
    const { page, clusterErrors = [] } = this.#parts;
    return [...clusterErrors, ...page.clusterErrors];
  }

  get staleSince(): readonly ClusterStaleness[] {
    return this.#parts.page.stale.map(({ cluster, since }) => new ClusterStaleness(cluster, since));
  }

  get revision(): string {
    return closeRevision(this.#parts.ctx, this.#parts.page.revision);
  }

  #cursor(index: number): string | null {
    const { ctx, order, page } = this.#parts;
    const row = page.rows[index];
    return row ? closeCursor(ctx.seal, order, order.position(row)) : null;
  }
}

/** Declares the types `…Connection` and `…Edge` of a type of node. */
export function connectionOf(name: string, node: () => ClassType | object): ClassType {
  @ObjectType(`${name}Edge`, { description: `A ${name} and its place in the order.` })
  class Edge {
    @Field(() => String, { description: "The place in the order, for `after`." })
    readonly cursor!: string;

    @Field(node, { description: `The ${name} itself.` })
    readonly node!: object;
  }

  @ObjectType(`${name}Connection`, { description: `One page of a list of ${name} objects, over all clusters asked.` })
  class NodeConnection {
    @Costs({ page: true })
    @Field(() => [Edge], { description: "The page, with a cursor for each object." })
    readonly edges!: readonly Edge[];

    @Costs({ page: true })
    @Field(() => [node()], { description: "The page, without cursors." })
    readonly nodes!: readonly object[];

    @Field(() => PageInfo, { description: "Where the page stands." })
    readonly pageInfo!: PageInfo;

    @Field(() => Int, {
      description:
        "How many there are in all, whatever the page: of those that the caller may see, on the clusters that answered.",
    })
    readonly totalCount!: number;

    @Field(() => [ClusterError], {
      description: "The clusters that did not answer, and why. Their objects are missing.",
    })
    readonly clusterErrors!: readonly ClusterError[];

    @Field(() => [ClusterStaleness], { description: "The clusters for which memory answered." })
    readonly staleSince!: readonly ClusterStaleness[];

    @Field(() => String, { description: "What the page is complete up to, for `minRevision`." })
    readonly revision!: string;
  }
  return NodeConnection;
}

export interface ListOptions<T, N> {
  readonly resource: GroupResource;
  /** All clusters when absent. */
  readonly clusters?: readonly ClusterName[] | undefined;
  /** Clusters that are known beforehand not to answer. */
  readonly clusterErrors?: readonly ClusterFailure[] | undefined;
  readonly args: PageArgs;
  readonly match: Predicate<T>;
  readonly order: Order<T>;
  readonly toObject: (row: Row<T>) => N;
}

/** One page as a connection; it is read when its parts are asked for. */
export function listConnection<T, N extends object>(ctx: PassContext, options: ListOptions<T, N>): Connection<T, N> {
  const { resource, args, match, order, toObject, clusterErrors } = options;
  const { first } = args;
  checkPageSize(first);
  const after = args.after == null ? undefined : openCursor(ctx.seal, order, args.after);
  const clusters = match === NOTHING ? [] : options.clusters;
  const page = ctx.reader.list<T>({ resource, match, order, first, clusters, after });
  const source = { resource, clusters };
  return new Connection({ ctx, page, order, continued: after !== undefined, toObject, clusterErrors, source });
}

export interface MergedListOptions<T, N> extends Omit<ListOptions<T, N>, "resource" | "match"> {
  /** The kinds, and which of their objects. */
  readonly kinds: readonly { readonly resource: GroupResource; readonly match: Predicate<T> }[];
}

/** As `listConnection`, of objects of several kinds in one order. */
export function listMergedConnection<T, N extends object>(
  ctx: PassContext,
  { kinds, args, clusters, toObject, clusterErrors, order: wanted }: MergedListOptions<T, N>,
): Connection<T, N> {
  const { first } = args;
  checkPageSize(first);
  const order = acrossKinds(wanted);
  const after = args.after == null ? undefined : openCursor(ctx.seal, order, args.after);
  const asked = kinds.filter(({ match }) => match !== NOTHING);
  const pages = asked.map((kind) => ctx.reader.list<T>({ ...kind, order, first, clusters, after }));
  const page = new MergedPage(pages, order, first);
  return new Connection({ ctx, page, order, continued: after !== undefined, toObject, clusterErrors });
}

export interface DerivedListOptions<T, N> extends Pick<ListOptions<T, N>, "args" | "order" | "toObject"> {
  /** All of them, in any order. Asked once the arguments are known to be good. */
  readonly read: () => Omit<Page<T>, "hasNext" | "total">;
}

/** As `listConnection`, of what no store holds: it is made of objects that were read. */
export function listDerivedConnection<T, N extends object>(
  ctx: PassContext,
  { args, order, toObject, read }: DerivedListOptions<T, N>,
): Connection<T, N> {
  const { first } = args;
  checkPageSize(first);
  const after = args.after == null ? undefined : openCursor(ctx.seal, order, args.after);
  const { rows: all, ...report } = read();
  const sorted = [...all].sort((a, b) => order.compareRows(a, b));
  const left = after ? sorted.filter((row) => order.compare(row, after) > 0) : sorted;
  const page = { ...report, rows: left.slice(0, first), hasNext: left.length > first, total: sorted.length };
  return new Connection({ ctx, page, order, continued: after !== undefined, toObject });
}
