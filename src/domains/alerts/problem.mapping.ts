import type { Row } from "../../state/index.ts";
import { type NodeManifest, nodeProblems, troubleOf } from "../clusters/index.ts";
import { countOf, type EventManifest, firstSeenOf, lastSeenOf, severityOf } from "../resources/index.ts";

export const ProblemSource = { EVENT: "EVENT", NODE_CONDITION: "NODE_CONDITION" } as const;
export type ProblemSource = (typeof ProblemSource)[keyof typeof ProblemSource];

const mostCounted = 2 ** 31 - 1;

/** What is wrong with one object for one reason, however often that was said. */
export interface ProblemFacts {
  readonly source: ProblemSource;
  readonly cluster: string;
  /** Empty for what lives in none. */
  readonly namespace: string;
  /** The API group of its kind, which several may have; null where nobody says. */
  readonly group: string | null;
  readonly kind: string;
  readonly name: string;
  readonly uid: string | null;
  readonly reason: string;
  /** What was said last. */
  readonly message: string | null;
  readonly count: number;
  readonly firstSeenAt: string | null;
  readonly lastSeenAt: string | null;
}

export function isWarning(event: EventManifest): boolean {
  return severityOf(event) === "Warning";
}

/** Warnings about the same object for the same reason are one; another object of its name is another. */
export function problemsOfEvents(events: readonly Row<EventManifest>[]): readonly ProblemFacts[] {
  const found = new Map<string, ProblemFacts>();
  for (const { scope, object } of events) {
    const { involvedObject = {}, reason = "", message } = object;
    const { apiVersion, kind = "", namespace = "", name = "" } = involvedObject;
    const group = apiVersion ? groupOf(apiVersion) : null;
    const uid = uidOf(involvedObject);
    // A uid is of one object, whatever else a reporter says, or leaves out.
    const key = JSON.stringify([scope.cluster, kind, namespace, name, uid ?? { group }, reason]);
    const one: ProblemFacts = {
      source: "EVENT",
      cluster: scope.cluster,
      namespace,
      group,
      kind,
      name,
      uid,
      reason,
      message: message || null,
      count: countOf(object),
      firstSeenAt: firstSeenOf(object),
      lastSeenAt: lastSeenOf(object),
    };
    const known = found.get(key);
    found.set(key, known ? together(known, one) : one);
  }
  return [...found.values()];
}

function groupOf(apiVersion: string): string {
  return apiVersion.includes("/") ? apiVersion.slice(0, apiVersion.indexOf("/")) : "";
}

/** Kubelets, and node-problem-detector, put a node's name where its uid belongs. */
function uidOf({ kind, name, uid }: NonNullable<EventManifest["involvedObject"]>): string | null {
  return uid === undefined || (kind === "Node" && uid === name) ? null : uid;
}

/** Conditions of nodes that tell of trouble, those of node-problem-detector among them. */
export function problemsOfNodes(nodes: readonly Row<NodeManifest>[]): readonly ProblemFacts[] {
  return nodes.flatMap(({ scope, name, uid, object }) =>
    nodeProblems(object).map(({ type, reason, message, lastTransitionTime }): ProblemFacts => {
      const since = lastTransitionTime ?? null;
      return {
        source: "NODE_CONDITION",
        cluster: scope.cluster,
        namespace: "",
        group: "",
        kind: "Node",
        name,
        uid,
        reason: troubleOf(type),
        message: message || reason || null,
        count: 1,
        firstSeenAt: since,
        lastSeenAt: since,
      };
    }),
  );
}

function together(a: ProblemFacts, b: ProblemFacts): ProblemFacts {
  const [older, newer] = timeOf(a.lastSeenAt) <= timeOf(b.lastSeenAt) ? [a, b] : [b, a];
  const isAFirst = timeOf(a.firstSeenAt) <= timeOf(b.firstSeenAt);
  return {
    ...newer,
    group: newer.group ?? older.group,
    message: newer.message ?? older.message,
    // What is reported is not checked by anybody, and what is no Int would take the whole list with it.
    count: Math.min(a.count + b.count, mostCounted),
    firstSeenAt: (isAFirst ? a : b).firstSeenAt,
  };
}

/** Times come with and without fractions of a second. */
export function timeOf(time: string | null): number {
  const parsed = time === null ? Number.NaN : Date.parse(time);
  return Number.isNaN(parsed) ? 0 : parsed;
}
