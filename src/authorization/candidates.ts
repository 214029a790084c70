import type { Principal } from "../identity/index.ts";
import type { Question, ReadVerb } from "../state/index.ts";
import type { ReviewAttributes } from "./review-port.ts";
import type { Grant } from "./visibility.ts";

/** Something that somebody may perhaps see, and the review that says whether he may. */
export interface Candidate {
  readonly shows: Grant;
  readonly review: ReviewAttributes;
}

export interface Candidates {
  readonly all: readonly Candidate[];
  /** Nothing beyond these can be granted, except by a name that cannot be guessed where this is false. */
  readonly complete: boolean;
}

/**
 * Where to ask, when somebody may not see everything: what suggests candidates never grants anything. A source that
 * cannot say rejects with a FairwayError.
 */
export interface CandidateSource {
  candidates(principal: Principal, question: Question, verb: ReadVerb, signal: AbortSignal): Promise<Candidates>;
  /** Whether every change of rights in the cluster is told by `follow`, as far as that is known by now. */
  watches(cluster: string): boolean;
  /** Calls `run` when something about this person's rights in the cluster has changed. */
  follow(principal: Principal, cluster: string, run: () => void): Disposable;
}

export const NAMESPACES = "namespaces";

/** Group and plural of a question's resource, as reviews want them. */
export function attributesOf(
  { resource: path, subresource, namespace, name }: Question,
  verb: ReadVerb,
): ReviewAttributes {
  const slash = path.lastIndexOf("/");
  // The API server takes a namespace, named by itself, for one of the things in it: a Role there may grant it.
  const within = path === NAMESPACES && verb === "get" ? name : namespace;
  return {
    verb,
    group: path.slice(0, Math.max(slash, 0)),
    resource: path.slice(slash + 1),
    ...(subresource !== undefined && { subresource }),
    ...(within !== undefined && within !== "" && { namespace: within }),
    ...(name !== undefined && { name }),
  };
}
