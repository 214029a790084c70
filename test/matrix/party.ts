import type { DirectAnswers } from "./direct-answers.ts";
import { type Kind, namespaceKind } from "./kinds.ts";
import type { Tally } from "./tally.ts";
import { placeOf, type Witness } from "./witness.ts";
import type { World, WorldObject } from "./world.ts";

/** Somebody who asks the gateway, and with the same token each API server. */
export interface Party {
  readonly name: string;
  readonly witness: Witness;
  /** By cluster. */
  readonly direct: ReadonlyMap<string, DirectAnswers>;
}

/** What all comparisons work on. */
export interface Arena {
  readonly tally: Tally;
  readonly worlds: readonly World[];
  /** The gateway's id of each object, by `idKey`. */
  readonly ids: ReadonlyMap<string, string>;
}

export const idKey = (kind: Kind, place: string) => `${kind.resource} ${place}`;

export function objectsOf({ worlds }: Arena, kind: Kind): WorldObject[] {
  return worlds.flatMap(({ objects }) => objects.filter((object) => object.kind === kind));
}

export function placesOf(arena: Arena, kind: Kind): string[] {
  return objectsOf(arena, kind).map(placeOf);
}

export type Verb = "list" | "get" | "streamed";

/** The places that the API servers show to him by this verb. */
export async function directly({ direct }: Party, verb: Verb, kind: Kind): Promise<Set<string>> {
  const parts = await Promise.all(
    [...direct].map(async ([cluster, answers]) => {
      const keys =
        kind === namespaceKind && verb !== "get" ? await answers.namespaces(verb) : await answers[verb](kind);
      return [...keys].map((key) => `${cluster}/${key}`);
    }),
  );
  return new Set(parts.flat());
}
