import { FairwayError } from "../errors/index.ts";
import type { Revision } from "../state/index.ts";
import type { PassContext } from "./context.ts";
import { Arg } from "./decorators.ts";

const PURPOSE = "revision";

/** The argument `minRevision` of a root field. */
export function MinRevision(): ParameterDecorator {
  return Arg("minRevision", () => String, {
    nullable: true,
    description:
      "Answers from a state at least as new as this `revision` of an earlier answer: so a write is seen by the read after it. REVISION_NOT_REACHED when that takes too long.",
  }) as ParameterDecorator;
}

export function closeRevision({ seal }: PassContext, revision: Revision): string {
  return seal.close(PURPOSE, revision);
}

/** Makes the pass wait until memory is as new as the revision; called before anything else is read. */
export function awaitRevision({ seal, reader }: PassContext, minRevision: string | null | undefined): void {
  if (minRevision == null) return;
  const revision = seal.open(PURPOSE, minRevision) as Revision | undefined;
  if (!revision) {
    throw new FairwayError("BAD_USER_INPUT", "The revision was not made by this gateway", { field: "minRevision" });
  }
  const clusters = new Set(reader.clusters());
  for (const { cluster } of revision.map(({ scope }) => scope)) {
    if (clusters.has(cluster)) continue;
    const message = `The revision is of a cluster that is not registered: ${JSON.stringify(cluster)}`;
    throw new FairwayError("UNKNOWN_CLUSTER", message, { field: "minRevision" });
  }
  reader.atLeast(revision);
}
