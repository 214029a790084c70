import { type Connection, indexed, listDerivedConnection, ordersBy, stringTest } from "../../graphql/index.ts";
import {
  type ClusterError,
  type IndexDefinition,
  keyOf,
  Order,
  type Revision,
  type Row,
  type Staleness,
} from "../../state/index.ts";
import { NODES, type NodeManifest, nodeProblems } from "../clusters/index.ts";
import type { DomainContext, Manifest } from "../context.ts";
import { clustersOf, EVENTS, type EventManifest } from "../resources/index.ts";
import type { ProblemArgs, ProblemFilter, ProblemOrderField } from "./problem.input.ts";
import { isWarning, type ProblemFacts, problemsOfEvents, problemsOfNodes, timeOf } from "./problem.mapping.ts";
import { Problem } from "./problem.type.ts";

/** Under which all that tells of trouble stands. */
const TROUBLE = "trouble";

const warningEvents = {
  name: TROUBLE,
  resource: EVENTS,
  values: ({ object }) => (isWarning(object as Manifest as EventManifest) ? [TROUBLE] : []),
} satisfies IndexDefinition;
const troubledNodes = {
  name: TROUBLE,
  resource: NODES,
  values: ({ object }) => (nodeProblems(object as Manifest as NodeManifest).length > 0 ? [TROUBLE] : []),
} satisfies IndexDefinition;

/** Warning events, and nodes with a condition that tells of trouble: found by an index, whatever else there is. */
export const troubleIndexes: readonly IndexDefinition[] = [warningEvents, troubledNodes];

/** As it is ordered and paged: it has no scope of its own. */
const PROBLEM_RESOURCE = "fairway/problems";

const orderOf = ordersBy<ProblemOrderField, Problem>({
  LAST_SEEN_AT: ({ object }) => timeOf(object.facts.lastSeenAt),
  FIRST_SEEN_AT: ({ object }) => timeOf(object.facts.firstSeenAt),
  COUNT: ({ object }) => object.facts.count,
  REASON: ({ object }) => object.facts.reason,
});

const unordered = new Order<Manifest>([]);

export function listProblems(
  ctx: DomainContext,
  { filter, orderBy, ...args }: ProblemArgs,
): Connection<Problem, Problem> {
  return listDerivedConnection(ctx, {
    args,
    order: orderOf(orderBy),
    toObject: ({ object }) => object,
    read: () => {
      const { facts, ...report } = readProblems(ctx, filter);
      return { ...report, rows: facts.filter(testOf(filter)).map(rowOf) };
    },
  });
}

interface Reading {
  readonly facts: readonly ProblemFacts[];
  readonly clusterErrors: readonly ClusterError[];
  readonly stale: readonly Staleness[];
  readonly revision: Revision;
}

function readProblems(ctx: DomainContext, filter: ProblemFilter | null | undefined): Reading {
  const { reader } = ctx;
  const clusters = clustersOf(ctx, filter) ?? reader.clusters();
  const { sources } = filter ?? {};
  const facts: ProblemFacts[] = [];
  const errors: ClusterError[] = [];
  const stale = new Map<string, Staleness>();
  const revision: Revision[number][] = [];
  for (const [index, source] of [
    [warningEvents, "EVENT"],
    [troubledNodes, "NODE_CONDITION"],
  ] as const) {
    const { resource } = index;
    if (sources && !sources.includes(source)) continue;
    const match = indexed<Manifest>(index, [TROUBLE]);
    const page = reader.list<Manifest>({ resource, clusters, match, order: unordered, first: 0 });
    errors.push(...page.clusterErrors);
    for (const each of page.stale) stale.set(each.cluster, each);
    revision.push(...page.revision);
    const failed = new Set(page.clusterErrors.map(({ cluster }) => cluster));
    for (const cluster of clusters) {
      if (failed.has(cluster)) continue;
      const rows = reader.related<Manifest>(cluster, resource, TROUBLE, TROUBLE);
      if (resource === EVENTS)
        facts.push(...problemsOfEvents(rows as readonly Row<Manifest>[] as readonly Row<EventManifest>[]));
      else facts.push(...problemsOfNodes(rows as readonly Row<Manifest>[] as readonly Row<NodeManifest>[]));
    }
  }
  return {
    facts,
    clusterErrors: firstOfEach(errors, new Set(sources ?? ["EVENT", "NODE_CONDITION"]).size),
    stale: [...stale.values()],
    revision,
  };
}

/** Not to be let see one of the two is nothing to tell of: it is left out. To be let see neither is. */
function firstOfEach(errors: readonly ClusterError[], asked: number): readonly ClusterError[] {
  const byCluster = Map.groupBy(errors, ({ cluster }) => cluster);
  return [...byCluster.values()].flatMap((of) => {
    const other = of.find(({ error }) => error.code !== "FORBIDDEN");
    if (other) return [other];
    return of[0] && of.length === asked ? [of[0]] : [];
  });
}

function testOf(filter: ProblemFilter | null | undefined): (facts: ProblemFacts) => boolean {
  const { namespaces, kinds, name, reason } = filter ?? {};
  const [named, because] = [name, reason].map((each) => (each ? stringTest(each) : null));
  return (facts) =>
    (!namespaces || namespaces.includes(facts.namespace)) &&
    (!kinds || kinds.includes(facts.kind)) &&
    (named?.(facts.name) ?? true) &&
    (because?.(facts.reason) ?? true);
}

function rowOf(facts: ProblemFacts): Row<Problem> {
  const { cluster, namespace, group, kind, reason, uid, source } = facts;
  // Cursors go by names: two problems of one name are told apart, or a page would end between them.
  const name = [facts.name, reason, kind, group ?? "", uid ?? "", source].join("\0");
  const scope = { cluster, resource: PROBLEM_RESOURCE };
  return {
    scope,
    key: keyOf(namespace, name),
    namespace,
    name,
    uid: uid ?? "",
    version: "",
    object: new Problem(facts),
  };
}
