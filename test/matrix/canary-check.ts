import { kinds } from "./kinds.ts";
import { type Arena, directly, type Party } from "./party.ts";
import { placeOf } from "./witness.ts";
import { canaries, secretCanary, uniqueName } from "./world.ts";

/**
 * The canaries in what a caller was sent that stand in objects he may neither list nor get; none, if all is well.
 * Mutations are no part of it: their refusals repeat the names that the caller has given himself.
 */
export async function leaksTo(arena: Arena, party: Party): Promise<string[]> {
  const hidden = new Map<string, string>();
  for (const kind of kinds) {
    const [listed, got] = await Promise.all([directly(party, "list", kind), directly(party, "get", kind)]);
    for (const { objects } of arena.worlds) {
      for (const object of objects) {
        const place = placeOf(object);
        if (object.kind !== kind || object.canary === undefined || listed.has(place) || got.has(place)) continue;
        hidden.set(object.canary, `${kind.resource} ${place}`);
        const name = uniqueName(object.cluster, kind, object.namespace);
        if (object.name === name) hidden.set(name, `${kind.resource} ${place}`);
      }
    }
  }
  const leaks: string[] = [];
  for (const text of new Set(party.witness.received)) {
    for (const each of [text, ...decoded(text)]) {
      if (each.includes(secretCanary)) leaks.push("the value of a secret");
      for (const [canary] of each.matchAll(canaries)) {
        const place = hidden.get(canary);
        if (place) leaks.push(`${canary} of ${place}`);
      }
    }
  }
  return [...new Set(leaks)];
}

/** What ids and cursors hold, for those that are encoded only. */
function decoded(text: string): string[] {
  return [...text.matchAll(/[A-Za-z0-9_-]{16,}/g)].map(([token]) => Buffer.from(token, "base64url").toString("latin1"));
}
