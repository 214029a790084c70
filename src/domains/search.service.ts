import { FairwayError } from "../errors/index.ts";
import { byNamespace, Connection, checkPageSize, every, indexed, matching, openCursor } from "../graphql/index.ts";
import { type ClusterError, type ClusterName, type GroupResource, Order, type Page, type Row } from "../state/index.ts";
import type { DomainContext, Manifest } from "./context.ts";
import { clustersOf, type KubernetesObject, objectFor, resolveKind, typedResources } from "./resources/index.ts";
import type { SearchArgs, SearchFilter } from "./search.input.ts";
import { ranking } from "./search.mapping.ts";

const MAX_TEXT = 200;
const MAX_WORDS = 8;
const MAX_KINDS = 30;
/** Of the page of a text that is found everywhere nobody wants more than the first. */
const EVENTS: ReadonlySet<GroupResource> = new Set(["events", "events.k8s.io/events"]);

interface Searched {
  readonly resource: GroupResource;
  readonly clusters: readonly ClusterName[];
}

/** One page over several kinds and clusters, best first; null in a pass that has to ask first what is served. */
export function search(ctx: DomainContext, args: SearchArgs): Connection<Manifest, KubernetesObject> | null {
  checkPageSize(args.first);
  const { filter } = args;
  const rank = ranking(wordsOf(args.text));
  const order = new Order<Manifest>([
    { name: "rank", descending: false, value: rank },
    { name: "cluster", descending: false, value: ({ scope }) => scope.cluster },
    { name: "namespace", descending: false, value: ({ namespace }) => namespace },
    { name: "name", descending: false, value: ({ name }) => name },
    { name: "kind", descending: false, value: ({ scope }) => scope.resource },
  ]);
  const after = args.after == null ? undefined : openCursor(ctx.seal, order, args.after);
  const clusters = clustersOf(ctx, filter) ?? ctx.reader.clusters();
  const errors: ClusterError[] = [];
  const searched = filter?.kinds ? namedKinds(ctx, filter.kinds, clusters, errors) : typedKinds(ctx, clusters, errors);
  if (!searched) return null;
  const found = matching<Manifest>((row) => rank(row) !== null);
  const match = filter?.namespaces ? every([indexed<Manifest>(byNamespace, filter.namespaces), found]) : found;
  const pages = searched.map(({ resource, clusters: served }) =>
    ctx.reader.list<Manifest>({ resource, match, order, first: args.first, clusters: served, after }),
  );
  const page = merged(pages, order, args.first, filter?.kinds != null);
  return new Connection({
    ctx,
    page,
    order,
    continued: after !== undefined,
    toObject: objectFor,
    clusterErrors: errors,
  });
}

function wordsOf(text: string): readonly string[] {
  if (text.length > MAX_TEXT) throw bad(`must not be longer than ${MAX_TEXT} characters`);
  const words = [
    ...new Set(
      text
        .toLowerCase()
        .split(/\s+/)
        .filter((word) => word !== ""),
    ),
  ];
  if (words.length === 0) throw bad("must not be empty");
  if (words.length > MAX_WORDS) throw bad(`must not have more than ${MAX_WORDS} words`);
  return words;
}

function bad(what: string): FairwayError {
  return new FairwayError("BAD_USER_INPUT", `The text ${what}`, { field: "text" });
}

function namedKinds(
  ctx: DomainContext,
  kinds: NonNullable<SearchFilter["kinds"]>,
  clusters: readonly ClusterName[],
  errors: ClusterError[],
): readonly Searched[] | null {
  if (kinds.length > MAX_KINDS) {
    const message = `There must not be more than ${MAX_KINDS} kinds`;
    throw new FairwayError("LIMIT_EXCEEDED", message, { field: "filter.kinds" });
  }
  const resolved = [...new Set(kinds)].map((kind) => resolveKind(ctx, kind, clusters));
  if (resolved.includes(null)) return null;
  const byResource = new Map<GroupResource, Searched>();
  for (const each of resolved) {
    if (!each) continue;
    errors.push(...each.errors);
    // Several names may be one kind.
    byResource.set(each.resource, each);
  }
  return [...byResource.values()];
}

/** The kinds with a type of their own, where they are served. */
function typedKinds(
  ctx: DomainContext,
  clusters: readonly ClusterName[],
  errors: ClusterError[],
): readonly Searched[] | null {
  const serving = new Map<GroupResource, ClusterName[]>();
  let isPending = false;
  for (const cluster of clusters) {
    const { discovery } = ctx.clusters.get(cluster);
    ctx.reads.note(discovery.cell);
    if (!discovery.hasSynced) {
      const outcome = ctx.misses.ask(`discovery ${cluster}`, cluster, () => discovery.refresh());
      if (outcome.state === "pending") isPending = true;
      if (outcome.state === "failed") {
        ctx.reads.forbid("A cluster did not say what it serves");
        errors.push({ cluster, error: outcome.error });
      }
      if (outcome.state !== "done") continue;
    }
    for (const resource of typedResources()) {
      if (EVENTS.has(resource) || !ctx.shows(resource) || !discovery.find(resource)?.verbs.includes("list")) continue;
      serving.set(resource, [...(serving.get(resource) ?? []), cluster]);
    }
  }
  if (isPending) return null;
  return [...serving].map(([resource, served]) => ({ resource, clusters: served }));
}

/** One page of several; each of them is as long as this one may be. */
function merged(
  pages: readonly Page<Manifest>[],
  order: Order<Manifest>,
  first: number,
  isNamed: boolean,
): Page<Manifest> {
  let rows: readonly Row<Manifest>[] | undefined;
  const all = () => {
    rows ??= pages.flatMap((page) => page.rows).sort((a, b) => order.compareRows(a, b));
    return rows;
  };
  return {
    get rows() {
      return all().slice(0, first);
    },
    get hasNext() {
      return all().length > first || pages.some((page) => page.hasNext);
    },
    get total() {
      return pages.reduce((sum, page) => sum + page.total, 0);
    },
    get clusterErrors() {
      const errors = pages.flatMap((page) => page.clusterErrors);
      // Who has named no kind is shown those that he may see.
      const told = isNamed ? errors : errors.filter(({ error }) => error.code !== "FORBIDDEN");
      return [
        ...new Map(told.map((each) => [`${each.cluster} ${each.error.code} ${each.error.message}`, each])).values(),
      ];
    },
    get stale() {
      return [...new Map(pages.flatMap((page) => page.stale).map((each) => [each.cluster, each])).values()];
    },
    get revision() {
      return pages.flatMap((page) => page.revision);
    },
  };
}
