import { waitFor } from "../control-plane/wait-for.ts";
import { type Connection, labelled, setOf } from "./compare-reads.ts";
import { deployments, events, type Kind, namespaceKind, pods, replicaSets } from "./kinds.ts";
import { type Arena, directly, objectsOf, type Party } from "./party.ts";
import { placeOf } from "./witness.ts";
import type { WorldObject } from "./world.ts";

interface Edges {
  readonly [edge: string]: Connection | null | undefined;
}
type Parent = Edges & {
  readonly cluster: string;
  readonly namespace: string | null;
  readonly name: string;
  readonly owners?: readonly {
    readonly object: { readonly cluster: string; readonly namespace: string | null; readonly name: string } | null;
  }[];
};

const TO_MANY = "{ nodes { id cluster namespace name labels } totalCount }";
const SELF = "cluster namespace name";

/** Where an edge leads: to the rows of `kind` that the caller may list and that `belongs` to the parent. */
interface ToMany {
  readonly edge: string;
  readonly kind: Kind;
  readonly belongs: (child: WorldObject, parent: WorldObject) => boolean;
  /** Of a second kind that lies between the two, and has to be listed as well. */
  readonly through?: Kind;
}

const ownedBy = (child: WorldObject, parent: WorldObject) => child.owners.includes(parent.uid);
const inside = (child: WorldObject, { cluster, name }: WorldObject) =>
  child.cluster === cluster && child.namespace === name;
const tells = (child: WorldObject, parent: WorldObject) => child.involved === parent.uid;
const eventEdge: ToMany = { edge: "events", kind: events, belongs: tells };

interface Parents {
  readonly root: string;
  /** The subscription to them, where they have one with edges. */
  readonly events?: string;
  readonly kind: Kind;
  readonly edges: readonly ToMany[];
  readonly owner?: Kind;
}

const parents: readonly Parents[] = [
  {
    root: "deployments",
    events: "deploymentEvents",
    kind: deployments,
    edges: [
      { edge: "replicaSets", kind: replicaSets, belongs: ownedBy },
      { edge: "pods", kind: pods, through: replicaSets, belongs: ownedBy },
      eventEdge,
    ],
  },
  { root: "pods", events: "podEvents", kind: pods, edges: [eventEdge], owner: replicaSets },
  {
    root: "namespaces",
    kind: namespaceKind,
    edges: [
      { edge: "pods", kind: pods, belongs: inside },
      { edge: "deployments", kind: deployments, belongs: inside },
      eventEdge,
    ],
  },
];

/** Every edge of every parent that a list shows to the caller, against what he may list, or get, of its other end. */
export async function compareEdges(arena: Arena, party: Party): Promise<void> {
  for (const parent of parents) {
    const { root } = parent;
    const { data } = await party.witness.ask<Record<string, { nodes: readonly Parent[] } | null>>(
      `{ ${root}(first: 500) { nodes { ${selectionOf(parent)} } } }`,
    );
    await judgeAll(arena, party, root, parent, data?.[root]?.nodes ?? []);
  }
  await compareClusterEdges(arena, party);
}

/** The same edges in what subscriptions begin with. */
export async function compareStreamEdges(arena: Arena, party: Party): Promise<void> {
  for (const parent of parents) {
    if (parent.events === undefined) continue;
    const { events: root } = parent;
    const changes = `changes { type id object { resourceVersion ${selectionOf(parent)} } }`;
    const stream = party.witness.open(root, `subscription { ${root} { phase clusters cursor ${changes} } }`);
    await waitFor(() => stream.synced || stream.ended, 20_000, `${party.name}: snapshot of ${root}`);
    await judgeAll(arena, party, root, parent, [...stream.objects.values()] as unknown as Parent[]);
  }
}

function selectionOf({ edges, owner }: Parents): string {
  const owners = owner ? `owners { object { ... on KubernetesObject { ${SELF} labels } } }` : "";
  return `${SELF} ${edges.map(({ edge }) => `${edge} ${TO_MANY}`).join(" ")} ${owners}`;
}

async function judgeAll(
  arena: Arena,
  party: Party,
  root: string,
  { kind, edges, owner }: Parents,
  nodes: readonly Parent[],
): Promise<void> {
  const shown = new Map(nodes.map((parent) => [placeOf(parent), parent]));
  for (const parent of objectsOf(arena, kind)) {
    const seen = shown.get(placeOf(parent));
    if (!seen) continue;
    for (const edge of edges) await judge(arena, party, root, parent, edge, seen[edge.edge]);
    if (owner) await judgeOwner(arena, party, root, parent, owner, seen);
  }
}

async function judge(
  arena: Arena,
  party: Party,
  root: string,
  parent: WorldObject,
  { edge, kind, through, belongs }: ToMany,
  seen: Connection | null | undefined,
): Promise<void> {
  const visible = await directly(party, "list", kind);
  const between = through && (await directly(party, "list", through));
  const links = through
    ? objectsOf(arena, through).filter((link) => belongs(link, parent) && between?.has(placeOf(link)))
    : [parent];
  const candidates = objectsOf(arena, kind);
  const children = candidates.filter(
    (child) => links.some((link) => belongs(child, link)) && visible.has(placeOf(child)),
  );
  const all = through ? objectsOf(arena, through).filter((link) => belongs(link, parent)) : [parent];
  const possible = candidates.filter((child) => all.some((link) => belongs(child, link))).map(placeOf);
  const what = `${root}.${edge}`;
  const under = (places: Iterable<string>) =>
    new Set([...labelled(kind, places)].map((place) => `${placeOf(parent)} > ${place}`));
  arena.tally.compareSets(
    party.name,
    what,
    under(possible),
    under(setOf(seen?.nodes ?? [])),
    under(children.map(placeOf)),
  );
  arena.tally.compare(
    party.name,
    `${what}: count`,
    placeOf(parent),
    String(seen?.totalCount ?? 0),
    String(children.length),
  );
}

async function judgeOwner(
  arena: Arena,
  party: Party,
  root: string,
  parent: WorldObject,
  kind: Kind,
  seen: Parent,
): Promise<void> {
  const visible = await directly(party, "get", kind);
  for (const owner of objectsOf(arena, kind)) {
    if (!parent.owners.includes(owner.uid)) continue;
    const place = placeOf(owner);
    const found = seen.owners?.some(({ object }) => object && placeOf(object) === place) ?? false;
    arena.tally.compare(party.name, `${root}.owners`, `${placeOf(parent)} > ${place}`, found, visible.has(place));
  }
}

async function compareClusterEdges(arena: Arena, party: Party): Promise<void> {
  const ends = [pods, deployments, namespaceKind];
  const selection = ends.map(({ resource }) => `${resource}(first: 500) ${TO_MANY}`).join(" ");
  const { data } = await party.witness.ask<{ clusters: { nodes: readonly (Edges & { name: string })[] } }>(
    `{ clusters { nodes { name ${selection} } } }`,
  );
  for (const kind of ends) {
    const visible = await directly(party, "list", kind);
    for (const { cluster } of arena.worlds) {
      const here = (places: Iterable<string>) =>
        new Set([...places].filter((place) => place.startsWith(`${cluster}/`)));
      const seen = data?.clusters.nodes.find(({ name }) => name === cluster)?.[kind.resource] as
        | Connection
        | null
        | undefined;
      const universe = here(objectsOf(arena, kind).map(placeOf));
      arena.tally.compareSets(
        party.name,
        `clusters.${kind.resource}`,
        universe,
        setOf(seen?.nodes ?? []),
        here(visible),
      );
      arena.tally.compare(
        party.name,
        `clusters.${kind.resource}: count`,
        cluster,
        String(seen?.totalCount ?? 0),
        String(here(visible).size),
      );
    }
  }
}
