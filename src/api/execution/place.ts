import type { FieldNode, GraphQLResolveInfo } from "graphql";

type Path = GraphQLResolveInfo["path"];

/** A field, or the items of a list, somewhere in the response of an operation. */
export interface Place {
  readonly prev: Place | undefined;
  /** A field's name in the response; for items, how many lists they are nested in, from 0. */
  readonly key: string | number;
  /** The field's parent type; none for items. */
  readonly typename: string | undefined;
  readonly nodes: readonly FieldNode[];
  readonly nullable: boolean;
}

/** How many lists the values of a place are nested in. */
export function listsAround(place: Place | undefined): number {
  for (let each = place; each; each = each.prev) if (typeof each.key === "number") return each.key + 1;
  return 0;
}

export function pathOf(place: Place, indices: readonly number[]): (string | number)[] {
  const path: (string | number)[] = [];
  for (let each: Place | undefined = place; each; each = each.prev) path.push(keyOf(each, indices));
  return path.reverse();
}

/** The same in the form that resolvers are handed. */
export function linkedPathOf(place: Place, indices: readonly number[]): Path {
  const prev = place.prev && linkedPathOf(place.prev, indices);
  return { prev, key: keyOf(place, indices), typename: place.typename };
}

function keyOf({ key }: Place, indices: readonly number[]): string | number {
  return typeof key === "number" ? (indices[key] ?? 0) : key;
}
