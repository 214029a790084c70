import { waitFor } from "../control-plane/wait-for.ts";
import { inParallel } from "../support/in-parallel.ts";
import { labelled } from "./compare-reads.ts";
import { type Kind, kindArgument, kinds } from "./kinds.ts";
import { type Arena, directly, objectsOf, type Party, placesOf } from "./party.ts";
import { placeOf, type Stream } from "./witness.ts";

const FIELDS = "phase clusters cursor changes { type id object { cluster namespace name resourceVersion labels } }";

export interface Watching {
  readonly party: Party;
  readonly streams: ReadonlyMap<Kind, Stream>;
}

/** Subscribes to every kind, and compares the content that each subscription begins with. */
export async function compareSnapshots(arena: Arena, party: Party): Promise<Watching> {
  const streams = new Map<Kind, Stream>();
  for (const kind of kinds) {
    const typed = { pods: "podEvents", deployments: "deploymentEvents" }[kind.resource];
    const root = typed ?? "resourceEvents";
    const ofKind = typed ? "" : `(kind: "${kindArgument(kind)}")`;
    streams.set(kind, party.witness.open(root, `subscription { ${root}${ofKind} { ${FIELDS} } }`));
  }
  for (const [kind, stream] of streams) {
    await waitFor(() => stream.synced || stream.ended, 20_000, `${party.name}: snapshot of ${kind.resource}`);
    const expected = await directly(party, "streamed", kind);
    const universe = labelled(kind, placesOf(arena, kind));
    arena.tally.compareSets(party.name, "snapshot", universe, labelled(kind, stream.places), labelled(kind, expected));
  }
  return { party, streams };
}

/**
 * After every object was changed with this mark: whether each stream was sent the changes of what it may show, and of
 * nothing else. Waits for those that must come; what must not come has had the same time.
 */
export async function compareChanges(arena: Arena, watching: readonly Watching[], mark: string): Promise<void> {
  const deadline = performance.now() + 20_000;
  await inParallel(watching, async ({ party, streams }) => {
    for (const [kind, stream] of streams) {
      const changed = new Set(
        objectsOf(arena, kind)
          .filter(({ canary }) => canary !== undefined)
          .map(placeOf),
      );
      const expected = new Set([...(await directly(party, "streamed", kind))].filter((place) => changed.has(place)));
      const sent = () => stream.touched.get(mark) ?? new Set<string>();
      const all = () => [...expected].every((place) => sent().has(place));
      // What does not come is a difference for each object, not a failure of the wait.
      await waitFor(all, Math.max(0, deadline - performance.now()), "the changes").catch(() => {});
      arena.tally.compareSets(
        party.name,
        "change",
        labelled(kind, changed),
        labelled(kind, sent()),
        labelled(kind, expected),
      );
    }
  });
}
