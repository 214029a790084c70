import {
  Callers,
  type CallersOptions,
  FixedCandidates,
  RbacCandidates,
  ReviewedCaller,
  type ReviewPort,
} from "../authorization/index.ts";
import { type Identified, loopbackPrincipal } from "../identity/index.ts";
import type { Clusters } from "../kubernetes/index.ts";
import type { ClusterName, Stores } from "../state/index.ts";
import type { Person } from "./person.ts";
import { Session } from "./session.ts";

/** From who somebody is to what he may see. */
export interface People extends Disposable {
  readonly callerOf: (identified: Identified) => Person;
  /** A cluster has left. Another of its name will be asked anew. */
  readonly forget: (cluster: ClusterName) => void;
}

export type PeopleOptions = Pick<CallersOptions, "clock" | "times">;
type EverybodyOptions = PeopleOptions & Pick<CallersOptions, "countsIn">;

/** Each caller by himself: what the gateway holds is shown to him as far as the clusters, asked about him, say. */
export function everybody(clusters: Clusters, stores: Stores, options: EverybodyOptions): People {
  const candidates = new RbacCandidates({
    stores,
    saysAll: (cluster, signal) => clusters.get(cluster).reviews.enumeratesRules({ signal }),
    monotonic: () => options.clock.monotonic(),
  });
  const callers = new Callers({
    review: reviewsOf(clusters),
    servedAs: servedIn(clusters),
    candidates,
    ...options,
  });
  return {
    callerOf: (identified) => new Session(callers.of(identified.principal), identified),
    forget: (cluster) => {
      callers.forget(cluster);
      candidates.forget(cluster);
    },
    [Symbol.dispose]: () => {
      callers[Symbol.dispose]();
      candidates[Symbol.dispose]();
    },
  };
}

/** The one caller of a gateway without authentication, whose rights are the gateway's own. */
export function kubeconfigUser(clusters: Clusters, options: PeopleOptions): People {
  const caller = new ReviewedCaller({
    principal: loopbackPrincipal,
    subject: undefined,
    review: reviewsOf(clusters),
    servedAs: servedIn(clusters),
    candidates: new FixedCandidates((cluster) => clusters.get(cluster).connection.config.namespaces ?? []),
    countsIn: () => true,
    ...options,
  });
  return {
    callerOf: () => caller,
    forget: (cluster) => caller.forget(cluster),
    [Symbol.dispose]: () => caller[Symbol.dispose](),
  };
}

function reviewsOf(clusters: Clusters): ReviewPort {
  return (cluster, subject, attributes, signal) => {
    const { reviews } = clusters.get(cluster);
    return subject
      ? reviews.subjectAccessReview(subject, attributes, { signal })
      : reviews.selfSubjectAccessReview(attributes, { signal });
  };
}

function servedIn(clusters: Clusters): CallersOptions["servedAs"] {
  return (cluster, resource) => (clusters.has(cluster) ? clusters.get(cluster).discovery.servedAs(resource) : resource);
}
