import type { GraphQLResponse } from "../support/graphql-client.ts";
import { type Kind, kindArgument, kinds, secrets } from "./kinds.ts";
import { type Arena, directly, idKey, objectsOf, type Party, placesOf } from "./party.ts";
import { placeOf } from "./witness.ts";
import { commonNames, namespaces } from "./world.ts";

export interface Node {
  readonly id: string;
  readonly cluster: string;
  readonly namespace: string | null;
  readonly name: string;
}

export interface Connection {
  readonly nodes: readonly Node[];
  readonly totalCount: number;
}

const NODE = "id cluster namespace name labels";
export const setOf = (nodes: readonly (Node | null | undefined)[]) =>
  new Set(nodes.flatMap((node) => (node ? [placeOf(node)] : [])));

/** Whole lists of every kind, and their counts. */
export async function compareLists(arena: Arena, party: Party): Promise<void> {
  const field = (kind: Kind) =>
    `${kind.resource}: resources(kind: "${kindArgument(kind)}", first: 500) { nodes { ${NODE} ${kind === secrets ? "raw" : ""} } totalCount clusterErrors { cluster code message } }`;
  for (const half of [kinds.slice(0, 5), kinds.slice(5)]) {
    const { data } = await party.witness.ask<Record<string, Connection | null>>(`{ ${half.map(field).join(" ")} }`);
    for (const kind of half) await judge(arena, party, "list", kind, data?.[kind.resource]);
  }
}

/** Lists of the kinds that have a type, filtered and a page at a time: other ways through memory. */
export async function compareFilteredLists(arena: Arena, party: Party): Promise<void> {
  const inside = new Set([namespaces[1], namespaces[4]]);
  const [name] = commonNames;
  const filters: readonly [string, string, (place: { namespace: string; name: string }) => boolean][] = [
    ["namespaces", `namespaces: ["m-b", "m-e", "nowhere"]`, ({ namespace }) => inside.has(namespace)],
    ["name", `name: { in: ["${name}"] }`, (object) => object.name === name],
  ];
  for (const kind of kinds.filter(({ namespaced }) => namespaced)) {
    const whole = await directly(party, "list", kind);
    const typed = kind.resource === "pods" || kind.resource === "deployments";
    const root = typed ? kind.resource : "resources";
    const ofKind = typed ? "" : `kind: "${kindArgument(kind)}", `;
    const fields = filters.map(
      ([alias, filter]) =>
        `${alias}: ${root}(${ofKind}first: 3, filter: { ${filter} }) { nodes { ${NODE} } totalCount }`,
    );
    const { data } = await party.witness.ask<Record<string, Connection | null>>(`{ ${fields.join(" ")} }`);
    for (const [alias, , test] of filters) {
      const passing = objectsOf(arena, kind).filter(test);
      const expected = passing.map(placeOf).filter((place) => whole.has(place));
      const page = data?.[alias];
      const what = `list by ${alias}`;
      arena.tally.compare(
        party.name,
        `${what}: count`,
        kind.resource,
        String(page?.totalCount ?? 0),
        String(expected.length),
      );
      const shown = setOf(page?.nodes ?? []);
      arena.tally.compare(
        party.name,
        `${what}: page`,
        kind.resource,
        String(shown.size),
        String(Math.min(3, expected.length)),
      );
      for (const place of shown)
        arena.tally.compare(party.name, what, `${kind.resource} ${place}`, true, expected.includes(place));
    }
  }
}

/** Every object by its id, and some by their place. */
export async function compareGets(arena: Arena, party: Party): Promise<void> {
  for (const kind of kinds) {
    const expected = await directly(party, "get", kind);
    const places = placesOf(arena, kind);
    const ids = places.map((place) => arena.ids.get(idKey(kind, place)) ?? "");
    const document = `query ($ids: [ID!]!) { nodes(ids: $ids) { id ... on KubernetesObject { cluster namespace name labels } } }`;
    const { data, errors } = await party.witness.ask<{ nodes: (Node | null)[] }>(document, { ids });
    compareErrors(arena, party, `nodes(ids) of ${kind.resource}`, errors);
    arena.tally.compareSets(
      party.name,
      "node(id)",
      labelled(kind, places),
      labelled(kind, setOf(data?.nodes ?? [])),
      labelled(kind, expected),
    );
    await compareByPlace(arena, party, kind, expected);
  }
}

async function compareByPlace(arena: Arena, party: Party, kind: Kind, expected: ReadonlySet<string>): Promise<void> {
  const all = objectsOf(arena, kind);
  const step = Math.max(1, Math.floor(all.length / 8));
  const sample = all.filter((_, index) => index % step === 0).slice(0, 8);
  const asked = sample.flatMap((object) => [object, { ...object, name: `${object.name}-absent` }]);
  const field = ({ cluster, namespace, name }: (typeof asked)[number], index: number) => {
    const inside = namespace === "" ? "" : `namespace: "${namespace}", `;
    const ref = `cluster: "${cluster}", kind: "${kindArgument(kind)}", ${inside}name: "${name}"`;
    return `a${index}: resource(by: { ref: { ${ref} } }) { ${NODE} }`;
  };
  const { data, errors } = await party.witness.ask<Record<string, Node | null>>(`{ ${asked.map(field).join(" ")} }`);
  // Absent and forbidden must look the same: null, without a word.
  compareErrors(arena, party, `resource(by: ref) of ${kind.resource}`, errors);
  for (const [index, object] of asked.entries()) {
    const place = placeOf(object);
    arena.tally.compare(
      party.name,
      "resource(by)",
      `${kind.resource} ${place}`,
      Boolean(data?.[`a${index}`]),
      expected.has(place),
    );
  }
}

async function judge(
  arena: Arena,
  party: Party,
  verb: "list",
  kind: Kind,
  page: Connection | null | undefined,
): Promise<void> {
  const expected = await directly(party, verb, kind);
  const shown = setOf(page?.nodes ?? []);
  arena.tally.compareSets(
    party.name,
    verb,
    labelled(kind, placesOf(arena, kind)),
    labelled(kind, shown),
    labelled(kind, expected),
  );
  arena.tally.compare(party.name, "totalCount", kind.resource, String(page?.totalCount ?? 0), String(expected.size));
}

export function labelled({ resource }: Kind, places: Iterable<string>): Set<string> {
  return new Set([...places].map((place) => `${resource} ${place}`));
}

/** Whether the gateway says a word beside the data, where there is nothing to say. */
function compareErrors(
  arena: Arena,
  party: Party,
  what: string,
  errors: GraphQLResponse<unknown>["errors"] = [],
): void {
  const codes = [...new Set(errors.map(({ extensions }) => extensions.code))].join(" ");
  arena.tally.compare(party.name, "errors", what, codes === "" ? "nothing" : codes, "nothing");
}
